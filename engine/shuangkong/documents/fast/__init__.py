"""The fast ways: many workbooks of one design, and many letters of one template.

Both give, part for part, what XlsxWriter and docxtpl write one by one (`documents/xlsx.py` and
`documents/docx.py`), several times faster: what the books of a design or the letters of a template
share is written by the library once and kept packed; the rest is written here in the same form.
That rests on the libraries' insides. So it is only done with versions that the tests have run
with (`fence.TESTED`); with any other, and for whatever is not known here, everything is written
the plain way, without anybody having to ask for it. Rows of offices' tables, which
`documents/tables/rows.py` writes as text beside openpyxl, stand behind the same fence.
"""

from .fence import LETTERS, TABLES, tested
from .letters import compiled
from .writer import Writer

__all__ = ["LETTERS", "TABLES", "Writer", "compiled", "tested"]
