"""The terminal's side: one module for each group of commands, assembled in `root`."""

from .root import main, root

__all__ = ["main", "root"]
