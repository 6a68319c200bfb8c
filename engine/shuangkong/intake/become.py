"""Facts of a table → observations of a plan, or the finding that says why not."""

from collections.abc import Iterable
from dataclasses import replace
from decimal import Decimal

from .. import messages
from ..vocabulary import Entity, Finding, Indicator, Message
from .cell_figures import doubly_negative, fault_of, says_fall
from .comparable import comparable
from .making import Maker, Origin
from .marks import authority_in, vintage_in
from .match import Matcher
from .observe import Observation, converted
from .periods import is_plain
from .qualified import besides, change_beside, named_within, otherwise_in_cell
from .reading import Sheet, address
from .tables.facts import Fact
from .tables.lexicon import is_total
from .tables.tags import VALUES, Tag
from .titled import more_in_title
from .ways_out import month_or_sum, year_in_name
from .words import plain

#: so many names, and cells, of figures that were not taken are listed; and so many cells marked
_NAMED, _LISTED, _MARKED = 4, 8, 50


def observe(
    facts: Iterable[Fact], origin: Origin, matcher: Matcher, doubtful: Iterable[Fact] = ()
) -> tuple[list[Observation], list[Finding]]:
    """Observations of the plan's indicators in a sheet, and what kept others from being one.

    `doubtful` stand where a figure of the table belongs: states are taken, others are said.
    """
    maker = Maker(origin, matcher)
    made = [_one(fact, maker) for fact in facts]
    made += [_doubtful(fact, maker) for fact in doubtful]
    if maker.further:
        first, names = maker.further[0], len({fact.entity for fact in maker.further})
        maker.fault(messages.FURTHER_UNKNOWN, first, names=names, count=len(maker.further))
    _say_others(maker)
    return [one for one in made if one is not None], maker.findings


def _doubtful(fact: Fact, maker: Maker) -> Observation | None:
    indicator = maker.matcher.indicator(fact.names)
    if not isinstance(indicator, Indicator):
        return None
    states = {plain(state): number for state, number in indicator.states.items()}
    is_state = plain(fact.cell.text) in states
    entity = maker.matcher.entity(fact.entity) if fact.entity else None
    if entity is None:
        # of a word that is none of its states nobody can say that it is about the indicator
        entity = _entity(fact, indicator, maker) if is_state else None
    if entity is None:
        return None
    if is_state and not _covers_rows(maker.origin.sheet, fact):
        number = Decimal(states[plain(fact.cell.text)])
        return _made(replace(fact, number=number, unit=indicator.unit), indicator, entity, maker)
    about = {"name": indicator.name, "indicator": indicator.id, "entity": entity.code}
    if is_state or (fact.cell.tag in VALUES and fact.cell.tag is not Tag.STATE):
        area = _area(maker.origin.sheet, fact)
        maker.fault(messages.MERGED_VALUE, fact, area=area, **about)
    else:
        maker.unclear(fact, indicator, **about)
    return None


def _covers_rows(sheet: Sheet, fact: Fact) -> bool:
    """Whether one word is merged over several rows: whose it is cannot be told."""
    at = (fact.cell.row, fact.cell.col)
    return any((a.top, a.left) == at and a.bottom > a.top for a in sheet.merges)


def _area(sheet: Sheet, fact: Fact) -> str:
    """The merged area that a value fills."""
    at = (fact.cell.row, fact.cell.col)
    found = next(area for area in sheet.merges if (area.top, area.left) == at)
    return f"{fact.cell.cell.address}:{address(found.bottom, found.right)}"


def _one(fact: Fact, maker: Maker) -> Observation | None:
    indicator = maker.matcher.indicator(fact.names)
    if indicator is None:
        _another(fact, maker)
        return None
    if not isinstance(indicator, Indicator):
        options = "、".join(one.name for one in indicator)
        maker.fault(messages.AMBIGUOUS, fact, name=fact.indicator, options=options)
        return None
    maker.before = fact, indicator
    fault = _not_a_figure(fact, maker)
    if fault is messages.UNCLEAR_VALUE:
        maker.unclear(fact, indicator, name=indicator.name, indicator=indicator.id)
        return None
    if fault is not None:
        words = {} if fact.said is None else {"wanted": fact.said}
        maker.fault(fault, fact, name=indicator.name, indicator=indicator.id, **words)
        return None
    asks = fact.asks
    if indicator.change_of and says_fall(fact.labels) and not says_fall(fact.names):
        # only whoever laid the table out can have given it this name
        asks = (*asks, f"表头写的是降低，而“{indicator.name}”以上升为正，正负相反")
    more = more_in_title(
        fact, indicator, maker.matcher, maker.origin.sheet.name, maker.origin.book.name
    )
    asks = (*asks, more) if more is not None else asks
    beside = besides(fact, maker.matcher)
    otherwise = (*beside.otherwise, *maker.origin.otherwise.get(fact.cell.row, ()))
    if otherwise:
        said = "、".join(otherwise)
        asks = (*asks, f"旁边还写着“{said}”，不一定是同一个数{month_or_sum(otherwise)}")
    within = otherwise_in_cell(fact.cell.value.note, fact.period)
    asks = (*asks, within) if within else asks
    noted = maker.origin.notes.asks(fact)
    asks = (*asks, noted) if noted else asks
    if asks:
        why = "；".join(asks)
        maker.fault(
            messages.FIGURE_ASKED, fact, name=indicator.name, indicator=indicator.id, why=why
        )
        return None
    entity = _entity(fact, indicator, maker)
    if entity is None:
        return None
    made = _made(fact, indicator, entity, maker)
    if beside.unknown and made is not None:
        maker.once(messages.NAMED_BESIDE, fact, indicator, beside="、".join(beside.unknown))
    return made


def _another(fact: Fact, maker: Maker) -> None:
    """Note of a figure that is called by an indicator's name and more, or is a change without a
    name beside an indicator, that it was not taken."""
    within = named_within(fact, maker.matcher) or change_beside(fact, maker.before, maker.matcher)
    if within is not None and fact.cell.value.number is not None:
        hint = month_or_sum(fact.labels)
        maker.others.setdefault(within[1].id, []).append((within[0], fact, hint))


def _say_others(maker: Maker) -> None:
    """Say which figures that are called by an indicator's name and more were not taken: once for
    an indicator, with all they are called and where they stand."""
    for code, told in maker.others.items():
        names = list(dict.fromkeys(name for name, _, _ in told))
        cells = [fact.cell.cell for _, fact, _ in told]
        listed = "、".join(cell.address for cell in cells[:_LISTED]) + "……" * (len(cells) > _LISTED)
        more = f"（{len(cells)} 格：{listed}）" if len(cells) > 1 else ""
        marks = (maker.origin.book.place(maker.origin.sheet, cell) for cell in cells[:_MARKED])
        maker.once(
            messages.NAMED_WITHIN, told[0][1], maker.matcher.declarations.indicators[code],
            figure="”、“".join(names[:_NAMED]) + f"”等 {len(names)} 个“" * (len(names) > _NAMED),
            hint=more + next((hint for _, _, hint in told if hint), ""), marks=tuple(marks),
        )  # fmt: skip


def _not_a_figure(fact: Fact, maker: Maker) -> Message | None:
    """Why a cell gives no figure; None when it gives one."""
    fault = fault_of(fact.cell.cell, maker.origin.book, maker.origin.sheet)
    if fault is None and fact.said is not None:
        return messages.UNIT_CONTRADICTS
    if fault is None and fact.number is None:
        return messages.UNCLEAR_VALUE
    if fault is None and doubly_negative(fact.cell.value, fact.names):
        return messages.TWICE_SIGNED
    return fault


def _entity(fact: Fact, indicator: Indicator, maker: Maker) -> Entity | None:
    if fact.entity is None:
        maker.fault(messages.NO_ENTITY, fact, name=indicator.name, indicator=indicator.id)
        return None
    scope = maker.origin.scopes.get(fact.cell.row) or maker.origin.notes.scope(fact)
    label = fact.entity if scope is None else f"{fact.entity}（{scope}）"
    other = maker.matcher.other_scope(label)
    entity = maker.matcher.entity(fact.entity)
    if other is None and entity is None and is_total(fact.entity):
        maker.once(messages.TOTAL_LEFT, fact, indicator, label=fact.entity)
        return None
    if other is None and entity is not None:
        return entity
    if other is not None:
        maker.fault(
            messages.SCOPE_DIFFERS, fact, name=label, who=other.name, entity=other.code,
            scope=other.scope_note or "不分含与不含", indicator=indicator.id,
        )  # fmt: skip
    elif maker.may_say(fact.entity):
        maker.strangers.add(fact.entity)
        maker.strange += 1
        maker.fault(
            messages.ENTITY_UNKNOWN, fact, name=fact.entity, hint=maker.matcher.hint(fact.entity),
            seen=fact.entity, indicator=indicator.id,
        )  # fmt: skip
    else:
        maker.further.append(fact)
    return None


def _made(fact: Fact, indicator: Indicator, entity: Entity, maker: Maker) -> Observation | None:
    about = {"entity": entity.code, "indicator": indicator.id, "name": indicator.name}
    if fact.period is None or not is_plain(fact.period):
        said = (
            f"（写的是“{fact.period}”，不是全年的实际数，也不是能用的时段）" if fact.period else ""
        )
        noted = maker.origin.notes.year_said(fact)
        said = said or (f"（注写的是“{noted}”）" if noted else "")
        said = said or year_in_name(maker.origin.book.name)
        maker.fault(messages.NO_PERIOD, fact, said=said, **about)
        return None
    if fact.unit is None and indicator.unit:
        open_ = next((said for what, said in fact.guessed if what == "unit"), None)
        if open_ is not None:
            maker.fault(messages.FIGURE_ASKED, fact, why=open_, **about)
        else:
            maker.fault(messages.NO_UNIT, fact, wanted=indicator.unit, **about)
        return None
    origin, own = maker.origin, fact.cell.value.note or ""
    place = origin.book.place(origin.sheet, fact.cell.cell)
    assert fact.number is not None
    value = converted(
        fact.number, fact.unit or "", indicator, place, maker.matcher.declarations.units
    )
    if isinstance(value, Finding) and fact.unit_from and value.kind == messages.UNIT_UNFIT.id:
        maker.fault(
            messages.UNIT_OF_COLUMN, fact, column=fact.unit_from, unit=fact.unit,
            wanted=indicator.unit, **about,
        )  # fmt: skip
        return None
    if isinstance(value, Finding):
        maker.findings.append(replace(value, entity=entity.code))
        return None
    if not comparable(fact, indicator, maker):
        return None
    if fact.cell.cell.hidden or origin.sheet.state != "visible":
        maker.fault(messages.HIDDEN_VALUE, fact, **about)
    if indicator.formula is not None:
        maker.once(messages.DERIVED_GIVEN, fact, indicator)
    return Observation(
        entity.code, indicator.id, fact.period, value, indicator.unit, origin.verification,
        place.file, origin.book.sha256, origin.sheet.name, fact.cell.cell.address,
        fact.cell.text, fact.unit or "",
        vintage_in((*fact.labels, own)) or origin.notes.vintage(fact) or origin.vintage,
        authority_in(fact.labels) or origin.notes.authority(fact) or origin.authority,
        own or None,
    )  # fmt: skip
