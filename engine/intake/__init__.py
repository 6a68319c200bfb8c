"""Intake: any spreadsheet in, every cell traced, and a self-check that a city can trust.

The checks (`engine.intake.checks.report`), the marked copy (`engine.intake.annotate`), what was
read (`engine.intake.show`) and who has submitted (`engine.intake.status`) are imported from
their own modules.
"""

from .files import FileReading, Reader, Role
from .form.write import form_name, write_form, write_forms
from .intake import Intake, identify, read_submissions
from .layouts import Layout, load_layout

__all__ = [
    "FileReading",
    "Intake",
    "Layout",
    "Reader",
    "Role",
    "form_name",
    "identify",
    "load_layout",
    "read_submissions",
    "write_form",
    "write_forms",
]
