"""What remarks and footnotes say of when figures are: 唐山市为2019年数据, ①2019年数.

Such a note says more than a title of another year, which holds for the other figures. Nothing is
taken for the year of a note: its figures are asked about.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from ..records import dataclass
from .reading import Cell
from .tables.facts import Fact
from .words import plain

#: at the end of a clause: nothing more is said of the figures than of which year they are
_OF_YEAR = re.compile(
    r"(?P<about>[^。;；,，]*?)(?:均|都|皆)?(?:为|是|系|用|采用|使用|暂用|沿用|暂按|取|报的是)?"
    r"(?P<year>(?:19|20)[0-9]{2})年度?的?(?:实际|快报|年报|统计|全年|初步|核算|上报)?"
    r"(?:数据?|数值|数字|值)(?=\Z|[。;；,，()])"
)
_MARK = re.compile(r"\A(?:注(?=[0-9*①-⑳※]))?(?P<mark>[①-⑳*※]+|(?<=注)[0-9]{1,2})")
_LEAD = re.compile(r"\A(?:[(]?(?:备?注|说明|附注)[0-9]{0,2}[:.、]?|[0-9]{1,2}[.、:])+")
_WHOLE = re.compile(
    r"本表|表中|表内|上表|全表|以上|上述|所有|全部|各[市省县区地]|(?:\A|数据?|[)])\Z"
)
#: said of where figures are from, and of what they are only held against
_SOURCE = re.compile(r"来源|根据|依据|参照|参考|摘自|引自")
_COMPARED = re.compile(r"[比较与同按]\Z|基期|基数|基准|上年|对比")
_KIND = re.compile(r"[省市区县州盟]\Z")


@dataclass(frozen=True, slots=True)
class DatedNote:
    """A note by which figures are of a year: as it is written, of which year, and of what. `mark`
    is the sign that it explains, `rows` and `columns` those that it speaks of by where it stands
    or by their signs; `remark` says that it stands in its row, `stated` that labels of the sheet
    give the year, so that it may speak of those figures."""

    said: str
    year: str
    about: str
    mark: str = ""
    rows: frozenset[int] = frozenset()
    columns: frozenset[int] = frozenset()
    remark: bool = False
    stated: bool = False

    def speaks_of(self, fact: Fact) -> bool:
        """Whether the note is about a figure; one that its labels give a year of its own is spoken
        of by place or sign alone."""
        item, own = fact.cell, fact.period is not None and "period" not in fact.inferred
        if item.col in self.columns or (self.mark and self.mark in item.text):
            return True
        if self.remark or item.row in self.rows:
            return item.row in self.rows and not (self.stated and own)
        if own:
            return False
        if fact.entity is not None and _named(plain(fact.entity), self.about):
            return True
        names = (plain(one) for one in (*fact.row_names, *fact.column_names))
        named = any(len(one) > 1 and one in self.about for one in names)
        return named or (not self.mark and _WHOLE.search(self.about) is not None)


def _named(entity: str, about: str) -> bool:
    short = _KIND.sub("", entity)
    return entity in about or (len(short) > 1 and short in about)


def dated_notes(
    around: Iterable[Cell],
    remarks: Iterable[Cell],
    labels: Sequence[Cell],
    heads: Sequence[Cell],
    facts: Iterable[Fact],
) -> tuple[DatedNote, ...]:
    """The notes by which figures are of a year, among the texts `around` tables and the `remarks`
    in their rows; `labels` and `heads` may have the signs that notes explain."""
    found = [_at_signs(note, labels, heads) for cell in around for note in _notes(cell)]
    found += [
        replace(note, rows=frozenset((cell.row,)), remark=True)
        for cell in remarks
        for note in _notes(cell)
    ]
    if not found:
        return ()
    years = {f.period[:4] for f in facts if f.period is not None and "period" not in f.inferred}
    return tuple(replace(note, stated=note.year in years) for note in found)


def _at_signs(note: DatedNote, labels: Sequence[Cell], heads: Sequence[Cell]) -> DatedNote:
    if not note.mark:
        return note
    rows = frozenset(one.row for one in labels if note.mark in one.text)
    return replace(
        note, rows=rows, columns=frozenset(one.col for one in heads if note.mark in one.text)
    )


def _notes(cell: Cell) -> Iterator[DatedNote]:
    text = cell.text.strip()
    # folding makes 1 of ①
    sign = _MARK.match(text.replace("：", ":").removeprefix("注:").strip())
    folded = plain(text)
    for match in _OF_YEAR.finditer(folded):
        about = _LEAD.sub("", match["about"])
        source = _SOURCE.search(folded[: match.start("year")])
        if source is None and _COMPARED.search(about) is None:
            yield DatedNote(text, match["year"], about, sign["mark"] if sign else "")


def other_year(fact: Fact, notes: Iterable[DatedNote]) -> DatedNote | None:
    """The note by which a figure is of another year than its labels or title say."""
    if "期间" in fact.laid:
        return None
    of = (one for one in notes if fact.period is None or fact.period[:4] != one.year)
    return next((one for one in of if one.speaks_of(fact)), None)
