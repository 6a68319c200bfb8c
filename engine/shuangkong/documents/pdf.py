"""PDF of every document, where LibreOffice is installed."""

import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping
from pathlib import Path

from ..errors import DocumentError
from .fonts import installed, report, substituted, substitutions

FOLDER = "PDF"
REPORT = f"{FOLDER}/字体说明.txt"
_SECONDS_EACH = 60
_WINDOWS = (
    Path("C:/Program Files/LibreOffice/program/soffice.exe"),
    Path("C:/Program Files (x86)/LibreOffice/program/soffice.exe"),
)
_MAC = Path("/Applications/LibreOffice.app/Contents/MacOS/soffice")


def converter() -> Path | None:
    """LibreOffice on this machine."""
    for name in ("soffice", "libreoffice"):
        found = shutil.which(name)
        if found:
            return Path(found)
    return next((p for p in (*_WINDOWS, _MAC) if p.is_file()), None)


def pdfs(documents: Mapping[str, bytes]) -> Iterator[tuple[str, bytes]]:
    """PDF files (path, bytes) of docx and xlsx documents, then the report on fonts.

    Raises:
        DocumentError: LibreOffice is missing or cannot convert a document.
    """
    program = converter()
    if program is None:
        raise DocumentError(
            "没有找到 LibreOffice，不能生成 PDF。请安装 LibreOffice，或不要求 PDF，"
            "用 Word、WPS 打开文件后自行导出。"
        )
    changes = substitutions(installed())
    with tempfile.TemporaryDirectory(prefix="shuangkong-pdf-") as folder:
        work = Path(folder)
        # plain names, since some builds stumble over others on the command line
        sources = {}
        for number, (name, content) in enumerate(documents.items()):
            source = work / f"{number:05d}{Path(name).suffix}"
            source.write_bytes(substituted(content, changes))
            sources[name] = source
        _convert(program, work, list(sources.values()))
        for name, source in sources.items():
            made = source.with_suffix(".pdf")
            if not made.is_file():
                raise DocumentError(f"{name}：LibreOffice 没有转换成功。请打开该文件查看后重试。")
            yield f"{FOLDER}/{Path(name).with_suffix('.pdf').as_posix()}", made.read_bytes()
    yield REPORT, report(changes).encode("utf-8")


def _convert(program: Path, work: Path, sources: list[Path]) -> None:
    profile = (work / "profile").as_uri()
    command = [
        str(program),
        f"-env:UserInstallation={profile}",
        "--headless",
        "--norestore",
        "--convert-to",
        "pdf",
        "--outdir",
        str(work),
        *map(str, sources),
    ]
    flags = 0
    if sys.platform == "win32":
        flags = subprocess.CREATE_NO_WINDOW
    try:
        subprocess.run(
            command,
            check=True,
            capture_output=True,
            timeout=_SECONDS_EACH * (1 + len(sources)),
            creationflags=flags,
        )
    except (OSError, subprocess.SubprocessError) as error:
        raise DocumentError(
            f"LibreOffice 运行失败（{type(error).__name__}）。请关闭正在运行的 LibreOffice 后重试。"
        ) from error
