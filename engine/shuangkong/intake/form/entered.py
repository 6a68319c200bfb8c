"""What somebody entered in a file, to go into a new form instead of being typed again."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from ...vocabulary import Vintage

if TYPE_CHECKING:
    import polars as pl


@dataclass(frozen=True)
class Entered:
    """Figures, remarks by indicator, and the version of the figures."""

    figures: "pl.DataFrame"
    remarks: Mapping[str, str]
    vintage: Vintage | None
