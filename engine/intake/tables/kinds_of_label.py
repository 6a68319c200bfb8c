"""Telling an entity from an indicator from a total, by the words alone."""

import re
from functools import lru_cache

from ..words import name_of, plain, unit_of

_PROVINCES = [
    "北京",
    "天津",
    "河北",
    "山西",
    "内蒙古",
    "辽宁",
    "吉林",
    "黑龙江",
    "上海",
    "江苏",
    "浙江",
    "安徽",
    "福建",
    "江西",
    "山东",
    "河南",
    "湖北",
    "湖南",
    "广东",
    "广西",
    "海南",
    "重庆",
    "四川",
    "贵州",
    "云南",
    "西藏",
    "陕西",
    "甘肃",
    "青海",
    "宁夏",
    "新疆",
    "香港",
    "澳门",
    "台湾",
]
_SUFFIX = re.compile(
    r"[\u4e00-\u9fff]{1,12}(?:省|自治区|特别行政区|兵团|市|地区|自治州|州|盟|自治县|县|旗|林区|特区|新区|区|"
    r"开发区|经济区|产业园|产业园区|示范区|管理区|高新区|管委会|街道|镇|乡)\Z"
)
_NOT_PLACES = frozenset(
    [
        "城市",
        "地区",
        "城镇",
        "农村",
        "乡镇",
        "县",
        "区",
        "市",
        "省",
        "小区",
        "社区",
        "上市",
        "城区",
        "市区",
        "全区",
        "景区",
        "园区",
        "灌区",
        "库区",
        "林区",
        "街道",
        "各市",
        "各县",
        "各地区",
        "分地区",
        "按地区",
        "居住区",
        "郊区",
        "县区",
        "县市",
        "区县",
        "设区市",
        "都市",
        "超市",
        "门市",
        "股市",
        "楼市",
        "保护区",
        "自然保护区",
    ]
)
_TOTALS = frozenset(
    [
        "全国",
        "全省",
        "全市",
        "全县",
        "全区",
        "全州",
        "全盟",
        "全自治区",
        "合计",
        "总计",
        "总",
        "计",
        "全社会",
        "全球",
        "全国总计",
        "全国合计",
        "全省合计",
        "全省总计",
        "全市合计",
        "全市总计",
        "各市合计",
        "各地区合计",
        "全国平均",
        "全省平均",
        "total",
        "grandtotal",
        "alllocalauthorities",
    ]
)
_HEADERS = {
    "entity": (
        "地区|地区名称|城市|城市名称|市|市州|市县|市名|县|县市|县区|区县|县(市|区)|县(市,区)|市(县|区)|省|省份|省市|省区市|"
        "省(区|市)|省(区,市)|省(自治区,直辖市)|行政区|行政区划|行政区域|设区市|各市|州市|地市|"
        "单位名称|企业名称|填报单位|考核对象|区域|国家|国家和地区|地名|名称|"
        "region|area|countryorregion|localauthority|province|city|county|country|regionname|laname"
    ),
    "indicator": (
        "指标|指标名称|项目|项目名称|行业|行业名称|分组|品种|类别|品种名称|能源品种|能源种类|能源名称|产品|产品名称|部门|"
        "行业分类|科目|内容|indicator|item|sector|industry|variable|fuel|fueltype"
    ),
    "period": "年份|年度|时间|年|年月|月份|日期|季度|报告期|year|date|period|time|yr",
    "unit": "单位|计量单位|计算单位|数据单位|unit|units|unitofmeasure",
    "code": (
        "序号|代码|编码|编号|行次|行号|行政区划代码|区划代码|指标代码|代号|顺序号|排名|位次|名次|no|no.|code|id|rank|"
        "areacode|lacode|甲|乙|丙"
    ),
    "note": "备注|说明|注|附注|数据来源|来源|资料来源|填报说明|口径|note|notes|remark|remarks|source|footnote",
}
_ROLE_OF = {
    word.replace("县(市|区)", "县(市,区)"): role
    for role, words in _HEADERS.items()
    for word in re.split(r"\|(?![^(]*\))", words)
}
_CHANGE = re.compile(r"(?:比|较|同比|环比|增减|增长|增速|±|\+-|\+,-|变化|升降|上升或下降)")


@lru_cache(maxsize=16_384)
def header_role(text: str) -> str | None:
    """What a column's header says its labels are: entity, indicator, period, unit, code, note."""
    folded = plain(text).casefold().strip(":").replace("/", ",").replace("|", ",")
    return _ROLE_OF.get(folded) or _ROLE_OF.get(re.sub(r"[(][^)]*[)]\Z", "", folded))


@lru_cache(maxsize=16_384)
def is_total(text: str) -> bool:
    """Whether a label says that the figures are of everything together."""
    return plain(text).casefold().strip(":") in _TOTALS


@lru_cache(maxsize=16_384)
def is_place(text: str) -> bool:
    """Whether a label reads as the name of a place, by its own words."""
    name = re.sub(r"[(][^()]*[)]\Z", "", plain(text))
    if name in _PROVINCES or any(
        name.startswith(p)
        and name[len(p) :]
        in ("省", "市", "自治区", "壮族自治区", "回族自治区", "维吾尔自治区", "生产建设兵团")
        for p in _PROVINCES
    ):
        return True
    return name not in _NOT_PLACES and not is_total(name) and bool(_SUFFIX.match(name))


@lru_cache(maxsize=16_384)
def is_change(text: str) -> bool:
    """Whether a header speaks of a change against something rather than of a level."""
    return bool(_CHANGE.search(plain(text)))


def is_unit(text: str) -> bool:
    """Whether a whole label is a unit."""
    return unit_of(text) is not None


def bare(text: str) -> str:
    """A label's name for comparison."""
    return name_of(text)
