"""The main job on real input, as its users run it."""

import hashlib
import json
import os
import subprocess
import sys
import zipfile
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from shuangkong import resources

Run = Callable[..., "subprocess.CompletedProcess[str]"]
ROOT = Path(__file__).resolve().parents[2]


def judged(output: Path, name: str, view: str = "final", target: str = "intensity") -> Any:
    results = json.loads((output / "results.json").read_text(encoding="utf-8"))
    entity = next(e for e in results["entities"] if e["name"] == name)
    return next(j for j in entity["judgements"] if j["target"] == target and j["view"] == view)


def tree(folder: Path) -> dict[str, str]:
    return {
        p.relative_to(folder).as_posix(): hashlib.sha256(p.read_bytes()).hexdigest()
        for p in sorted(folder.rglob("*"))
        if p.is_file()
    }


@pytest.mark.parametrize(
    ("name", "outcome", "cut"),
    [
        ("河北省", "met", "21.54"),
        ("北京市", "met", "23.77"),
        ("安徽省", "not_met", "15.99"),
        ("内蒙古自治区", "not_met", "-16.93"),
    ],
)
def test_cumulative_changes_of_provinces(national: Path, name: str, outcome: str, cut: str) -> None:
    verdict = judged(national, name)

    assert verdict["outcome"] == outcome
    assert round(Decimal(verdict["actual"]) * 100, 2) == Decimal(cut)


def test_anhui_is_not_met_and_says_that_rounding_would_flip_it(national: Path) -> None:
    assert "保留1位小数" in judged(national, "安徽省")["remarks"][0]


def test_a_province_with_missing_years_names_them(national: Path) -> None:
    verdict = judged(national, "湖南省")

    assert verdict["outcome"] == "not_assessable"
    assert "缺2017、2018、2019年" in verdict["reason"]
    assert verdict["actual"] is None


def test_tibet_has_no_figures_and_no_total_target_and_says_so(national: Path) -> None:
    intensity = judged(national, "西藏自治区")
    total = judged(national, "西藏自治区", target="energy-total")

    assert intensity["outcome"] == "not_assessable"
    assert "2020年" in intensity["reason"]
    assert total["outcome"] == "not_applicable"
    assert "未设此目标" in total["reason"]


def test_every_entity_has_a_scorecard_and_the_manifest_lists_every_file(national: Path) -> None:
    manifest = json.loads((national / "manifest.json").read_text(encoding="utf-8"))
    written = tree(national)

    assert len(list((national / "评分卡").glob("*.xlsx"))) == 31
    assert {k: v for k, v in written.items() if k != "manifest.json"} == manifest["files"]
    assert "2020.xlsx" in manifest["inputs"]


def test_a_second_run_writes_the_same_bytes(run: Run, national: Path, tmp_path: Path) -> None:
    again = tmp_path / "again"

    run(
        *("assess", "national-13fyp", "--year", "2020", "--data", "samples/national-13fyp"),
        *("--output", str(again)),
    )

    assert tree(again) == tree(national)


def test_explain_leads_to_cell_clause_and_arithmetic(run: Run) -> None:
    done = run(
        *("explain", "national-13fyp", "安徽", "intensity", "--year", "2020"),
        *("--data", "samples/national-13fyp"),
    )

    assert done.returncode == 0
    for part in ("国发〔2016〕74号", "2016.xlsx", "-5.3%", "15.99%", "ln（1－", "未完成"):
        assert part in done.stdout
    assert "sha256" in done.stdout


@pytest.mark.parametrize(
    ("args", "code", "said"),
    [
        (["explain", "national-13fyp", "安微", "intensity"], 2, "怎么改"),
        (["explain", "national-13fyp", "安徽", "intensty"], 2, "是不是“intensity”"),
        (["assess", "nationl-13fyp", "--output", "x"], 2, "是不是“national-13fyp”"),
        (["assess", "15fyp-carbon", "--output", "x"], 2, "是不是“national-15fyp-carbon”"),
        (["assess", "carbon-15fyp-own", "--output", "x"], 2, "是不是“national-15fyp-carbon”"),
        (["assess", "schemes-demo", "--output", "x"], 2, "samples/schemes-demo”"),
        (["assess", "national-13fyp", "--output", "x", "--data", "nowhere"], 2, "nowhere"),
    ],
)
def test_misuse_is_one_message_and_code_two(
    run: Run, args: list[str], code: int, said: str, tmp_path: Path
) -> None:
    given = [*args, "--year", "2020"]
    if "--data" not in args:
        given += ["--data", str(ROOT / "samples" / "national-13fyp")]

    done = run(*given, cwd=tmp_path)

    assert done.returncode == code
    assert said in done.stderr
    assert "Traceback" not in done.stderr
    assert list(tmp_path.iterdir()) == []


def test_a_year_outside_the_plan_is_refused_with_code_one(run: Run, tmp_path: Path) -> None:
    done = run(
        *("assess", "national-13fyp", "--year", "2022", "--data", "samples/national-13fyp"),
        *("--output", str(tmp_path / "x")),
    )

    assert done.returncode == 1
    assert "2016—2020" in done.stderr


def test_help_and_plan_list_do_not_load_polars(run: Run) -> None:
    probe = (
        "import sys; sys.argv = ['shuangkong', *{args}];\n"
        "from shuangkong.commands import root\n"
        "root.main(standalone_mode=False)\n"
        "sys.exit(3 if 'polars' in sys.modules else 0)"
    )
    for args in (["--help"], ["plan", "list"]):
        done = subprocess.run(
            [sys.executable, "-X", "utf8", "-c", probe.format(args=args)],
            cwd=ROOT,
            capture_output=True,
            check=False,
        )
        assert done.returncode == 0, done.stderr


def test_without_data_nothing_that_reads_files_is_loaded(tmp_path: Path) -> None:
    """Its patterns and records take as long as a quarter of importing Polars."""
    plan = str(ROOT / "targets" / "national-13fyp")
    probe = (
        "import sys; from pathlib import Path; import shuangkong\n"
        f"shuangkong.outlook({plan!r}, 2020, Path({str(tmp_path)!r}))\n"
        "readers = ('words', 'periods', 'values', 'files', 'form', 'tables')\n"
        "sys.exit(str([r for r in readers if f'shuangkong.intake.{r}' in sys.modules] or ''))"
    )
    done = subprocess.run(
        [sys.executable, "-X", "utf8", "-c", probe], capture_output=True, check=False
    )
    assert (done.returncode, done.stderr.decode().strip()) in ((0, ""), (1, "")), done.stderr


def test_hebei_cities_without_a_published_allocation_are_not_assessable(
    run: Run, tmp_path: Path
) -> None:
    data = tmp_path / "data"
    data.mkdir()
    for name in ("130100_石家庄市_2020_示例.xlsx", "130500_邢台市_2020_示例.xlsx"):
        (data / name).write_bytes((ROOT / "samples" / "hebei-13fyp" / name).read_bytes())

    run(
        *("assess", "hebei-13fyp", "--year", "2020", "--data", str(data)),
        *("--output", str(tmp_path / "out")),
    )

    assert judged(tmp_path / "out", "石家庄市")["outcome"] == "not_assessable"
    assert "分解目标未公布" in judged(tmp_path / "out", "石家庄市")["reason"]
    assert judged(tmp_path / "out", "邢台市")["outcome"] in ("met", "not_met")


def test_a_wheel_works_outside_the_checkout(tmp_path: Path) -> None:
    subprocess.run(
        [
            *(sys.executable, "-m", "pip", "wheel", "--quiet", "--no-deps"),
            *("--no-build-isolation", "--wheel-dir", str(tmp_path), str(ROOT)),
        ],
        check=True,
        capture_output=True,
    )
    (wheel,) = tmp_path.glob("*.whl")
    site = tmp_path / "site"
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(site)
    version = resources.version()
    assert {path.name for path in site.iterdir()} == {
        "shuangkong", f"shuangkong-{version}.dist-info",
    }  # fmt: skip
    assert (site / "shuangkong" / "py.typed").is_file()
    for kept in ("targets/hebei-13fyp", "templates/letters", "samples/hebei-13fyp"):
        assert (site / "shuangkong" / "_shipped" / kept).is_dir()

    def installed(*args: str) -> "subprocess.CompletedProcess[str]":
        return subprocess.run(
            [sys.executable, "-X", "utf8", "-m", "shuangkong", *args],
            cwd=tmp_path,
            env={**os.environ, "PYTHONPATH": str(site)},
            capture_output=True,
            text=True,
            encoding="utf-8",
            check=False,
        )

    listed = installed("plan", "list")
    data = site / "shuangkong" / "_shipped" / "samples" / "national-13fyp"
    assessed = installed(
        *("assess", "national-13fyp", "--year", "2020", "--data", str(data)),
        *("--output", str(tmp_path / "out")),
    )

    assert "hebei-13fyp" in listed.stdout
    assert assessed.returncode == 0, assessed.stderr
    assert (tmp_path / "out" / "汇总.xlsx").is_file()


@pytest.mark.parametrize(
    "arguments",
    [
        ("form", "hebei-13fyp", "--year", "2020", "--entity", "石家庄市", "-o", "{}/a.xlsx"),
        ("form", "hebei-13fyp", "--year", "2020", "--all", "{}/forms"),
        ("check", "samples/hebei-13fyp-mistakes", "--annotate", "{}/marked"),
        ("read", "samples/hebei-13fyp", "--write-layout", "{}/a.layout.yaml"),
    ],
)
def test_what_cannot_be_written_is_refused_and_not_called_a_fault(
    run: Run, arguments: tuple[str, ...], tmp_path: Path
) -> None:
    taken = tmp_path / "taken"
    taken.write_text("a file where a folder is wanted", encoding="utf-8")

    done = run(*(a.format(taken) for a in arguments))

    assert done.returncode == 1
    assert "无法写入" in done.stderr
    assert "内部错误" not in done.stderr
    assert [path.name for path in tmp_path.iterdir()] == ["taken"]
