"""Where the shipped plans, templates and samples are: in the checkout, or inside the wheel."""

from pathlib import Path

_PACKAGE = Path(__file__).resolve().parent


def _shipped(name: str) -> Path:
    inside = _PACKAGE / "_shipped" / name
    return inside if inside.is_dir() else _PACKAGE.parent.parent / name


def targets() -> Path:
    """Folder with one sub-folder per shipped plan."""
    return _shipped("targets")


def templates() -> Path:
    """Folder with letter and page templates."""
    return _shipped("templates")


def samples() -> Path:
    """Folder with submissions to try the tool on."""
    return _shipped("samples")


def version() -> str:
    """The engine's version, as written into manifests."""
    return (_PACKAGE / "VERSION").read_text(encoding="ascii").strip()


def software() -> dict[str, str]:
    """The versions of everything whose change may change the bytes of a document."""
    import importlib.metadata
    import platform
    import zlib

    libraries = ("docxtpl", "jinja2", "lxml", "openpyxl", "polars", "python-docx", "xlsxwriter")
    return {
        "shuangkong": version(),
        "python": platform.python_version(),
        "zlib": zlib.ZLIB_RUNTIME_VERSION,
        **{name: importlib.metadata.version(name) for name in libraries},
    }
