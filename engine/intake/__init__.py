"""Intake: any spreadsheet in, every cell traced, and a self-check that a city can trust."""

from .files import FileReading, Reader, Role
from .form.write import write_form
from .intake import Intake, read_submissions
from .layouts import Layout, load_layout

__all__ = [
    "FileReading",
    "Intake",
    "Layout",
    "Reader",
    "Role",
    "load_layout",
    "read_submissions",
    "write_form",
]
