"""A year at the desk, from the first login to the issue: every role plays its part.

The browser tests walk it in several ways, and `docs/make_pictures.py` takes the pictures of
`docs/desk.md` on it.
"""

import datetime
import io
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import openpyxl
from shuangkong.desk import rounds

from tests.desk.hand import Hand, Told, Way

NEW = "Own-words-77"


@dataclass(frozen=True)
class Year:
    """What is walked through: the desk, how people work, and the files a city hands in."""

    browser: Any
    address: str
    way: Way
    told: Told
    passwords: dict[str, str]
    wrong: bytes
    soft: bytes

    @cached_property
    def _hand(self) -> Hand:
        return Hand(self.browser, self.address, self.way, self.told)

    def stranger(self) -> Hand:
        """Somebody in a browser that nobody has used."""
        self._hand.forget()
        return self._hand

    def person(self, login: str, *, first: bool = False) -> Hand:
        """Somebody logs in, for the first time with a one-time password."""
        hand = self.stranger()
        hand.log_in(login, self.passwords[login], NEW if first else None)
        return hand


def walk(year: Year) -> None:
    """The whole year."""
    for part in (_visitor, _administrator, _opening, _city, _signature, _evidence, _acceptance,
                 _points, _decision, _proposal, _issue, _auditor, _officers, _outcome):  # fmt: skip
        part(year)


def judged(year: Year) -> None:
    """The verdicts of a plan that counts: of a department, of a city and the top on themselves."""
    for part in (_quarter, _department, _city_of_itself, _top_of_itself):
        part(year)


def _visitor(year: Year) -> None:
    """Somebody without an account looks whether a file will do."""
    hand = year.stranger()
    hand.open("/login")
    hand.at("login")
    hand.open("/self-check")
    hand.at("self-check")
    hand.file("选择文件", "填报.xlsx", year.wrong)
    hand.button("上传并审核")
    hand.sees("须更正")
    hand.at("self-check-verdict")


def _administrator(year: Year) -> None:
    """The clerk gets an account with a one-time password, and a key for a program."""
    hand = year.person("system")
    hand.link("用户")
    hand.write("登录名", "xingtai")
    hand.write("姓名", "邢台填报人（示例）")
    hand.choose("角色", "填报人")
    hand.choose("考核对象", "邢台市")
    hand.button("建立")
    hand.sees("一次性密码")
    year.passwords["xingtai"] = hand.page.locator("b.code").inner_text()
    hand.at("account")
    hand.link("接口密钥")
    hand.choose("账号", "xingtai　邢台填报人（示例）（填报人）")
    hand.write("给哪个程序用", "能耗在线监测（示例）")
    hand.button("建立")
    hand.sees("sk_")
    hand.at("key")
    hand.link("备份")
    hand.button("现在备份")
    hand.at("backup")
    hand.leave()


def _opening(year: Year) -> None:
    """The official opens the round."""
    hand = year.person("official")
    hand.link("收件")
    hand.choose("年度", "2020")
    hand.write("截止日期", (rounds.today() + datetime.timedelta(days=30)).isoformat())
    hand.at("rounds")
    hand.button("开始")
    hand.sees("2020年度填报")
    hand.at("board-empty")
    hand.leave()


def _city(year: Year) -> None:
    """The clerk: form, a file with a mistake, the next one, a sentence, hand over."""
    hand = year.person("xingtai", first=True)
    hand.at("home")
    hand.link("本市填报")
    hand.at("city")
    hand.link("2020年度填报")
    assert hand.saves("下载填报表")[:2] == b"PK"
    hand.file("选择文件", "邢台市_2020.xlsx", year.wrong)
    hand.button("上传并审核")
    hand.sees("须更正 1 条")
    hand.at("verdict")
    hand.link("填报表!I7")
    assert hand.page.url.endswith("#c-1-I7"), "a finding leads to its cell"
    hand.at("cell")
    assert hand.page.get_by_role("button", name="提交签发人").is_disabled()
    hand.sees("现在不能提交：还有须更正 1 条没有改")
    hand.file("选择文件", "邢台市_2020.xlsx", year.soft)
    hand.button("上传并审核")
    hand.sees("须说明 1 条")
    hand.at("soft")
    hand.write("数据无误的，写一句说明", "2020年关停一座电厂（示例）")
    hand.button("确认")
    hand.sees("已说明：")
    hand.button("提交签发人")
    hand.sees("待市级签发")
    hand.at("handed-over")
    hand.leave()


def _signature(year: Year) -> None:
    """Another person signs."""
    hand = year.person("signatory")
    hand.link("本市填报")
    hand.link("2020年度填报")
    hand.at("to-sign")
    hand.tick("本单位已核对所报数据")
    hand.button("签发并报送")
    hand.sees("已报送")
    hand.link("回执")
    hand.sees("回执编号")
    hand.at("receipt")
    assert hand.saves("下载 PDF")[:4] == b"%PDF"
    hand.leave()


def _evidence(year: Year) -> None:
    """The clerk adds what proves a figure."""
    year.passwords["xingtai"] = NEW
    hand = year.person("xingtai")
    hand.link("本市填报")
    hand.link("2020年度填报")
    hand.file("添加文件", "关停文件.pdf", b"%PDF-1.4 synthetic")
    hand.write("证明什么", "电厂关停（示例）")
    hand.button("添加")
    hand.sees("关停文件.pdf")
    hand.at("evidence")
    hand.leave()


def _acceptance(year: Year) -> None:
    """The official reminds who is missing, asks what closing would end, accepts what came."""
    hand = year.person("official")
    hand.link("收件")
    hand.link("2020年度填报")
    hand.at("board")
    hand.link("石家庄市")
    hand.button("催报")
    hand.at("reminder")
    hand.link("收件")
    hand.link("2020年度填报")
    hand.link("结束这一轮")
    hand.sees("下列对象不能再上传")
    hand.sees("已报送、还没有受理的 1 个")
    hand.at("closing")
    hand.link("不结束，回到全部对象")
    hand.link("邢台市")
    hand.at("submission")
    hand.button("受理")
    hand.sees("受理")
    hand.at("accepted")
    hand.leave()


def _points(year: Year) -> None:
    """An assessor gives points with what they rest on; a department sees what it owns."""
    hand = year.person("assessor")
    hand.link("评分")
    hand.link("2020 年")
    hand.link("邢台市")
    hand.write("得分：", "1")
    hand.write("佐证：", "现场查验记录（示例）")
    hand.at("points")
    hand.button("登记评分")
    hand.sees("某assessor 1 分")
    hand.leave()


def _decision(year: Year) -> None:
    """The official decides, the approver refuses with the reason, the official sees it."""
    hand = year.person("official")
    hand.link("裁定")
    hand.at("decisions")
    hand.link("新的裁定")
    hand.choose("裁定事项", "更改评定结果")
    hand.write("对什么", "intensity")
    hand.write("裁定为", "not_met")
    hand.choose("考核对象", "邢台市")
    hand.choose("年度", "2020")
    hand.write("理由", "核查发现数据有误（示例）")
    hand.at("decision-new")
    hand.button("预览")
    hand.sees("生效后的变化")
    hand.at("decision-preview")
    hand.button("登记裁定")
    hand.sees("待复核（1）")
    hand.leave()
    hand = year.person("approver")
    hand.link("裁定")
    hand.link("看会改变什么")
    hand.at("decision")
    hand.write("退回的理由", "核查报告没有附上（示例）")
    hand.button("退回，不生效")
    hand.sees("复核退回，未生效")
    hand.at("refused")
    hand.leave()
    hand = year.person("official")
    hand.sees("您的裁定被退回")
    hand.at("sent-back")
    hand.leave()


def _proposal(year: Year) -> None:
    """The official looks at results, follows a verdict to its cell, and proposes to issue."""
    hand = year.person("official")
    hand.link("考核")
    hand.link("2020 年")
    hand.at("results")
    hand.open("/results/2020/130500")
    hand.at("scorecard")
    hand.open("/explain/2020/130500/intensity")
    hand.at("trace")
    hand.open(hand.page.locator("a[href^='/cell/']").first.get_attribute("href"))
    hand.sees("填报表")
    hand.at("source-cell")
    hand.open("/results/2020")
    hand.write("说明", "十三五末年（示例）")
    hand.button("提请签发")
    hand.sees("已提请签发")
    hand.at("proposed")
    hand.leave()


def _issue(year: Year) -> None:
    """Another person issues."""
    hand = year.person("approver")
    hand.link("考核")
    hand.link("2020 年")
    hand.button("签发")
    hand.page.get_by_role("heading", name="已签发").wait_for()
    hand.at("issued")
    assert hand.saves("下载全部文书")[:2] == b"PK"
    hand.leave()


def _auditor(year: Year) -> None:
    """The auditor reads the ledger and verifies it."""
    hand = year.person("auditor")
    hand.link("台账")
    hand.at("ledger")
    hand.button("核对台账")
    hand.sees("台账完整")
    hand.at("verified")
    hand.leave()


def _officers(year: Year) -> None:
    """The other two officers."""
    hand = year.person("security")
    hand.link("登录安全")
    hand.at("security")
    hand.leave()
    hand = year.person("inspector")
    hand.link("审计日志")
    hand.sees("日志完整")
    hand.at("audit")
    hand.link("运行状况")
    hand.at("health")
    hand.leave()


def _outcome(year: Year) -> None:
    """The city sees that its figures were used and what was issued, and appeals."""
    hand = year.person("signatory")
    hand.link("本市填报")
    hand.sees("采用")
    hand.at("adopted")
    hand.link("结果与申诉")
    hand.at("outcome")
    hand.write("对哪项结果有异议", "煤炭消费总量请复核（示例）")
    hand.button("提交申诉")
    hand.sees("待省级登记")
    hand.leave()
    hand = year.person("approver")
    hand.link("申诉")
    hand.sees("煤炭消费总量请复核（示例）")
    hand.at("appeals")
    hand.leave()


def _quarter(year: Year) -> None:
    """A quarter's round: opened, filled in, taken back once, signed, accepted, closed."""
    hand = year.person("official")
    hand.link("收件")
    hand.choose("年度", "2026")
    hand.choose("时期", "第一季度")
    hand.write("截止日期", (rounds.today() + datetime.timedelta(days=20)).isoformat())
    hand.button("开始")
    hand.sees("2026年第一季度填报")
    hand.leave()
    hand = year.person("clerk")
    hand.link("本市填报")
    hand.link("2026年第一季度填报")
    hand.file("选择文件", "甲城市_一季度.xlsx", _filled(hand.saves("下载填报表")))
    hand.button("上传并审核")
    hand.sees("审核通过")
    assert "甲城市，2026年一季度" in hand.text
    hand.at("quarter")
    hand.button("提交签发人")
    hand.sees("待市级签发")
    hand.button("撤回")
    hand.sees("没有要改正或说明的了")
    hand.button("提交签发人")
    hand.leave()
    hand = year.person("signatory")
    hand.link("本市填报")
    hand.link("2026年第一季度填报")
    hand.tick("本单位已核对所报数据")
    hand.button("签发并报送")
    hand.sees("已报送")
    hand.leave()
    hand = year.person("official")
    hand.link("收件")
    hand.link("2026年第一季度填报")
    hand.link("甲城市")
    hand.button("受理")
    hand.link("全部对象")
    hand.sees("受理 1")
    hand.at("quarter-board")
    hand.link("结束这一轮")
    hand.button("确认结束")
    hand.sees("（已结束）")
    hand.leave()


def _filled(form: bytes) -> bytes:
    """A form with a figure in every row."""
    book = openpyxl.load_workbook(io.BytesIO(form))
    sheet = book["填报表"]
    for row in sheet.iter_rows(min_row=7, max_col=4):
        if isinstance(row[0].value, int):
            row[3].value = -1.5
    made = io.BytesIO()
    book.save(made)
    return made.getvalue()


def _department(year: Year) -> None:
    """A department says what was met, with its basis."""
    hand = year.person("department")
    hand.link("部门评价")
    hand.at("department-years")
    hand.link("2026 年")
    hand.radio("达标")
    hand.button("登记评价")
    hand.sees("没有写评价依据")
    hand.open("/verdicts/主管部门/2026")
    hand.radio("不达标")
    hand.write("依据：", "能源统计年报（示例）")
    hand.write("原因和建议：", "加快项目建设（示例）")
    hand.at("department")
    hand.button("登记评价")
    hand.sees("不达标，某department")
    hand.leave()


def _city_of_itself(year: Year) -> None:
    """A city's signatory assesses it."""
    hand = year.person("signatory")
    hand.link("本市填报")
    hand.link("自评")
    hand.at("self-years")
    hand.link("2026 年")
    hand.radio("达标")
    hand.write("依据：", "项目台账（示例）")
    hand.at("self")
    hand.button("登记自评")
    hand.sees("达标，某signatory")
    hand.leave()


def _top_of_itself(year: Year) -> None:
    """The official assesses the province itself, and sees the sides beside each other."""
    hand = year.person("official")
    hand.open("/self/2026")
    hand.radio("达标")
    hand.write("依据：", "统计公报（示例）")
    hand.button("登记自评")
    hand.sees("达标，某official")
    hand.at("top")
    hand.open("/results/2026")
    hand.at("counted")
    hand.link("各方评价")
    hand.sees("能源统计年报（示例）")
    hand.at("sides")
    hand.leave()


def crawl(hand: Hand, seen: Callable[[str], bool]) -> None:
    """Follow every link of the desk that `seen` does not know yet."""
    waiting = ["/", *_links(hand)]
    while waiting:
        path = waiting.pop(0)
        if not seen(path) and look(hand, path):
            waiting += _links(hand)


def look(hand: Hand, path: str) -> bool:
    """Open an address, where it is a page and no file."""
    from playwright.sync_api import Error

    try:
        answer = hand.page.goto(hand.address + path)
    except Error as error:
        if "Download is starting" not in str(error):
            raise
        return False
    if answer is None or answer.status != 200 or "text/html" not in answer.headers["content-type"]:
        return False
    hand.at(path)
    return True


def _links(hand: Hand) -> list[str]:
    every = "all => all.map(a => a.getAttribute('href'))"
    found = hand.page.eval_on_selector_all("a[href^='/']", every)
    return [str(link).partition("#")[0] for link in found]
