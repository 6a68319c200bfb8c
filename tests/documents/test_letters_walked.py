"""The printed letters of all samples, walked sentence by sentence back to judged records."""

import io
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any

import docx
import pytest
import shuangkong
from shuangkong import resources
from shuangkong.assess.count_margin import wanting
from shuangkong.assess.judgement import Judgement
from shuangkong.assess.result import Assessment, EntityResult
from shuangkong.documents.consequences import consequences
from shuangkong.documents.figures import Figures, verdict_figure, verdict_label
from shuangkong.documents.letterhead import Letterhead
from shuangkong.documents.letters.choice import letters_for
from shuangkong.documents.letters.draft import Draft, Drafting, draft_circular, draft_letter
from shuangkong.documents.letters.sentences import TOLD, wanting_figures
from shuangkong.documents.letters.words import common_words
from shuangkong.documents.problems import is_problem
from shuangkong.documents.text import mark_of
from shuangkong.text import NO_BREAK
from shuangkong.vocabulary import TargetKind

SAMPLES = {
    "hebei-13fyp": ("hebei-13fyp", "hebei-13fyp", 2020),
    "hebei-13fyp in a year between": ("hebei-13fyp", "hebei-13fyp", 2018),
    "mistakes": ("hebei-13fyp", "hebei-13fyp-mistakes", 2020),
    "national-13fyp": ("national-13fyp", "national-13fyp", 2020),
    "carbon-15fyp": ("samples/carbon-15fyp", "carbon-15fyp/data", 2026),
    "carbon-demo": ("samples/carbon-demo", "carbon-demo/data", 2027),
}
NUMBER = re.compile(r"\d+(?:\.\d+)?")
LISTED = re.compile(r"^\d+\. ")


@dataclass(frozen=True)
class Letter:
    """A printed letter: paragraphs and tables in order, with what was drafted."""

    result: EntityResult
    kind: str
    paragraphs: list[str]
    tables: list[list[list[str]]]
    draft: Draft


@cache
def assessed(sample: str) -> Assessment:
    plan, data, year = SAMPLES[sample]
    own: Any = plan
    if plan.startswith("samples/"):
        own = resources.samples() / plan.removeprefix("samples/")
    return shuangkong.assess(own, year, resources.samples() / data)


def printed(draft: Draft) -> tuple[list[str], list[list[list[str]]]]:
    document = docx.Document(io.BytesIO(draft.content))
    tables = [[[c.text for c in row.cells] for row in t.rows] for t in document.tables]
    return [p.text for p in document.paragraphs if p.text.strip()], tables


@cache
def letters(sample: str) -> tuple[Letter, ...]:
    def made() -> Iterator[Letter]:
        for result in assessed(sample).results.values():
            for kind in letters_for(assessed(sample), result):
                draft = draft_letter(assessed(sample), result, kind, Drafting())
                yield Letter(result, kind, *printed(draft), draft)

    return tuple(made())


def shown(j: Judgement) -> str:
    return f"{j.target.name}{mark_of(j.verification)}"


def record(result: EntityResult, text: str) -> Judgement:
    """The one judged record that a sentence or row is of."""
    found = [j for j in result.judgements if text.startswith(f"{shown(j)}（{j.clock}）")]
    assert len(found) == 1, f"{result.entity.name}: {text}"
    return found[0]


def clock(row: list[str]) -> str:
    return row[1].removesuffix("（增量）")


def told(letter: Letter) -> list[tuple[str, Judgement]]:
    """Every numbered sentence about a target, and every row of the annex, with its record."""
    listed = [LISTED.sub("", p) for p in letter.paragraphs if LISTED.match(p)]
    # what is asked for names all clocks of a target at once
    asked = wanting_figures(letter.result.judgements)
    of_targets = [t for t in listed if t not in asked and re.match(r"[^。，：]*）：", t)]
    found = [(text, record(letter.result, text)) for text in of_targets]
    for table in letter.tables:
        if table[0][:2] == ["目标", "时段"]:
            found += [
                (" ".join(row), record(letter.result, f"{row[0]}（{clock(row)}）"))
                for row in table[1:]
            ]
    return found


def figures_of(j: Judgement, draft: Draft) -> set[str]:
    own = [f.text for f in draft.figures if re.match(rf"{re.escape(j.key)}[/#]", f.trace)]
    return {number for text in own for number in NUMBER.findall(text)}


@pytest.mark.parametrize("sample", SAMPLES)
def test_every_sentence_about_a_target_has_the_figures_of_its_record_and_no_others(sample) -> None:
    walked = 0
    for letter in letters(sample):
        for text, j in told(letter) if letter.kind != "return" else ():
            rest = text.removeprefix(shown(j)).removeprefix(f"（{j.clock}）")
            rest = rest.removeprefix(f" {j.clock}")
            known = figures_of(j, letter.draft) | set(NUMBER.findall(j.reason))
            states = assessed(sample).declarations.indicators.get(j.target.indicator or "")
            for word in states.states if states else ():
                rest = rest.replace(word, "")
            assert set(NUMBER.findall(rest)) <= known, f"{letter.result.entity.name}: {text}"
            walked += 1
    assert walked > (5 if sample == "mistakes" else 60)


def test_a_row_of_increments_says_so_and_no_other() -> None:
    """34.32 and -24.52 beside the name of a total are read as totals."""
    seen = set()
    for letter in letters("hebei-13fyp"):
        for table in (t for t in letter.tables if t[0][:2] == ["目标", "时段"]):
            for row in table[1:]:
                found = record(letter.result, f"{row[0]}（{clock(row)}）")
                label = verdict_label(found, "required", "")
                assert (row[1] != clock(row)) == label.endswith("增量")
                seen.add(row[1])
    assert "年度推算值（增量）" in seen


@pytest.mark.parametrize("sample", SAMPLES)
def test_nothing_is_selected_twice_or_anew(sample) -> None:
    """The annex is of all records told, the list of problems of all missed, each once."""
    for letter in letters(sample):
        if letter.kind == "return":
            continue
        # what whoever set the targets owes is listed for it
        records = [j for j in letter.result.judgements if j.outcome in TOLD and not j.owed_above]
        table = next(t for t in letter.tables if t[0][:2] == ["目标", "时段"])
        rows = [record(letter.result, f"{row[0]}（{clock(row)}）").key for row in table[1:]]
        assert Counter(rows) == Counter(j.key for j in records)
        indicators = [i for one in letter.result.counts for i in one.indicators]
        for head, listed in (("大类", letter.result.scores), ("类别", indicators)):
            firsts = [row[0] for t in letter.tables if t[0][0] == head for row in t[1:]]
            assert firsts[-1:] == (["合计"] if listed else [])
            assert len(firsts[:-1]) == len(listed)
        if letter.kind == "rectification":
            start = letter.paragraphs.index("一、存在的问题")
            end = letter.paragraphs.index("二、整改要求")
            told_of = letter.paragraphs[start + 1 : end]
            numbered = [LISTED.sub("", p) for p in told_of if LISTED.match(p)]
            # one alone has no number
            problems = [record(letter.result, p).key for p in numbered or told_of[:1]]
            missed = [j.key for j in records if is_problem(assessed(sample), j)]
            assert Counter(problems) == Counter(missed)


@pytest.mark.parametrize("sample", SAMPLES)
def test_no_letter_is_silent_on_a_missed_binding_target(sample) -> None:
    """On every clock that was missed: its name, what was required and what was reached."""
    for letter in letters(sample):
        for j in letter.result.judgements if letter.kind != "return" else ():
            if not (j.is_missed and j.target.kind is TargetKind.BINDING):
                continue
            found = [text for text, of in told(letter) if of.key == j.key]
            assert found, f"{letter.result.entity.name}, {letter.kind}: {j.key}"
            indicator = assessed(sample).declarations.indicators.get(j.target.indicator or "")
            states = indicator.states if indicator else {}
            for role in ("required", "actual"):
                said = verdict_figure(j, role, Figures(), states).removeprefix("-")
                # a state that its department tells has no figures, but a reason
                all_or_any, said = (any, j.reason) if said == "—" else (all, said)
                # in a row, the unit has a cell of its own
                bare = said.split(NO_BREAK)[0].removesuffix("%")
                assert all_or_any(bare in text for text in found), f"{j.key}: {said}"


@pytest.mark.parametrize("sample", SAMPLES)
def test_no_number_of_a_letter_or_circular_is_from_nowhere(sample) -> None:
    """Each is a traced figure, or stands in a record, in the scheme, in a title or in a finding."""
    done = assessed(sample)
    every = [(x.result, x.paragraphs, x.tables, x.draft) for x in letters(sample)]
    circular = draft_circular(done, Drafting())
    every.append((None, *printed(circular), circular))
    for result, paragraphs, tables, draft in every:
        known = {number for f in draft.figures for number in NUMBER.findall(f.text)}
        for text in given(done, result):
            known |= set(NUMBER.findall(text))
        cells = [c for t in tables for row in t for c in row[t[0][0] == "序号" :]]
        for text in (*(LISTED.sub("", p) for p in paragraphs), *cells):
            strange = set(NUMBER.findall(text)) - known
            assert not strange, f"{result.entity.name if result else '通报'}: {text} {strange}"


def given(done: Assessment, result: EntityResult | None) -> Iterator[str]:
    """Texts that letters repeat word for word."""
    yield str(common_words(done, Letterhead(), "verified", Figures()))
    for one in done.results.values() if result is None else (result,):
        yield from (one.grade_reason, *one.vetoed_by, *one.honours, *one.by_decision)
        yield from consequences(one, done.declarations.holidays, Letterhead())
        yield from (c.words for c in one.counts)
        if done.scheme and one.counts and one.grade:
            yield wanting(done.scheme, one.counts, one.grade)
        for j in one.judgements:
            yield from (j.target.name, j.reason, j.clock)
        yield from (text for s in one.scores for text in (s.item.name, s.why))
        for finding in one.findings:
            yield from (finding.why, finding.mend, finding.seen or "", str(finding.place))


def test_the_samples_hold_every_clock_and_both_kinds_of_schemes() -> None:
    # what is sent back names all clocks of a target at once
    whole = [x for sample in SAMPLES for x in letters(sample) if x.kind != "return"]
    seen = {j.clock for x in whole for _, j in told(x)}
    kinds = {x.kind for sample in SAMPLES for x in letters(sample)}
    counted = {bool(x.result.counts) for sample in SAMPLES for x in letters(sample)}

    assert {"年度目标", "年度推算值", "累计进度", "期末目标"} <= seen
    assert kinds == {"result", "rectification", "commendation", "return"}
    assert counted == {True, False}


def test_no_entity_is_told_what_whoever_set_its_targets_owes() -> None:
    """Neither in a sentence nor in the annex: it says what is open, and the list above says why."""
    walked = 0
    for sample in SAMPLES:
        for letter in letters(sample):
            reasons = {j.reason for j in letter.result.judgements if j.owed_above and j.reason}
            whole = "\n".join(
                [*letter.paragraphs, *(c for t in letter.tables for r in t for c in r)]
            )
            for reason in reasons if letter.kind != "return" else ():
                assert reason not in whole, f"{letter.result.entity.name}: {reason}"
                walked += 1
    assert walked > 50
    (told,) = [
        x for x in letters("mistakes") if x.result.entity.name == "衡水市" and x.kind == "result"
    ]
    assert "有关目标尚不具备评定条件，评定后另行函告。" in told.paragraphs
    assert any("尚不具备评定条件，未列入" in p for p in told.paragraphs)


def test_a_circular_is_about_those_who_sent_data() -> None:
    found = printed(draft_circular(assessed("hebei-13fyp"), Drafting()))[0]

    (scope,) = [p for p in found if p.startswith("按照")]
    assert "对已报送可用数据的13个考核对象2020年度节能目标完成情况和措施落实情况进行了考核" in scope
    assert any("雄安新区（尚未报送数据）" in p for p in found)
