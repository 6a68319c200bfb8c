"""Deductions: targets judged on what is left after declared amounts are taken off.

A target with deductions (原料用能, 新增可再生能源) rests on a derived indicator made here, so that
the amounts before and after stand in the trace like any other arithmetic. An amount that was not
reported is missing, never zero: the target is then not assessable and says which figure it lacks.
"""

from dataclasses import replace

from ..declarations.bundle import Declarations
from ..formulas import Binary, Name, parse
from ..vocabulary import Deduction, Indicator, Target


def with_deductions(declarations: Declarations) -> Declarations:
    """Declarations in which every target with deductions rests on its net indicator."""
    indicators = dict(declarations.indicators)
    targets = dict(declarations.targets)
    for target in declarations.targets.values():
        declared = indicators.get(target.indicator or "")
        if target.deductions and declared is not None and not _is_net(declared, target):
            net = _net(declared, target)
            indicators[net.id] = net
            targets[target.id] = replace(target, indicator=net.id)
    if len(indicators) == len(declarations.indicators):
        return declarations
    return replace(declarations, indicators=indicators, targets=targets)


def _is_net(declared: Indicator, target: Target) -> bool:
    """Whether the deductions were taken off before: they never come off twice."""
    return declared.id.endswith(_ending(target))


def _ending(target: Target) -> str:
    return f"_net_{target.id}".replace("-", "_")


def _net(declared: Indicator, target: Target) -> Indicator:
    taken = "".join(f" - {_amount(d)}" for d in target.deductions)
    formula = f"{declared.id}{taken}"
    if declared.formula is not None:
        match parse(declared.formula):
            case Binary("/", Name(above, None), Name(below, None)):
                formula = f"({above}{taken}) / {below}"
            case _:
                formula = f"{declared.formula}{taken}"
    return replace(
        declared,
        id=f"{declared.id}{_ending(target)}".replace("-", "_"),
        name=f"{declared.name}（扣减后）",
        formula=formula,
    )


def _amount(deduction: Deduction) -> str:
    """The amount taken off: all of it, or what was added since a year."""
    if deduction.since is None:
        return deduction.indicator
    return f"max({deduction.indicator} - at({deduction.indicator}, {deduction.since}), 0)"
