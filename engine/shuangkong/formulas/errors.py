"""A formula's fault, with its place in the text."""

from ..errors import Refused


class FormulaError(Refused):
    """A formula cannot be read. `position` is 0-based in the text as written."""

    def __init__(self, why: str, mend: str, text: str, position: int) -> None:
        super().__init__(f"公式“{text}”第 {position + 1} 个字处：{why}。怎么改：{mend}")
        self.why = why
        self.mend = mend
        self.text = text
        self.position = position
