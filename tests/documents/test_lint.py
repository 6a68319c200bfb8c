"""Every sentence that is generated, read for what no official may see.

English, names of the engine's own, and the phrases that an auditor found in letters: each is
looked for as a kind, in all papers of the shipped samples.
"""

import datetime
import re
from collections.abc import Iterator
from pathlib import Path

import docx
import openpyxl
import pytest
from shuangkong import resources
from shuangkong.api import assessing
from shuangkong.documents import write_documents, write_warnings
from shuangkong.documents.owned import copied
from shuangkong.ledger import appealing
from shuangkong.ledger.issue import assess_workspace
from shuangkong.ledger.minutes import write_minutes
from shuangkong.vocabulary import DecisionKind, View

from tests.ledger.conftest import World, ruled

#: openpyxl does not know the bars in cells
pytestmark = pytest.mark.filterwarnings("ignore:.*extension is not supported")

#: words in Latin letters that papers may have
_LATIN = re.compile(r"[A-Za-z][A-Za-z]+")
_KNOWN = {
    *("ln", "GDP", "CO", "GB", "PDF", "shuangkong", "verify", "receipt", "xlsx", "docx", "json"),
    *("csv", "manifest", "ODS", "WPS", "Excel", "CNG", "LNG"),
}
#: names of files, addresses, identifiers of findings and units, in which Latin letters are right
_RIGHT = re.compile(
    # what a city wrote itself, as it was seen, and the editions of declarations
    r"“[^”]*”|#(?:DIV/0|REF|VALUE|NAME|N/A)!?|\b[0-9a-f]{8}\b|\b\d+:[0-9a-f]{12}\b"
    r"|https?://\S+|[\w\-—（）()〔〕\[\]·.、，“” ]+\.(?:xlsx|docx|csv|pdf|json)|SK-[A-Z]+:?[\w:-]*"
    r"|\b(?:tce|kgce|kWh|MW|GW|t|kg|m|km|mu)\b|H1|Q[1-4]|PM2\.5|µg/m³|[A-Z]{1,3}\d+(?::[A-Z]{1,3}\d+)?"
)
#: an error that a city's own cell showed
_SEEN = re.compile(r"#(?:DIV/0|REF|VALUE|NAME|N/A)!?")
_FAULTS = {
    "an inner value": re.compile(r"\bTRUE\b|\bFALSE\b|\bNone\b|\bnan\b|\{\{|\}\}|Err:|#REF|#DIV"),
    "a fall below zero": re.compile(r"(?:降低|下降|减少)(?:率|量|幅度)?(?:由|更正为)?-\d"),
    "a sentence of one word": re.compile(r"^通报(?:表扬|批评)。$"),
    "a group called by 对…的…市：": re.compile(r"^对[^，。：]{1,12}的[^，。：]*[市省区]："),
    "a province twice": re.compile(r"省全省"),
    "two bodies in one": re.compile(r"你新区|市市|省省|人民政府人民政府|管委会人民政府"),
    "too many 和": re.compile(r"》和《[^》]*》和《"),
    "two stops": re.compile(r"。。|；。|，。|。；|：。|，，|；；|、、"),
    "a title in a title": re.compile(r"《《|》》"),
    "an average after the end": re.compile(r"今后年均[^。；]*2020年"),
    "the inner name of a scheme as a document": re.compile(r"《[^》]*（用国发〔2007〕36号[^》]*》"),
    "a grade twice": re.compile(r"结果为(\w+)。(?:考核)?等级为\1"),
    "the ledger's own words": re.compile(r"李主任|裁定为(?:未)?完成|原评定："),
    "an entry of the ledger": re.compile(r"台账第\d+号|第 ?\d+ ?号裁定|第第|号号"),
    "a file of declarations": re.compile(r"(?:写进|补入|见) ?\w+\.csv|\.yaml\b"),
    "the inner name of a scheme as a basis": re.compile(r"^依据：[^。]*（用"),
    "more than it should be, below zero": re.compile(
        r"(?:超出|超过|增量|提高率?)(?:由|更正为)?-\d|由-\d"
    ),
    "points that are called per cent": re.compile(r"(?:当年提高|累计提高|尚需完成)[-\d.]+%"),
    "two words for from when": re.compile(r"于自"),
    "a number without unit that was corrected": re.compile(
        r"(?:由|更正为)[\d.]+(?=更正为|。|；|$)"
    ),
    "states compared as numbers": re.compile(r"(?:状态|”)(?:不?小于|不?大于|等于)|^状态$"),
    "what was counted already as something else": re.compile(r"待定的\d+项[^；。]*；另有\d+项待定"),
    "a decision once for each clock": re.compile(
        r"(\w+)（[^）]*）(经复核认定为(?:未)?完成)；\1（[^）]*）\2"
    ),
    "a rank without its unit": re.compile(r"(?:名列|并列)第\d+(?!\d*名)"),
}
#: what no letter says, and tables may
_IN_LETTERS = {
    "a day as machines write it": re.compile(r"\d{4}-\d{2}-\d{2}"),
    "a sign of the terminal": re.compile(r"→"),
    "what whoever set the target owes": re.compile(r"分解目标未公布|待人裁定"),
}


def _docx(path: Path) -> Iterator[str]:
    def body(holder) -> Iterator[str]:
        yield from (p.text for p in holder.paragraphs)
        for table in holder.tables:
            for row in table.rows:
                for cell in row.cells:
                    yield from body(cell)

    yield from body(docx.Document(str(path)))


def _xlsx(path: Path) -> Iterator[str]:
    book = openpyxl.load_workbook(path, data_only=True)
    for sheet in book.worksheets:
        if sheet.sheet_state != "visible":
            continue
        yield sheet.title
        for row in sheet.iter_rows():
            for cell in row:
                if isinstance(cell.value, bool):
                    yield str(cell.value).upper()
                elif isinstance(cell.value, str):
                    yield cell.value
                if cell.comment:
                    yield cell.comment.text


def _text(path: Path) -> Iterator[str]:
    if path.suffix == ".docx":
        yield from _docx(path)
    elif path.suffix == ".xlsx":
        yield from _xlsx(path)
    elif path.suffix == ".html":
        page = path.read_text(encoding="utf-8")
        page = re.sub(r"<style>.*?</style>", "", page, flags=re.DOTALL)
        yield from re.sub(r"<[^>]+>", "\n", page).split("\n")
    elif path.suffix == ".csv":
        yield from re.split(r"[,\r\n]", path.read_text(encoding="utf-8-sig"))


def sentences(folder: Path) -> Iterator[tuple[str, str]]:
    """Every text of every paper that was generated, with the file it stands in."""
    for path in sorted(folder.rglob("*")):
        name = path.relative_to(folder).as_posix()
        if not name.startswith("来源/"):
            yield from ((name, text) for text in _text(path) if text and text.strip())


def _lone(path: Path) -> str | None:
    """A list of one item that bears a number."""
    texts = [p.text for p in docx.Document(str(path)).paragraphs]
    first, second = ([t for t in texts if t.startswith(number)] for number in ("1. ", "2. "))
    return first[0] if len(first) > len(second) else None


def _faults(folder: Path) -> dict[str, str]:
    """What is wrong, each kind once a word: where and in which sentence."""
    found: dict[str, str] = {}
    # most stand on many papers
    distinct = {(text, name.endswith(".docx")): name for name, text in sentences(folder)}
    for (text, in_letter), name in distinct.items():
        said = _SEEN.sub("", text.strip())
        kinds = _FAULTS | (_IN_LETTERS if in_letter else {})
        for kind, pattern in kinds.items():
            if pattern.search(said):
                found.setdefault(kind, f"{name}: {text[:120]}")
        for word in _LATIN.findall(_RIGHT.sub("", text)):
            if word not in _KNOWN:
                found.setdefault(word, f"{name}: {text[:120]}")
    for path in folder.rglob("*.docx"):
        if alone := _lone(path):
            found.setdefault("a list of one", f"{path.name}: {alone[:120]}")
    return found


@pytest.mark.parametrize(
    ("plan", "year", "data"),
    [
        ("hebei-13fyp", 2020, "hebei-13fyp"),
        ("hebei-13fyp", 2020, "hebei-13fyp-mistakes"),
        ("national-13fyp", 2020, "national-13fyp"),
        (str(resources.samples() / "carbon-15fyp"), 2026, "carbon-15fyp/data"),
        (str(resources.samples() / "carbon-demo"), 2027, "carbon-demo/data"),
        (str(resources.samples() / "schemes-demo"), 2031, "schemes-demo/data"),
    ],
)
def test_no_paper_says_what_no_official_may_see(plan, year, data, tmp_path) -> None:
    made = assessing.assess(plan, year, resources.samples() / data)
    copied(tmp_path / "own")
    written = write_documents(made, tmp_path / "out", templates=tmp_path / "own")

    assert len(written.files) > 10
    assert _faults(tmp_path / "out") == {}


@pytest.mark.parametrize(
    ("plan", "year", "data", "period"),
    [
        ("hebei-13fyp", 2020, "hebei-13fyp", None),
        (str(resources.samples() / "carbon-15fyp"), 2026, "carbon-15fyp/data", "H1"),
    ],
)
def test_no_warning_says_it_either(plan, year, data, period, tmp_path) -> None:
    found = assessing.outlook(plan, year, resources.samples() / data, period=period)
    write_warnings(found, tmp_path / "out")

    assert len(list(sentences(tmp_path / "out"))) > 100
    assert _faults(tmp_path / "out") == {}


def test_no_paper_of_a_year_in_the_ledger_says_it_either(tmp_path) -> None:
    world = World(tmp_path / "ledger").begin()
    world.whole_cities()
    world.submit(world.scores({"甲": "35", "乙": "30"}, name="评分.xlsx"))
    about = {"year": 2020, "clock": world.clock}

    def issue(name: str) -> None:
        assess_workspace(
            world.workspace, 2020, tmp_path / name, issue=True, by="王处长", clock=world.clock
        )

    issue("首次")
    appeal = appealing.receive(
        world.workspace, "乙市", 2020, "能耗含已划出的企业", datetime.date(2099, 12, 31), "收件员",
        clock=world.clock,
    )  # fmt: skip
    turned = (DecisionKind.OVERRIDE, "total", "met")
    done = ruled(world.workspace, *turned, entity="乙市", view=View.FINAL, **about)
    ruled(world.workspace, DecisionKind.FIGURE, "coal", "39.5", entity="乙市", **about)
    ruled(world.workspace, DecisionKind.POINTS, "measures.m1", "38", entity="甲市", **about)
    papers = tmp_path / "papers"
    appealing.answer(
        world.workspace, appeal.number, "upheld", "经核实，该企业已划出", "复核员", papers,
        decisions=[done.ruling.number], clock=world.clock,
    )  # fmt: skip
    write_minutes(world.workspace, 2020, papers)
    issue("再次")

    names = {path.name for path in tmp_path.rglob("*.docx")}
    assert {"会议纪要（草稿）.docx", "01_示例甲市_更正函.docx", "02_示例乙市_更正函.docx"} <= names
    assert _faults(tmp_path / "再次") == {}
    # minutes name who decided, as papers that go out never do
    inside = _faults(papers)
    inside.pop("the ledger's own words")
    assert inside == {}
