"""A whole plan as bytes: equal bytes, equal plan."""

from dataclasses import fields

from .bundle import Declarations


def as_bytes(declarations: Declarations) -> bytes:
    """Everything a plan declares, wherever its folder lies."""
    import pickle

    kept = [f.name for f in fields(declarations) if f.name != "folder"]
    content = [getattr(declarations, name) for name in kept]
    return pickle.dumps(content, pickle.HIGHEST_PROTOCOL)
