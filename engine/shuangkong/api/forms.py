"""Forms out: one entity's, or all, with what is known filled in."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from ..records import dataclass
from ..running.progress import WRITING, Stage, silent
from .given import Data, PlanLike, a_year, load, read_from

#: so many names are listed where one is not known
_NAMED = 6

if TYPE_CHECKING:
    import polars as pl

    from ..declarations.bundle import Declarations
    from ..intake.form.entered import Entered
    from ..running.crew import Crew
    from ..vocabulary import Entity


def form(
    plan: PlanLike,
    year: int,
    entity: str,
    data: Data | None = None,
    *,
    period: str | None = None,
    entered: Data | None = None,
) -> bytes:
    """One entity's form of a year, or of a part of it (`period`: H1, Q3, 06), as the bytes of an
    xlsx file.

    `data` are figures already known; those of the time before that of the form are shown.
    `entered` is what the entity had entered itself, to go on with.

    Raises:
        ShuangkongError: the plan, entity, year, period or data cannot be used.
    """
    made = _Forms.of(load(plan), year, period, Path(), data, silent)
    of = _entity(made.declarations, entity)
    if entered is None:
        return made.content(of)
    from ..intake.entered import entered as entered_in

    reading = read_from(made.declarations, year, entered)
    return made.content(of, entered_in(reading, of))


def write_forms(
    plan: PlanLike,
    year: int,
    entity: str | None,
    target: Path,
    data: Data | None = None,
    *,
    period: str | None = None,
    stage: Stage = silent,
    crew: "Crew | None" = None,
) -> tuple[Path, ...]:
    """Write one entity's form to the file `target`, or all forms into the folder `target`; of a
    year, or of a part of it (`period`: H1, Q3, 06).

    A form that somebody filled in is never replaced: the new one then stands beside it, and its
    name says so (`…_新表.xlsx`).

    Raises:
        ShuangkongError: the plan, entity, year, period or data cannot be used.
    """
    from ..running.crew import Crew

    forms = _Forms.of(load(plan), year, period, target, data, stage)
    if entity is not None:
        return (forms.write(_entity(forms.declarations, entity), target),)
    entities = _asked(forms.declarations, year)
    written: list[Path] = []
    with stage(WRITING) as step:
        for path in (crew or Crew()).each(_form, forms, entities):
            written.append(path)
            step(path.name, len(written), len(entities))
    return tuple(written)


def _asked(declarations: "Declarations", year: int) -> "Sequence[Entity]":
    """Whom a form is for: the assessed, and those below and above whose figures are taken for one
    of them, each with something to fill in; where there are none, whoever else has."""
    from ..intake.form.business import asked_of, taken_from

    assessed = declarations.assessed(year)
    others = [e for e in declarations.entities.values() if e.valid_in(year)]
    own = {entity.code for entity in assessed if asked_of(declarations, entity)}
    parts, wholes = (taken_from(declarations, whom) for whom in ("children", "parent"))
    codes = {entity.code for entity in assessed}
    above = set[str]().union(*(_above(declarations, entity) for entity in assessed if wholes))

    def gives(entity: "Entity") -> bool:
        reports = {one.id for one in asked_of(declarations, entity)}
        return bool(
            (parts & reports and codes & _above(declarations, entity))
            or (wholes & reports and entity.code in above)
        )

    asked = [entity for entity in others if entity.code in own or gives(entity)]
    # where nobody has anything to fill in, the form of the first says so
    return asked or [e for e in others if asked_of(declarations, e)] or assessed


def _above(declarations: "Declarations", entity: "Entity") -> set[str]:
    """The codes of all entities that one lies in."""
    found: set[str] = set()
    parent = entity.parent
    while parent is not None and parent in declarations.entities and parent not in found:
        found.add(parent)
        parent = declarations.entities[parent].parent
    return found


@dataclass(frozen=True, slots=True)
class _Forms:
    """What all forms are made from: `known` are the figures of earlier times by entity."""

    declarations: "Declarations"
    year: int
    period: str | None
    folder: Path
    known: "Mapping[tuple[object, ...], pl.DataFrame]"

    @classmethod
    def of(
        cls,
        declarations: "Declarations",
        year: int,
        period: str | None,
        folder: Path,
        data: Data | None,
        stage: Stage,
    ) -> "_Forms":
        a_year(year)
        if data is None:
            return cls(declarations, year, period, folder, {})
        import polars as pl

        observations = read_from(declarations, year, data, stage=stage).observations
        known = pl.col("year") < year
        if period is not None:
            # the form takes of the year what is of a part before its own
            known = (pl.col("year") <= year) & (pl.col("period") != f"{year}-{period}")
        before = observations.filter(known)
        return cls(declarations, year, period, folder, before.partition_by("entity", as_dict=True))

    def content(self, entity: "Entity", entered: "Entered | None" = None) -> bytes:
        """One entity's form."""
        from ..intake.form.write import form_bytes

        known = self.known.get((entity.code,))
        return form_bytes(
            self.declarations, entity, self.year, known, part=self.period, entered=entered
        )

    def write(self, entity: "Entity", path: Path) -> Path:
        """One entity's form; beside the one that is there, where that holds anything."""
        from ..intake.form.untouched import untouched
        from ..running.files import free_beside, write_bytes

        content = self.content(entity)
        if path.exists() and path.read_bytes() != content and not untouched(path):
            path = free_beside(path, "新表")
        write_bytes(path, content)
        return path


def _form(forms: _Forms, entity: "Entity") -> Path:
    from ..running.files import safe_name

    when = f"{forms.year}" if forms.period is None else f"{forms.year}-{forms.period}"
    name = safe_name(f"{entity.code}_{entity.name}_{when}")
    return forms.write(entity, forms.folder / f"{name}.xlsx")


def _entity(declarations: "Declarations", name: str) -> "Entity":
    from ..declarations.hints import alike
    from ..errors import Misuse

    code = declarations.names.get("".join(name.split()), name)
    if code not in declarations.entities:
        kinds = declarations.plan.assessed
        known = [e.name for e in declarations.entities.values() if e.kind in kinds]
        listed = alike("".join(name.split()), known)
        hint = f"，相近的有：{'、'.join(listed)}" if listed else ""
        some = f"{'、'.join(known[:_NAMED])}{f'等 {len(known)} 个' * (len(known) > _NAMED)}"
        mend = f"写规划中的名称或代码：{some}"
        raise Misuse(f"没有名为“{name}”的考核对象{hint}\n    怎么改：{mend}")
    return declarations.entities[code]
