"""Layouts kept beside a plan or in a workspace are tried before those beside the data."""

import shutil

import pytest
from click.testing import CliRunner
from shuangkong.commands.root import root
from shuangkong.declarations.load import load
from shuangkong.intake import read_submissions

from tests.intake.sheets import workbook

SILENT = [["地区", "2019年", "2020年"], ["石家庄市", 4000, 3950]]
SAYS = "file: 总量*\nindicator: energy_total\nunit: 万吨标准煤\nconversion: 等价值\n"


@pytest.fixture
def plan(hebei, tmp_path):
    folder = tmp_path / "hebei-13fyp"
    shutil.copytree(hebei.folder, folder)
    (folder / "layouts").mkdir()
    (folder / "layouts" / "总量.layout.yaml").write_text(SAYS, "utf-8")
    return folder


@pytest.fixture
def data(tmp_path):
    folder = tmp_path / "报来"
    folder.mkdir()
    (folder / "总量2020.xlsx").write_bytes(workbook({"S": SILENT}))
    return folder


def test_a_plans_layout_is_used_unasked_and_before_the_senders(plan, data):
    declarations = load(plan)
    assert "layouts/总量.layout.yaml" in declarations.hashes
    (data / "x.layout.yaml").write_text("indicator: coal_total\nunit: 吨\n", "utf-8")
    found = read_submissions(declarations, data, 2020).observations
    assert found["indicator"].unique().to_list() == ["energy_total"]
    assert sorted(found["value"]) == [3950, 4000]


def test_a_layout_given_comes_first(plan, data):
    from shuangkong.intake.layouts import parse_layout

    given = parse_layout(SAYS.replace("万吨标准煤", "吨标准煤"), "x.layout.yaml")
    found = read_submissions(load(plan), data, 2020, [given]).observations
    assert sorted(found["value"]) == [0.395, 0.4]


def test_a_plans_layout_with_a_fault_is_said(plan, data):
    (plan / "layouts" / "总量.layout.yaml").write_text("unit: 吨\nentitty: x\n", "utf-8")
    findings = read_submissions(load(plan), data, 2020).findings
    assert any("总量.layout.yaml:2:1" in str(finding) for finding in findings)


def test_read_shows_sheets_and_rows_that_are_asked_for(plan, data):
    asked = ["read", str(data / "总量2020.xlsx"), "--plan", str(plan), "--sheet", "S"]
    done = CliRunner().invoke(root, [*asked, "--from", "2", "--rows", "1"])
    assert done.exit_code == 0
    assert (
        "B2 → 石家庄市 | 能源消费总量 | 2019 = 4000 万吨标准煤 → 130100.energy_total" in done.output
    )
    assert "版式：指标、计量单位" in done.output
    none = CliRunner().invoke(root, [*asked[:-1], "T", "--all"])
    assert " → " not in none.output
