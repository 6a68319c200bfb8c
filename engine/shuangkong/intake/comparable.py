"""Whether a figure is at the prices, and by the conversion of electricity, that a plan asks for."""

import re

from .. import messages
from ..vocabulary import Indicator
from .making import Maker
from .tables.facts import Fact
from .words import plain

_BASE = re.compile(r"(?P<year>(?:19|20)[0-9]{2})年?(?:不变价|可比价|价格|价|为基期)")
_CURRENT = re.compile(r"(?:当年价|现价|现行价)")
_CONVERSIONS = ("等价值", "当量值")


def comparable(fact: Fact, indicator: Indicator, maker: Maker) -> bool:
    """Whether price base and electricity conversion are the declared ones, as far as said."""
    own = plain(" ".join(fact.labels))
    around = plain(" ".join((fact.title, *maker.origin.texts)))
    if indicator.price_base is not None:
        wanted = str(indicator.price_base)
        seen = _price(own) or _price(plain(indicator.name) if wanted in own else "")
        seen = seen or _price(around) or _given(maker.origin.price_base)
        if seen is None:
            maker.once(messages.PRICE_UNSTATED, fact, indicator, wanted=wanted)
        elif seen != wanted:
            maker.once(
                messages.PRICE_BASE, fact, indicator, wanted=wanted,
                seen="当年价" if seen == "current" else f"{seen}年价格",
            )  # fmt: skip
            return False
    if indicator.conversion is not None:
        seen = _conversion(own) or _conversion(around) or maker.origin.conversion
        if seen is None:
            maker.once(messages.CONVERSION_UNSTATED, fact, indicator, wanted=indicator.conversion)
        elif seen != indicator.conversion:
            maker.once(messages.CONVERSION, fact, indicator, wanted=indicator.conversion, seen=seen)
            return False
    return True


def _given(year: int | None) -> str | None:
    return None if year is None else str(year)


def _price(text: str) -> str | None:
    """The price base that a text names: a year, `current`, or None when none or several."""
    years = {match["year"] for match in _BASE.finditer(text)}
    if len(years) == 1:
        return years.pop()
    return "current" if not years and _CURRENT.search(text) else None


def _conversion(text: str) -> str | None:
    found = [word for word in _CONVERSIONS if word in text]
    return found[0] if len(found) == 1 else None
