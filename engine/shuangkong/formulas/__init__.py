"""One small formula language: parsed once, read as Polars, Excel, Chinese and exact fractions.

Names of indicators in % are ratios inside a formula: −5.05 % is −0.0505, `17%` is 0.17.
`as_polars` is imported from its own module, so that declarations load without Polars.
"""

from .as_chinese import to_chinese
from .as_exact import to_exact
from .as_excel import to_excel
from .errors import FormulaError
from .functions import FUNCTIONS, QUALIFIERS, SUGAR
from .nodes import Binary, Call, Compare, Logic, Lookup, Name, Negative, Node, Number, Text
from .parse import parse
from .walk import depth, names, rewrite, walk

__all__ = [
    "FUNCTIONS",
    "QUALIFIERS",
    "SUGAR",
    "Binary",
    "Call",
    "Compare",
    "FormulaError",
    "Logic",
    "Lookup",
    "Name",
    "Negative",
    "Node",
    "Number",
    "Text",
    "depth",
    "names",
    "parse",
    "rewrite",
    "to_chinese",
    "to_exact",
    "to_excel",
    "walk",
]
