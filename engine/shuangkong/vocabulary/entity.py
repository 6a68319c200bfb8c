"""Entity 考核对象: whom targets are for, and how letters speak to it."""

from decimal import Decimal
from enum import StrEnum
from typing import NamedTuple

from ..records import dataclass
from .base import Place, key


class Address(StrEnum):
    """How letters address an entity, and how they speak to it."""

    PROVINCE = "省人民政府"
    AUTONOMOUS_REGION = "自治区人民政府"
    CITY = "市人民政府"
    COUNTY = "县人民政府"
    DISTRICT = "区人民政府"
    PREFECTURE = "州人民政府"
    BANNER = "旗人民政府"
    LEAGUE = "盟行政公署"
    PREFECTURAL_OFFICE = "地区行政公署"
    NEW_AREA = "新区管委会"
    UNIT = "单位"
    ORGANISATION = "组织"
    COUNTRY = "国家"

    @property
    def body(self) -> str:
        """What follows the entity's name in 主送; nothing where the name stands alone."""
        for body in ("人民政府", "行政公署"):
            if self.value.endswith(body):
                return body
        return "管理委员会" if self is Address.NEW_AREA else ""

    @property
    def spoken(self) -> str:
        """How a letter speaks to it: 你市, 你委 (a committee), 你单位, 贵方."""
        if self in (Address.ORGANISATION, Address.COUNTRY):
            return "贵方"
        if self is Address.NEW_AREA:
            return "你委"
        if self in (Address.PREFECTURAL_OFFICE, Address.UNIT):
            return f"你{self.value[:2]}"
        return f"你{self.value.removesuffix(self.body)[-1]}"


class OwnAddress(NamedTuple):
    """A form of address of the plan's own: what follows the name, and how a letter speaks to it."""

    body: str
    spoken: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Entity:
    """A province, city, county, unit or sector that targets apply to (entities.csv).

    Columns: code, name, kind, and where needed parent, aliases (separated by ';'), valid_from,
    valid_to, scope_note, address, then any number of attributes named `attribute:unit`; those in
    words instead of numbers are named `attribute:类别`. Names in other languages are columns
    `name:en`, `name:ru`; they are known in tables too.
    """

    code: str = key("代码", "code")
    name: str = key("全称", "full name")
    kind: str = key("层级，如 province/city/county", "kind")
    parent: str | None = key("上级代码", "code of the entity above", None)
    aliases: tuple[str, ...] = key("别名", "other names", ())
    valid_from: int | None = key("起始年份", "first year it is assessed in", None)
    valid_to: int | None = key("终止年份", "last year it is assessed in", None)
    scope_note: str | None = key("口径说明", "what it includes or leaves out", None)
    names: dict[str, str] = key("其他语言的名称", "its name in other languages", {})
    address: Address | OwnAddress = key(
        "函件怎样称呼它：表中所列的一种，或自设的 名称之后的部分/称呼，如 秘书处/贵组织",
        "how letters address it: one of those listed, or what follows its name/how it is spoken to",
        Address.UNIT,
    )
    attributes: dict[str, Decimal] = key("属性，如人口", "attributes, e.g. population", {})
    labels: dict[str, str] = key("类别属性，如机组类型", "attributes in words, e.g. type", {})
    place: Place | None = None

    @property
    def called(self) -> tuple[str, ...]:
        """Everything it may be called in a table: full name, other names, other languages."""
        return (self.name, *self.aliases, *self.names.values())

    def valid_in(self, year: int) -> bool:
        return (self.valid_from or year) <= year <= (self.valid_to or year)

    def meets(self, other: "Entity") -> bool:
        """Whether both are in force in a common year."""
        first = max(self.valid_from or 0, other.valid_from or 0)
        last = min(self.valid_to or 9999, other.valid_to or 9999)
        return first <= last
