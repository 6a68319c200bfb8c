"""Evidence 佐证: files tied to what they prove; typed by content, hashed, never opened."""

from dataclasses import dataclass

from ..errors import DeskError

MOST_BYTES = 30 * 1024 * 1024
#: first bytes, kind, content type handed out, ending
_KINDS = (
    (b"%PDF-", "PDF", "application/pdf", ".pdf"),
    (b"\x89PNG\r\n\x1a\n", "图片 PNG", "image/png", ".png"),
    (b"\xff\xd8\xff", "图片 JPEG", "image/jpeg", ".jpg"),
    (b"PK\x03\x04", "Office 文档或压缩包", "application/octet-stream", ""),
    (b"\xd0\xcf\x11\xe0", "旧版 Office 文档", "application/octet-stream", ""),
)


@dataclass(frozen=True, slots=True)
class Typed:
    """What a file is by its content."""

    kind: str
    content_type: str


def typed(name: str, data: bytes) -> Typed:
    """What a piece of evidence is.

    Raises:
        DeskError: it is empty, too large, or of a kind that is not taken.
    """
    if not data:
        raise DeskError(f"{name}：是空文件\n    怎么改：选对文件后重新上传")
    if len(data) > MOST_BYTES:
        raise DeskError(f"{name}：超过 {MOST_BYTES // 2**20} MB\n    怎么改：压缩或拆分后再上传")
    for begin, kind, content_type, _ in _KINDS:
        if data.startswith(begin):
            return Typed(kind, content_type)
    raise DeskError(
        f"{name}：不是可以作佐证的文件\n    怎么改：上传 PDF、PNG、JPEG、Word 或 Excel 文件"
    )
