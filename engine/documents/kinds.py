"""The kinds of findings of the documents room (SK-O…)."""

from ..vocabulary import Severity
from ..vocabulary.finding import Kind

UNREADABLE = Kind(
    id="SK-O0001",
    severity=Severity.BLOCKER,
    en="A template cannot be opened",
    zh="这个文件不能作为函件模板打开（{why}）",
    mend="请用 Word 或 WPS 打开它并另存为 .docx，或用 shuangkong template copy 重新取一份",
)
SYNTAX = Kind(
    id="SK-O0002",
    severity=Severity.ERROR,
    en="A placeholder is not written correctly",
    zh="占位符写法有误（{why}）",
    mend="请检查 {{{{ }}}} 与 {{% %}} 是否成对，for 与 endfor、if 与 endif 是否齐全",
)
UNKNOWN = Kind(
    id="SK-O0003",
    severity=Severity.ERROR,
    en="A placeholder is unknown",
    zh="没有名为“{name}”的占位符",
    mend="{hint}可用的占位符见 docs/documents.md，或运行 shuangkong template list",
)
UNUSED = Kind(
    id="SK-O0004",
    severity=Severity.INFO,
    en="Placeholders that the template does not use",
    zh="模板没有用到：{names}",
    mend="如属有意删去，不必处理",
)

ALL = (UNREADABLE, SYNTAX, UNKNOWN, UNUSED)
