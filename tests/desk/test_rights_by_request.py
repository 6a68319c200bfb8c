"""The matrix of rights, tested by request: every page, every role, own and others' data."""

import pytest
from flask import Flask
from shuangkong.desk import audit, guard
from shuangkong.desk.rights import OF_ENTITY, Act, Role, Who, may

from tests.desk.conftest import Login

OURS = {"Sec-Fetch-Site": "same-origin"}


def addresses(app: Flask, entity: str, *, api: bool = False) -> list[tuple[str, str, Act, bool]]:
    """Method, address, act and whether it names an entity, of each guarded page or of the API."""
    given = {
        "entity": entity, "round_id": "2020", "number": 1, "id_": "x", "sha": "0" * 64,
        "what": "close", "department": "省工信厅", "year": 2020, "target": "intensity",
        "then": 2016, "item": "organisation", "indicator": "energy_total",
        "kind": "csv",
    }  # fmt: skip
    found = []
    with app.test_request_context():
        for rule in app.url_map.iter_rules():
            act = getattr(app.view_functions[rule.endpoint], "act", None)
            if act is None or rule.rule.startswith(guard.API) is not api:
                continue
            values = {name: given.get(name, "x") for name in rule.arguments}
            address = app.url_for(rule.endpoint, **values)
            for method in sorted((rule.methods or set()) & {"GET", "POST"}):
                found.append((method, address, act, "entity" in rule.arguments))
    return found


@pytest.mark.parametrize("role", Role)
def test_what_the_matrix_denies_is_not_found(app: Flask, login: Login, role: Role) -> None:
    client = login(role.value)
    who = Who(role, "130500" if role in OF_ENTITY else None, "省工信厅")
    store = app.extensions["shuangkong"].store
    denied = 0
    for entity in ("130500", "130100"):
        for method, address, act, named in addresses(app, entity):
            if act in (Act.LOGOUT, Act.PASSWORD):
                continue
            allowed = may(who, act, entity if named else None)
            if allowed and method == "POST":
                continue  # would act; what it does is tested where it belongs
            answer = client.open(address, method=method, headers=OURS)
            if not allowed:
                denied += 1
                assert answer.status_code == 404, (role, method, address)
            else:
                assert answer.status_code in (200, 302, 404, 409), (role, method, address)

    refused = [x for x in audit.lines(store, most=10_000) if x.outcome.value == "refused"]
    assert denied == 0 or [x for x in refused if x.login == role.value]
