"""A text parted into sentences and clauses: of each what it says of figures."""

import re
from collections.abc import Iterator

from .note_clauses import NoteClause, NotePart, Says
from .note_forms import said_in, version_in
from .words import plain, unit_note

#: a longer clause says nothing as short as what is looked for; so many before it may say of whom
_LONGEST, _EARLIER = 120, 4
_SENTENCES = re.compile(r"[。;；\n]|(?=[①-⑳❶-❿])")
_SIGN = re.compile(
    r"\A(?:[(（]?(?:备?注|说明)[:：]?)?\s*(?P<mark>[①-⑳❶-❿*※¹²³⁴-⁹]+|[(（\[]?[0-9]{1,2}[)）\]]"
    r"|(?<=注)[0-9]{1,2}(?=[:：.、\s]))"
)
_LEAD = re.compile(
    r"\A(?:[(]?(?:备?注|说明|附注)[0-9]{0,2}[:.,]?|[*※]"
    r"|[(]?[0-9]{1,2}[.,:)](?!(?!(?:19|20)[0-9]{2}年)[0-9]))+"
)
_RAISED = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")


def clauses_of(text: str, *, heading: bool, remark: bool = False) -> Iterator[NoteClause]:
    """What the clauses of a text say. A `heading` says it in a sentence, with a verb, or not at
    all, and of versions what holds for everything below it; a `remark` beside a figure, and what
    follows 注 or a sign, may be the word alone."""
    before, led = "", is_led(text)
    for sentence in _SENTENCES.split(text.strip()):
        said = sentence.strip()
        if not said or (heading and unit_note(said)):
            continue
        mark = _SIGN.match(said)
        folded = plain(said.replace("、", "和"))
        bare = _LEAD.sub("", folded if mark is None else folded.removeprefix(plain(mark["mark"])))
        parts = bare.split(",")
        short = remark or mark is not None or (led and not parts[1:])
        found: list[NoteClause] = []
        for number, part in enumerate(parts):
            earlier = tuple(parts[max(0, number - _EARLIER) : number])
            clause = NotePart(part, said, earlier, mark and _pattern(mark["mark"]))
            found += [] if heading else version_in(clause)
            if len(part) <= _LONGEST:
                found += said_in(clause, before + bare, heading=heading, short=short)
        # what is missing has been replaced: the figures that stand for it are those asked about
        replaced = any(one.says is Says.STOOD_IN for one in found)
        yield from (one for one in found if not (replaced and one.says is Says.MISSING))
        before += folded


def _pattern(mark: str) -> "re.Pattern[str]":
    """What finds a sign where it stands: 1) also as ¹, [1] and 注1, and not in any number."""
    digits = mark.strip("()（）[]")
    if not digits.isdecimal() or not digits.isascii():
        return re.compile(re.escape(mark))
    raised = re.escape(digits.translate(_RAISED))
    return re.compile(
        rf"[\[（(]\s*(?:注|note)?\s*{digits}\s*[\]）)]|注{digits}(?![0-9])"
        rf"|(?<![0-9.]){digits}[)）]|(?<![A-Za-z米]){raised}"
    )


def is_led(text: str) -> bool:
    """Whether a text says that it is a note: 注：…, ①…."""
    said = text.strip()
    return _SIGN.match(said) is not None or re.match(r"[(（]?(?:备?注|说明|附注)", said) is not None
