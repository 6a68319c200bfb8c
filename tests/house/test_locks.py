"""The lock files say what pyproject.toml says, and nothing of where packages come from."""

import re
import tomllib

import pytest

from tests.place import ROOT

LOCKS = sorted(path.name for path in ROOT.glob("requirements*.lock"))
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
EXTRAS = PROJECT["optional-dependencies"]
LOWEST = (*PROJECT["dependencies"], *EXTRAS["desk"], *EXTRAS["test"])


def locked(name: str) -> dict[str, str]:
    lines = (ROOT / name).read_text(encoding="utf-8").splitlines()
    pairs = (re.match(r"([\w.-]+)==([\w.]+)", line) for line in lines)
    return {pair[1].lower().replace("_", "-"): pair[2] for pair in pairs if pair}


@pytest.mark.parametrize("name", LOCKS)
def test_a_lock_has_versions_and_no_address(name: str) -> None:
    for line in (ROOT / name).read_text(encoding="utf-8").splitlines():
        assert re.fullmatch(r"[\w.-]+==[\w.]+( ; [\w \"'.<>=]+)?", line), line


@pytest.mark.parametrize("wanted", LOWEST)
def test_the_lowest_version_admitted_is_the_one_tried(wanted: str) -> None:
    name, bound = re.match(r"([\w-]+)>=([\d.]+)", wanted).groups()
    tried = locked("requirements-lowest.lock")[name.lower()]
    assert (tried + ".").startswith(bound + "."), f"{wanted}, tried {tried}"
    assert name.lower() in locked("requirements.lock"), wanted
