"""A plan as one JSON: nothing is lost on the way, and the schema describes what is there."""

import csv
import hashlib
import importlib.util
import io
import json
import re
from pathlib import Path
from typing import Any

import pytest
import yaml
from click.testing import CliRunner
from shuangkong import resources
from shuangkong.api.plans import exported, kinds, schema
from shuangkong.assess.cases import run_cases
from shuangkong.commands.root import root
from shuangkong.declarations.conformance import conformance
from shuangkong.declarations.export import export_schema
from shuangkong.declarations.load import load, shipped_plans
from shuangkong.declarations.tables import (
    ALLOCATION_COLUMNS,
    ENTITY_COLUMNS,
    HOLIDAY_COLUMNS,
    NOT_SET,
)

PLANS = {
    **shipped_plans(),
    **{n: resources.samples() / n for n in ("schemes-demo", "carbon-demo", "carbon-15fyp")},
}
SET = conformance()
ROOT = Path(__file__).resolve().parents[2]


def fits(value: Any, wanted: Any, top: Any) -> bool:
    """The words of JSON Schema that ours uses."""
    if "$ref" in wanted:
        wanted = top["$defs"][wanted["$ref"].rsplit("/", 1)[1]]
    if "anyOf" in wanted:
        return any(fits(value, one, top) for one in wanted["anyOf"])
    if "enum" in wanted:
        return value in wanted["enum"]
    match wanted["type"]:
        case "object":
            known, rest = wanted.get("properties", {}), wanted.get("additionalProperties", True)
            return (
                isinstance(value, dict)
                and all(
                    fits(one, known[name], top)
                    if name in known
                    else rest is True or (rest is not False and fits(one, rest, top))
                    for name, one in value.items()
                )
                and set(wanted.get("required", ())) <= set(value)
            )
        case "array":
            return isinstance(value, list) and all(fits(v, wanted["items"], top) for v in value)
        case "string":
            return (
                isinstance(value, str) and re.search(wanted.get("pattern", ""), value) is not None
            )
        case "boolean":
            return isinstance(value, bool)
        case "integer":
            return isinstance(value, int) and not isinstance(value, bool)
        case _:
            return wanted["type"] == "null" and value is None


@pytest.mark.parametrize("plan", sorted(PLANS))
def test_an_export_is_what_its_schema_says(plan: str) -> None:
    assert fits(json.loads(exported(PLANS[plan])), export_schema(), export_schema())


def test_the_schema_refuses_what_is_not_an_export() -> None:
    sound = json.loads(exported(PLANS["hebei-coal-2020"]))

    for spoilt in (
        {**sound, "further": 1},
        {k: v for k, v in sound.items() if k != "targets"},
        {**sound, "plan": {**sound["plan"], "title": 5}},
        {**sound, "targets": [{**sound["targets"][0], "form": "about"}]},
        {**sound, "targets": [{**sound["targets"][0], "value": "17%"}]},
    ):
        assert not fits(spoilt, export_schema(), export_schema())


def written(told: Any) -> Any:
    """A part of an export as a declaration has it."""
    if isinstance(told, dict) and set(told) == {"low", "high", "unit"}:
        ends = dict.fromkeys((told["low"], told["high"]))
        return f"{'~'.join(ends)} {told['unit']}".strip()
    if isinstance(told, dict):
        return {name: written(one) for name, one in told.items()}
    return [written(one) for one in told] if isinstance(told, list) else told


def rebuilt(told: dict[str, Any], folder: Path) -> Path:
    """A plan folder written from an export and nothing else."""
    plan = folder / told["plan"]["id"]
    for sub in ("targets", "schemes", "cases"):
        (plan / sub).mkdir(parents=True)

    def put(name: str, content: Any) -> None:
        text = yaml.safe_dump(written(content), allow_unicode=True, sort_keys=False, width=10_000)
        (plan / name).write_text(text, encoding="utf-8")

    put("plan.yaml", told["plan"])
    put("indicators.yaml", {"indicators": told["indicators"]})
    put("targets/all.yaml", {"targets": told["targets"]})
    put("checks.yaml", {"checks": told["checks"]})
    put("warnings.yaml", {"warnings": told["warnings"]})
    put("coverage.yaml", {"context": told["coverage"]})
    put("cases/all.yaml", {"cases": told["cases"]})
    for number, scheme in enumerate(told["schemes"]):
        put(f"schemes/{number:02d}.yaml", scheme)
    names = told["attribute_units"]
    tongues = list(dict.fromkeys(tongue for e in told["entities"] for tongue in e.get("names", {})))
    head = [*ENTITY_COLUMNS, *(f"{name}:{unit}" for name, unit in names.items())]
    head += [f"name:{tongue}" for tongue in tongues]
    rows = [
        [
            *(";".join(v) if isinstance(v := e.get(c, ""), list) else v for c in ENTITY_COLUMNS),
            *(e.get("attributes", {}).get(n, e.get("labels", {}).get(n, "")) for n in names),
            *(e.get("names", {}).get(tongue, "") for tongue in tongues),
        ]
        for e in told["entities"]
    ]
    (plan / "entities.csv").write_text(table([head, *rows]), encoding="utf-8")
    rows = []
    for one in told["allocations"]:
        value = written(one["value"]) if "value" in one else NOT_SET
        cells = {**one, "value": value, "unit": ""}
        if "value" in one:
            cells |= {"value": value.removesuffix(one["value"]["unit"]).strip()}
            cells |= {"unit": one["value"]["unit"]}
        rows.append([cells.get(c, "") for c in ALLOCATION_COLUMNS])
    if rows:
        text = table([list(ALLOCATION_COLUMNS), *rows])
        (plan / "allocations.csv").write_text(text, encoding="utf-8")
    if told["holidays"]:
        days = [[day[c] for c in HOLIDAY_COLUMNS] for day in told["holidays"]]
        text = table([list(HOLIDAY_COLUMNS), *days])
        (plan / "holidays.csv").write_text(text, encoding="utf-8")
    return plan


def table(rows: list[list[Any]]) -> str:
    text = io.StringIO()
    csv.writer(text, lineterminator="\n").writerows(rows)
    return text.getvalue()


@pytest.mark.parametrize("plan", sorted(PLANS))
def test_a_plan_comes_back_whole_from_its_export(plan: str, tmp_path: Path) -> None:
    told = exported(PLANS[plan])

    again = rebuilt(json.loads(told), tmp_path)

    assert json.loads(exported(again)) == json.loads(told)


@pytest.mark.parametrize("plan", ["hebei-coal-2020", "carbon-allocation", "national-15fyp-carbon"])
def test_the_cases_come_out_on_what_was_exported(plan: str, tmp_path: Path) -> None:
    again = rebuilt(json.loads(SET[f"plans/{plan}.json"]), tmp_path)

    results = run_cases(again)

    assert len(results) == len(json.loads(SET[f"plans/{plan}.json"])["cases"])
    assert [r.differences for r in results if not r.holds] == []


def test_the_set_lists_every_shipped_case_with_its_source_and_the_hash_of_its_plan() -> None:
    index = json.loads(SET["index.json"])

    for one in index["plans"]:
        told = json.loads(SET[one["file"]])
        assert hashlib.sha256(SET[one["file"]]).hexdigest() == one["sha256"]
        assert [c["id"] for c in one["cases"]] == [c["id"] for c in told["cases"]]
        assert all(
            c["source"] and c["kind"] in told["cases"][n] for n, c in enumerate(one["cases"])
        )
    shipped = {p.parent.name for p in resources.targets().glob("*/cases")}
    assert shipped <= {one["plan"] for one in index["plans"]}
    found = {c["kind"] for one in index["plans"] for c in one["cases"]}
    assert found == {"verdict", "score", "grade", "warning", "formula"}
    assert json.loads(SET["schema.json"]) == export_schema()
    for kind in found:
        assert f"`{kind}`" in SET["README.md"].decode()


def test_the_set_is_the_same_every_time() -> None:
    assert conformance() == SET


def test_the_wheel_holds_the_set() -> None:
    spec = importlib.util.spec_from_file_location("hook", ROOT / "hatch_build.py")
    hook = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(hook)
    data: dict[str, Any] = {"force_include": {}}
    made = hook.ConformanceHook(str(ROOT), {}, None, None, "", "wheel")

    made.initialize("standard", data)
    ((folder, inside),) = data["force_include"].items()
    files = {
        p.relative_to(folder).as_posix(): p.read_bytes()
        for p in Path(folder).rglob("*")
        if p.is_file()
    }
    made.finalize("standard", data, "")

    assert inside == "shuangkong/_shipped/conformance"
    assert files == SET
    assert not Path(folder).exists()
    editable: dict[str, Any] = {"force_include": {}}
    made.initialize("editable", editable)
    assert editable == {"force_include": {}}


def test_the_commands_write_what_the_functions_give(tmp_path: Path) -> None:
    def run(*words: object) -> str:
        done = CliRunner().invoke(root, [str(w) for w in words])
        assert done.exit_code == 0, done.output
        return done.output

    assert json.loads(run("plan", "export", "hebei-coal-2020")) == json.loads(
        exported("hebei-coal-2020")
    )
    run("plan", "export", "hebei-coal-2020", "--output", tmp_path / "a.json")
    assert (tmp_path / "a.json").read_bytes() == exported("hebei-coal-2020")
    run("plan", "conformance", tmp_path / "set")
    files = {
        p.relative_to(tmp_path / "set").as_posix(): p.read_bytes()
        for p in (tmp_path / "set").rglob("*")
        if p.is_file()
    }
    assert files == SET
    assert "export" in kinds()
    assert json.loads(run("plan", "schema", "export")) == schema("export")


def test_numbers_lose_nothing() -> None:
    told = json.loads(exported("carbon-allocation"))
    declared = load(shipped_plans()["carbon-allocation"]).plan.lookups["benchmark"]

    assert told["plan"]["lookups"]["benchmark"]["values"]["超临界600MW"] == "0.8610"
    assert str(declared.values["超临界600MW"]) == "0.8610"
