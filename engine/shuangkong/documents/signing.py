"""Who makes, checks and approves a paper, and which issue it belongs to."""

from . import looks
from .grid import Grid
from .letterhead import Letterhead

_BLANK = "＿＿＿＿"
_ROLES = ("编制", "审核", "批准")


def signed(grid: Grid, head: Letterhead) -> None:
    """编制、审核、批准、日期 to be signed by hand; number and receipt code of the issue."""
    grid.wide(signatures(), looks.SIGNED, height=30)
    grid.wide(issue_line(head.issue, head.receipt), looks.SIGNED, height=24)


def signatures(*roles: str) -> str:
    """Where these sign by hand, and the day; without roles those of every paper."""
    who = "　　".join(f"{role}：{_BLANK}" for role in roles or _ROLES)
    return f"{who}　　日期：{_BLANK}年＿＿月＿＿日"


def issue_line(number: str, receipt: str) -> str:
    """By which issue a paper stands."""
    return f"签发编号：{number}　　回执码：{receipt}"
