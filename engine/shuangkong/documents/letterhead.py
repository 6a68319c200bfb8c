"""What an office adds to a letter; everything it has not decided stays visibly open."""

from ..records import dataclass
from ..vocabulary import Entity

PENDING_NUMBER = "〔文号待定〕"
_NOT_ISSUED = "〔未签发〕"


@dataclass(frozen=True, slots=True)
class Letterhead:
    """Issuer and formalities. The tool drafts, an office issues: number, date and seal are its."""

    issuer: str = "〔发文机关待定〕"
    approver: str = "〔批准机关待定〕"
    #: addressees of the circular to all
    recipients: str = "〔主送机关待定〕"
    copies: str = "〔抄送机关待定〕"
    number: str = PENDING_NUMBER
    date: str = "〔成文日期待定〕"
    seal: str = "〔此处加盖印章〕"
    publicity: str = "〔公开属性待定〕"
    printer: str = "〔印发机关待定〕"
    printed: str = "〔印发日期待定〕"
    #: what a re-issue says of the one it replaces; nothing in a first issue
    replaces: str = ""
    #: what a re-issue corrects of whom, for the circular to all
    corrects: str = ""
    deadline: str = "〔办理期限待定〕"
    contact: str = "〔联系人及电话待定〕"
    reply_to: str = "〔报送地址待定〕"
    #: number and receipt code of the issue; only a ledger gives them
    issue: str = _NOT_ISSUED
    receipt: str = _NOT_ISSUED

    @property
    def is_issued(self) -> bool:
        """Whether a ledger issued what it stands on."""
        return self.issue != _NOT_ISSUED

    def words(self) -> dict[str, str]:
        """The placeholders that templates use for it."""
        return {
            "发文机关": self.issuer,
            "批准机关": self.approver,
            "普发主送": self.recipients,
            "抄送": self.copies,
            "文号": self.number,
            "成文日期": self.date,
            "印章": self.seal,
            "公开属性": self.publicity,
            "印发机关": self.printer,
            "印发日期": self.printed,
            "办理期限": self.deadline,
            "联系人": self.contact,
            "报送地址": self.reply_to,
            "签发编号": self.issue,
            "回执码": self.receipt,
            "更正": "更正" if self.replaces else "",
        }


def named(entity: Entity) -> dict[str, str]:
    """The placeholders for whom a letter is to: all of it as the entity declares its address."""
    spoken = entity.address.spoken
    return {
        "对象": entity.name,
        "外文名": "、".join(entity.names.values()),
        "主送": f"{entity.name}{entity.address.body}",
        "称呼": spoken,
        # an office's own template may say 你{{ 称谓 }}
        "称谓": spoken[1:],
    }
