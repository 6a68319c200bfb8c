"""What is done to one submission with a few words: by a button of a page, or by a program.

Here stands who may do it and what has to be said; pages and API say where it is found, how they
take words and what they answer.
"""

from collections.abc import Callable, Mapping
from typing import Any, NamedTuple

from flask import Blueprint

from . import guard
from .acts import city, province
from .exchange import acting, date_of
from .rights import Act

Words = Mapping[str, str]


class Doing(NamedTuple):
    """An act on a submission; `does` takes the words in their order."""

    act: Act
    does: Callable[..., None]
    words: tuple[str, ...] = ()


DOINGS = {
    "confirm": Doing(Act.CONFIRM, city.confirm, ("key", "sentence")),
    "hand_over": Doing(Act.HAND_OVER, city.hand_over, ("sha256",)),
    "take_back": Doing(Act.TAKE_BACK, city.take_back),
    "decline": Doing(Act.DECLINE, city.decline, ("reason",)),
    "accept": Doing(Act.ACCEPT, province.accept),
    "give_back": Doing(Act.RETURN, province.give_back, ("reason", "deadline")),
    "extend": Doing(Act.EXTEND, province.extend, ("until", "reason")),
    "remind": Doing(Act.REMIND, province.remind, ("again",)),
}
#: the words that are days
_DAYS = ("deadline", "until")


def offer(
    blueprint: Blueprint,
    path: str,
    name: str,
    said: Callable[..., Words],
    answer: Callable[[str, str, Words], Any],
) -> None:
    """Put an act at an address; `said` gives the words of these names, `answer` what comes of
    an entity, a round and the words."""
    doing = DOINGS[name]

    @guard.needs(doing.act)
    def view(entity: str, round_id: str) -> Any:
        words = said(*doing.words) if doing.words else {}
        given = [date_of(words[w]) if w in _DAYS else words[w] for w in doing.words]
        with acting(entity, round_id) as deed:
            doing.does(deed, *given)
        return answer(entity, round_id, words)

    blueprint.add_url_rule(path, name, view, methods=["POST"])
