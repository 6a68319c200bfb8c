"""Intake: any spreadsheet in, every cell traced, and a self-check that a city can trust."""

from .intake import Intake, ReadFile, Role, read_submissions

__all__ = ["Intake", "ReadFile", "Role", "read_submissions"]
