"""What is mutated: a sound file of each kind, of the project's samples and made here."""

import io
import zipfile
from collections.abc import Mapping
from functools import cache
from pathlib import Path

from tests.intake.hostile import excel_2003
from tests.intake.sheets import workbook
from tests.intake.test_binary_reading import binary_workbook, old_workbook, opendocument
from tests.intake.test_reading import evidence

SAMPLES = Path(__file__).parents[2] / "samples"
LONG = (
    "entity,indicator,period,value,unit,vintage,authority,mark\n"
    "石家庄市,能源消费总量,2020,9000.5,万吨标准煤,最终核实,核定,\n"
    '唐山市,energy_total,2019,"1,234.5",万吨标准煤,,自报,示例\n'
)
WIDE = (
    "2020年各市能源消费\n单位：万吨标准煤\n地区,2019年,2020年\n"
    "石家庄市,9000.5,9100\n合计,—,#DIV/0!\n"
)
PAGE = (
    "<html><head><style>td{a:b}</style></head><body><!-- 表 --><table border='1'>"
    "<tr><th colspan=2>地区</th><th>2020年</th></tr><tr><td rowspan='2'>石家庄市</td>"
    "<td>能源消费总量&amp;</td><td>9000<sup>1</sup></td></tr><tr><td>煤炭<br>消费</td>"
    "<td>-5%</td></tr></table></body></html>"
)
ROWS = (
    '<Row ss:Hidden="1"><Cell ss:Index="2" ss:MergeAcross="1"><Data ss:Type="String">地区</Data>'
    '<Comment><ss:Data>批注</ss:Data></Comment></Cell></Row><Row><Cell ss:Formula="=RC[-1]">'
    '<Data ss:Type="Number">1.5</Data></Cell><Cell><Data ss:Type="DateTime">2020-01-01T00:00:00'
    ".000</Data></Cell></Row>"
)
TABLE = (
    '<table:table table:name="2020"><table:table-column table:number-columns-repeated="3"/>'
    '<table:table-row table:number-rows-repeated="2"><table:table-cell office:value-type="string">'
    '<text:p>地区<text:s text:c="2"/></text:p></table:table-cell><table:table-cell '
    'office:value-type="float" office:value="1.5" table:number-columns-spanned="2"><text:p>1.5'
    "</text:p><office:annotation><text:p>批注</text:p></office:annotation></table:table-cell>"
    "</table:table-row></table:table>"
)


@cache
def originals() -> Mapping[str, tuple[bytes, ...]]:
    """Sound files by the ending they are called with."""
    form = (SAMPLES / "hebei-13fyp" / "130500_邢台市_2020_示例.xlsx").read_bytes()
    scores = (SAMPLES / "hebei-13fyp" / "措施评分_2020_示例.xlsx").read_bytes()
    small = workbook({"2020": [["地区", "能源消费总量（万吨标准煤）"], ["石家庄市", 9000.5]]})
    csv = (LONG.encode(), WIDE.encode("gb18030"), WIDE.encode("utf-16"))
    return {
        "xlsx": (small, small, evidence(), form, scores),
        "xls": (old_workbook(),),
        "xlsb": (binary_workbook(),),
        "ods": (opendocument(TABLE),),
        "csv": csv,
        "html": (PAGE.encode(), PAGE.encode("gb18030")),
        "xml": (excel_2003(ROWS),),
        "parquet": (_parquet(None), _parquet("zstd")),
        "zip": (_packed({"甲/表.csv": csv[0], "乙.csv": csv[1], "丙.xlsx": small}),),
    }


def _packed(files: dict[str, bytes]) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as package:
        for name, content in files.items():
            package.writestr(name, content)
    return stream.getvalue()


def _parquet(compression: str | None) -> bytes:
    import polars as pl

    stream = io.BytesIO()
    frame = pl.read_csv(io.BytesIO(LONG.encode()), schema_overrides={"period": pl.String})
    frame = frame.with_columns(share=pl.lit(0.1, pl.Float32), day=pl.date(2020, 1, 1))
    frame.write_parquet(stream, compression=compression or "uncompressed")
    return stream.getvalue()
