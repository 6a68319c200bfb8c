"""Intake: any spreadsheet in, every cell traced, and a self-check that a city can trust."""

from .form.write import write_form
from .intake import Intake, ReadFile, Role, read_submissions

__all__ = ["Intake", "ReadFile", "Role", "read_submissions", "write_form"]
