"""Makes the letter templates in letters/*.docx.

The templates belong to the office that issues letters: it edits them in Word or WPS. This
script only makes the first version of each; run it again to start over:

    python templates/make_templates.py
"""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))
sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "engine"))

from letter import NUMBER, NUMBERED, Letter
from shuangkong.running.zips import normalised

FOLDER = Path(__file__).resolve().parent / "letters"
_TARGETS = (
    ("目标", 108.0, "{{ 行.名称 }}"),
    # 年度推算值, 万吨二氧化碳, 14202.00 and 13968.05 on one line
    ("时段", 56.0, "{{ 行.时段 }}"),
    ("单位", 68.0, "{{ 行.单位 }}"),
    ("应达到", 54.0, "{{ 行.应达到数 }}"),
    ("实际", 54.0, "{{ 行.实际数 }}"),
    ("余量", 46.0, "{{ 行.差距数 }}"),
    ("完成情况", 56.2, "{{ 行.完成情况 }}"),
)
_SCORES = (
    ("大类", 56.0, "{{ 行.大类 }}"),
    ("考核内容", 130.0, "{{ 行.内容 }}"),
    ("分值", 36.0, "{{ 行.分值 }}"),
    ("得分", 40.0, "{{ 行.得分 }}"),
    ("加分", 36.0, "{{ 行.加分 }}"),
    ("计分说明", 144.2, "{{ 行.说明 }}"),
)
_TOTAL = (
    *("合计", "—", "{{ 满分 }}", "{{ 得分合计 }}", "{{ 加分合计 }}"),
    "总分{{ 总分 }}；{{ 合计说明 }}",
)
_RESULTS = (
    # 暂列10 on one line
    ("名次", 50.0, "{{ 行.名次 }}"),
    ("考核对象", 116.0, "{{ 行.对象 }}"),
    # 86.7（暂计） on one line
    ("总分", 72.0, "{{ 行.总分 }}"),
    ("等级", 62.0, "{{ 行.等级 }}"),
    ("备注", 142.2, "{{ 行.备注 }}"),
)
_COUNTED_RESULTS = (
    ("考核对象", 90.0, "{{ 行.对象 }}"),
    ("等级", 60.0, "{{ 行.等级 }}"),
    ("达标情况", 192.2, "{{ 行.达标情况 }}"),
    ("备注", 100.0, "{{ 行.备注 }}"),
)
_COUNTED = (
    ("类别", 50.0, "{{ 行.类别 }}"),
    ("指标", 124.0, "{{ 行.指标 }}"),
    ("计数", 40.0, "{{ 行.计数 }}"),
    ("说明", 228.2, "{{ 行.说明 }}"),
)
_COUNTED_TOTAL = ("合计", "—", "—", "{{ 达标情况 }}")
_PREPARED = "编制：〔待签〕　审核：〔待签〕　批准：〔待签〕　日期：{{ 成文日期 }}"
_FINDINGS = (
    ("序号", 34.0, "{{ loop.index }}"),
    ("级别", 46.0, "{{ 行.级别 }}"),
    ("位置", 100.0, "{{ 行.位置 }}"),
    ("审核意见", 138.0, "{{ 行.意见 }}"),
    ("怎样更正", 124.2, "{{ 行.更正 }}"),
)


def circular() -> Letter:
    """通报: results of all cities, grades best first, honours, consequences."""
    letter = Letter(circular=True, title="考核结果通报")
    letter.banner()
    _title(letter, "结果的通报")
    letter.address("{{ 普发主送 }}：")
    letter.text(
        "按照{{ 考核依据 }}，对{{ 参评范围 }}{{ 年度 }}年度{{ 目标统称 }}完成情况{{ 措施 }}"
        "进行了考核。{{ 全省概况 }}经{{ 批准机关 }}同意，现将考核结果通报如下："
    )
    letter.heading("一、考核结果")
    letter.tag("{%p if 各等级 %}")
    letter.text(
        "{% for 组 in 各等级 %}{{ 组.对象 }}（{{ 组.数量 }}个）为{{ 组.等级 }}等级"
        "{{ '；' if not loop.last else '。' }}{% endfor %}"
    )
    letter.tag("{%p endif %}")
    letter.tag("{%p if 暂缓评定 %}")
    letter.text("下列考核对象暂不定级：{{ 暂缓评定 }}。")
    letter.tag("{%p endif %}")
    letter.tag("{%p if 只评目标 %}")
    letter.text("{{ 只评目标 }}")
    letter.tag("{%p endif %}")
    letter.tag("{%p if 表彰 or 奖惩 %}")
    letter.heading("二、奖惩措施")
    letter.tag("{%p endif %}")
    letter.tag("{%p for 项 in 表彰 %}")
    letter.text("授予{{ 项.对象 }}“{{ 项.称号 }}”称号。")
    letter.tag("{%p endfor %}")
    letter.tag("{%p for 组 in 奖惩 %}")
    letter.text("考核等级为{{ 组.等级 }}的{{ 组.对象 }}，适用下列规定：{{ 组.措施 }}")
    letter.tag("{%p endfor %}")
    letter.text(
        "各地要认真总结经验、查找差距，进一步落实{{ 目标统称 }}责任，加强{{ 工作 }}管理和监督检查，"
        "确保完成各项{{ 目标统称 }}任务。"
    )
    letter.attached("附件：{{ 年度 }}年度{{ 考核名称 }}结果一览表")
    letter.signature(kept=3, note=True)
    letter.annex("附件", "{{ 年度 }}年度{{ 考核名称 }}结果一览表")
    letter.tag("{%p if 计数表 %}")
    letter.table(_COUNTED_RESULTS, "行 in 计数表", wordy=("达标情况", "备注"))
    letter.tag("{%p else %}")
    letter.table(_RESULTS, "行 in 结果表", wordy=("备注",))
    letter.tag("{%p endif %}")
    letter.small(_PREPARED)
    letter.small(NUMBERED)
    letter.copies()
    return letter


def result() -> Letter:
    """结果通知: one city's result, with its sheet of figures."""
    letter = _letter("结果的函", assessment=True)
    letter.text(
        "按照{{ 考核依据 }}，对{{ 称呼 }}{{ 年度 }}年度{{ 目标统称 }}完成情况{{ 措施 }}进行了考核。"
        "现将考核结果函告如下："
    )
    letter.heading("一、考核结果")
    letter.text("{{ 结果 }}")
    letter.heading("二、目标完成情况")
    letter.tag("{%p for 行 in 主要目标 %}")
    letter.text(NUMBER + "{{ 行.叙述 }}")
    letter.tag("{%p endfor %}")
    letter.tag("{%p if not 主要目标 %}")
    letter.text("有关目标尚不具备评定条件，评定后另行函告。")
    letter.tag("{%p endif %}")
    letter.tag("{%p if 待补事项 %}")
    letter.text(
        "下列目标无法评定，请于{{ 办理期限 }}前补报所缺数据，报送{{ 报送地址 }}；"
        "确无数据的，书面说明原因和可以提供的时间："
    )
    letter.tag("{%p for 事项 in 待补事项 %}")
    letter.text(NUMBER + "{{ 事项 }}")
    letter.tag("{%p endfor %}")
    letter.tag("{%p endif %}")
    letter.tag("{%p for 句 in 存疑 %}")
    letter.text("{{ 句 }}")
    letter.tag("{%p endfor %}")
    letter.tag("{%p if 等级提示 %}")
    letter.text("{{ 等级提示 }}")
    letter.tag("{%p endif %}")
    letter.tag("{%p if 称号 or 奖惩措施 %}")
    letter.heading("三、奖惩措施")
    letter.tag("{%p endif %}")
    letter.tag("{%p if 称号 %}")
    letter.text("经研究，授予{{ 称呼 }}“{{ 称号 }}”称号。")
    letter.tag("{%p endif %}")
    letter.tag("{%p if 奖惩措施 %}")
    letter.text("根据考核结果，适用下列规定：{{ 奖惩合并 }}")
    letter.tag("{%p endif %}")
    letter.text(
        "对考核结果有异议的，请于{{ 办理期限 }}前书面提出复核申请，并附相关证明材料，"
        "报送{{ 报送地址 }}。联系人：{{ 联系人 }}。"
    )
    letter.attached("附件：{{ 对象 }}{{ 年度 }}年度{{ 考核名称 }}明细")
    letter.signature(kept=3)
    _detail(letter)
    letter.copies()
    return letter


def rectification() -> Letter:
    """整改通知: what was missed and what must follow."""
    letter = _letter("整改事项的函", assessment=True)
    letter.text(
        "按照{{ 考核依据 }}，{{ 称呼 }}{{ 年度 }}年度{{ 考核名称 }}结果为{{ 等级 }}。{{ 等级说明 }}"
        "现就有关整改事项函告如下："
    )
    letter.heading("一、存在的问题")
    letter.tag("{%p for 行 in 未完成目标 %}")
    letter.text(NUMBER + "{{ 行.叙述 }}")
    letter.tag("{%p endfor %}")
    letter.tag("{%p if 其他问题 %}")
    letter.text("{{ 其他问题 }}")
    letter.tag("{%p endif %}")
    letter.tag("{%p for 句 in 存疑 %}")
    letter.text("{{ 句 }}")
    letter.tag("{%p endfor %}")
    letter.heading("二、整改要求")
    # what is to be reported is the rules' own to say, where there are any
    letter.text(
        "请针对上述问题认真整改，于{{ 整改期限 }}{% if 奖惩措施 %}按照下列规定的要求书面报送"
        "{% else %}将整改情况书面报送{% endif %}{{ 报送地址 }}。联系人：{{ 联系人 }}。"
    ).paragraph_format.keep_with_next = True
    # what follows is partly for the entity to do and partly done to it: no requirement as a whole
    letter.tag("{%p if 奖惩措施 %}")
    letter.heading("三、适用的规定")
    letter.text("考核等级为{{ 等级 }}的，适用下列规定：")
    letter.tag("{%p endif %}")
    letter.tag("{%p for 措施 in 奖惩措施 %}")
    letter.last_of_loop(NUMBER + "{{ 措施 }}")
    letter.tag("{%p endfor %}")
    letter.attached("附件：{{ 对象 }}{{ 年度 }}年度{{ 考核名称 }}明细")
    letter.signature(kept=3)
    _detail(letter)
    letter.copies()
    return letter


def commendation() -> Letter:
    """表扬: praise, with the reason."""
    letter = _letter("予以表扬的函", assessment=True)
    letter.text("按照{{ 考核依据 }}，{{ 称呼 }}{{ 年度 }}年度{{ 考核名称 }}已经完成。{{ 结果 }}")
    letter.tag("{%p if 称号 %}")
    letter.text("经研究，授予{{ 称呼 }}“{{ 称号 }}”称号。")
    letter.tag("{%p endif %}")
    letter.tag("{%p if 奖惩合并 %}")
    letter.text("根据考核结果，适用下列规定：{{ 奖惩合并 }}")
    letter.tag("{%p endif %}")
    letter.text("希望{{ 称呼 }}珍惜荣誉，再接再厉，继续做好{{ 工作 or '各项' }}工作。")
    letter.attached("附件：{{ 对象 }}{{ 年度 }}年度{{ 考核名称 }}明细")
    letter.signature(kept=3)
    _detail(letter)
    letter.copies()
    return letter


def warning() -> Letter:
    """预警: what is behind its pace within the year."""
    letter = _letter("{{ 期间 }}{{ 目标统称 }}\n完成情况预警的函")
    letter.text(
        "根据{{ 考核依据 }}，对{{ 称呼 }}{{ 期间 }}{{ 目标统称 }}完成情况进行了分析，"
        "下列指标落后于进度要求，现予预警："
    )
    letter.tag("{%p for 行 in 预警表 %}")
    letter.text(NUMBER + "{{ 行.叙述 }}")
    letter.tag("{%p endfor %}")
    letter.tag("{%p if 等级提示 %}")
    letter.text("{{ 等级提示 }}")
    letter.tag("{%p endif %}")
    letter.text(
        "请{{ 称呼 }}认真分析原因，采取有针对性的措施，加快补齐差距，"
        "确保完成年度和规划期{{ 目标统称 }}，并于{{ 办理期限 }}前将分析和措施书面报送"
        "{{ 报送地址 }}。联系人：{{ 联系人 }}。"
    )
    letter.signature(kept=1, numbered=True)
    letter.copies()
    return letter


def returned() -> Letter:
    """退回更正: the submission is missing, or cannot be used as it is, and why."""
    letter = _letter(
        "{% if 已报送 %}{{ 年度 }}年度{{ 工作 }}数据退回核实"
        "{% else %}报送{{ 年度 }}年度{{ 工作 }}数据{% endif %}的函"
    )
    letter.tag("{%p if 已报送 %}")
    letter.text(
        "{{ 称呼 }}报送的{{ 年度 }}年度{{ 考核名称 }}数据已经审核，{{ 退回原因 }}"
        "请逐项核实更正后重新报送。"
    )
    letter.tag("{%p for 事项 in 待补事项 %}")
    letter.text(NUMBER + "{{ 事项 }}")
    letter.tag("{%p endfor %}")
    letter.tag("{%p else %}")
    letter.text(
        "{{ 退回原因 }}请按照{{ 考核依据 }}的要求尽快报送，以免影响{{ 称呼 }}"
        "{{ 年度 }}年度{{ 考核名称 }}。"
    )
    letter.tag("{%p endif %}")
    letter.text("报送期限：{{ 办理期限 }}；报送地址：{{ 报送地址 }}；联系人：{{ 联系人 }}。")
    letter.tag("{%p if 审核意见 %}")
    letter.attached("附件：审核意见")
    letter.tag("{%p endif %}")
    letter.signature(kept=3, numbered=True)
    letter.tag("{%p if 审核意见 %}")
    letter.annex("附件", "{{ 对象 }}{{ 年度 }}年度{{ 工作 }}数据审核意见")
    letter.table(_FINDINGS, "行 in 审核意见", wordy=("位置", "审核意见", "怎样更正"))
    letter.tag("{%p endif %}")
    letter.copies()
    return letter


def _letter(about: str, *, assessment: bool = False) -> Letter:
    letter = Letter(circular=False, title="函")
    letter.banner()
    if assessment:
        _title(letter, about)
    else:
        letter.title("{{ 发文机关 }}\n关于" + about)
    letter.address("{{ 主送 }}：")
    return letter


def _title(letter: Letter, about: str) -> None:
    """A title with the assessment's name, which stands on a line of its own when it is long."""
    corrects = "{{ 更正 }}" if about.startswith("结果") else ""
    begin, end = f"{{{{ 发文机关 }}}}\n关于{corrects}{{{{ 年度 }}}}年度", "{{ 考核名称 }}" + about
    letter.tag("{%p if 考核名称|length > 8 %}")
    letter.title(begin + "\n" + end)
    letter.tag("{%p else %}")
    letter.title(begin + end)
    letter.tag("{%p endif %}")


def _detail(letter: Letter) -> None:
    """一市一单: the figures behind the result."""
    letter.annex("附件", "{{ 对象 }}{{ 年度 }}年度{{ 考核名称 }}明细")
    letter.caption("一、目标完成情况")
    letter.table(_TARGETS, "行 in 目标表", wordy=("目标",), unless="计分表 or 计数表")
    letter.tag("{%p if 计分表 %}")
    letter.caption("二、计分情况")
    letter.table(_SCORES, "行 in 计分表", wordy=("考核内容", "计分说明"), whole=True, total=_TOTAL)
    letter.tag("{%p endif %}")
    letter.tag("{%p if 计数表 %}")
    letter.caption("二、达标计数")
    letter.table(_COUNTED, "行 in 计数表", wordy=("指标", "说明"), total=_COUNTED_TOTAL)
    letter.tag("{%p endif %}")
    letter.small("{{ 明细说明 }}")
    letter.small(_PREPARED)
    letter.small(NUMBERED)


LETTERS = {
    "circular": circular,
    "result": result,
    "rectification": rectification,
    "commendation": commendation,
    "warning": warning,
    "return": returned,
}


def main() -> None:
    """Write every template."""
    FOLDER.mkdir(exist_ok=True)
    for name, make in LETTERS.items():
        path = FOLDER / f"{name}.docx"
        make().save(str(path))
        path.write_bytes(normalised(path.read_bytes()))
        print(path)


if __name__ == "__main__":
    main()
