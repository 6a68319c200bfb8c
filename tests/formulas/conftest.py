"""Few rows, read as many are: what is compared here are the two readings, not one with itself."""

from collections.abc import Iterator

import pytest
from shuangkong.intake.checks import deciding


@pytest.fixture(scope="session", autouse=True)
def _in_bulk() -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(deciding, "FEW", 0)
        yield
