"""依据: the clauses, methods and scheme that the verdicts rest on."""

from ...assess.result import Assessment, EntityResult
from ...vocabulary import Document, Target, Verification
from .. import looks
from ..book import Sheet
from ..grid import Grid, lines_of
from ..text import cited, titled

SHEET = "依据"
_HEADERS = ("代号", "目标", "类别", "要求", "目标值", "基期", "期限", "原文用语", "出处", "说明")
_WIDTHS = (22, 30, 10, 20, 16, 8, 12, 14, 40, 30)


def basis_sheet(assessment: Assessment, result: EntityResult) -> Sheet:
    """The sheet that says what everything is based on."""
    declarations = assessment.declarations
    grid = Grid(len(_HEADERS))
    grid.title(f"{result.entity.name}{assessment.year}年度考核依据")
    grid.banner(result.mark)
    grid.section("一、规划目标")
    head = grid.header(_HEADERS)
    targets = {j.target.id: j.target for j in result.judgements}
    for target in targets.values():
        _target(grid, target, assessment)
    grid.section("二、文件")
    for document in (declarations.plan.document, *declarations.plan.documents.values()):
        _wide(grid, _document(document))
    if assessment.scheme:
        grid.section("三、考核办法")
        scheme = assessment.scheme
        _wide(grid, f"{titled(scheme.title)}：{cited(scheme.source, declarations)}")
        for veto in scheme.vetoes:
            views = "、".join(v.chinese for v in veto.views)
            _wide(grid, f"否决：{veto.name}（{views}未完成即评为{scheme.veto_grade}）")
        if scheme.note:
            _wide(grid, scheme.note)
    grid.section("四、口径说明")
    scope = result.entity.scope_note
    for note in (*([f"{result.entity.name}：{scope}"] if scope else []), *declarations.plan.notes):
        _wide(grid, note)
    return grid.sheet(SHEET, _WIDTHS, repeat=head)


def _wide(grid: Grid, text: str) -> None:
    grid.wide(text, looks.TEXT, height=16 * lines_of(text, sum(_WIDTHS)) + 4)


def _target(grid: Grid, target: Target, assessment: Assessment) -> None:
    source = cited(target.source, assessment.declarations)
    value = "见分解表" if target.value is None else str(target.value)
    note = "；".join(
        [
            *(["基期为推定"] if target.base_inferred else []),
            *(["期限为推定"] if target.by_inferred else []),
            *([f"不含：{'、'.join(target.excludes)}"] if target.excludes else []),
            *([target.note] if target.note else []),
        ]
    )
    base = None if target.base is None else str(target.base)
    grid.line(
        [target.id, target.name, (target.kind.chinese, looks.CENTRED), target.form.chinese]
        + [(value, looks.CENTRED), base, target.by.chinese, target.qualifier, source, note]
    )
    grid.tall(max(lines_of(source, 40), lines_of(note, 30), lines_of(target.name, 30)))


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
    return "".join(parts)
