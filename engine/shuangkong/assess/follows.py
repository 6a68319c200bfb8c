"""What each entity's result follows from, as a hash, and results of an earlier run that still hold.

A result follows from the plan, the year, what persons decided and what was laid over the
allocations; and from the entity's own figures and points, the findings on them, and the figures
of those that the plan's formulas make it look at, with what must be mended in them. Nothing else
goes into it but its rank.
"""

import pickle
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from functools import cached_property

import polars as pl

from ..declarations.bundle import Declarations
from ..declarations.fingerprint import as_bytes
from ..resources import software
from ..running.kept import Kept, engine, hashed
from ..vocabulary import Finding
from .judgement import Input
from .packed import packed, unpacked
from .result import EntityResult, RestsOn

KIND = "result"
#: what makes an entity look at others, anywhere in a declared text: over-cautious, never wrong
_ABOVE = re.compile(rb"(?:province|parent)\s*\.")
_BELOW = re.compile(rb"(?:cities|counties|children)\s*\.")


class Follows:
    """The bases of one assessment's results."""

    def __init__(
        self,
        declarations: Declarations,
        year: int,
        observations: pl.DataFrame,
        measures: pl.DataFrame,
        given: object,
    ) -> None:
        """`given` is all else that results follow from: allocations laid over the plan's,
        decisions, verdicts that others gave."""
        self.declarations = declarations
        declared = as_bytes(declarations)
        said = repr((year, given)).encode("utf-8", "surrogatepass")
        used = repr(sorted(software().items())).encode("utf-8")
        self._common = hashed(engine(), used, declared, said).encode("ascii")
        # rules for checks are no part of a judgement: what they find comes as findings
        judging = as_bytes(replace(declarations, checks={}))
        self._looks = bool(_ABOVE.search(judging)), bool(_BELOW.search(judging))
        self._figures = _by_entity(observations)
        self._points = _by_entity(measures)

    def basis(self, code: str, findings: Mapping[str | None, Sequence[Finding]]) -> RestsOn:
        """What the result of an entity follows from; `findings` are those on each entity."""
        parts = [self._common, code.encode("utf-8"), _said(findings.get(code, ()))]
        rows: list[int] = []
        files: dict[str, None] = {}
        for other in (code, *self._others(code)):
            text, own, named = self._figures.get(other, _NOTHING)
            parts += [other.encode("utf-8"), text]
            if other != code:
                parts.append(_said(f for f in findings.get(other, ()) if f.must_be_mended))
            rows += own
            files |= dict.fromkeys(named)
        text, points, named = self._points.get(code, _NOTHING)
        files |= dict.fromkeys(named)
        return RestsOn(hashed(*parts, text), tuple(rows), tuple(points), tuple(files))

    def _others(self, code: str) -> Sequence[str]:
        """Those whose figures the plan's formulas can make an entity look at."""
        above, below = self._looks
        found: dict[str, None] = {}
        waiting = [code]
        while waiting:
            one = waiting.pop()
            parent = self.declarations.entities[one].parent if above else None
            near = [*([parent] if parent else []), *(self._children.get(one, ()) if below else ())]
            fresh = [e for e in near if e in self.declarations.entities and e not in found]
            found |= dict.fromkeys(fresh)
            waiting += fresh
        found.pop(code, None)
        return sorted(found)

    @cached_property
    def _children(self) -> Mapping[str, list[str]]:
        found: dict[str, list[str]] = {}
        for entity in self.declarations.entities.values():
            if entity.parent is not None:
                found.setdefault(entity.parent, []).append(entity.code)
        return found


def _said(findings: Iterable[Finding]) -> bytes:
    return repr(tuple(findings)).encode("utf-8", "surrogatepass")


#: text of the rows as JSON, their numbers, and the files they come from
_Rows = tuple[bytes, Sequence[int], Sequence[str]]
_NOTHING: _Rows = (b"", (), ())


def _by_entity(frame: pl.DataFrame) -> dict[str, _Rows]:
    """Every entity's rows of a frame, each row as it stands."""
    whole = pl.struct(pl.exclude("row")).struct.json_encode()
    grouped = (
        frame.with_row_index("row")
        .select("entity", "row", "file", whole.alias("text"))
        .group_by("entity", maintain_order=True)
        .agg("row", pl.col("file").drop_nulls().unique(maintain_order=True), pl.col("text"))
    )
    return {
        entity: ("\n".join(texts).encode("utf-8", "surrogatepass"), rows, files)
        for entity, rows, files, texts in grouped.select(
            "entity", "row", "file", "text"
        ).iter_rows()
    }


def packed_result(declarations: Declarations, result: EntityResult) -> bytes:
    """A result as bytes, without its rank; kept with its basis' rows for `Earlier.taken`."""
    return packed(declarations, replace(result, rank=None, honours=()))


def _taken(declarations: Declarations, kept: Kept, basis: RestsOn) -> EntityResult | None:
    """The result that an earlier run made of the same, with the rows where they stand now."""
    content = kept.get(KIND, basis.key)
    if content is None:
        return None
    rows, points, made = pickle.loads(content)
    result = unpacked(declarations, made)
    if rows != basis.rows:
        result = _moved(result, dict(zip(rows, basis.rows, strict=True)))
    if points != basis.points:
        result = _scored(result, dict(zip(points, basis.points, strict=True)))
    assert isinstance(result, EntityResult)
    return result


def _moved(result: EntityResult, now: Mapping[int, int]) -> EntityResult:
    """A result whose figures stand in other rows of the observations than before."""

    def moved(inputs: tuple[Input, ...]) -> tuple[Input, ...]:
        return tuple(
            i if i.observation is None else replace(i, observation=now[i.observation])
            for i in inputs
        )

    return replace(
        result,
        judgements=tuple(replace(j, inputs=moved(j.inputs)) for j in result.judgements),
        scores=tuple(replace(s, inputs=moved(s.inputs)) for s in result.scores),
    )


def _scored(result: EntityResult, now: Mapping[int, int]) -> EntityResult:
    """A result whose points stand in other rows of the measures than before."""
    return replace(
        result,
        scores=tuple(
            replace(
                score,
                parts=tuple(
                    p if p.measure is None else replace(p, measure=now[p.measure])
                    for p in score.parts
                ),
            )
            for score in result.scores
        ),
    )


class Earlier:
    """Results that an earlier run made, and what all results of this one follow from."""

    def __init__(self, follows: Follows, kept: Kept) -> None:
        self.bases: dict[str, RestsOn] = {}
        self._follows = follows
        self._kept = kept

    def taken(
        self, code: str, findings: Mapping[str | None, Sequence[Finding]]
    ) -> EntityResult | None:
        """The result that was made of the same."""
        basis = self._follows.basis(code, findings)
        found = _taken(self._follows.declarations, self._kept, basis)
        self.bases[code] = replace(basis, result=found)
        return found

    def made(self, result: EntityResult) -> EntityResult:
        """A result that was made now, remembered with what it follows from."""
        code = result.entity.code
        self.bases[code] = replace(self.bases[code], result=result)
        return result
