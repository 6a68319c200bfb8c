"""Many workbooks of one design, several times faster than XlsxWriter writes each, part for part.

What books of a design share (styles, theme, set-up of the sheets, looks of the charts) is
written by XlsxWriter once and kept packed; rows, links, notes, and what charts show are written
here in the same form. A book that asks for anything unknown here is written the plain way.
"""

from .writer import Writer

__all__ = ["Writer"]
