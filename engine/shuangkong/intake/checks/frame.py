"""Observations side by side: one row per entity, year and version, with all that rules name."""

from collections.abc import Iterable, Iterator, Sequence

import polars as pl

from ...declarations.bundle import Declarations
from ...declarations.language import Language
from ...formulas import Name, names
from ...formulas.float_error import UNIT, Error, Errors, FloatReading, rounded_error
from ...formulas.rounding import rounded_column
from ...formulas.terms import SharedTerms
from ...units import scale
from ...vocabulary.versions import counting

KEYS = ("entity", "year", "authority", "vintage")
#: What tells the figures apart that stand for an entity where others ask for them.
_BEST = ("entity", "year")
#: whose figures stand beside an entity's own
OTHERS = ("parent", "children")
_SCHEMA: dict[str, pl.DataType | type[pl.DataType]] = {"entity": pl.String, "year": pl.Int64}


#: A figure as observed is the nearest float to a decimal, scaled once; so is an attribute.
_OBSERVED = 4 * UNIT


def column(name: Name) -> str:
    """The column that holds a name."""
    return f"{name.of or 'own'}.{name.name}"


def _off(name: str) -> str:
    """The column for how far a column's values may lie from the exact ones."""
    return f"±{name}"


def error_of(table: pl.DataFrame) -> Errors:
    """How far floats may have carried each name of a table that `wide` made."""

    def found(name: Name) -> Error:
        off = _off(column(name))
        return Error(absolute=pl.col(off), open=True) if off in table.columns else Error(_OBSERVED)

    return found


def wide(
    observations: pl.DataFrame, declarations: Declarations, asked: Iterable[Name]
) -> pl.DataFrame:
    """Keys and one column per name; a name that has no figure is null, never zero.

    Values of indicators in % are ratios, as formulas want them. Of the entity itself, figures of
    one version are compared with each other; of those above and below, the version that counts.
    An entity without figures of its own has a row where those below it have some. What was computed
    has a column beside it that `error_of` finds.
    """
    language, wanted = declarations.language, list(dict.fromkeys(asked))
    reported, derived = _closure(language, [name.name for name in wanted])
    yearly = observations.filter(pl.col("period").str.len_chars() == 4).select(
        *KEYS, "indicator", "value"
    )
    best = None
    if any(name.of in OTHERS for name in (*wanted, *_parts(language, derived))):
        # sorting out the versions of all figures is dear, and few rules ask for others'
        counted = counting(yearly, (*_BEST, "indicator"))
        best = _Table(language, _pivot(counted, _BEST, reported, language), _BEST)
    own = _Table(language, _pivot(yearly, KEYS, reported, language), KEYS, best)
    for one in derived:
        for table in (best, own):
            if table is not None:
                table.derive(one)
    found = own.named(wanted)
    figures = [pl.col(column(n)) for n in wanted if not language.is_attribute(n.name)]
    told = pl.any_horizontal(pl.lit(False), *(figure.is_not_null() for figure in figures))
    return found.filter(~own.rows[".above"] | told)


def every_row(observations: pl.DataFrame, language: Language) -> pl.DataFrame:
    """The keys of `wide` and, in `.above`, whether the entity has no figures of its own.

    Those above have a row here also where `wide`, which is asked for names, finds nothing.
    """
    return _Table(language, observations.select(KEYS).unique(maintain_order=True), KEYS).rows


def _closure(language: Language, ids: Iterable[str]) -> tuple[list[str], list[str]]:
    """The indicators that some rest on, themselves included: reported, and derived in order."""
    reported: dict[str, None] = {}
    derived: dict[str, None] = {}
    waiting = [(one, False) for one in reversed(list(ids))]
    while waiting:
        one, below_done = waiting.pop()
        formula = language.formula(one)
        if below_done:
            derived[one] = None
        elif formula is not None and one not in derived:
            waiting.append((one, True))
            waiting += [(name.name, False) for name in names(formula)]
        elif formula is None and not language.is_attribute(one):
            reported[one] = None
    return sorted(reported), list(derived)


def _parts(language: Language, derived: Iterable[str]) -> Iterator[Name]:
    """The names that formulas of derived indicators ask for."""
    for one in derived:
        formula = language.formula(one)
        yield from names(formula) if formula is not None else ()


def _pivot(
    table: pl.DataFrame, keys: Sequence[str], ids: Sequence[str], language: Language
) -> pl.DataFrame:
    """A row per key and a column per indicator, in formula scale."""
    chosen = [
        (
            pl.col("value").filter(pl.col("indicator") == one).first()
            * float(scale(language.unit(one)))
        ).alias(one)
        for one in ids
    ]
    return table.group_by(keys, maintain_order=True).agg(chosen)


class _Table:
    """Figures by key, with those of others (`best`; its own where it is that table) beside them."""

    def __init__(
        self,
        language: Language,
        rows: pl.DataFrame,
        keys: Sequence[str],
        best: "_Table | None" = None,
    ) -> None:
        self.language = language
        self.best = best or self
        self.keys = keys
        self.rows = self._with_those_above(rows)

    def _with_those_above(self, rows: pl.DataFrame) -> pl.DataFrame:
        """Also a row for each entity that has none, in the years of those anywhere below it."""
        found = rows.with_columns(pl.lit(False).alias(".above"))
        waiting = rows.select(_BEST)
        while waiting.height:
            above = waiting.join(_parents(self.language), on="entity", how="inner")
            above = above.select(pl.col("parent").alias("entity"), "year").unique(
                maintain_order=True
            )
            waiting = above.join(found, on=_BEST, how="anti").with_columns(
                pl.lit(True).alias(".above")
            )
            found = pl.concat([found, waiting], how="diagonal")
        return found

    def derive(self, indicator: str) -> None:
        """Add a derived indicator, whose parts are there."""
        formula = self.language.formula(indicator)
        assert formula is not None
        made = self.named(names(formula))

        def found(name: Name) -> pl.Expr:
            return pl.col(column(name))

        terms = SharedTerms()
        reading = FloatReading(found, error_of(made), terms)
        value = reading.value(formula).cast(pl.Float64)
        off = reading.error(formula).of(value)
        rounding = self.language.indicators[indicator].rounding
        if rounding is not None:
            off = rounded_error(value, off, rounding.digits).of(value)
        value = rounded_column(value, rounding)
        computed = (value.alias(indicator), off.alias(_off(indicator)))
        made = terms.with_columns(made, computed)
        self.rows = self.rows.with_columns(made[indicator], made[_off(indicator)])

    def named(self, wanted: Sequence[Name]) -> pl.DataFrame:
        """Keys and one column per name, in the order of the rows."""
        found = self.rows.select(self.keys)
        for of in dict.fromkeys(name.of for name in wanted):
            given = [name for name in wanted if name.of == of]
            attributes = [n for n in given if self.language.is_attribute(n.name)]
            figures = [n.name for n in given if n not in attributes]
            parts = [self._part(of, figures)] if figures else []
            parts += [self._attribute(name) for name in attributes]
            for part in parts:
                on = [key for key in self.keys if key in part.columns]
                found = found.join(part, on=on, how="left", nulls_equal=True, maintain_order="left")
        return found

    def _part(self, of: str | None, ids: Sequence[str]) -> pl.DataFrame:
        """Keys and columns of the names with one qualifier."""
        columns = [pl.col(one).alias(column(Name(one, of))) for one in ids]
        offs = [one for one in ids if _off(one) in self.rows.columns]
        columns += [pl.col(_off(one)).alias(_off(column(Name(one, of)))) for one in offs]
        versions = self.keys[2:]
        if of is None:
            return self.rows.select(*self.keys, *columns)
        if of == "prior":
            year = (pl.col("year") + 1).alias("year")
            return self.rows.select("entity", year, *versions, *columns)
        if of == "parent":
            parents = _parents(self.language)
            joined = parents.join(self.best.rows, left_on="parent", right_on="entity", how="inner")
            return joined.select("entity", "year", *columns)
        if of == "children":
            return self._below(ids)
        then = self.language.year(Name("", of), 0)
        return self.rows.filter(pl.col("year") == then).select("entity", *versions, *columns)

    def _below(self, ids: Sequence[str]) -> pl.DataFrame:
        """Sums over the entities below; null unless every one that should have a figure has one."""
        best = self.best.rows
        years = best["year"].unique().sort()
        every = [(entity, year) for entity in self.language.entities for year in years]
        found = pl.DataFrame(every, schema=_SCHEMA, orient="row").cast({"year": years.dtype})
        for one in ids:
            pairs = [
                (entity, year, child)
                for entity in self.language.entities
                for year in years
                for child in self.language.below(entity, one, year)
            ]
            schema = {**_SCHEMA, "child": pl.String}
            asked = pl.DataFrame(pairs, schema=schema, orient="row").cast({"year": years.dtype})
            known = (
                pl.col(_off(one)) if _off(one) in best.columns else pl.col(one).abs() * _OBSERVED
            )
            given = best.select(
                pl.col("entity").alias("child"), "year", one, known.alias(_off(one))
            )
            whole = pl.col(one).null_count() == 0
            name = column(Name(one, "children"))
            # each addition may err by a unit of what has been added up so far
            adding = pl.col(one).abs().sum() * pl.len() * UNIT
            off = pl.col(_off(one)).sum() + adding  # infinite wherever that of one below is
            summed = (
                asked.join(given, on=["child", "year"], how="left")
                .group_by("entity", "year")
                .agg(
                    pl.when(whole).then(pl.col(one).sum()).alias(name),
                    off.alias(_off(name)),
                )
            )
            found = found.join(summed, on=_BEST, how="left")
        return found

    def _attribute(self, name: Name) -> pl.DataFrame:
        """An attribute of each entity, of the one above or of those below, by year."""
        years = self.rows["year"].unique().sort()
        found = []
        for entity in self.language.entities:
            for year in years:
                value = self.language.attribute_named(name, entity, year)
                found.append((entity, year, None if value is None else float(value)))
        schema = {**_SCHEMA, column(name): pl.Float64}
        return pl.DataFrame(found, schema=schema, orient="row").cast({"year": years.dtype})


def _parents(language: Language) -> pl.DataFrame:
    pairs = [(e.code, e.parent) for e in language.entities.values() if e.parent]
    return pl.DataFrame(pairs, schema={"entity": pl.String, "parent": pl.String}, orient="row")


def reports(declarations: Declarations, indicator: str, kind: str) -> bool:
    """Whether entities of a kind report an indicator."""
    declared = declarations.indicators[indicator]
    return declared.formula is None and (not declared.entities or kind in declared.entities)
