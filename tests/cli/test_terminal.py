"""What a city wrote is shown and never obeyed; JSON is JSON; a refused file is a failure."""

import io
import json
import zipfile
from pathlib import Path

import pytest
import shuangkong.commands
from click.testing import CliRunner
from shuangkong.commands.root import root
from shuangkong.running.files import safe_name
from shuangkong.text import inert, inert_json, inert_name, no_formula

STEERING = "\x1b[2J\x1b]0;pwned\x07\u202e\u2066\x9b2J\r\x85"
OBEYED = {one for one in STEERING if not one.isprintable()}


def run(*arguments: object):
    return CliRunner().invoke(root, [str(one) for one in arguments])


@pytest.mark.parametrize("command", ["check", "read", "status"])
@pytest.mark.parametrize("form", ["text", "json"])
def test_nothing_that_a_city_wrote_steers_the_terminal(tmp_path, command, form):
    text = f"entity,indicator,period,value,unit\n石家庄{STEERING}市,能源{STEERING},2020,1,吨\n"
    folder = tmp_path / "收"
    folder.mkdir()
    (folder / f"甲{STEERING[:4]}\u202e乙.csv").write_text(text, encoding="utf-8", newline="")
    arguments = {
        "check": ("check", folder, "--plan", "hebei-13fyp", "--year", 2020),
        "read": ("read", folder),
        "status": ("status", "hebei-13fyp", "--year", 2020, "--data", folder),
    }[command]
    result = run(*arguments, "--format", form)
    assert result.output
    assert not set(result.output) & OBEYED


def test_json_is_json_whatever_numbers_a_file_holds(tmp_path):
    lines = "地区,2019,2020\n石家庄市,1e400,-1e999\n唐山市," + "9" * 400 + ",1e-400\n"
    (tmp_path / "表.csv").write_text(lines, encoding="utf-8")

    def none(constant):
        raise AssertionError(constant)

    (data,) = json.loads(run("read", tmp_path, "--format", "json").output, parse_constant=none)
    values = [one["value"] for one in data["observations"]]
    assert "1E+400" in values


def test_a_number_beyond_all_quantities_is_asked_about(tmp_path):
    lines = "entity,indicator,period,value,unit\n" + "".join(
        f"石家庄市,能源消费总量,{year},{value},万吨标准煤\n"
        for year, value in (("2018", "1e300"), ("2019", "1e-300"), ("2020", "100"))
    )
    (tmp_path / "表.csv").write_text(lines, encoding="utf-8")
    found = run("check", tmp_path, "--plan", "hebei-13fyp", "--year", 2020, "--format", "json")
    kinds = [(f["rule"], f["cell"]) for f in json.loads(found.output)["findings"]]
    assert kinds.count(("SK-I025", "D2")) == kinds.count(("SK-I025", "D3")) == 1


def test_reading_a_refused_file_fails_and_names_it_in_json_too(tmp_path):
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as package:
        package.writestr("../外.csv", "a,b\n")
        package.writestr("好.csv", "地区,2019\n石家庄市,1\n")
    (tmp_path / "收.zip").write_bytes(stream.getvalue())
    result = run("read", tmp_path, "--format", "json")
    assert result.exit_code == 1
    assert [one["file"] for one in json.loads(result.output)] == ["收.zip/好.csv", "收.zip"]
    assert run("read", tmp_path).exit_code == 1
    (tmp_path / "收.zip").unlink()
    (tmp_path / "好.csv").write_text("地区,2019\n石家庄市,1\n", encoding="utf-8")
    assert run("read", tmp_path).exit_code == 0


def test_texts_are_made_inert():
    left = "".join("�" if one in OBEYED else one for one in STEERING)
    assert inert(f"甲{STEERING}\n乙\t丙") == f"甲{left}\n乙\t丙"
    assert inert_name("甲\n乙") == "甲�乙"
    assert json.loads(inert_json(json.dumps(STEERING, ensure_ascii=False))) == STEERING
    assert safe_name("甲\u202e\x1b乙/丙") == "甲__乙_丙"


@pytest.mark.parametrize(
    "text", ["=1+1", "\r=1", "\n=1", "\t=1", "@SUM", "+1+1", "-1+1", "＝1", "-²"]
)
def test_a_csv_cell_is_no_formula(text):
    assert no_formula(text) == "'" + text


@pytest.mark.parametrize("text", ["-1", "1.5", "-0.25", "石家庄市", ""])
def test_numbers_and_names_stay_as_they_are(text):
    assert no_formula(text) == text


def test_everything_is_printed_in_one_way():
    folder = Path(shuangkong.commands.__file__).parent
    others = [path for path in folder.glob("*.py") if path.name != "terminal.py"]
    assert [path.name for path in others if "click.echo(" in path.read_text("utf-8")] == []
