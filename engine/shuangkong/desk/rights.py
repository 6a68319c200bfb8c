"""Who may do what, with whose data: one matrix, and nothing that is not in it.

The three officers (三员) are apart from those who work with figures: the system administrator
keeps accounts and backups, the security administrator unlocks and separates, the security
auditor reads the audit log; none of them sees or changes a figure.
"""

from collections.abc import Mapping
from enum import StrEnum

from ..records import dataclass


class Role(StrEnum):
    """What an account is for."""

    CLERK = "clerk"
    SIGNATORY = "signatory"
    OFFICIAL = "official"
    APPROVER = "approver"
    ASSESSOR = "assessor"
    DEPARTMENT = "department"
    AUDITOR = "auditor"
    SYSTEM = "system"
    SECURITY = "security"
    INSPECTOR = "inspector"

    @property
    def chinese(self) -> str:
        """The field's word."""
        return {
            "clerk": "填报人",
            "signatory": "签发人",
            "official": "省级经办人",
            "approver": "省级审定人",
            "assessor": "考核人员",
            "department": "评定部门",
            "auditor": "审计人员",
            "system": "系统管理员",
            "security": "安全管理员",
            "inspector": "安全审计员",
        }[self.value]


#: roles that belong to one entity, and one that belongs to one department
OF_ENTITY = frozenset({Role.CLERK, Role.SIGNATORY})
OF_DEPARTMENT = frozenset({Role.DEPARTMENT})


class Reach(StrEnum):
    """Whose data an act may touch."""

    OWN = "own"
    ALL = "all"


class Act(StrEnum):
    """What can be done at the desk."""

    # a city
    FORM = "form"  #: download the form
    UPLOAD = "upload"
    CONFIRM = "confirm"  #: confirm a soft finding with a sentence
    MEND = "mend"  #: mend single figures in the page
    HAND_OVER = "hand_over"  #: to the signatory
    TAKE_BACK = "take_back"  #: from the signatory, who has not signed yet
    SIGN = "sign"
    DECLINE = "decline"
    SEE_SUBMISSION = "see_submission"
    SEE_DRAFT = "see_draft"
    EVIDENCE = "evidence"
    APPEAL = "appeal"
    SEE_ISSUED = "see_issued"  #: cards and letters that were issued
    # the province
    BOARD = "board"
    RETURN = "return"
    ACCEPT = "accept"
    EXTEND = "extend"
    REMIND = "remind"
    APPROVE_FIGURE = "approve_figure"
    ROUND = "round"
    LAYOUT = "layout"
    # assessing
    SEE_POINTS = "see_points"
    SCORE = "score"
    JUDGE = "judge"  #: a department's 达标/不达标
    SELF_JUDGE = "self_judge"  #: what a city says of itself 自评
    SELF_JUDGE_TOP = "self_judge_top"  #: what the plan's top entity says of itself
    DECIDE = "decide"
    CONFIRM_DECISION = "confirm_decision"
    ASSESS = "assess"
    EXPLAIN = "explain"
    ISSUE = "issue"
    RULE_APPEAL = "rule_appeal"
    LETTERS = "letters"
    HISTORY = "history"
    LEDGER = "ledger"
    VERIFY = "verify"
    SAMPLE = "sample"
    # administration
    ACCOUNTS = "accounts"
    KEYS = "keys"  #: keys for programs
    UNLOCK = "unlock"
    AUDIT = "audit"
    BACKUP = "backup"
    HEALTH = "health"
    # everybody with an account
    HOME = "home"
    PASSWORD = "password"
    LOGOUT = "logout"

    @property
    def chinese(self) -> str:
        """What it is called in the audit log."""
        return {
            "form": "下载填报表",
            "upload": "上传",
            "confirm": "说明审核意见",
            "mend": "页面上改数",
            "hand_over": "提交签发人",
            "take_back": "撤回",
            "sign": "签发报送",
            "decline": "退给填报人",
            "see_submission": "查看报送",
            "see_draft": "查看草稿",
            "evidence": "佐证材料",
            "appeal": "申诉",
            "see_issued": "查看签发的文书",
            "board": "查看收件",
            "return": "退回",
            "accept": "受理",
            "extend": "延期",
            "remind": "催报",
            "approve_figure": "核定数据",
            "round": "填报轮次",
            "layout": "版式",
            "see_points": "查看评分",
            "score": "评分",
            "judge": "部门评价",
            "self_judge": "自评",
            "self_judge_top": "本级自评",
            "decide": "裁定、提请签发",
            "confirm_decision": "复核裁定",
            "assess": "查看考核结果",
            "explain": "查看依据",
            "issue": "签发考核结果",
            "rule_appeal": "办理申诉",
            "letters": "发函登记",
            "history": "查看历年",
            "ledger": "查看台账",
            "verify": "核对台账",
            "sample": "抽查",
            "accounts": "用户管理",
            "keys": "接口密钥管理",
            "unlock": "解锁、结束登录",
            "audit": "审计日志",
            "backup": "备份",
            "health": "运行状况",
            "home": "首页",
            "password": "改密码",
            "logout": "退出",
        }[self.value]


_OWN, _ALL = Reach.OWN, Reach.ALL
_CITY = {Role.CLERK: _OWN, Role.SIGNATORY: _OWN}
_PROVINCE = {Role.OFFICIAL: _ALL, Role.APPROVER: _ALL, Role.AUDITOR: _ALL}
_EVERYBODY = dict.fromkeys(Role, _OWN)

#: act → role → reach; what is not here is denied
MATRIX: Mapping[Act, Mapping[Role, Reach]] = {
    Act.FORM: {**_CITY, Role.OFFICIAL: _ALL},
    Act.UPLOAD: {Role.CLERK: _OWN, Role.OFFICIAL: _ALL},
    Act.CONFIRM: {Role.CLERK: _OWN},
    Act.MEND: {Role.CLERK: _OWN},
    Act.HAND_OVER: {Role.CLERK: _OWN},
    Act.TAKE_BACK: {Role.CLERK: _OWN},
    Act.SIGN: {Role.SIGNATORY: _OWN},
    Act.DECLINE: {Role.SIGNATORY: _OWN},
    Act.SEE_DRAFT: _CITY,
    Act.SEE_SUBMISSION: {**_CITY, **_PROVINCE, Role.ASSESSOR: _ALL},
    Act.EVIDENCE: {Role.CLERK: _OWN, Role.OFFICIAL: _ALL, Role.ASSESSOR: _ALL},
    Act.APPEAL: {Role.SIGNATORY: _OWN},
    Act.SEE_ISSUED: {**_CITY, **_PROVINCE},
    Act.BOARD: {**_PROVINCE, Role.ASSESSOR: _ALL},
    Act.RETURN: {Role.OFFICIAL: _ALL},
    Act.ACCEPT: {Role.OFFICIAL: _ALL},
    Act.EXTEND: {Role.OFFICIAL: _ALL},
    Act.REMIND: {Role.OFFICIAL: _ALL},
    Act.APPROVE_FIGURE: {Role.OFFICIAL: _ALL},
    Act.ROUND: {Role.OFFICIAL: _ALL},
    Act.LAYOUT: {Role.OFFICIAL: _ALL},
    Act.SEE_POINTS: {**_PROVINCE, Role.ASSESSOR: _ALL},
    Act.SCORE: {Role.ASSESSOR: _ALL},
    Act.JUDGE: {Role.DEPARTMENT: _OWN},
    Act.SELF_JUDGE: {Role.SIGNATORY: _OWN},
    Act.SELF_JUDGE_TOP: {Role.OFFICIAL: _ALL},
    Act.DECIDE: {Role.OFFICIAL: _ALL},
    Act.CONFIRM_DECISION: {Role.APPROVER: _ALL},
    Act.ASSESS: _PROVINCE,
    Act.EXPLAIN: {**_CITY, **_PROVINCE},
    Act.ISSUE: {Role.APPROVER: _ALL},
    Act.RULE_APPEAL: {Role.APPROVER: _ALL},
    Act.LETTERS: _PROVINCE,
    Act.HISTORY: _PROVINCE,
    Act.LEDGER: _PROVINCE,
    Act.VERIFY: _PROVINCE,
    Act.SAMPLE: {Role.AUDITOR: _ALL, Role.OFFICIAL: _ALL},
    Act.ACCOUNTS: {Role.SYSTEM: _ALL},
    Act.KEYS: {Role.SYSTEM: _ALL},
    Act.UNLOCK: {Role.SECURITY: _ALL},
    Act.AUDIT: {Role.INSPECTOR: _ALL},
    Act.BACKUP: {Role.SYSTEM: _ALL},
    Act.HEALTH: {Role.SYSTEM: _ALL, Role.SECURITY: _ALL, Role.INSPECTOR: _ALL},
    Act.HOME: _EVERYBODY,
    Act.PASSWORD: _EVERYBODY,
    Act.LOGOUT: _EVERYBODY,
}


@dataclass(frozen=True, slots=True)
class Who:
    """Somebody at the desk, as the rights see them."""

    role: Role
    entity: str | None = None
    department: str | None = None


def may(who: Who, act: Act, entity: str | None = None, department: str | None = None) -> bool:
    """Whether somebody may do something with the data of an entity or department.

    Without either, whether they may do it at all, with something of their own.
    """
    reach = MATRIX.get(act, {}).get(who.role)
    if reach is None:
        return False
    if reach is Reach.ALL:
        return True
    if entity is not None and entity != who.entity:
        return False
    return department is None or department == who.department
