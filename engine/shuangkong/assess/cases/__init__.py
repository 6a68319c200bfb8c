"""Worked cases 案例 executed against the engine (docs/cases.md)."""

from .run import CaseResult, run_case, run_cases
from .text import render

__all__ = ["CaseResult", "render", "run_case", "run_cases"]
