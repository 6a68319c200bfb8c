"""The frames that are handed from room to room, with their columns.

A room may rely on exactly these columns, in this order, and on nothing else.
"""

from collections.abc import Mapping

import polars as pl

#: Every cell of every file read. `row`/`col` are 1-based; `cell` is the A1 address.
#: `kind`: text, number, bool, date, error, blank_formula (a formula never calculated).
CELLS: Mapping[str, pl.DataType | type[pl.DataType]] = {
    "file": pl.String,
    "file_hash": pl.String,
    "sheet": pl.String,
    "cell": pl.String,
    "row": pl.Int32,
    "col": pl.Int32,
    "kind": pl.String,
    "text": pl.String,
    "number": pl.Float64,
    "formula": pl.Boolean,
    "merged": pl.Boolean,
    "hidden": pl.Boolean,
}

#: One value each: 数据. `period` is '2019', '2019-H1', '2019-Q3', '2019-06' or '2019-06-30'; whole
#: years take part in an assessment, and what a deadline within the year asks for. `value` is in
#: the indicator's own unit; its shortest decimal form is the exact figure that verdicts compare.
#: `raw` and `raw_unit` are as submitted. `verification` is how far it was checked (verified,
#: secondary, unverified, synthetic).
OBSERVATIONS: Mapping[str, pl.DataType | type[pl.DataType]] = {
    "entity": pl.String,
    "indicator": pl.String,
    "year": pl.Int32,
    "period": pl.String,
    "value": pl.Float64,
    "unit": pl.String,
    "vintage": pl.String,
    "authority": pl.String,
    "verification": pl.String,
    "file": pl.String,
    "file_hash": pl.String,
    "sheet": pl.String,
    "cell": pl.String,
    "raw": pl.String,
    "raw_unit": pl.String,
    "note": pl.String,
}

#: A measure score 措施得分 as an assessor entered it.
MEASURES: Mapping[str, pl.DataType | type[pl.DataType]] = {
    "entity": pl.String,
    "item": pl.String,
    "part": pl.String,
    "points": pl.Float64,
    "assessor": pl.String,
    "evidence": pl.String,
    "verification": pl.String,
    "file": pl.String,
    "file_hash": pl.String,
    "sheet": pl.String,
    "cell": pl.String,
}


def empty(schema: Mapping[str, pl.DataType | type[pl.DataType]]) -> pl.DataFrame:
    """A frame without rows that has a room's columns."""
    return pl.DataFrame(schema=dict(schema))
