"""Sentences of the desk that are shown at more than one place."""

from dataclasses import replace

from .. import messages
from ..errors import ShuangkongError
from ..ledger import moments
from .events import Happened
from .rights import Act

#: title and explanation by HTTP status
HTTP = {
    400: ("请求不完整", "提交的内容不完整或不合格式。请返回上一页重新填写。"),
    401: (
        "没有密钥",
        "请求没有带有效的接口密钥。请在请求头写 Authorization: Bearer 密钥；"
        "密钥由系统管理员在“接口密钥”中建立，停用或收回后不再有效。",
    ),
    403: ("已拒绝", "这个请求不是从本工作台的页面发出的。请打开工作台的页面重新操作。"),
    404: ("没有这一页", "没有这一页，或者您无权查看。需要查看的，请与省级经办人联系。"),
    405: ("不能这样打开", "请从工作台的页面操作。"),
    408: (
        "到得太慢",
        "提交的内容传得太慢，没有收全，也没有登记。请检查网络后重新提交；文件大的，先压缩再上传。",
    ),
    409: ("现在不能这样做", "请刷新页面，按页面上的提示操作。"),
    413: (
        "内容太大",
        "一次上传的文件不能超过 64 MB，一次填写的内容不能超过 2 MB。请只保留填报内容，或分次提交。",
    ),
    429: ("太频繁", "请求太频繁，请一分钟后再试。"),
    503: (
        "正忙",
        "没有登录的人正在传的内容太多，这一次没有收下。请一分钟后再试；有账号的，请先登录。",
    ),
    500: ("出错了", "程序内部错误，没有确认的操作没有记录。请联系系统管理员。"),
}

LOGIN_REFUSED = (
    "登录名或密码不对，或者因多次失败已暂时锁定（30 分钟；以前登录过的浏览器 1 分钟）。"
    "请核对后再试；忘记密码的，请系统管理员重置。"
)

#: what the fields of the ledger's entries are called, each as it is recorded
RECORDED = {
    "act": "事项（收到 received，答复 answered）",
    "asked": "所报年度",
    "at": "裁定日期",
    "at_random": "随机抽取个数",
    "based_on": "依据的台账（到第几号为止）",
    "by": "办理人",
    "choice": "裁定为",
    "deadline": "期限",
    "decisions": "所依据的裁定（台账号）",
    "declarations": "规划声明（台账号）",
    "drawn": "抽中的对象",
    "engine": "程序版本",
    "entity": "考核对象（代号）",
    "entry": "所附的台账号",
    "explanations": "所作说明（摘要）",
    "file": "文件名",
    "findings": "审核意见（摘要）",
    "folder": "规划所在的文件夹",
    "format": "台账格式",
    "found": "复核认定",
    "issue": "所申诉的签发（台账号）",
    "item": "考核内容（代号）",
    "kind": "裁定的种类（代号）",
    "letterhead": "发文要素",
    "measures": "措施分（摘要）",
    "note": "备注",
    "observations": "读到的数据（个数和摘要）",
    "of": "所复核或答复的台账号",
    "outcome": "结论（代号）",
    "period": "年内时段",
    "plan": "规划（代号）",
    "reason": "理由",
    "replaces": "所代替的台账号",
    "risky": "按风险抽取个数",
    "role": "文件的种类（代号）",
    "said": "申诉内容",
    "second": "须第二人复核",
    "seed": "随机抽取的种子",
    "sha256": "文件摘要（SHA-256）",
    "size": "文件大小（字节）",
    "software": "所用软件及版本",
    "submissions": "所依据的报送（台账号）",
    "target": "目标或指标（代号）",
    "type": "文件类型",
    "usable": "可以采用",
    "verdicts": "部门评定（摘要）",
    "via": "随哪个文件送来",
    "view": "目标的时段（代号）",
    "year": "年度",
}

#: what a person does on a page, where a message of the ledger speaks of commands
_MENDS = {
    messages.NO_SUCH_SUBMISSION.id: "在考核结果页“签发后收到、待认定的”中看号",
    messages.NO_SUCH_TARGET.id: "在“对什么”中从列出的目标里选",
    messages.NO_READINGS.id: "选有几种理解的目标；只改一个结论的，选“更改评定结果”",
    messages.NOT_NARROWED.id: "选了考核对象的，改选“（不分对象）”，对条款本身的裁定另勾选"
    "“对全部对象生效”；选了时段的，改选“全部时段”；只改一个结论的，选“更改评定结果”",
    messages.ENTITY_OR_ALL.id: "选考核对象；确要对全部对象生效的，勾选“对全部对象生效”",
    messages.CANNOT_BE_DECIDED.id: "没有下达目标的先公布目标；"
    "缺少数据的先报送，或在考核结果页的“自报与核定”中核定",
    messages.NOTHING_TO_CONFIRM.id: "打开“裁定”，看待复核的各项",
    messages.YEAR_NEEDED.id: "选年度",
    messages.ENTITY_NEEDED.id: "选考核对象",
    messages.NO_SUCH_PART.id: "在“对什么”中从列出的措施内容里选",
    messages.NOT_A_GRADE.id: "“对什么”写“等级”，“裁定为”写等级的名称",
    messages.NO_SUCH_APPEAL.id: "打开“申诉”，看待答复的各件",
    messages.SAMPLE_TOO_BIG.id: "减少按风险抽或随机抽的个数",
    messages.APPEAL_WITHOUT_DECISION.id: "先在“裁定”中更正并由第二人复核，"
    "再写明它的台账号；不更正结果的，选“不成立”",
}


def at_the_desk(error: ShuangkongError) -> str:
    """What an error says, with what is done on a page where its message speaks of commands."""
    if not any(found.kind in _MENDS for found in error.findings):
        return str(error)
    every = (replace(f, mend=_MENDS.get(f.kind, f.mend)) for f in error.findings)
    return "\n".join(map(str, every))


def time(at: str) -> str:
    """A moment as it was recorded, for people."""
    return moments.shown(moments.parsed(at))[:16]


#: events as the history says them
HAPPENED = {
    Happened.UPLOADED: "上传",
    Happened.CHECK_FAILED: "上传，但未能审核",
    Happened.FINDING_CONFIRMED: "说明一条审核意见",
    Happened.HANDED_OVER: "提交签发人",
    Happened.TAKEN_BACK: "填报人撤回",
    Happened.DECLINED: "签发人退给填报人",
    Happened.SIGNED: "签发报送",
    Happened.RETURNED: "省级退回",
    Happened.ACCEPTED: "省级受理",
    Happened.EXTENDED: "延期",
    Happened.REMINDED: "催报",
    Happened.EVIDENCE_ADDED: "添加佐证材料",
    Happened.APPEALED: "申诉",
    Happened.ISSUED: "签发考核结果",
}

#: what the audit log notes: acts, and what comes before anybody may do any
NOTED = {act.value: act.chinese for act in Act} | {"login": "登录", "key": "使用接口密钥"}
