"""What a plan's text orders to be done or to exist, and its counted packages.

An end state is a word that says something is there afterwards, or no more (制定、建立、摸清、清零);
a counted package is a number of things under one name (三个一批、四个替代、六大行动). A word alone
cannot tell an order from an account of something; whoever declares the plan says which it is.
"""

import re
from collections.abc import Iterator

from ..records import dataclass
from .plan_text import PREFACE, Clause

_TITLE = re.compile(r"《[^》]*》")
_NUMBERS = "二三四五六七八九十"
_WORDS = re.compile(
    "建立健全|建立|建成|制定|制订|修订|出台|印发|编制|设立|摸清|实行|公示|全面淘汰|基本完成"
    "|全面推行|全面执行|独立核算|全部采用|全覆盖|全量利用|清零|无煤化"
    "|(?<!开)发布|完成(?=[^，。；]{0,4}改造)|要执行|每年组织开展"
    "|形成(?=[^，。；]{0,20}(?:网络|体系))|(?:建设|创建)(?=[^，。；]{0,30}平台)"
    f"|[{_NUMBERS}]+(?:个|大)(?:一批|替代|[\\u4e00-\\u9fff]{{2,4}}(?=[”」，。；]|工程|行动))"
    "|一批|千百十|百城千店"
)


@dataclass(frozen=True, slots=True)
class StateWord:
    """A word of a state or a package as printed; `start` is where it stands in its line."""

    clause: str
    line: int
    column: int
    printed: str
    #: the line it stands in, and where
    text: str
    start: int

    @property
    def around(self) -> str:
        """The word with what follows to the end of its phrase."""
        rest = self.text[self.start :]
        return re.split("[，。；、）（”]", rest)[0][:16]


def states(clause: Clause) -> Iterator[StateWord]:
    """The words of states in a clause, in order; prefaces and titles of documents order nothing."""
    if clause.id == PREFACE:
        return
    for line in clause.lines:
        titles = [m.span() for m in _TITLE.finditer(line.text)]
        for match in _WORDS.finditer(line.text, line.start):
            if not any(start <= match.start() < end for start, end in titles):
                yield StateWord(
                    clause.id,
                    line.number,
                    match.start() + 1,
                    match[0],
                    line.text,
                    match.start(),
                )


def told_by(state: StateWord, words: str) -> bool:
    """Whether printed words, found in the state's line, hold it."""
    at = state.text.find(words)
    while at >= 0:
        if at <= state.start and state.start + len(state.printed) <= at + len(words):
            return True
        at = state.text.find(words, at + 1)
    return False
