"""One assessment to a folder of documents: all of them, or none."""

import io
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from .. import resources
from ..assess.result import Assessment, EntityResult
from .figures import Figure, Figures
from .files import replaced_folder, safe_name
from .letters.letterhead import Letterhead
from .letters.render import render
from .letters.words import assessed_results, circular_words, entity_words, return_words
from .manifest import digest, manifest_json
from .results import results_json
from .scorecard import scorecard
from .summary import summary_book, summary_csv
from .xlsx import write_book

Progress = Callable[[str, int, int], None]
CIRCULAR = "通报（草稿）.docx"
KINDS = {
    "result": "考核结果函",
    "rectification": "整改函",
    "commendation": "表扬函",
    "warning": "预警函",
    "return": "退回更正函",
}


@dataclass(frozen=True, slots=True)
class Written:
    """What was written: the folder, and the hash of every file in it by relative path."""

    folder: Path
    files: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Options:
    """What may differ from run to run without changing any result."""

    letterhead: Letterhead = field(default_factory=Letterhead)
    #: a folder whose templates go before the shipped ones of the same name
    templates: Path | None = None


def write(
    assessment: Assessment, output: Path, progress: Progress | None, options: Options
) -> Written:
    """Write everything; see `documents.write_documents`."""
    with replaced_folder(output) as folder:
        files: dict[str, str] = {}
        for done, (name, content) in enumerate(_documents(assessment, options), start=1):
            path = folder / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content)
            files[name] = digest(content)
            if progress:
                progress(name, done, _expected(assessment))
        manifest = manifest_json(assessment, files, resources.version())
        (folder / "manifest.json").write_bytes(manifest)
        files["manifest.json"] = digest(manifest)
    return Written(output.resolve(), files)


def _expected(assessment: Assessment) -> int:
    """How many files there will be, for the progress bar."""
    results = assessed_results(assessment)
    return len(results) + sum(len(letters_for(r)) for r in results) + 5


def _documents(assessment: Assessment, options: Options) -> Iterator[tuple[str, bytes]]:
    cards: dict[str, str] = {}
    figures: dict[str, tuple[Figure, ...]] = {}
    results = assessed_results(assessment)
    for order, result in enumerate(_declared_order(assessment, results), start=1):
        stem = f"{order:02d}_{safe_name(result.entity.name)}"
        cards[result.entity.code] = f"评分卡/{stem}.xlsx"
        yield cards[result.entity.code], write_book(scorecard(assessment, result))
        for kind in letters_for(result):
            name = f"函/{stem}_{KINDS[kind]}.docx"
            content, figures[name] = letter(assessment, result, kind, options)
            yield name, content
    yield "汇总.xlsx", write_book(summary_book(assessment, cards))
    yield "汇总.csv", summary_csv(assessment)
    content, figures[CIRCULAR] = circular(assessment, options)
    yield CIRCULAR, content
    yield "results.json", results_json(assessment, figures, resources.version())
    buffer = io.BytesIO()
    assessment.verdicts.write_parquet(buffer)
    yield "results.parquet", buffer.getvalue()


def _declared_order(
    assessment: Assessment, results: tuple[EntityResult, ...]
) -> Iterator[EntityResult]:
    known = {r.entity.code for r in results}
    return (r for code, r in assessment.results.items() if code in known)


def letters_for(result: EntityResult) -> tuple[str, ...]:
    """Which letters a result calls for: the scheme's grade says so; without a grade, the data
    go back."""
    if result.grade is None:
        return ("return",)
    extra = result.grade.letter
    return ("result",) if extra in (None, "result") else ("result", extra or "result")


def letter(
    assessment: Assessment, result: EntityResult, kind: str, options: Options
) -> tuple[bytes, tuple[Figure, ...]]:
    """One letter to one entity, and the figures in it."""
    figures = Figures()
    words = return_words if kind == "return" else entity_words
    filled = words(assessment, result, options.letterhead, figures)
    title = f"{result.entity.name}{assessment.year}年度{KINDS[kind]}"
    return (
        render(template_path(kind, options.templates), filled, title=title, year=assessment.year),
        figures.all,
    )


def circular(assessment: Assessment, options: Options) -> tuple[bytes, tuple[Figure, ...]]:
    """The circular to all, and the figures in it."""
    figures = Figures()
    filled = circular_words(assessment, options.letterhead, figures)
    title = f"{assessment.year}年度节能目标考核结果通报（草稿）"
    path = template_path("circular", options.templates)
    return render(path, filled, title=title, year=assessment.year), figures.all


def template_path(kind: str, folder: Path | None) -> Path:
    """An office's own template where it has one, else the shipped one."""
    own = folder / f"{kind}.docx" if folder else None
    if own is not None and own.is_file():
        return own
    return resources.templates() / "letters" / f"{kind}.docx"
