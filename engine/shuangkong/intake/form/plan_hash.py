"""One hash for everything that a form is made of, so that an old form is recognised."""

import hashlib

from .business import of_kind
from .layout import FormLayout


def form_hash(layout: FormLayout) -> str:
    """Hash of indicators, units, states and rules as the form shows them; wording of notes and
    comments in the declarations do not matter."""
    lines = [f"{layout.declarations.plan.id} {layout.entity.kind}"]
    for one in of_kind(layout.declarations, layout.entity.kind):
        lines.append("|".join((one.id, one.name, one.unit, one.change_of or "", *one.states)))
    for number, asked in layout.within.items():
        lines.append(f"{number} {' '.join(sorted(asked))}")
    for rule in layout.declarations.checks.values():
        if not rule.kinds or layout.entity.kind in rule.kinds:
            lines.append(f"{rule.id}|{rule.severity.value}|{rule.rule}|{rule.years}")
    for name, table in layout.declarations.plan.lookups.items():
        lines.append(f"{name}|{table.unit}|{table.rows}")
    return hashlib.sha256("\n".join(lines).encode("utf-8")).hexdigest()
