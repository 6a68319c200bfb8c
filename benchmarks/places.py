"""Invented provinces, prefectures, counties and energy users, as many as the country has."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Size:
    """How many of each there are. Lower levels are dealt out evenly over the level above."""

    provinces: int
    prefectures: int = 0
    counties: int = 0
    users: int = 0

    @property
    def entities(self) -> int:
        return 1 + self.provinces + self.prefectures + self.counties + self.users


COUNTRY = Size(31, 333, 2843)
COUNTRY_WITH_USERS = Size(31, 333, 2843, 17000)
PROVINCE = Size(1, 13, 180)


@dataclass(frozen=True, slots=True)
class Place:
    """One line of entities.csv."""

    code: str
    name: str
    kind: str
    parent: str
    population: int  #: 万人


def places(size: Size) -> list[Place]:
    """All entities, each after the one above it: the country first, energy users last."""
    top = [Place("CN", "示例国", "country", "", 0)]
    provinces = _level(top, size.provinces, "province", "P", "号省", 3000)
    prefectures = _level(provinces, size.prefectures, "city", "C", "号市", 400)
    counties = _level(prefectures or provinces, size.counties, "county", "X", "号县", 50)
    users = _level(prefectures or provinces, size.users, "unit", "U", "号用能单位", 0)
    return [*top, *provinces, *prefectures, *counties, *users]


def _level(
    above: list[Place], count: int, kind: str, letter: str, word: str, people: int
) -> list[Place]:
    return [
        Place(
            f"{letter}{number:06d}",
            f"第{number}{word}",
            kind,
            above[number * len(above) // count].code,
            people and people // 2 + number * 7919 % people,
        )
        for number in range(count)
    ]
