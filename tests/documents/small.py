"""A small assessment made by hand: one city praised, one vetoed, one without data."""

import datetime
from decimal import Decimal as D
from pathlib import Path

import polars as pl
from shuangkong.assess.judgement import CalcStep, Input, Judgement, Outcome
from shuangkong.assess.points import ItemScore, PartScore
from shuangkong.assess.result import Assessment, EntityResult
from shuangkong.assess.score import parse_over_views
from shuangkong.declarations.bundle import Declarations
from shuangkong.formulas import parse
from shuangkong.vocabulary import (
    Address,
    Amount,
    Deadline,
    Document,
    Entity,
    Finding,
    Form,
    Grade,
    GradeLetter,
    Honour,
    Indicator,
    Item,
    ItemRule,
    Part,
    Period,
    Place,
    Plan,
    Scheme,
    Scope,
    Severity,
    Source,
    Step,
    Target,
    TargetKind,
    Verification,
    View,
    Wording,
    frames,
)

YEAR = 2019
CITIES = {"A": "青松市", "B": "白桦市", "C": "云杉市"}
#: annual rate in %, measure points
DATA = {"A": ("-5.97", "58"), "B": ("-2.10", "50")}
AWKWARD = '原文写作 <"5&6"> 万吨\n第二行 {{ 对象 }} =1+1'


def declarations() -> Declarations:
    source = Source(clause="一（三）1")
    plan = Plan(
        id="demo",
        title="示例省节能“十三五”规划",
        short="示例省“十三五”",
        document=Document(
            title="示例省节能“十三五”规划",
            number="示政办字〔2017〕1号",
            issuer="示例省人民政府办公厅",
            date=datetime.date(2017, 4, 26),
        ),
        period=Period(base=2015, first=2016, last=2020),
        top="P",
        assessed=("city",),
        wording=Wording(
            assessment="节能目标考核",
            goals="节能目标",
            work="节能",
            card="节能目标责任评价考核评分卡",
        ),
        documents={
            "scheme": Document(title="示例省节能目标考核办法", verification=Verification.SECONDARY)
        },
        notes=("能耗强度按2015年可比价计算。",),
    )
    target = Target(
        id="intensity",
        name="单位地区生产总值能耗降低率",
        kind=TargetKind.BINDING,
        indicator="energy_intensity",
        scope=Scope(kinds=("city",)),
        form=Form.REDUCE_BY,
        value=Amount(D(17), D(17), "%"),
        base=2015,
        by=Deadline.of_year(2020),
        qualifier="下降17%",
        source=source,
        rate="energy_intensity_change",
    )
    entities = {
        "P": Entity(code="P", name="示例省", kind="province", address=Address.PROVINCE),
        **{
            c: Entity(code=c, name=n, kind="city", parent="P", address=Address.CITY)
            for c, n in CITIES.items()
        },
    }
    indicators = {
        "energy_intensity": Indicator(
            id="energy_intensity", name="单位地区生产总值能耗", unit="吨标准煤/万元"
        ),
        "energy_intensity_change": Indicator(
            id="energy_intensity_change",
            name="单位地区生产总值能耗同比变化率",
            unit="%",
            change_of="energy_intensity",
        ),
    }
    return Declarations(
        folder=Path("demo"),
        plan=plan,
        entities=entities,
        indicators=indicators,
        targets={"intensity": target},
        allocations=(),
        checks={},
        schemes={"demo-2019": scheme()},
        warnings={},
        hashes={"plan.yaml": "0" * 64},
    )


def scheme() -> Scheme:
    source = Source(clause="附件", document="scheme")
    target = Item(
        id="intensity",
        name="单位地区生产总值能耗降低率",
        points=D(40),
        rule=ItemRule.STEPS,
        group="节能目标",
        target="intensity",
        view=View.ANNUAL,
        steps=(Step(points=D(40), at_least=Amount(D(100), D(100), "%")), Step(points=D(0))),
    )
    parts = (
        Part(id="1", name="节能工作组织领导", points=D(20), evidence="会议纪要、文件"),
        Part(id="2", name="重点工程和重点企业管理", points=D(40)),
    )
    measure = Item(
        id="measures",
        name="节能措施落实情况",
        points=D(60),
        rule=ItemRule.MEASURE,
        group="节能措施",
        parts=parts,
    )
    return Scheme(
        id="demo-2019",
        title="示例省2019年度节能目标考核办法",
        years=(YEAR,),
        source=source,
        items=(target, measure),
        grades=(
            Grade(
                name="超额完成",
                at_least=D(95),
                consequences=("予以通报表扬。",),
                letter=GradeLetter.COMMENDATION,
                colour="C6E0B4",
            ),
            Grade(name="完成", at_least=D(80), colour="E2F0D9"),
            Grade(name="基本完成", at_least=D(60), colour="FFF2CC"),
            Grade(
                name="未完成",
                consequences=(
                    "在考核结果公告后1个月内，向省政府作出书面报告，提出限期整改措施，"
                    "并抄送省发展改革委。",
                    "暂停新改扩建高耗能项目节能审查6个月。",
                ),
                letter=GradeLetter.RECTIFICATION,
                colour="F8CBAD",
            ),
        ),
        veto_grade="未完成",
        honours=(Honour(name="2019年节能工作先进市", first=1),),
    )


def assessment(mark: str = "synthetic") -> Assessment:
    declared = declarations()
    rows, measures = _observations(mark), _measures(mark)
    results = {
        "A": _scored(declared, "A", 0, rank=1, mark=mark),
        "B": _scored(declared, "B", 1, rank=2, mark=mark),
        "C": _withheld(declared),
    }
    return Assessment(
        declarations=declared,
        year=YEAR,
        scheme=declared.schemes["demo-2019"],
        observations=rows,
        measures=measures,
        outcomes=pl.DataFrame({"entity": ["A", "B", "C"], "outcome": ["met", "not_met", None]}),
        results=results,
        findings=results["C"].findings,
        inputs={"A.xlsx": "1" * 64, "B.xlsx": "2" * 64},
        verification=mark,
    )


def _observations(mark: str) -> pl.DataFrame:
    rows = [
        {
            "entity": code,
            "indicator": "energy_intensity_change",
            "year": YEAR,
            "period": str(YEAR),
            "value": float(rate),
            "unit": "%",
            "vintage": "最终核实",
            "authority": "核定",
            "verification": mark,
            "file": f"{code}.xlsx",
            "file_hash": "1" * 64,
            "sheet": "填报表",
            "cell": "C7",
            "raw": f"{rate}%",
            "raw_unit": "%",
            "note": None,
        }
        for code, (rate, _) in DATA.items()
    ]
    return pl.DataFrame(rows, schema=dict(frames.OBSERVATIONS))


def _measures(mark: str) -> pl.DataFrame:
    rows = [
        {
            "entity": code,
            "item": "measures",
            "part": part,
            "points": float(points),
            "assessor": "考核组",
            "evidence": "会议纪要",
            "verification": mark,
            "file": "措施评分.xlsx",
            "file_hash": "3" * 64,
            "sheet": "措施评分",
            "cell": f"G{5 + number}",
        }
        for number, (code, part, points) in enumerate(_part_points())
    ]
    return pl.DataFrame(rows, schema=dict(frames.MEASURES))


def _part_points() -> list[tuple[str, str, str]]:
    return [
        (code, part, points)
        for code, (_, total) in DATA.items()
        for part, points in (("1", "18"), ("2", str(int(total) - 18)))
    ]


def _judgement(declared: Declarations, code: str, row: int, mark: str) -> Judgement:
    rate = D(DATA[code][0])
    achieved, required = -rate / 100, D("0.036")
    met = achieved >= required
    return Judgement(
        entity=declared.entities[code],
        target=declared.targets["intensity"],
        year=YEAR,
        view=View.ANNUAL,
        outcome=Outcome.MET if met else Outcome.NOT_MET,
        reason="当年降低率达到年度目标" if met else "当年降低率低于年度目标",
        actual=achieved,
        required=required,
        margin=achieved - required,
        unit="%",
        inputs=(
            Input(
                "energy_intensity_change_2019",
                "2019年单位地区生产总值能耗同比变化率",
                rate,
                "%",
                f"{code}.xlsx [填报表] C7",
                row,
                mark,
            ),
            Input("Y", "下达的年度目标", D("3.6"), "%", "分解方案第3行", None, mark),
            Input("gdp_2019", "2019年地区生产总值", D("8230"), "亿元", "公报", None, mark),
        ),
        steps=(
            CalcStep(
                "achieved",
                "当年降低率",
                parse("0 - energy_intensity_change_2019"),
                achieved,
                "%",
                2,
            ),
            CalcStep("required", "下达的年度目标", parse("Y + 0"), required, "%", 2),
            CalcStep(
                "verdict", "是否达到下达的年度目标", parse("achieved >= Y"), None, "", 0, truth=met
            ),
            CalcStep(
                "shortfall",
                "未完成部分折合",
                parse("max((required - achieved) * gdp_2019, 0)"),
                max((required - achieved) * D("8230"), D(0)),
                "万吨标准煤",
                2,
            ),
        ),
        verification=mark,
    )


def _scored(declared: Declarations, code: str, row: int, *, rank: int, mark: str) -> EntityResult:
    judgement = _judgement(declared, code, row, mark)
    met = judgement.outcome is Outcome.MET
    used = declared.schemes["demo-2019"]
    target_points = D(40) if met else D(20)
    parts = tuple(
        PartScore(
            id=part.id,
            name=part.name,
            full=part.points,
            points=D(points),
            source="措施评分.xlsx",
            evidence="会议纪要",
            verification=mark,
            measure=number,
        )
        for number, (owner, part_id, points) in enumerate(_part_points())
        for part in used.items[1].parts
        if owner == code and part.id == part_id
    )
    measure_points = sum((p.points for p in parts if p.points is not None), D(0))
    ratio = (judgement.actual or D(0)) / D("0.036")
    scores = (
        ItemScore(
            item=used.items[0],
            points=target_points,
            bonus=D(0),
            why="完成率分档计分",
            completion=ratio,
            judgements=(judgement.key,),
            inputs=(),
            steps=(
                CalcStep(
                    "completion",
                    "目标完成率",
                    parse_over_views("annual_achieved / annual_required", [View.ANNUAL]),
                    ratio,
                    "%",
                    1,
                ),
                CalcStep(
                    "points",
                    "得分",
                    parse("steps(completion, 100%, 40, 50%, 20, 0)"),
                    target_points,
                    "分",
                    0,
                ),
            ),
            verification=mark,
        ),
        ItemScore(
            item=used.items[1],
            points=measure_points,
            bonus=D(0),
            why="考核组评分",
            parts=parts,
            verification=mark,
        ),
    )
    total = target_points + measure_points
    grade = used.grades[0] if met else used.grades[-1]
    return EntityResult(
        entity=declared.entities[code],
        judgements=(judgement,),
        scores=scores,
        total=total,
        provisional=False,
        grade=grade,
        grade_reason="总分不低于95分" if met else "年度目标未完成，按否决项评定",
        vetoed_by=() if met else ("能耗强度年度目标",),
        rank=rank,
        honours=("2019年节能工作先进市",) if met else (),
        findings=(),
        submitted=True,
        verification=mark,
    )


def _withheld(declared: Declarations) -> EntityResult:
    judgement = Judgement(
        entity=declared.entities["C"],
        target=declared.targets["intensity"],
        year=YEAR,
        view=View.ANNUAL,
        outcome=Outcome.NOT_ASSESSABLE,
        reason="缺少2019年单位地区生产总值能耗",
    )
    finding = Finding(
        kind="SK-C0001",
        severity=Severity.ERROR,
        why="能源消费总量的单位疑为吨标准煤",
        mend="请按万吨标准煤填写",
        place=Place("C.xlsx", sheet="填报表", cell="C5"),
        seen=AWKWARD,
        entity="C",
    )
    scores = tuple(
        ItemScore(item=item, points=None, bonus=D(0), why="数据不全，暂不计分")
        for item in declared.schemes["demo-2019"].items
    )
    return EntityResult(
        entity=declared.entities["C"],
        judgements=(judgement,),
        scores=scores,
        total=None,
        provisional=False,
        grade=None,
        grade_reason="缺少2019年数据，暂不评定",
        vetoed_by=(),
        rank=None,
        honours=(),
        findings=(finding,),
        submitted=True,
    )
