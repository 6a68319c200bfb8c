"""The placeholders of the letter that sends a submission back, or asks for one that never came."""

from ... import messages
from ...assess.result import Assessment, EntityResult
from ...reporting import NOTHING_USABLE, ReportState, named_only
from ...vocabulary import Finding
from ..figures import Figures
from ..letterhead import Letterhead, named
from .sentences import file_named, finding_words, wanting_figures
from .words import common_words


def return_words(
    assessment: Assessment, result: EntityResult, head: Letterhead, figures: Figures
) -> dict[str, object]:
    """Placeholders of the letter that sends a submission back."""
    came = result.reported is not ReportState.MISSING
    # what waits for a figure that goes back is held up by that finding, and told beside it
    waiting = wanting_figures(result.judgements) if came else []
    return {
        **common_words(assessment, head, result.verification, figures),
        **named(result.entity),
        "已报送": came,
        "退回原因": _return_reason(result, bool(waiting), figures),
        "待补事项": waiting,
        "审核意见": [finding_words(f) for f in _sent_back(result)],
    }


def _sent_back(result: EntityResult) -> tuple[Finding, ...]:
    """What must be mended, and where no figure came what stands in the figures' places."""
    if result.submitted:
        return result.to_mend
    return (*result.to_mend, *(f for f in result.findings if f.kind == messages.SAID_MISSING.id))


def _return_reason(result: EntityResult, waiting: bool, figures: Figures) -> str:
    if result.reported is ReportState.MISSING:
        owing = f"尚未收到{result.entity.address.spoken}的考核数据。"
        named = named_only(result.findings)
        return f"截至本函起草时，{f'收到的{named}；' if named else ''}{owing}"
    reasons = [] if result.submitted else [_received(result)]
    count = len(_sent_back(result))
    if count:
        shown = figures.add(str(count), count, f"{result.entity.code}/findings")
        which = "须更正的审核意见" if len(result.to_mend) == count else "须更正、补填的审核意见"
        reasons.append(f"有{shown}条{which}（见附件）")
    if waiting:
        reasons.append("下列考核目标无法评定")
    return "，".join(reasons) + "。"


def _received(result: EntityResult) -> str:
    """What came of which nothing could be used, by its names."""
    files = (file_named(f.place.file) for f in result.findings if f.place is not None)
    names = "、".join(f"“{name}”" for name in dict.fromkeys(files))
    return f"收到{names}，{NOTHING_USABLE}" if names else NOTHING_USABLE
