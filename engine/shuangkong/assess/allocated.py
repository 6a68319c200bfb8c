"""What each entity has to reach: the value written in the plan, or the one allocated to it.

Values of all targets are looked up together, in one join of their entities with the plan's
allocations; a record is made of each that differs, and not of each entity's.
"""

from collections.abc import Mapping, Sequence
from functools import cached_property

import polars as pl

from ..declarations.bundle import Declarations
from ..records import dataclass
from ..vocabulary import Allocation, Amount, Entity, Target, Verification
from ..vocabulary.target import TIER
from .judgement import Outcome


@dataclass(frozen=True, slots=True)
class ValueGiven:
    """What an entity has to reach: values with their source, or why there is none."""

    final: Amount | None
    yearly: Amount | None
    source: str
    verification: str
    state: Outcome | None = None
    why: str | None = None


@dataclass(frozen=True, slots=True)
class Asking:
    """A target, or one of its tiers, with the entities it is for."""

    target: Target
    tier: str | None
    entities: Sequence[Entity]


@dataclass(frozen=True, slots=True)
class ValuesGiven:
    """The values of the entities of a target.

    `entities` has a row for each: `entity` (of `Values.codes`), the number `which` of its value
    among `values`, and what is its own of that: `own_verification`, `own_source`, `own_issued`
    (where the value of the year is written), `own_issued_verification` (how far that was checked),
    `own_weakest` (the weaker of both verifications), `own_why`.
    """

    entities: pl.DataFrame
    values: tuple[ValueGiven, ...]


_MARKS = tuple(mark.value for mark in sorted(Verification, key=lambda mark: mark.distrust))
#: the value for the whole period, and the one for the year
_FINAL, _YEARLY = "final", "yearly"
_KEY = ("place", "entity")
_OWN = (
    *("own_verification", "own_source", "own_issued"),
    *("own_issued_verification", "own_weakest", "own_why"),
)


class Values:
    """The values of targets in a year, with where they are written."""

    def __init__(
        self, declarations: Declarations, year: int, overlay: Sequence[Allocation]
    ) -> None:
        self.declarations = declarations
        self.year = year
        self._table = declarations.allocated.overlaid(overlay)
        #: codes of entities as their numbers in the plan
        self.codes = pl.Enum(list(declarations.entities))

    def alike(self, target: Target, tier: str | None) -> bool:
        """Whether all entities of a target have the value that the plan states."""
        return not target.allocated and (_declared(target), tier or "") not in self._allocated

    def written(self, target: Target) -> tuple[str, str]:
        """Where a target is written, and how far that was checked."""
        plan = self.declarations.plan
        document = plan.documents.get(target.source.document or "", plan.document)
        issued_in = plan.short if document is plan.document else document.title
        mark = target.source.verification or document.verification
        return f"{issued_in}{target.source.clause}", mark.value

    def of(self, asking: Sequence[Asking]) -> list[ValuesGiven]:
        """The values of several targets; of a tier only for entities that one was set for."""
        if not asking:
            return []
        looked_up = self._looked_up(asking)
        key = ("asking", "final_amount", "yearly_amount", "state")
        kinds = looked_up.group_by(key, maintain_order=True).agg(
            pl.col("own_verification", "own_source", "own_why").first()
        )
        which = pl.int_range(pl.len(), dtype=pl.UInt32).over("asking")
        kinds = kinds.with_columns(which.alias("which"))
        rows = looked_up.join(
            kinds.select(*key, "which"), on=key, nulls_equal=True, how="left", maintain_order="left"
        ).select("asking", "entity", "which", *_OWN)
        values: list[list[ValueGiven]] = [[] for _ in asking]
        for number, final, yearly, state, mark, source, why, _ in kinds.iter_rows():
            values[number].append(
                self._value(asking[number].target, final, yearly, source, mark, state, why)
            )
        parts = rows.partition_by("asking", as_dict=True, include_key=False)
        nobody = rows.drop("asking").clear()
        return [ValuesGiven(parts.get((n,), nobody), tuple(v)) for n, v in enumerate(values)]

    def _value(
        self,
        target: Target,
        final: int | None,
        yearly: int | None,
        source: str,
        mark: str,
        state: str | None,
        why: str | None,
    ) -> ValueGiven:
        amounts = self._table.amounts
        known = target.value if not target.allocated else None
        return ValueGiven(
            known if final is None else amounts[final],
            None if yearly is None else amounts[yearly],
            source,
            mark,
            None if state is None else Outcome(state),
            why,
        )

    def _whom(
        self, asking: Sequence[Asking], places: Mapping[tuple[str, str], int]
    ) -> pl.DataFrame:
        """Every entity of every target, with the target's place in the table and its clause."""
        whom: list[pl.DataFrame] = []
        named: dict[int, pl.DataFrame] = {}
        for number, one in enumerate(asking):
            clause, mark = self.written(one.target)
            # targets of one scope share the very list of their entities
            if id(one.entities) not in named:
                columns: dict[str, pl.DataType | type[pl.DataType]] = {
                    "entity": self.codes,
                    "name": pl.String,
                }
                names = ([e.code for e in one.entities], [e.name for e in one.entities])
                about = pl.DataFrame(dict(zip(columns, names, strict=True)), columns)
                named[id(one.entities)] = about
            whom.append(
                named[id(one.entities)].with_columns(
                    pl.lit(number, pl.UInt32).alias("asking"),
                    pl.lit(places[_place(one)], pl.UInt32).alias("place"),
                    pl.lit(one.tier or "").alias("tier"),
                    pl.lit(clause).alias("clause"),
                    pl.lit(Verification(mark).distrust, pl.UInt8).alias("clause_distrust"),
                    pl.lit(one.target.allocated).alias("shared_out"),
                )
            )
        return pl.concat(whom)

    def _looked_up(self, asking: Sequence[Asking]) -> pl.DataFrame:
        """Every entity of every target with what the table says of it."""
        places = {key: n for n, key in enumerate(dict.fromkeys(map(_place, asking)))}
        schema = {"target": pl.String, "tier": pl.String, "place": pl.UInt32}
        asked = pl.DataFrame([(*key, n) for key, n in places.items()], schema, orient="row")
        entity = pl.col("entity").cast(self.codes, strict=False)
        rows = self._table.rows.join(asked, on=("target", "tier")).with_columns(entity)
        found = self._whom(asking, places)
        for name, when in ((_FINAL, pl.col("year").is_null()), (_YEARLY, _in(self.year))):
            told = rows.filter(when).select(
                *_KEY,
                *(
                    pl.col(c).alias(f"{name}_{c}")
                    for c in ("amount", "distrust", "source", "cited")
                ),
            )
            found = found.join(told, on=_KEY, how="left", maintain_order="left")
        told = found.with_columns(_state().alias("state")).with_columns(**_own())
        valued = pl.col("state").is_null()
        return told.filter((pl.col("tier") == "") | valued).with_columns(
            pl.when(valued & pl.col("shared_out")).then("final_amount").alias("final_amount"),
            pl.when(valued).then("yearly_amount").alias("yearly_amount"),
        )

    @cached_property
    def _allocated(self) -> set[tuple[str, str]]:
        return set(self._table.rows.select("target", "tier").unique().iter_rows())


def _place(one: Asking) -> tuple[str, str]:
    """Under which target and tier the table has what is asked."""
    return _declared(one.target), one.tier or ""


def _declared(target: Target) -> str:
    return target.id.partition(TIER)[0]


def _in(year: int) -> pl.Expr:
    return pl.col("year") == year


def _used(column: str) -> pl.Expr:
    """What the value of the whole period says, else that of the year."""
    whole = pl.col("final_cited").is_not_null()
    return pl.when(whole).then(pl.col(f"final_{column}")).otherwise(pl.col(f"yearly_{column}"))


def _state() -> pl.Expr:
    """Why an entity has no value: not published, or none was set."""
    unset = pl.lit(Outcome.NOT_APPLICABLE.value)
    unpublished = pl.lit(Outcome.NOT_ASSESSABLE.value)
    return (
        pl.when(~pl.col("shared_out"))
        .then(pl.lit(None, pl.String))
        .when(_used("cited").is_null())
        .then(unpublished)
        .when(_used("amount").is_null())
        .then(unset)
    )


def _own() -> Mapping[str, pl.Expr]:
    """Marks and sources of an entity's values, and why there is none."""
    state = pl.col("state")
    plain, unset = ~pl.col("shared_out"), state == Outcome.NOT_APPLICABLE.value
    unpublished = state == Outcome.NOT_ASSESSABLE.value
    distrust = (
        pl.when(plain)
        .then("clause_distrust")
        .when(unpublished)
        .then(pl.lit(Verification.VERIFIED.distrust))
        .otherwise(_used("distrust"))
    )

    def mark(of: pl.Expr) -> pl.Expr:
        return of.replace_strict(range(len(_MARKS)), _MARKS, default=None, return_dtype=pl.String)

    lacking = pl.format("{}的分解目标未公布（见{}），不以上级目标代替", "name", "clause")
    return {
        "own_verification": mark(distrust),
        "own_source": pl.when(plain | unpublished).then("clause").otherwise(_used("cited")),
        "own_issued": pl.col("yearly_cited"),
        "own_issued_verification": mark(pl.col("yearly_distrust")),
        "own_weakest": mark(pl.max_horizontal(distrust, "yearly_distrust")),
        "own_why": pl.when(unpublished)
        .then(lacking)
        .when(unset)
        .then(pl.format("未设此目标（{}）", _used("source"))),
    }
