"""How much of a file is read before it is refused. Far above any table people fill in.

Together they keep a reading below 1 GB and 10 seconds for one file, whatever the file is:
`tests/intake/test_limits.py` measures that.
"""

#: bytes of one submitted file
FILE_BYTES = 60_000_000
#: bytes of all files in one reading
ALL_BYTES = 2_000_000_000
#: bytes that one file may unpack to, and one part of it
UNPACKED_BYTES = 200_000_000
PART_BYTES = 64_000_000
#: bytes of a part that is held as a tree, to be changed
TREE_BYTES = 30_000_000
#: parts inside one packed file, and entries of directories in it, those of packed files included
PARTS = 4_000
DIRECTORY = 200_000
#: a packed part above this size may not be more than RATIO times smaller than its content
RATIO_FROM = 5_000_000
RATIO = 400
#: the same for all parts that are read of a packed file together
ALL_RATIO = 200
#: cells that hold something, in one file
CELLS = 250_000
#: cells that are written in one file, empty ones included
WRITTEN = 1_000_000
#: cells of all files in one reading: so many, and one more for so many bytes received
ALL_CELLS = 500_000
BYTES_PER_CELL = 3
#: characters of all cells of one file, and texts in the table that cells share
TEXT = 30_000_000
TEXTS = 500_000
#: elements and records inside one file
RECORDS = 1_200_000
#: seconds of work on the cells of one file
SECONDS = 10
#: rows and columns of one sheet, as Excel
ROWS = 1_048_576
COLUMNS = 16_384
#: sheets in one file
SHEETS = 600
#: merged areas, stretches of hidden columns, comments and cell formats in one file
MERGES = 30_000
HIDDEN_COLUMNS = 50_000
COMMENTS = 50_000
FORMATS = 65_490
#: notes of one sheet that speak of figures anywhere in it
NOTES = 500
#: characters of one cell and of one number format, as Excel
CELL_TEXT = 32_767
FORMAT_TEXT = 255
#: how deep elements may stand in each other
DEPTH = 200
#: files in a folder or zip
FILES = 5_000
