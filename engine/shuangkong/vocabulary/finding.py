"""Finding 审核意见: what is wrong, where, why and how to mend it."""

import hashlib

from ..records import dataclass
from .base import Place
from .rules import Severity

#: what was seen is told in one line of a terminal
_LINE = 40


@dataclass(frozen=True, slots=True)
class Message:
    """A kind of finding with a stable id; its texts are templates filled by `Finding.of`.

    Ids: SK-D… declarations, SK-I… intake, SK-C… checks, SK-A… assessment,
    SK-L… ledger, SK-O… documents (output).
    """

    id: str
    severity: Severity
    en: str
    zh: str
    mend: str


@dataclass(frozen=True, slots=True)
class Finding:
    """One finding. `why` and `mend` are Chinese sentences; `seen` is the value as found."""

    kind: str
    severity: Severity
    why: str
    mend: str
    place: Place | None = None
    seen: str | None = None
    basis: str | None = None
    entity: str | None = None
    indicator: str | None = None
    year: int | None = None
    marks: tuple[Place, ...] = ()

    @classmethod
    def of(
        cls,
        kind: Message,
        place: Place | None = None,
        *,
        seen: str | None = None,
        basis: str | None = None,
        entity: str | None = None,
        indicator: str | None = None,
        year: int | None = None,
        marks: tuple[Place, ...] = (),
        **words: object,
    ) -> "Finding":
        """Fill a kind's templates with `words` (and `seen`)."""
        filled = {"seen": seen or "", **words}
        return cls(
            kind=kind.id,
            severity=kind.severity,
            why=kind.zh.format(**filled),
            mend=kind.mend.format(**filled),
            place=place,
            seen=seen,
            basis=basis,
            entity=entity,
            indicator=indicator,
            year=year,
            marks=marks,
        )

    def __str__(self) -> str:
        where = f"{self.place}  " if self.place else ""
        basis = f"\n    依据：{self.basis}" if self.basis else ""
        return (
            f"{where}[{self.severity.chinese}] {self.why}{self.seen_besides}{basis}"
            f"\n    怎么改：{self.mend}（{self.kind}）"
        )

    @property
    def key(self) -> str:
        """The same for the same words about the same cell, whatever its file is called."""
        sheet, cell = (self.place.sheet, self.place.cell) if self.place else (None, None)
        text = "\n".join((self.kind, sheet or "", cell or "", self.why))
        return hashlib.sha256(text.encode("utf-8")).hexdigest()[:16]

    @property
    def must_be_mended(self) -> bool:
        """Whether the data cannot be used until it is mended 须更正."""
        return self.severity in (Severity.BLOCKER, Severity.ERROR)

    @property
    def seen_besides(self) -> str:
        """What was seen, for the end of a line, unless `why` has said it."""
        said = not self.seen or self.seen in self.why
        return "" if said else f"（所见：{_in_a_line(self.seen or '')}）"


def _in_a_line(seen: str) -> str:
    """What was seen, cut to what a line holds."""
    return seen if len(seen) <= _LINE else seen[:_LINE] + "…"
