"""Years side by side: every entity's way to its targets, and who moved between grades."""

import threading
from collections.abc import Sequence

from ..api.assessing import earlier
from ..assess.explain import figure
from ..assess.judgement import Judgement
from ..assess.past import Past
from ..assess.result import Assessment, EntityResult
from ..ledger.years import History
from ..records import dataclass
from ..vocabulary import View
from .charts import EntityPath, EntityPoint

#: earlier years by the assessment they belong to, which is kept with them
_KEPT: dict[int, tuple[Assessment, tuple[Past, ...]]] = {}
_LOCK = threading.Lock()
_MOST = 4


@dataclass(frozen=True, slots=True)
class TargetHistory:
    """A target whose cumulative verdicts are followed, with every entity's way to it."""

    target: str
    name: str
    paths: tuple[EntityPath, ...]

    @property
    def years(self) -> tuple[int, ...]:
        """The years of the paths."""
        return tuple(p.year for p in self.paths[0].points) if self.paths else ()


@dataclass(frozen=True, slots=True)
class Moved:
    """An entity whose grade differs between two issued years; `up` is None where it is unknown."""

    name: str
    before: str
    after: str
    up: bool | None

    @property
    def sign(self) -> str:
        """▲, ▼ or nothing."""
        return {True: "▲", False: "▼", None: ""}[self.up]


def courses(made: Assessment) -> tuple[TargetHistory, ...]:
    """Every target with a cumulative path over at least two years, the scored ones first."""
    earlier_years = before(made)
    top = made.declarations.plan.top
    results = [r for r in made.results.values() if r.assessed and r.entity.code != top]
    scheme = made.scheme
    scored = {i.target for i in scheme.items} if scheme else set()
    targets = dict.fromkeys(
        (j.target.id, j.target.name) for r in results for j in r.judgements
        if j.view is View.PROGRESS
    )  # fmt: skip
    found = []
    for id_, name in sorted(targets, key=lambda t: t[0] not in scored):
        paths = tuple(p for r in results if (p := _path(earlier_years, r, id_)).known)
        if paths and len(paths[0].points) > 1:
            found.append(TargetHistory(id_, name, paths))
    return tuple(found)


def before(made: Assessment) -> tuple[Past, ...]:
    """The earlier years of an assessment, reckoned once as long as it is kept."""
    with _LOCK:
        if id(made) not in _KEPT:
            while len(_KEPT) >= _MOST:
                del _KEPT[next(iter(_KEPT))]
            _KEPT[id(made)] = made, earlier(made)
        return _KEPT[id(made)][1]


def _path(earlier_years: Sequence[Past], result: EntityResult, target: str) -> EntityPath:
    drawn = [(past.year, past.drawn(result.entity.code).get(target)) for past in earlier_years]
    now = result.judgement(target, View.PROGRESS)
    return EntityPath(
        result.entity.code,
        result.entity.name,
        tuple(_point(year, j) for year, j in (*drawn, (_year_of(result), now))),
    )


def _year_of(result: EntityResult) -> int:
    return result.judgements[0].year


def _point(year: int, j: Judgement | None) -> EntityPoint:
    if j is None:
        return EntityPoint(year, None, None, "—", "—")
    return EntityPoint(
        year,
        j.actual,
        j.required,
        "—" if j.actual is None else figure(j.actual, j.unit, j.decimals),
        "—" if j.required is None else figure(j.required, j.unit, j.decimals),
    )


def moved(found: History, grades: Sequence[str]) -> tuple[tuple[int, int, tuple[Moved, ...]], ...]:
    """For each pair of issued years, who moved between grades; `grades` the best first."""
    told = []
    for first, second in zip(found.years, found.years[1:], strict=False):
        rows = []
        for _, name, years in found.entities:
            by_year = {one.year: one.grade for one in years}
            a, b = by_year.get(first), by_year.get(second)
            if a is None or b is None or a == b:
                continue
            known = a in grades and b in grades
            rows.append(Moved(name, a, b, grades.index(b) < grades.index(a) if known else None))
        told.append((first, second, tuple(rows)))
    return tuple(told)
