"""Who makes, checks and approves a paper, and which issue it belongs to."""

from . import looks
from .grid import Grid
from .letterhead import Letterhead

_BLANK = "＿＿＿＿"


def signed(grid: Grid, head: Letterhead) -> None:
    """编制、审核、批准、日期 to be signed by hand; number and receipt code of the issue."""
    who = "　　".join(f"{role}：{_BLANK}" for role in ("编制", "审核", "批准"))
    grid.wide(f"{who}　　日期：{_BLANK}年＿＿月＿＿日", looks.SIGNED, height=30)
    said = f"签发编号：{head.issue}　　回执码：{head.receipt}"
    grid.wide(said, looks.SIGNED, height=24)
