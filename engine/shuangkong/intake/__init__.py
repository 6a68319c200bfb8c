"""Intake: any spreadsheet in, every cell traced, and a self-check that a city can trust.

Forms (`shuangkong.intake.form.write`), the checks (`shuangkong.intake.checks.report`), the
marked copy (`shuangkong.intake.annotate`), what was read (`shuangkong.intake.show`) and who has
submitted (`shuangkong.intake.status`) are imported from their own modules.
"""

from .file_reading import FileReading, FileRole
from .intake import read_submissions
from .layouts import Layout, load_layout
from .submissions import Reading

__all__ = [
    "FileReading",
    "FileRole",
    "Layout",
    "Reading",
    "load_layout",
    "read_submissions",
]
