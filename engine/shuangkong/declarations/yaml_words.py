"""What a YAML parser complains about, said so that somebody new to YAML can mend it."""

from ..records import dataclass


@dataclass(frozen=True, slots=True)
class YamlReason:
    """Reason and mend in Chinese; `early` points to where the broken part began."""

    reason: str
    mend: str
    early: bool = False


_WIDE_COLON = YamlReason(
    "冒号用成了全角“：”", "改成半角冒号加一个空格，如 name: 石家庄市", early=True
)
_TAB = YamlReason("用了制表符（Tab）缩进", "改用空格缩进，每级两个空格")
_QUOTE_FIRST = YamlReason("内容以特殊字符开头", "给整个内容加上双引号")
_SAID = {
    "mapping values are not allowed": YamlReason(
        "冒号多了一个，或这一行的缩进与上面不齐",
        "同级的键左端对齐；内容里有“: ”的，给整个内容加上双引号",
    ),
    "could not find expected ':'": YamlReason(
        "这一行没有“键: 值”的冒号，或冒号后面缺一个空格", "写成 name: 石家庄市 的样子", early=True
    ),
    "did not find expected ',' or ']'": YamlReason(
        "方括号列表没有写完整", "各项用半角逗号隔开，末尾补上“]”", early=True
    ),
    "did not find expected ',' or '}'": YamlReason(
        "花括号没有写完整", "各项用半角逗号隔开，末尾补上“}”", early=True
    ),
    "did not find expected key": YamlReason("缩进与上面的键不齐", "同级的键左端对齐"),
    "did not find expected '-' indicator": YamlReason(
        "列表里混进了不以“- ”开头的内容", "同级各项都以“- ”开头并左端对齐；键不要与列表项齐头"
    ),
    "found unexpected end of stream": YamlReason("引号没有成对", "在内容末尾补上引号", early=True),
    "found undefined alias": YamlReason("“*”开头的内容会被当成引用", "给整个内容加上双引号"),
    "but found another document": YamlReason(
        "一个文件里有两份内容（---）", "删去“---”，或拆成两个文件"
    ),
    "found unknown escape character": YamlReason(
        "双引号里的反斜杠有特殊含义", "反斜杠写两个，或改用单引号"
    ),
    "block sequence entries are not allowed": YamlReason(
        "“- ”不能写在这里", "列表另起一行，缩进两个空格后再写“- ”"
    ),
    "expected a comment or a line break": YamlReason(
        "“|”或“>”后面不能再写内容", "内容写到下一行，缩进两个空格"
    ),
    "did not find expected comment or line break": YamlReason(
        "“|”或“>”后面不能再写内容", "内容写到下一行，缩进两个空格；若本意是文字，给整个内容加双引号"
    ),
}


def said(problem: str, line: str, at: str) -> YamlReason:
    """Words for a parser's complaint.

    Args:
        problem: what the parser says.
        line: the text of the line that the broken part began on.
        at: the character that the parser stopped at.
    """
    if at == "\t":
        return _TAB
    if problem.startswith("found character that cannot start any token"):
        return _QUOTE_FIRST
    for beginning, words in _SAID.items():
        if problem.startswith(beginning):
            colon = "：" in line and ": " not in line
            return _WIDE_COLON if colon else words
    return YamlReason(f"读不通（{problem}）", "检查这一行的缩进、冒号和引号")
