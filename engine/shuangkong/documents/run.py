"""One assessment to a folder of documents: all of them, or none."""

import io
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import field
from pathlib import Path

from .. import resources
from ..assess.past import Past
from ..assess.result import Assessment, EntityResult
from ..errors import DocumentError
from ..records import dataclass
from ..running.aside import Aside
from ..running.crew import Crew
from ..running.files import safe_name, write_bytes
from ..running.progress import Progress
from ..running.zips import packed
from .again import Again
from .entity import LETTERS, Common, Drafted, card_name, draft, has_tables
from .export import summary_csv
from .fast import Writer
from .files import put, put_pieces, replaced_folder
from .hashes import MANIFEST, Hashed, digest
from .letters.choice import letters_for
from .letters.draft import Drafting
from .letters.kinds import CIRCULAR
from .letters.told import VerdictWords
from .manifest import manifest_json
from .of_all import has_circular, papers_of_all
from .order import assessed_results, declared_order
from .owed import FILE as OWED_FILE
from .owed import owed, owed_book
from .owned import require_sound
from .pdf import pdfs
from .preview import PAGE, Section, preview_html
from .results import figures_json, results_json
from .summary import summary_book
from .tables.kinds import tables_drafted, tables_written

SOURCES = "来源"


@dataclass(frozen=True, slots=True)
class Written:
    """What was written: the folder, the hash of every file in it by relative path.

    `kept` is where an earlier folder was moved to, because someone had changed it by hand.
    `again` are the files that an earlier run had made of the same and that were taken over.
    """

    folder: Path
    files: Mapping[str, str]
    kept: Path | None = None
    again: frozenset[str] = frozenset()

    def __repr__(self) -> str:
        return f"<Written: {len(self.files)} files in {self.folder}>"


@dataclass(frozen=True, slots=True)
class Options:
    """What may differ from run to run without changing any result."""

    drafting: Drafting = field(default_factory=Drafting)
    #: the plan's earlier years on the same observations, for the charts
    history: Sequence[Past] = ()
    #: submitted files by name, copied beside the documents so that figures link to them
    sources: Mapping[str, Path] = field(default_factory=dict)
    #: a PDF of every document as well; needs LibreOffice
    pdf: bool = False
    #: further papers by file name, made by who drives the assessment
    more: Mapping[str, bytes] = field(default_factory=dict)
    #: who does the work
    crew: Crew = field(default_factory=Crew)


def write(
    assessment: Assessment, output: Path, progress: Progress | None, options: Options
) -> Written:
    """Write everything; see `documents.write_documents`."""
    if any(past.grounds.observations is not assessment.observations for past in options.history):
        raise ValueError("earlier years must rest on the same observations")
    _check_templates(assessment, options.drafting)
    again: set[str] = set()
    with replaced_folder(output) as (folder, kept):
        files: dict[str, str] = {}
        expected = _expected(assessment, options)
        for done, (name, content) in enumerate(_everything(assessment, options, again), start=1):
            files[name] = _put(folder / name, content)
            if progress:
                progress(name, done, expected)
        manifest = manifest_json(assessment, files, resources.version())
        put(folder / MANIFEST, manifest)
        files[MANIFEST] = digest(manifest)
    if assessment.kept is not None and assessment.kept.folder == output.resolve():
        assessment.kept.save()
    return Written(output.resolve(), files, kept.path, frozenset(again))


def _check_templates(assessment: Assessment, drafting: Drafting) -> None:
    wanted = {k for r in assessment.results.values() for k in letters_for(assessment, r)}
    require_sound(drafting.templates, {CIRCULAR, *wanted})


#: what a file holds, all of it or piece by piece
_Content = bytes | Hashed | Iterator[bytes]


def _put(path: Path, content: _Content) -> str:
    """Write a file into a folder under construction; gives its hash."""
    if isinstance(content, Hashed):
        put(path, content.content)
        return content.sha256
    return put_pieces(path, (content,) if isinstance(content, bytes) else content)


def _everything(
    assessment: Assessment, options: Options, again: set[str]
) -> Iterator[tuple[str, _Content]]:
    """The documents, then PDFs of those that are printed."""
    printed: dict[str, bytes] = {}
    for name, content in _documents(assessment, options, again):
        if options.pdf and name.endswith((".docx", ".xlsx")) and not name.startswith(SOURCES):
            whole = content.content if isinstance(content, Hashed) else content
            assert isinstance(whole, bytes), "what is printed is small"
            printed[name] = whole
        yield name, content
    if options.pdf:
        yield from pdfs(printed)


def _expected(assessment: Assessment, options: Options) -> int:
    """How many files there will be, for the progress bar."""
    letters = sum(len(letters_for(assessment, r)) for r in assessment.results.values())
    each = sum(has_tables(assessment, r) for r in assessment.results.values())
    others = bool(assessed_results(assessment))
    tables = sum(each if t.each else others for t in tables_written(options.drafting.templates))
    report = any(r.self_assessed for r in assessment.results.values())
    printed = len(assessment.results) + report + letters + tables + 1 + len(options.more)
    printed += has_circular(assessment) + bool(owed(assessment))
    return len(options.sources) + printed + 4 + (printed + 1 if options.pdf else 0)


def _documents(
    assessment: Assessment, options: Options, again: set[str]
) -> Iterator[tuple[str, _Content]]:
    """All but PDFs; `again` is told which were taken over from an earlier run."""
    with Aside() as entities, Aside() as figures:
        yield from _written(assessment, options, again, entities, figures)


def _written(
    assessment: Assessment, options: Options, again: set[str], entities: Aside, figures: Aside
) -> Iterator[tuple[str, _Content]]:
    """The same; what results.json tells of entities and of figures is set aside until then."""
    links = _links(options)
    for name, path in options.sources.items():
        yield links[name], _read(path)
    numbered = list(enumerate(declared_order(assessment), start=1))
    cards = {result.entity.code: card_name(assessment, order, result) for order, result in numbered}
    tables = tables_written(options.drafting.templates)
    each = [table for table in tables if table.each]
    corrected = {name.removeprefix(f"{LETTERS}/").rpartition("_")[0] for name in options.more}
    common = Common.of(
        assessment, options.history, links, options.drafting, each, frozenset(corrected)
    )
    sections: list[Section] = []
    told: dict[str, VerdictWords] = {}
    for drafted in _drafted(assessment, common, numbered, options.crew, again):
        yield from drafted.files.items()
        entities.put(drafted.code, drafted.entity)
        for name, text in drafted.figures.items():
            figures.put(name, text)
        told |= drafted.told
        sections += [drafted.section] if drafted.section else []
        for past, verdicts in zip(options.history, drafted.earlier, strict=True):
            past.remember(drafted.code, verdicts)
    book = summary_book(assessment, cards, options.history, options.drafting.letterhead, told)
    yield "汇总.xlsx", Writer().write(book)
    yield "汇总.csv", summary_csv(assessment)
    for name, paper in papers_of_all(assessment, options.drafting, told):
        figures.put(name, figures_json(paper.figures))
        yield name, paper.content
    waiting = owed(assessment)
    if waiting:
        yield OWED_FILE, owed_book(assessment, waiting, options.drafting.letterhead)
    yield from options.more.items()
    yield PAGE, preview_html(assessment, sections, common.approved, told)
    yield "results.json", results_json(assessment, entities, figures, resources.version())
    buffer = io.BytesIO()
    assessment.outcomes.write_parquet(buffer)
    yield "results.parquet", buffer.getvalue()


def _drafted(
    assessment: Assessment,
    common: Common,
    numbered: Sequence[tuple[int, EntityResult]],
    crew: Crew,
    told: set[str],
) -> Iterator[Drafted]:
    """The documents of every entity in order: what an earlier run left, or made now."""
    again = Again.of(assessment, common)
    keys = {order: again.key(order, result) if again else None for order, result in numbered}
    missing = [one for one in numbered if again is None or not again.holds(keys[one[0]])]
    for past in common.history if missing else ():
        past.prepare()
    made = crew.each(draft, common, missing)
    lacking = {order for order, _ in missing}
    for order, result in numbered:
        key = keys[order]
        found = again.taken(key) if again and key and order not in lacking else None
        if found is not None:
            told.update(found.files)
            yield found
            continue
        drafted = next(made) if order in lacking else draft(common, (order, result))
        if again is not None:
            again.leave(key, result, drafted)
        yield drafted


def drafts(assessment: Assessment, result: EntityResult, options: Options) -> Mapping[str, bytes]:
    """The scorecard and letters of one entity, with the bytes that `write` gives them."""
    _check_templates(assessment, options.drafting)
    tables = tables_drafted(options.drafting.templates)
    common = Common.of(assessment, options.history, _links(options), options.drafting, tables)
    numbered = enumerate(declared_order(assessment), start=1)
    order = next(n for n, one in numbered if one.entity.code == result.entity.code)
    return {name: file.content for name, file in draft(common, (order, result)).files.items()}


def _links(options: Options) -> dict[str, str]:
    """What the copies of the sources are called, by name of the source."""
    taken: set[str] = set()
    return {name: _copy_name(name, taken) for name in options.sources}


def _copy_name(name: str, taken: set[str]) -> str:
    """A name for the copy of a source; files of the same name in different folders get numbers.

    `taken` are the names given so far, letter case ignored; the new one is added.
    """
    plain = Path(safe_name(Path(name).name))
    found, number = f"{SOURCES}/{plain}", 1
    while found.casefold() in taken:
        number += 1
        found = f"{SOURCES}/{plain.stem}-{number}{plain.suffix}"
    taken.add(found.casefold())
    return found


def archive(folder: Path, path: Path) -> None:
    """Pack a folder of documents into one zip; the same documents give the same bytes.

    Raises:
        DocumentError: a file cannot be read, or the zip not written.
    """
    members = {
        found.relative_to(folder).as_posix(): _read(found)
        for found in sorted(folder.rglob("*"))
        if found.is_file()
    }
    write_bytes(path, packed(members))


def _read(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise DocumentError(
            f"{path}：无法读取（{error.strerror}）。请确认填报文件仍在原处后重试。"
        ) from error
