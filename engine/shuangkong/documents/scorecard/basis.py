"""依据: the clauses, methods and scheme that the verdicts rest on."""

from ...assess.explain import asked_value
from ...assess.result import Assessment, EntityResult
from ...text import plain
from ...vocabulary import Document, Grade, Scheme, Target, Verification
from .. import looks
from ..book import Content, PrintedSheet
from ..grid import Grid, LineCell
from ..text import cited, titled

SHEET = "依据"
_HEADERS = ("序号", "目标", "类别", "要求", "目标值", "基期", "期限", "原文用语", "出处", "说明")
_WIDTHS = (6, 34, 10, 20, 16, 8, 12, 14, 40, 34)


def basis_sheet(assessment: Assessment, result: EntityResult) -> PrintedSheet:
    """The sheet that says what everything is based on."""
    declarations = assessment.declarations
    grid = Grid(_WIDTHS)
    grid.title(f"{result.entity.name}{assessment.year}年度考核依据")
    grid.banner(result.verification)
    grid.repeated = 0
    grid.section("一、规划目标")
    grid.header(_HEADERS)
    targets = {j.target.id: j.target for j in result.judgements}.values()
    grid.table([_target(grid, target, assessment) for target in targets], _HEADERS)
    grid.section("二、文件", kept=True)
    for document in (declarations.plan.document, *declarations.plan.documents.values()):
        grid.wide(_document(document))
    if result.assessed:
        _scheme(grid, assessment)
    grid.section(f"{'四' if result.assessed else '三'}、口径说明", kept=True)
    scope = result.entity.scope_note
    for note in (*([f"{result.entity.name}：{scope}"] if scope else []), *declarations.plan.notes):
        grid.wide(note)
    # the head of the targets would be wrong above documents and notes
    return grid.sheet(SHEET, repeat=0, locked=True)


def _target(grid: Grid, target: Target, assessment: Assessment) -> list[Content | LineCell]:
    notes = [
        *([f"用语：{target.strength}"] if target.strength else []),
        *([f"义务：{target.every.chinese}"] if target.every else []),
        *(["基期为推定"] if target.base_inferred else []),
        *(["期限为推定"] if target.by_inferred else []),
        *([f"不含：{'、'.join(target.excludes)}"] if target.excludes else []),
        *([target.note] if target.note else []),
    ]
    return [
        grid.number(),
        target.name,
        LineCell(target.kind.chinese, looks.CENTRED),
        target.form.chinese,
        LineCell(asked_value(assessment.declarations, target), looks.CENTRED),
        None if target.base is None else str(target.base),
        target.by.chinese,
        target.qualifier,
        cited(target.source, assessment.declarations),
        "；".join(notes),
    ]


def _scheme(grid: Grid, assessment: Assessment) -> None:
    scheme = assessment.scheme
    assert scheme is not None
    grid.section("三、考核办法", kept=True)
    grid.wide(f"{scheme.title}：{cited(scheme.source, assessment.declarations)}")
    grid.wide(f"等级：{'；'.join(_band(scheme, grade) for grade in scheme.grades)}")
    for veto in scheme.vetoes:
        views = ("、" if not veto.all_fail else "和").join(v.chinese for v in veto.views)
        how = "均未完成" if veto.all_fail else "未完成"
        grid.wide(f"否决：{veto.name}（{views}{how}即评为{scheme.veto_grade}）")
    if scheme.note:
        grid.wide(scheme.note)


def _band(scheme: Scheme, grade: Grade) -> str:
    """What a grade asks for: so many points, or how many of each class may be missed."""
    if grade.at_least is not None:
        return f"{grade.name}（不低于{plain(grade.at_least)}分）"
    most = [
        f"{one.name}不达标不超过{plain(allowed)}项" if allowed else f"{one.name}全部达标"
        for one in scheme.classes
        for allowed in [grade.missed.get(one.id)]
        if allowed is not None
    ]
    return f"{grade.name}（{'，'.join(most)}）" if most else grade.name


def _document(document: Document) -> str:
    parts = [titled(document.title)]
    if document.number:
        parts.append(f"（{document.number}）")
    if document.issuer:
        parts.append(f"，{document.issuer}")
    if document.date:
        date = document.date
        parts.append(f"，{date.year}年{date.month}月{date.day}日")
    if document.verification is not Verification.VERIFIED:
        parts.append(f"〔{document.verification.chinese}〕")
    if document.note:
        parts.append(f"。{document.note}")
    return "".join(parts)
