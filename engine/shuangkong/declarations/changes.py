"""Published yearly changes: what a target is judged by while no level of the year is known."""

from collections.abc import Mapping

from ..vocabulary import Form, Target
from .bundle import Declarations


def changes(declarations: Declarations) -> dict[str, str]:
    """The indicator of the published change, by the indicator whose change it is."""
    return {one.change_of: one.id for one in declarations.indicators.values() if one.change_of}


def rate_of(target: Target, known: Mapping[str, str]) -> str | None:
    """The change that a target can be judged by for a part of a year; `known` are `changes`.

    None where nobody publishes one, or the target's form does not go by changes.
    """
    if target.form not in (Form.REDUCE_BY, Form.RAISE_BY, Form.AT_MOST):
        return None
    return target.rate or known.get(target.indicator or "")
