"""The description of the API, and who the key belongs to."""

from functools import cache
from typing import Any

import yaml
from flask import Blueprint, Response

from ... import resources
from .. import guard
from ..context import desk
from ..rights import Act
from .answers import answer

api = Blueprint("api", __name__, url_prefix="/api/v1")


@cache
def description() -> dict[str, Any]:
    """The API as OpenAPI 3.1 has it."""
    path = resources.templates() / "desk" / "openapi.yaml"
    read: dict[str, Any] = yaml.safe_load(path.read_text(encoding="utf-8"))
    read["info"]["version"] = resources.version()
    return read


@api.get("/openapi.json")
@guard.public
def described() -> Response:
    """The description, for everybody."""
    return answer(description())


@api.get("/me")
@guard.needs(Act.HOME)
def me() -> Response:
    """Whose key this is."""
    who, plan = guard.who(), desk().declarations.plan
    one = desk().declarations.entities.get(who.entity or "")
    return answer(
        {
            "login": who.login,
            "name": who.name,
            "role": who.role.value,
            "entity": who.entity,
            "entity_name": one.name if one else None,
            "plan": plan.id,
            "plan_title": plan.title,
        }
    )
