"""The tags and texts of an HTML page, in one pass whose time grows only with its length.

Python's own parser starts over at every tag that is never closed. Here what is never closed
is a damaged page: a browser would show nothing from there on, and nothing may vanish.
"""

import re
from collections.abc import Iterator
from enum import Enum, auto
from html import unescape

from ... import messages
from .budget import Budget, What
from .refuse import refuse


class Token(Enum):
    """What stands in a page."""

    START = auto()
    END = auto()
    TEXT = auto()


_NAME = re.compile(r"</?([a-zA-Z][^\s/>]*)")
_ATTRIBUTE = re.compile(r"""([^\s=/>"']+)(?:\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s>]+)))?""")
#: what is left aside whole, from its beginning to its end
_ASIDE = (("<!--", "-->"), ("<![CDATA[", "]]>"), ("<!", ">"), ("<?", ">"))
#: elements whose content is no text
_RAW = ("script", "style")
#: what can stand at the end of a tag or of a value in it
_STOP = re.compile("[>\"']")


def tokens(text: str, budget: Budget) -> Iterator[tuple[Token, str, str]]:
    """Tags by their names in small letters with what else stands in them, and texts between.

    Raises IntakeError when the page ends in the middle of something.
    """
    at = 0
    while at < len(text):
        budget.take(What.RECORDS)
        if text[at] != "<":
            end = text.find("<", at)
            end = len(text) if end < 0 else end
            yield Token.TEXT, unescape(text[at:end]), ""
            at = end
            continue
        aside = next((pair for pair in _ASIDE if text.startswith(pair[0], at)), None)
        named = _NAME.match(text, at)
        if aside is not None:
            at = _after(text, aside[1], at, budget)
        elif named is None:
            yield Token.TEXT, "<", ""
            at += 1
        else:
            end = _end_of_tag(text, named.end(), budget)
            name = named[1].casefold()
            kind = Token.END if text[at + 1] == "/" else Token.START
            yield kind, name, text[named.end() : end]
            at = end + 1
            if name in _RAW and kind is Token.START:
                at = _end_of_raw(text, name, at, budget)


def _after(text: str, ending: str, at: int, budget: Budget) -> int:
    """Behind the next ending."""
    end = text.find(ending, at)
    if end < 0:
        raise refuse(messages.DAMAGED, budget.file, detail="网页的标记没有结束")
    return end + len(ending)


def _end_of_tag(text: str, at: int, budget: Budget) -> int:
    """Where a tag ends: at the first > that does not stand in quotes, which must be closed."""
    while (stop := _STOP.search(text, at)) is not None:
        if stop[0] == ">":
            return stop.start()
        at = stop.end()
        if text[stop.start() - 1] in "= ":
            at = _after(text, stop[0], at, budget)
    raise refuse(messages.DAMAGED, budget.file, detail="网页的标记没有结束")


def _end_of_raw(text: str, name: str, at: int, budget: Budget) -> int:
    found = re.compile(f"</{name}", re.IGNORECASE).search(text, at)
    if found is None:
        raise refuse(messages.DAMAGED, budget.file, detail="网页的标记没有结束")
    return found.start()


def attributes(written: str) -> dict[str, str]:
    """Attributes by their names in small letters, as they stand in a tag."""
    return {
        found[1].casefold(): unescape(found[2] or found[3] or found[4] or "")
        for found in _ATTRIBUTE.finditer(written)
    }
