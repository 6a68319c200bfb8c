"""Where nothing came in, nothing was checked: results.json says null, and never verified."""

import json

import shuangkong
from shuangkong import resources
from shuangkong.documents.results import entity_json


def test_an_entity_that_sent_nothing_is_not_verified() -> None:
    made = shuangkong.assess(
        "hebei-13fyp", 2020, resources.samples() / "hebei-13fyp", checked=False
    )

    told = {c: json.loads(entity_json(r, made, {})) for c, r in made.results.items()}
    silent = told["133100"]
    assert (silent["name"], silent["verification"], silent["mark"]) == ("雄安新区", None, None)
    assert {j["verification"] for j in silent["judgements"]} == {None}
    assert {s["verification"] for s in silent["scores"]} == {None}
    assert told["130100"]["verification"] == "synthetic"
    for code, one in told.items():
        for j in one["judgements"]:
            came = any(i.get("file") for i in j["inputs"])
            assert (j["verification"] is not None) is came, (code, j["key"])
        for score in one["scores"]:
            assert (score["verification"] is None) is (score["points"] is None)
