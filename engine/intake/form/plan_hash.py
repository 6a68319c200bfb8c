"""One hash for the declarations that decide what a form looks like."""

import hashlib

from ...declarations.bundle import Declarations

_FILES = ("plan.yaml", "entities.csv", "indicators.yaml", "checks.yaml")


def plan_hash(declarations: Declarations) -> str:
    """Hash of the declaration files behind the form: allocations and schemes do not matter."""
    lines = [f"{name} {declarations.hashes.get(name, '')}" for name in _FILES]
    return hashlib.sha256("\n".join(lines).encode("utf-8")).hexdigest()
