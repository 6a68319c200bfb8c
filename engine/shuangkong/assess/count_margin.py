"""How far a counted grade is from a worse and from a better one, in indicators."""

from collections.abc import Sequence
from decimal import Decimal

from ..vocabulary import Grade, Scheme
from .count import ClassCount, Counted


def distance(scheme: Scheme, counts: Sequence[ClassCount], now: Grade) -> tuple[str, ...]:
    """How far the grade is from a worse one, class by class: 控制指标再有1项不达标即为不合格."""
    said = []
    for one in counts:
        spare = len(one.indicators) - len(one.those(Counted.MISSED))
        for more in range(1, spare + 1):
            worse = _with_more(scheme.grades, counts, one.id, more)
            if worse.name != now.name:
                said.append(f"{one.name}再有{more}项不达标即为{worse.name}")
                break
    return tuple(said)


def wanting(scheme: Scheme, counts: Sequence[ClassCount], now: Grade) -> str:
    """What the next better grade asks for: 支撑指标再有1项达标方为优秀; blank for the best.

    What is open helps only where it turns out met, which is said with it.
    """
    better, asked = _next(scheme, counts, now)
    if not asked:
        return ""
    if any(one.those(Counted.OPEN) for one in counts):
        return f"{'，'.join(asked.values())}，方为{better}"
    return f"{'、'.join(a.removesuffix('达标') for a in asked.values())}达标方为{better}"


def _next(scheme: Scheme, counts: Sequence[ClassCount], now: Grade) -> tuple[str, dict[str, str]]:
    """The next better grade, and what it asks of those classes that are not within its limits."""
    place = [grade.name for grade in scheme.grades].index(now.name)
    better = scheme.grades[max(place - 1, 0)]
    limits = {one.id: int(better.missed.get(one.id, Decimal(0))) for one in counts}
    if not place or all(_missed(one) <= limits[one.id] for one in counts):
        return better.name, {}
    asked = {one.id: _asked(one, limits[one.id]) for one in counts}
    return better.name, {class_: said for class_, said in asked.items() if said}


def _asked(one: ClassCount, limit: int) -> str:
    """What keeps a class within a limit of misses, what is open included; blank when it is."""
    over, open_ = _missed(one) - limit, len(one.those(Counted.OPEN))
    must = min(open_, open_ + over)
    if over <= 0:
        return f"{one.name}待定的{open_}项至少{must}项达标" if must > 0 else ""
    return f"{one.name}再有{over}项达标" + (f"且待定的{open_}项都达标" if open_ else "")


def margins(
    scheme: Scheme | None, counts: Sequence[ClassCount], now: Grade | None
) -> tuple[str, ...]:
    """Both ways, for whoever has a grade by counting; nothing for anybody else.

    Where the grade is withheld, from the best one that is still possible. What is open may change
    every number, and that is said once.
    """
    if scheme is None or not counts:
        return ()
    best = _with_more(scheme.grades, counts, "", 0)
    said = list(distance(scheme, counts, now or best))
    better = wanting(scheme, counts, now) if now else ""
    said += [better] if better else []
    # of these it is said already how many are open
    told = _next(scheme, counts, now)[1] if now else {}
    waiting = sum(len(one.those(Counted.OPEN)) for one in counts if one.id not in told)
    return (*said, f"另有{waiting}项待定") if said and waiting else tuple(said)


def _with_more(
    grades: Sequence[Grade], counts: Sequence[ClassCount], class_: str, more: int
) -> Grade:
    """The grade when that many more of one class are missed."""
    for grade in grades:
        within = all(
            _missed(one) + (more if one.id == class_ else 0) <= grade.missed.get(one.id, Decimal(0))
            for one in counts
        )
        if not grade.missed or within:
            return grade
    return grades[-1]


def _missed(one: ClassCount) -> int:
    return len(one.those(Counted.MISSED))
