"""Did-you-mean: the known word that was probably meant."""

import difflib
from collections.abc import Iterable, Mapping

#: how many words that look like one are told
_FEW = 4


def did_you_mean(word: str, known: Iterable[str], says: Mapping[str, str] | None = None) -> str:
    """`，是不是“…”？` when a known word is near, else nothing.

    Args:
        word: what was written.
        known: the words that could have been written.
        says: what known words mean; a word's meaning written in its place is recognised.
    """
    near = nearest(word, known, says)
    return f"，是不是“{near}”？" if near else ""


def nearest(word: str, known: Iterable[str], says: Mapping[str, str] | None = None) -> str | None:
    """The known word that was probably meant, if any."""
    listed = list(known)
    if not word:
        return None
    cutoff = 0.5 if len(word) <= 3 else 0.6  # a short Chinese name has few letters to agree
    found = difflib.get_close_matches(word, listed, n=1, cutoff=cutoff)
    if found:
        return found[0]
    lower = {k.lower(): k for k in listed}
    if word.lower() in lower:
        return lower[word.lower()]
    for name, meaning in (says or {}).items():
        if len(word) > 1 and (word in meaning or meaning in word):
            return name
    return None


def alike(word: str, known: Iterable[str]) -> list[str]:
    """Known words that look like one that is none of them: near it, or with all of it in them."""
    listed = list(dict.fromkeys(known))
    near = difflib.get_close_matches(word, listed, n=_FEW, cutoff=0.4)
    within = [one for one in listed if word and word in one]
    return list(dict.fromkeys([*within, *near]))[:_FEW]
