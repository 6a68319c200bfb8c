"""What coverage.yaml says is no target is a number or words, one of both."""

from ... import messages
from .review import Review


def check_context(review: Review) -> None:
    """Report records that have neither, or both."""
    for one in review.declared.context:
        if (one.number is None) is (one.words is None):
            seen = "两样都没有写" if one.number is None else "两样都写了"
            review.report(messages.CONTEXT_WHAT, one, "clause", seen=seen)
