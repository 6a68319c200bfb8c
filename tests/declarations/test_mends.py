"""What `plan check` advises leads on: broken formulas, growth of others, keys."""

from pathlib import Path

import pytest
from shuangkong.declarations.checking import check

from .plans import good_in, replaced

RULE = "rule: abs(yoy(energy)) <= 15%"
COMMA = (
    "  - {id: far, name: 远, severity: warning, rule: energy <= at(energy, 2018), message: 甲, "
    "mend: 乙}\n  - id: jump\n"
)
TABLE = (
    "lookups:\n  factor: {name: 系数, by: [plan_stat], values: {未印发: 1, 已印发: 2},\n"
    "    source: {document: method, clause: 附表}}\nsynthetic: true\n"
)


@pytest.mark.parametrize(
    ("file", "old", "new", "said"),
    [
        ("checks.yaml", "  - id: jump\n", COMMA, "要用引号括起来"),
        ("checks.yaml", RULE, "rule: yoy(province.energy) <= 15%", "这里写 province.甲"),
        ("checks.yaml", RULE, "rule: energy <= prior(prior(energy))", "写成 at(x, 2020)"),
        ("plan.yaml", "synthetic: true\n", TABLE, "是不是“plan_state”？"),
        (
            "indicators.yaml",
            "    direction: lower\n",
            "    conversion: 等值\n",
            "可选：等价值（按发电所耗的煤折算）、当量值（按电本身的热值折算）",
        ),
    ],
)
def test_a_mend_leads_on(tmp_path: Path, file: str, old: str, new: str, said: str) -> None:
    plan = replaced(good_in(tmp_path), file, old, new)
    if file == "plan.yaml":
        replaced(
            plan, "checks.yaml", RULE, "rule: energy <= 9 * prior(energy) * factor[plan_state]"
        )

    (found,) = check(plan)

    assert said in str(found)
