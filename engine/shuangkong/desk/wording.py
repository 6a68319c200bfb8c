"""Sentences of the desk that are shown at more than one place."""

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
    409: ("现在不能这样做", "请刷新页面，按页面上的提示操作。"),
    413: (
        "内容太大",
        "一次上传的文件不能超过 64 MB，一次填写的内容不能超过 2 MB。请只保留填报内容，或分次提交。",
    ),
    429: ("太频繁", "请求太频繁，请一分钟后再试。"),
    500: ("出错了", "程序内部错误，没有确认的操作没有记录。请联系系统管理员。"),
}

LOGIN_REFUSED = (
    "登录名或密码不对，或者因多次失败已暂时锁定（30 分钟；以前登录过的浏览器 1 分钟）。"
    "请核对后再试；忘记密码的，请系统管理员重置。"
)


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
