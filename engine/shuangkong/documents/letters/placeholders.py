"""Every placeholder of every letter and what it stands for; docs and checks read it from here."""

from collections.abc import Mapping

from ..checking import Placeholder


def _words(**meanings: str) -> dict[str, Placeholder]:
    return {name: Placeholder(meaning) for name, meaning in meanings.items()}


_MEASURES = "措施评过分时为“和措施落实情况”，否则为空"
COMMON: Mapping[str, Placeholder] = _words(
    发文机关="发文机关署名",
    批准机关="同意发布的上级机关",
    普发主送="通报的主送机关",
    抄送="抄送机关",
    文号="发文字号，待办公室编号",
    成文日期="成文日期，待签发",
    印章="印章位置",
    公开属性="附注中的公开属性",
    印发机关="版记中的印发机关",
    印发日期="版记中的印发日期",
    年度="考核年度",
    规划="规划简称",
    考核名称="考核的名称，按考核办法或规划的 wording",
    目标统称="所考核目标的统称，如降碳目标",
    工作="所考核工作的名称，如降碳；没有写的为空",
    评分卡="评分卡的短名，如评分卡、评价卡",
    考核依据="规划和考核办法所据文件的标题、文号；不知道的文号留待核",
    办理期限="办理或整改期限，待定",
    联系人="联系人和电话，待定",
    报送地址="书面材料的报送地址，待定",
    签发编号="台账中的签发编号；未签发的留待定",
    回执码="签发结果的回执码；未签发的留待定",
    横幅="数据未经核实时的警示语；已核实时为空",
)
#: common words that papers of the ledger do not have
_OF_ASSESSMENTS = ("规划", "考核名称", "目标统称", "工作", "评分卡", "考核依据")
_ENTITY = _words(
    对象="考核对象全称",
    主送="主送机关，按考核对象的 address",
    称呼="函中对对方的称呼：你市、贵方",
    称谓="称呼去掉“你”字：市",
)
_TARGET = {
    "名称": "目标名称，未核实的带标记",
    "时段": "年度目标、累计进度或期末目标",
    "应达到": "要求达到的数",
    "实际": "实际达到的数",
    "余量": "与要求之差，负数为差距",
    "完成情况": "符号和文字",
    "条款": "目标的出处",
    "叙述": "一句话说明",
    "单位": "三个数的单位",
    "应达到数": "要求达到的数，不带单位",
    "实际数": "实际达到的数，不带单位",
    "差距数": "与要求之差，不带单位；百分数的差为百分点",
}
_RESULT = {
    **_words(
        措施=_MEASURES,
        等级="考核等级",
        等级说明="为什么是这个等级",
        结果="总分、等级和名次的一句话",
        总分="总分；暂计的注明（暂计）",
        名次="名次；没有则为—",
        称号="表彰称号；没有则为空",
        奖惩合并="该等级的奖惩措施写成一句：一是…；二是…",
        明细说明="明细表下的注",
    ),
    "主要目标": Placeholder("考核办法所考核的目标，每个一行", _TARGET),
    "未完成目标": Placeholder("其中未完成的", _TARGET),
    "目标表": Placeholder("全部已评定的目标，每个一行", _TARGET),
    "计分表": Placeholder(
        "各计分项，每项一行",
        {
            "大类": "大类",
            "内容": "考核内容",
            "分值": "分值",
            "得分": "得分；未计分为“待定”",
            "加分": "加分",
            "说明": "计分说明",
        },
    ),
    "措施表": Placeholder(
        "各计分项的内容，每条一行；没有细分的计分项没有",
        {
            "大类": "大类",
            "计分项": "所属计分项",
            "内容": "考核内容",
            "分值": "分值",
            "得分": "得分；未计分为“待定”",
            "佐证": "要求的佐证材料",
        },
    ),
    "存疑": Placeholder("数据的位数不足以判定的目标，每条一行（直接用循环变量本身）"),
    "奖惩措施": Placeholder("该等级的奖惩措施，每条一行（直接用循环变量本身）"),
}
_FINDING = {
    "级别": "严重程度",
    "位置": "文件、工作表和单元格",
    "意见": "审核意见",
    "更正": "怎样更正",
    "编号": "审核意见的编号",
}
_GROUP = {"等级": "等级名称", "对象": "该等级的对象，按名次"}

PLACEHOLDERS: Mapping[str, Mapping[str, Placeholder]] = {
    "circular": {
        **COMMON,
        **_words(
            参评范围="参评对象的数目",
            措施=_MEASURES,
            全省概况="全省完成情况的一句话；没有则为空",
            暂缓评定="暂不评定等级的对象和各自的原因；没有则为空",
        ),
        "各等级": Placeholder("各等级及其对象，由高到低", {**_GROUP, "数量": "对象的数目"}),
        "表彰": Placeholder("各称号及获得者", {"称号": "称号", "对象": "获得者"}),
        "奖惩": Placeholder(
            "各等级的奖惩措施", {**_GROUP, "措施": "措施全文，几条的写成一是、二是"}
        ),
        "结果表": Placeholder(
            "全部对象，按名次",
            {
                "名次": "名次",
                "代码": "行政区划代码或其他代码",
                "对象": "名称，未核实的带标记",
                "总分": "总分",
                "等级": "等级",
                "备注": "表彰、否决和未评定的原因",
                "目标": "该对象已评定的目标，每个一行，供里层的 for 使用",
            },
            {"目标": _TARGET},
        ),
    },
    "paper": {
        **{name: COMMON[name] for name in COMMON if name not in _OF_ASSESSMENTS},
        **_words(标题="文书的标题", 主送="主送机关；没有则为空"),
        "段落": Placeholder("文书的各段", {"题": "是否小标题，供 if 使用", "文": "这一段的文字"}),
    },
    "result": {**COMMON, **_ENTITY, **_RESULT},
    "rectification": {**COMMON, **_ENTITY, **_RESULT},
    "commendation": {**COMMON, **_ENTITY, **_RESULT},
    "warning": {
        **COMMON,
        **_ENTITY,
        **_words(期间="所分析的时段，如2020年上半年"),
        "预警表": Placeholder(
            "落后于进度的指标，每个一行",
            {
                "名称": "目标名称",
                "级别": "预警级别",
                "颜色": "预警颜色",
                "叙述": "一句话说明",
            },
        ),
    },
    "return": {
        **COMMON,
        **_ENTITY,
        **_words(
            已报送="是否收到过填报，供 if 使用",
            退回原因="为什么退回，或没有收到",
        ),
        "待补事项": Placeholder("待补充的事项，每条一行（直接用循环变量本身）"),
        "审核意见": Placeholder("须更正的审核意见，每条一行", _FINDING),
    },
}

#: words of one entity: a table that uses any of them is filled once for each
ENTITY_WORDS = frozenset({**_ENTITY, **_RESULT}) - frozenset(PLACEHOLDERS["circular"])
