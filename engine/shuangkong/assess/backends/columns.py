"""The columns that observations in files must have, and how a fault of theirs is told."""

from collections.abc import Mapping, Sequence

from ...errors import IntakeError
from ..wanted import COLUMNS

_TEXT = ("文本（string）", ("String", "string"))
#: How each column's type is said, and its names in Polars and in Spark.
_KINDS: Mapping[str, tuple[str, Sequence[str]]] = {
    **dict.fromkeys(COLUMNS, _TEXT),
    "year": ("整数（int32 或 int64）", ("Int32", "Int64", "int", "bigint")),
    "value": ("双精度数（double）", ("Float64", "double")),
}


def refuse_columns(file: str, types: Mapping[str, str]) -> None:
    """A file, by the name of its columns' types, must have every column in its type.

    Raises:
        IntakeError: naming the file and the column.
    """
    for name, (said, known) in _KINDS.items():
        if name not in types:
            raise IntakeError(
                f"{file}：缺少“{name}”列，应为{said}\n"
                f"    怎么改：导出时带上这些列：{'、'.join(COLUMNS)}"
            )
        if types[name] not in known:
            raise IntakeError(
                f"{file}：“{name}”列的类型是 {types[name]}，应为{said}\n"
                "    怎么改：在导出数据的程序里转换这一列的类型"
            )
