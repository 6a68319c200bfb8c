"""The table that `assess` prints agrees with what cards and letters say of each target."""

from dataclasses import replace

import shuangkong
from shuangkong import resources
from shuangkong.assess.judgement import Outcome
from shuangkong.commands.printed import ranking
from shuangkong.vocabulary import View


def _row(text: str, name: str) -> str:
    return next(line for line in text.splitlines() if f"  {name} " in line)


def test_a_missed_binding_target_that_is_not_scored_is_named() -> None:
    assessment = shuangkong.assess("hebei-13fyp", 2020, resources.samples() / "hebei-13fyp")
    result = next(r for r in assessment.results.values() if r.entity.name == "邢台市")
    scored = {s.item.target for s in result.scores}
    other = next(
        j
        for j in result.judgements
        if j.view is View.FINAL and j.outcome is Outcome.MET and j.target.id not in scored
    )
    assert _row(ranking(assessment), "邢台市").split()[4] == "完成"

    for outcome, said in (
        (Outcome.NOT_MET, f"未完成：{other.target.name}"),
        (Outcome.NOT_ASSESSABLE, "1项无法评定"),
    ):
        judged = tuple(
            replace(j, outcome=outcome) if j.key == other.key else j for j in result.judgements
        )
        results = {**assessment.results, result.entity.code: replace(result, judgements=judged)}
        told = ranking(replace(assessment, results=results))
        assert _row(told, "邢台市").split()[4] == said
    assert "未完成：能源消费总量控制" in _row(ranking(assessment), "唐山市")
    assert _row(ranking(assessment), "雄安新区").split()[4] == "无法评定"
