"""Patterns of layouts: a name as written, `*` for anything, `{entity}` and others for a part.

`{entity}`, `{indicator}`, `{period}` and `{unit}` stand for the part of a name that says what
they are called: `{entity}{period}年*` of 石家庄市2019年能源消费 gives 石家庄市 and 2019.
Blanks, letter case and the width of brackets make no difference.
"""

import re
from collections.abc import Mapping
from functools import lru_cache

PARTS = ("entity", "indicator", "period", "unit")
_TOKEN = re.compile(r"(\*|\{[a-z_]+\})")
_YEARLY = r"(?:19|20)[0-9]{2}.*?"


def unknown_parts(pattern: str) -> list[str]:
    """Names in braces that stand for nothing; a pattern with any is at fault."""
    return [
        token
        for token in re.findall(r"\{([^{}]*)\}", pattern)
        if token not in PARTS or pattern.count("{" + token + "}") > 1
    ]


@lru_cache(maxsize=4096)
def _compiled(pattern: str) -> re.Pattern[str]:
    from .words import plain

    found = ""
    for token in _TOKEN.split(pattern):
        if token == "*":
            found += ".*"
        elif _TOKEN.fullmatch(token) and token[1:-1] in PARTS:
            found += f"(?P<{token[1:-1]}>{_YEARLY if token == '{period}' else '.+?'})"
        else:
            found += re.escape(plain(token))
    return re.compile(found + r"\Z", re.IGNORECASE | re.DOTALL)


def matched(pattern: str, text: str) -> Mapping[str, str] | None:
    """What a text says by a pattern, None when it does not fit."""
    from .periods import period_of, year_within
    from .words import plain

    match = _compiled(pattern).match(plain(text))
    if match is None:
        return None
    parts = match.groupdict()
    if "period" in parts:
        period = period_of(parts["period"]) or year_within(parts["period"])
        if period is None:
            return None
        parts["period"] = period
    return parts


def is_pattern(text: str) -> bool:
    """Whether a text has anything that stands for something else."""
    return bool(_TOKEN.search(text))
