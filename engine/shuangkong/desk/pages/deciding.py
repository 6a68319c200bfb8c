"""Decisions: seen before they are recorded, in effect only when a second person confirms them."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from flask import Blueprint, abort, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as Answer

from ...errors import DeskError, ShuangkongError
from ...ledger.attach import attached
from ...ledger.comparison import Comparison
from ...ledger.decide import Wish, preview_confirmed
from ...ledger.entries import WITHDRAW
from ...ledger.figures import Pair, pairs
from ...ledger.said import CHOICES, settling
from ...vocabulary import Decision, DecisionKind, View
from .. import deciding, guard, wording
from ..acts import decisions as acts
from ..assessed import within
from ..context import desk
from ..exchange import taken
from ..numbers import numbered
from ..rights import Act

pages = Blueprint("deciding", __name__)

#: what is to be written as target and choice, by kind
ASKED = {
    DecisionKind.OVERRIDE: ("目标", "完成，或未完成"),
    DecisionKind.READING: ("目标", "所取的理解，照规划写的原文"),
    DecisionKind.CONFLICT: ("目标", "所依的目标"),
    DecisionKind.BAND: ("目标", "完成，或未完成"),
    DecisionKind.REVISION: ("填报在台账中的号", "采用，或不采用"),
    DecisionKind.POINTS: ("措施内容", "得分"),
    DecisionKind.FIGURE: ("指标", "核定数，如 3600 万吨标准煤"),
    DecisionKind.FALSIFIED: (deciding.GRADED, "等级的名称"),
    DecisionKind.NOT_COMPUTABLE: ("目标", "认可"),
}


@pages.get("/decisions")
@guard.needs(Act.LEDGER)
def every() -> str:
    """All decisions: waiting for a second person, in effect, replaced."""
    return render_template("decide/list.html", found=deciding.stood(desk().workspace),
                           about=_about)  # fmt: skip


@pages.get("/decisions/new")
@guard.needs(Act.DECIDE)
def new() -> str:
    """A form for one decision; the address may fill it in."""
    declared = desk().declarations
    period = declared.plan.period
    given = _given(request.args)
    readings = [r.says for t in declared.targets.values() for r in t.readings]
    names_of = [deciding.called(declared, kind).values() for kind in DecisionKind]
    return render_template(
        "decide/new.html", kinds=list(DecisionKind), asked=ASKED, views=list(View),
        entities=list(declared.entities.values()), years=range(period.first, period.last + 1),
        targets=dict.fromkeys(name for names_ in names_of for name in names_),
        choices=dict.fromkeys([*CHOICES.values(), *readings]), given=given,
        withdraw=CHOICES[WITHDRAW],
    )  # fmt: skip


def _given(asked: Mapping[str, str]) -> dict[str, str]:
    """What an address fills in, ids by their names."""
    given = dict(asked)
    if given.get("kind") in list(DecisionKind):
        declared, kind = desk().declarations, DecisionKind(given["kind"])
        target, choice = given.get("target", ""), given.get("choice", "")
        given["choice"] = (CHOICES | deciding.chosen(declared, kind, target)).get(choice, choice)
        given["target"] = deciding.called(declared, kind).get(target, target)
    return given


@pages.post("/decisions/preview")
@guard.needs(Act.DECIDE)
def foresee() -> str:
    """What a decision would change and for whom; nothing is recorded."""
    wish = deciding.wish_of(request.form.to_dict(), guard.who().name)
    declared = desk().declarations
    target = deciding.id_of(wish.target, deciding.called(declared, wish.kind))
    choice = deciding.id_of(wish.choice, deciding.chosen(declared, wish.kind, target))
    return _foreseen((replace(wish, target=target, choice=choice),))


def _foreseen(wishes: tuple[Wish, ...], moved: bool = False) -> str:
    head, found = acts.foresee(desk(), wishes)
    return render_template(
        "decide/preview.html", wishes=wishes, found=found, text=deciding.written(wishes),
        head=head, moved=moved, names=names(), about=_about,
    )  # fmt: skip


@pages.post("/decisions")
@guard.needs(Act.DECIDE)
def record() -> Answer | str:
    """Record what was seen; where the ledger has moved since, it is shown again instead."""
    wishes = deciding.read(request.form.get("wishes", ""), guard.who().name)
    if wishes and request.form.get("head") != acts.head(desk()):
        return _foreseen(wishes, moved=True)
    acts.record(desk(), guard.actor(), wishes)
    return redirect(url_for("deciding.every"), code=303)


@pages.get("/decisions/<int:number>")
@guard.needs(Act.LEDGER)
def one(number: int) -> str:
    """One decision, and what it changes while it waits for a second person."""
    found = _one(number)
    changes: Comparison | None = None
    why = ""
    if found.waits:
        try:
            changes = preview_confirmed(desk().workspace, found.ruling)
        except ShuangkongError as error:
            why = wording.at_the_desk(error)
    proofs = [a for a in attached(desk().workspace) if a.entry == number]
    return render_template("decide/one.html", one=found, found=changes, why=why, names=names(),
                           about=_about, proofs=proofs)  # fmt: skip


@pages.post("/decisions/confirm")
@guard.needs(Act.CONFIRM_DECISION)
def confirm() -> Answer:
    """A second person stands for decisions; from then on they are in effect."""
    acts.confirm(desk(), guard.actor(), _chosen(), request.form.get("note", ""))
    return redirect(url_for("deciding.every"), code=303)


@pages.post("/decisions/refuse")
@guard.needs(Act.CONFIRM_DECISION)
def refuse() -> Answer:
    """A second person refuses decisions, with the reason; they never have effect."""
    acts.refuse(desk(), guard.actor(), _chosen(), request.form.get("reason", ""))
    return redirect(url_for("deciding.every"), code=303)


@pages.post("/decisions/<int:number>/evidence")
@guard.needs(Act.DECIDE)
def prove(number: int) -> Answer:
    """Add a file as evidence of a decision."""
    _one(number)
    name, data = taken(request.files.get("file"))
    acts.prove(desk(), guard.actor(), number, name, data)
    return redirect(url_for("deciding.one", number=number) + "#evidence", code=303)


def _about(what: Decision | Wish) -> str:
    """What is decided of what, in the words of the ledger."""
    return settling(what, desk().declarations)


def _chosen() -> tuple[int, ...]:
    texts = request.form.getlist("number")
    try:
        return tuple(map(numbered, texts))
    except ValueError:
        abort(400)


@pages.get("/figures/<int:year>")
@guard.needs(Act.LEDGER)
def figures(year: int) -> str:
    """自报 beside 核定: what entities reported, and what is approved."""
    within(year)
    found = pairs(desk().workspace, year)
    entities = {p.entity: p.entity_name for p in found}
    wanted = request.args.get("entity") or next(iter(entities), "")
    if wanted and wanted not in entities:
        abort(404)
    return render_template(
        "decide/figures.html", year=year, entities=entities, wanted=wanted,
        found=[(p, _words(p)) for p in found if p.entity == wanted],
    )  # fmt: skip


def _words(pair: Pair) -> tuple[str, str] | None:
    """What was reported and approved in words, of a state; None for a number."""
    if not pair.states:
        return None
    told = [pair.shown(value) for value in (pair.reported, pair.approved)]
    return ("—" if told[0] is None else str(told[0]), "—" if told[1] is None else str(told[1]))


@pages.post("/figures/<int:year>/<entity>/preview")
@guard.needs(Act.APPROVE_FIGURE)
def approve(year: int, entity: str) -> str:
    """What approved figures would change; recorded from the preview as decisions."""
    within(year)
    by, reason = guard.who().name, request.form.get("reason", "").strip()
    wishes = tuple(
        Wish(DecisionKind.FIGURE, name.removeprefix("figure-"), value.strip(), by, reason,
             entity=entity, year=year)
        for name, value in request.form.items()
        if name.startswith("figure-") and value.strip()
    )  # fmt: skip
    if not wishes:
        raise DeskError("没有填写核定数\n    怎么改：在“核定为”一栏填写，没有改动的留空")
    return _foreseen(wishes)


# --- what the pages share ------------------------------------------------------------------


def _one(number: int) -> deciding.Stood:
    found = deciding.stood(desk().workspace)
    return next((s for s in found if s.ruling.number == number), None) or abort(404)


def names() -> dict[str, Any]:
    """Names of entities by code, of targets, indicators and parts by id, for what is shown."""
    declared = desk().declarations
    return {
        "entity": {code: e.name for code, e in declared.entities.items()},
        "target": {id_: t.name for id_, t in declared.targets.items()}
        | {id_: i.name for id_, i in declared.indicators.items()}
        | deciding.parts(declared),
    }
