"""The field's own words as frozen typed records; one word for one thing (docs/vocabulary.md)."""

from .base import Amount, Place, Verification, key
from .deadline import Deadline, Every, Moment, Span
from .decision import Decision, DecisionKind
from .entity import Address, Entity, OwnAddress
from .exhibit import Exhibit
from .finding import Finding, Message
from .indicator import Conversion, Direction, Indicator, Rounding, RoundMode
from .item import (
    Bonus,
    Chained,
    Fallback,
    Item,
    ItemRule,
    Matrix,
    NearZero,
    NearZeroMethod,
    Part,
    Step,
)
from .methods import AnnualMethod, Basis, Methods, ProgressMethod
from .plan import LookupTable, Period, Plan
from .qualifiers import BandInterpretation, Interpretations
from .rules import CheckRule, GapMeasure, Severity, WarningLevel, WarningRule
from .scheme import (
    Consequence,
    Grade,
    GradeLetter,
    Honour,
    IndicatorClass,
    OpenRule,
    Scheme,
    SchemeKind,
    Veto,
)
from .target import (
    Allocation,
    Context,
    Deduction,
    Form,
    Interpretation,
    Mention,
    Scope,
    Statement,
    Target,
    TargetKind,
    Tier,
)
from .verdict import Verdict, VerdictBy
from .versions import Authority, Vintage
from .view import View
from .wording import Wording
from .workdays import DayKind, Holiday
from .written import Document, Source

__all__ = [
    "Address",
    "Allocation",
    "Amount",
    "AnnualMethod",
    "Authority",
    "BandInterpretation",
    "Basis",
    "Bonus",
    "Chained",
    "CheckRule",
    "Consequence",
    "Context",
    "Conversion",
    "DayKind",
    "Deadline",
    "Decision",
    "DecisionKind",
    "Deduction",
    "Direction",
    "Document",
    "Entity",
    "Every",
    "Exhibit",
    "Fallback",
    "Finding",
    "Form",
    "GapMeasure",
    "Grade",
    "GradeLetter",
    "Holiday",
    "Honour",
    "Indicator",
    "IndicatorClass",
    "Interpretation",
    "Interpretations",
    "Item",
    "ItemRule",
    "LookupTable",
    "Matrix",
    "Mention",
    "Message",
    "Methods",
    "Moment",
    "NearZero",
    "NearZeroMethod",
    "OpenRule",
    "OwnAddress",
    "Part",
    "Period",
    "Place",
    "Plan",
    "ProgressMethod",
    "RoundMode",
    "Rounding",
    "Scheme",
    "SchemeKind",
    "Scope",
    "Severity",
    "Source",
    "Span",
    "Statement",
    "Step",
    "Target",
    "TargetKind",
    "Tier",
    "Verdict",
    "VerdictBy",
    "Verification",
    "Veto",
    "View",
    "Vintage",
    "WarningLevel",
    "WarningRule",
    "Wording",
    "key",
]
