"""An outlook to a folder: the barometer of all entities, and letters to those behind."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from .. import resources
from ..assess.decided import approved_figures
from ..assess.judgement import Judgement, Outcome
from ..assess.outlook import EntityOutlook, Outlook
from ..assess.outlook_text import period_words
from ..assess.warn import Warned, why_unwarned
from ..assess.wording import spoken
from ..running.files import safe_name
from ..running.progress import Progress
from ..vocabulary import WarningRule
from . import looks
from .book import PrintedBook, PrintedSheet
from .fast import Writer
from .figures import Figures, PrintedFigure, verdict_figure, verdict_label
from .files import put, replaced_folder
from .grid import Grid, LineCell
from .hashes import MANIFEST, digest
from .letterhead import Letterhead
from .letters.draft import Drafting
from .letters.warning import WHAT_IF, draft_warning, is_behind, label_of_part, what_if
from .manifest import manifest_json
from .overview import clocks_of
from .owned import require_sound
from .pdf import pdfs
from .results import dump
from .results_parts import figure_json
from .signing import signed
from .text import banner

TABLE = "预警一览.xlsx"
_WIDTHS = (16, 34, 12, 32, 32, 22, 12, 56)


def write_warnings(
    found: Outlook,
    output: Path,
    progress: Progress | None,
    drafting: Drafting,
    *,
    pdf: bool = False,
    draft_letters: bool = False,
) -> tuple[dict[str, str], Path | None]:
    """Write the table and the letters; gives the hashes by file, and what was kept aside.

    Raises:
        DocumentError: a file or template cannot be written or read.
    """
    require_sound(drafting.templates, {"warning"})
    letters = draft_letters or not found.assumed
    behind = sum(bool(_behind(found, one)) for one in found.entities.values())
    expected = 2 + (behind if letters else 0)
    expected += expected if pdf else 0
    with replaced_folder(output) as (folder, kept):
        files: dict[str, str] = {}
        for done, (name, content) in enumerate(_everything(found, drafting, pdf, letters), start=1):
            put(folder / name, content)
            files[name] = digest(content)
            if progress:
                progress(name, done, expected)
        manifest = manifest_json(found.assessment, files, resources.version())
        put(folder / MANIFEST, manifest)
        files[MANIFEST] = digest(manifest)
    return files, kept.path


def _everything(
    found: Outlook, drafting: Drafting, pdf: bool, letters: bool
) -> Iterator[tuple[str, bytes]]:
    """The documents, and a PDF of each when asked."""
    printed: dict[str, bytes] = {}
    for name, content in _documents(found, drafting, letters):
        if name.endswith((".docx", ".xlsx")):
            printed[name] = content
        yield name, content
    if pdf:
        yield from pdfs(printed)


def _documents(
    found: Outlook, drafting: Drafting, with_letters: bool
) -> Iterator[tuple[str, bytes]]:
    prefix = f"{WHAT_IF}_" if found.assumed else ""
    yield f"{prefix}{TABLE}", Writer().write(_book(found, drafting.letterhead))
    letters: dict[str, Sequence[PrintedFigure]] = {}
    for number, one in enumerate(found.entities.values(), start=1):
        behind = _behind(found, one)
        if behind and with_letters:
            name = f"函/{prefix}{number:02d}_{safe_name(one.entity.name)}_预警函.docx"
            draft = draft_warning(
                found.assessment, behind, found.period, drafting, assumed=found.assumed
            )
            letters[name] = draft.figures
            yield name, draft.content
    yield "figures.json", dump({n: [figure_json(f) for f in fs] for n, fs in letters.items()})


def _behind(found: Outlook, one: EntityOutlook) -> list[Warned]:
    """What a letter to an entity is about; the top entity is the one that writes, and gets none."""
    if one.entity.code == found.assessment.declarations.plan.top:
        return []
    return [warned for warned in one.warnings if is_behind(warned)]


def _book(found: Outlook, head: Letterhead) -> PrintedBook:
    assessment = found.assessment
    period = period_words(assessment.year, found.period)
    return PrintedBook(
        title=f"{assessment.declarations.plan.short}{period}预警一览",
        subject=assessment.declarations.plan.title,
        year=assessment.year,
        sheets=(_barometer(found, period, head), _details(found, period, head)),
        banner=what_if(found.assumed) or banner(assessment.verification),
    )


def _barometer(found: Outlook, period: str, letterhead: Letterhead) -> PrintedSheet:
    """Entities by targets: the level in word and colour."""
    columns = {
        (w.rule.id, w.judgement.target.id): w
        for one in found.entities.values()
        for w in one.warnings
    }
    grid = Grid((24, *(24 for _ in columns)) if columns else (24, 40))
    wording = found.assessment.declarations.wording_for(found.assessment.year)
    plan = found.assessment.declarations.plan.title
    grid.title(f"{period}{wording.goals}完成情况晴雨表", plan)
    grid.banner(found.assessment.verification)
    if found.assumed:
        grid.wide(what_if(found.assumed))
    clocks = clocks_of([one.result for one in found.entities.values()])
    heads = [
        f"{w.judgement.target.name}\n{clocks[w.judgement.target.id, w.judgement.view]}"
        for w in columns.values()
    ]
    head = grid.header(["考核对象", *heads])
    for one in found.entities.values():
        known = {(w.rule.id, w.judgement.target.id): w for w in one.warnings}
        cells = (_level(known.get(at), w.rule, one) for at, w in columns.items())
        grid.line([one.entity.name, *cells])
    if not columns:
        grid.wide("没有适用于这一时段的预警办法。")
    signed(grid, letterhead)
    return grid.sheet("晴雨表", repeat=head, freeze=(head + 1, 1), tab="C00000")


def _level(warned: Warned | None, rule: WarningRule, one: EntityOutlook) -> LineCell:
    if warned is None:
        why = why_unwarned(rule, one.result.judgements)
        return LineCell(looks.outcome_text(Outcome.NOT_APPLICABLE), looks.CENTRED, comment=why)
    if warned.level is None:
        return LineCell("△ 未评级", looks.CENTRED, comment=warned.why)
    style = looks.filled(replace(looks.CENTRED, bold=True), warned.level.rgb)
    return LineCell(warned.level.shown, style, comment=warned.why)


def _details(found: Outlook, period: str, letterhead: Letterhead) -> PrintedSheet:
    grid = Grid(_WIDTHS)
    grid.title(f"{period}预警明细", found.assessment.declarations.plan.title)
    grid.banner(found.assessment.verification)
    if found.assumed:
        grid.wide(what_if(found.assumed))
    head = grid.header(
        ["考核对象", "目标", "时段", "应达到", "实际", "余量（负为差距）", "级别", "说明"]
    )
    approved = approved_figures(found.assessment)
    for one in found.entities.values():
        figures = approved.get(one.entity.code, {})
        for warned in one.warnings:
            j = warned.judgement
            labels = verdict_label(j, "required", "应达到"), label_of_part(j, found.period)
            shown = [_named(j, *role) for role in zip(("required", "actual"), labels, strict=True)]
            shown.append(verdict_figure(j, "margin", Figures()))
            marks = [figures[i.name] for i in j.inputs if i.name in figures]
            grid.line(
                [
                    one.entity.name,
                    looks.marked(j.target.name, j.verification),
                    LineCell(j.clock, looks.CENTRED),
                    *(LineCell(text, replace(looks.TEXT, align="right")) for text in shown),
                    _level(warned, warned.rule, one),
                    "；".join([warned.why, *(f"※ {mark}" for mark in marks)]),
                ]
            )
    signed(grid, letterhead)
    return grid.sheet("预警明细", repeat=head, freeze=(head + 1, 1))


def _named(j: Judgement, role: str, label: str) -> str:
    """A figure with what it is: 年均允许增量74.16 万吨标准煤; an increment is no total."""
    shown = verdict_figure(j, role, Figures())
    return shown if shown == "—" else spoken(label, shown)
