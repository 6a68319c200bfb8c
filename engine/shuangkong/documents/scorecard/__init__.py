"""The scorecard: one workbook per entity, every number of it alive and traced."""

from .build import scorecard

__all__ = ["scorecard"]
