"""Where a figure or a rule is written: documents 文件 and clauses 条款."""

import datetime

from ..records import dataclass
from .base import Verification, key


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """A document that figures or rules come from."""

    title: str = key("文件名称", "title as printed")
    number: str | None = key("发文字号；未见则不写", "document number; absent when not seen", None)
    issuer: str | None = key("发文机关", "issuing authority", None)
    date: datetime.date | None = key("成文日期", "date of issue", None)
    note: str | None = key("说明", "remark", None)
    verification: Verification = key(
        "核对情况", "how far its figures were checked", Verification.VERIFIED
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """Where a target, figure or rule is written."""

    clause: str = key("条款号，如 一（三）1", "clause number")
    document: str | None = key(
        "文件代号（plan.yaml 的 documents 之一）；不写即规划本身",
        "id of one of the plan's documents; the plan itself when absent",
        None,
    )
    verification: Verification | None = key(
        "核对情况；不写则随文件", "how far it was checked; the document's when absent", None
    )
    note: str | None = key("说明", "remark", None)
