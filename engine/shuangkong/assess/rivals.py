"""Other versions of a figure that was used (authority, vintage), and what they would do.

Which version counts is settled by `vocabulary.versions`; that another would turn a verdict is
what an appeal begins with, so it is said beside the verdict.
"""

from collections.abc import Mapping, Sequence

import polars as pl

from ..records import dataclass
from ..vocabulary.versions import known
from .working import Work


@dataclass(frozen=True, slots=True)
class Rival:
    """A version of a figure, by its row in the observations."""

    row: int
    value: float
    labels: str


Rivals = Mapping[tuple[str, str, int], Sequence[Rival]]


def rivals_in(observations: pl.DataFrame) -> Rivals:
    """All versions of the figures of which there is more than one, by entity, indicator, year."""
    key = ["entity", "indicator", "year"]
    several = (
        observations.lazy()
        .with_row_index("row")
        .filter(known(pl))
        .filter(pl.len().over(key) > 1)
        .select(*key, "row", "value", "authority", "vintage")
        .collect()
    )
    found: dict[tuple[str, str, int], list[Rival]] = {}
    for entity, indicator, year, row, value, authority, vintage in several.iter_rows():
        labels = "，".join(label for label in (authority, vintage) if label) or "另一版本"
        found.setdefault((entity, indicator, year), []).append(Rival(row, value, labels))
    return found


def rival_remarks(work: Work, rivals: Rivals) -> tuple[str, ...]:
    """One remark for each other version of a figure the verdict rests on that differs from it."""
    if not rivals or work.verdict is None:
        return ()
    entity = work.row.entity
    said = []
    for given in work.inputs.values():
        indicator, _, year = given.name.rpartition("_")
        if given.observation is None or not year.isdigit():
            continue
        for rival in rivals.get((entity, indicator, int(year)), ()):
            used = work.facts.rows[indicator, int(year)][0]
            if rival.row == given.observation or rival.value == used:
                continue
            source = work.source(rival.row)[0]
            turned = _verdict_with(work, indicator, int(year), rival)
            flips = turned is not None and turned is not work.verdict
            effect = "，如采用该数，结论会相反" if flips else "，采用该数结论不变"
            said.append(
                f"{given.label}另有 {rival.value:g}（{rival.labels}，{source}），未采用{effect}"
            )
    return tuple(said)


def _verdict_with(work: Work, indicator: str, year: int, rival: Rival) -> bool | None:
    """The verdict if another version of one figure were used."""
    rows = {**work.facts.rows, (indicator, year): (rival.value, rival.row)}
    return work.case.with_facts(work.facts.with_rows(rows)).passes
