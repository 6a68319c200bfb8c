"""A correction: one city's form comes again, and the province's documents are brought up to it."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

import polars as pl
from shuangkong.declarations.load import load
from shuangkong.intake.form.write import write_form
from shuangkong.vocabulary import Verification

from ..generate import observations
from ..places import PROVINCE
from ..plan import BASE, LAST, YEARS
from ..stage import Stage
from ..timing import Child, Work
from .whole import INDICATORS, Anew, assessing, forget, prepared

EVERYTHING, AGAIN = "shuangkong assess, everything", "shuangkong assess, after one correction"


@dataclass
class _Corrected:
    """Every call brings another figure of one entity, then runs; the folder was written before."""

    form: Path
    versions: tuple[bytes, bytes]
    run: Child
    calls: int = field(default=0)

    @property
    def peaks(self) -> list[int]:
        """As of what is run."""
        return self.run.peaks

    def __call__(self) -> None:
        self.calls += 1
        self.form.write_bytes(self.versions[self.calls % 2])
        self.run()


def _again(folder: Path, count: int) -> Mapping[str, Work]:
    plan, forms, entities = prepared(folder, PROVINCE, count)
    one = len(entities) // 2
    form = forms / f"{entities[one].code}.xlsx"
    first, second = folder / f"anew-{count}", folder / f"again-{count}"
    figures = observations(entities[one : one + 1], INDICATORS, range(BASE, YEARS.stop), start=one)
    versions = (form.read_bytes(), _other(plan, entities[one].code, figures, folder / "other.xlsx"))
    forget(second)
    again = assessing(plan, forms, second)
    again()
    return {
        EVERYTHING: Anew(first, assessing(plan, forms, first)),
        AGAIN: _Corrected(form, versions, again),
    }


def _alone(folder: Path, count: int) -> Mapping[str, Work]:
    """The same in one process, so that a profile sees all of it."""
    corrected = _again(folder, count)[AGAIN]
    assert isinstance(corrected, _Corrected)
    corrected.form.write_bytes(corrected.versions[1])
    arguments = (*corrected.run.arguments, "--jobs", "1")
    return {"one process": replace(corrected.run, arguments=arguments)}


def _other(plan: Path, code: str, figures: pl.DataFrame, path: Path) -> bytes:
    """The form with one figure of the judged year a hundredth higher."""
    declarations = load(plan)
    first = pl.col("indicator") == figures["indicator"][0]
    higher = (pl.col("value") * 1.01).round(2)
    value = pl.when(first & (pl.col("year") == LAST)).then(higher).otherwise("value")
    write_form(
        declarations, declarations.entities[code], LAST, path,
        figures.with_columns(value.alias("value")).with_columns(
            pl.col("value").cast(pl.String).alias("raw")
        ),
        verification=Verification.SYNTHETIC, vintage="最终核实",
    )  # fmt: skip
    return path.read_bytes()


STAGES = (
    Stage(
        id="again",
        title="A province again after one city's correction",
        prepare=_again,
        profiled=_alone,
        goals={AGAIN: 0.08},
        unit="entities",
        size=193,
        quick=8,
        sizes=(12, 24, 48, 96),
        rounds=3,
        cold=True,
        note="Both start cold, and both give the same bytes; the second takes over what still "
        "follows from the same, and makes that city's card and letters and the summary.",
    ),
)
