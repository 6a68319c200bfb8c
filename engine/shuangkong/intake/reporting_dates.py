"""Dates of when a table was handed in, made or printed, which are no period of its figures.

2027年1月报送 and 填报日期：2027年1月15日 in a title say nothing of the year. A bare year is such
a date only where nothing follows: 2026年上报数据 may be the data of 2026.
"""

import re

_YEAR = r"(?:19|20)[0-9]{2}"
_DAY = (
    rf"{_YEAR}(?:年[0-9]{{1,2}}月(?:份|[0-9]{{1,2}}日|[上中下]旬|[末底初])?"
    r"|[-/.][0-9]{1,2}(?:[-/.][0-9]{1,2})?)"
)
_DONE = r"(?:报送|上报|填报|报出|呈报|印发|印制|制表|制作|打印|编制|编印|发布|公布|更新|下载)"
_DATE = re.compile(
    rf"(?:于|截至)?(?:{_DAY}(?:[之以]?前)?{_DONE}|{_YEAR}年{_DONE}(?=\Z|[(),;。]))"
    rf"|{_DONE}(?:时间|日期|于|年月|[:()])*{_DAY}"
)


def without_reporting(folded: str) -> str:
    """A plain text without the dates that say when it was handed in."""
    return _DATE.sub("", folded)
