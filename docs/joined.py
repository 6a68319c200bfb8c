"""Joins lines of Chinese on the site: a browser shows the end of a line as a blank.

`make docs` runs this on every page (`hooks` in mkdocs.yml).
"""

import re
from typing import Any

#: ideographs, Chinese punctuation and what is as wide as they
_WIDE = r"[\u2014\u2018-\u201d\u2026\u3000-\u303f\u4e00-\u9fff\uff00-\uffef]"
_TAGS = r"(?:</?(?:strong|em|code|a)\b[^>]*>)*"
_END = re.compile(rf"({_WIDE}{_TAGS})\n *(?={_TAGS}{_WIDE})")
_BLOCK = re.compile(r"(<pre\b.*?</pre>)", re.DOTALL)


def on_page_content(html: str, **_: Any) -> str:
    """The page with lines of Chinese joined, except in blocks of code."""
    parts = _BLOCK.split(html)
    return "".join(p if p.startswith("<pre") else _END.sub(r"\1", p) for p in parts)
