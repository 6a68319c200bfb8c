"""One verdict explained, as a record."""

from dataclasses import dataclass
from functools import cached_property
from html import escape

from ..assess.explain import explain
from ..assess.judgement import Judgement
from ..assess.points import ItemScore
from ..assess.result import Assessment, EntityResult
from ..documents.results import explained_json
from ..vocabulary import Target


@dataclass(frozen=True)
class Explanation:
    """The trace of one entity's verdicts on one target; `print` shows it as officials read it.

    `judgements` are the verdicts by every clock, with inputs and steps; `scores` the items that
    they count for.
    """

    assessment: Assessment
    result: EntityResult
    target: Target

    @property
    def judgements(self) -> tuple[Judgement, ...]:
        """The verdicts on the target, one for each clock."""
        return tuple(j for j in self.result.judgements if j.target.id == self.target.id)

    @property
    def scores(self) -> tuple[ItemScore, ...]:
        """The items of the score sheet that rest on these verdicts."""
        keys = {j.key for j in self.judgements}
        return tuple(s for s in self.result.scores if keys & set(s.judgements))

    @cached_property
    def text(self) -> str:
        """The trace in Chinese, from clause to grade."""
        return explain(self.assessment, self.result.entity.code, self.target.id)

    @property
    def json(self) -> bytes:
        """The same for machines, as it stands in results.json."""
        return explained_json(self.assessment, self.result, self.target)

    def __str__(self) -> str:
        return self.text

    def __repr__(self) -> str:
        said = ", ".join(f"{j.view.value} {j.outcome.value}" for j in self.judgements)
        return f"<Explanation {self.result.entity.name} {self.target.id}: {said or 'out of scope'}>"

    def _repr_html_(self) -> str:
        """The text, as notebooks show it."""
        return f"<pre>{escape(self.text)}</pre>"
