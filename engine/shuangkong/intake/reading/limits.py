"""How much of a file is read before it is refused. Far above any table people fill in."""

#: bytes of one submitted file
FILE_BYTES = 60_000_000
#: bytes of all files in one reading
ALL_BYTES = 2_000_000_000
#: bytes that one file may unpack to
UNPACKED_BYTES = 200_000_000
#: parts inside one packed file
PARTS = 4_000
#: a packed part above this size may not be more than RATIO times smaller than its content
RATIO_FROM = 5_000_000
RATIO = 400
#: cells that hold something, in one file
CELLS = 250_000
#: sheets in one file
SHEETS = 600
#: merged areas in one sheet
MERGES = 30_000
#: characters of one cell, as Excel
CELL_TEXT = 32_767
#: how deep elements may stand in each other
DEPTH = 200
#: rows × columns that an old binary sheet may span
SPAN = 6_000_000
#: files in a folder or zip
FILES = 5_000
