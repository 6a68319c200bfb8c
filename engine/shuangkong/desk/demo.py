"""A workspace to try the desk on: an invented province and its cities, somebody of every role.

Everything in it is marked 示例; the passwords are printed once and must be changed at login.
"""

import csv
import datetime
from collections.abc import Callable
from pathlib import Path

from .. import resources
from ..ledger.begin import init
from ..ledger.database import created, folder
from . import accounts, rounds
from .checking import plan_of
from .rights import OF_DEPARTMENT, Role
from .serve import NewAccount, begin
from .store import Store

PLAN, YEAR = resources.samples() / "carbon-15fyp", "2026"
#: who judges the indicators of that plan
_DEPARTMENT = "主管部门"
_PROVINCE = (
    ("official", "经办人（示例）", Role.OFFICIAL),
    ("approver", "审定人（示例）", Role.APPROVER),
    ("assessor1", "考核员甲（示例）", Role.ASSESSOR),
    ("assessor2", "考核员乙（示例）", Role.ASSESSOR),
    ("auditor", "审计员（示例）", Role.AUDITOR),
    ("department", "主管部门评价人（示例）", Role.DEPARTMENT),
)
PASSWORDS = "一次性密码.csv"


def make(workspace: Path, tell: Callable[[str], None]) -> Path:
    """Make the workspace where there is none; returns the list of one-time passwords."""
    listed = workspace / PASSWORDS
    if listed.exists():
        return listed
    tell(f"建立工作区 {workspace}（{PLAN.name}）")
    folder(workspace)
    init(workspace, str(PLAN), "示例建账人")
    store = Store.beside(workspace)
    people = list(begin(store))
    cities = [e for e in plan_of(workspace).assessed(int(YEAR)) if e.kind == "city"]
    with store.writing() as connection:
        for login, name, role in _PROVINCE:
            department = _DEPARTMENT if role in OF_DEPARTMENT else None
            password = accounts.create(connection, login, name, role, department=department)
            people.append(NewAccount(login, name, role, password))
        for city in cities:
            for end, role in (("a", Role.CLERK), ("b", Role.SIGNATORY)):
                login = f"{city.code}{end}"
                name = f"{city.name}{role.chinese}（示例）"
                password = accounts.create(connection, login, name, role, entity=city.code)
                people.append(NewAccount(login, name, role, password, city.code))
        deadline = rounds.today() + datetime.timedelta(days=14)
        rounds.open_round(connection, 0, YEAR, deadline, [city.code for city in cities])
        for one in people:
            tell(f"  {one.role.chinese:　<6}  登录名 {one.login:<10}  一次性密码 {one.password}")
    created(listed)
    with listed.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(["登录名", "姓名", "角色", "一次性密码"])
        writer.writerows([p.login, p.name, p.role.chinese, p.password] for p in people)
    tell(f"密码清单在 {listed}；首次登录须改密码")
    return listed
