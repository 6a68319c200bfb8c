"""Sheets, workbooks and plans that several intake tests use."""

import pytest
from shuangkong import resources
from shuangkong.declarations.bundle import Declarations
from shuangkong.declarations.load import load


@pytest.fixture(scope="session")
def hebei() -> Declarations:
    return load(resources.targets() / "hebei-13fyp")


@pytest.fixture(scope="session")
def national() -> Declarations:
    return load(resources.targets() / "national-13fyp")


def grid(text: str) -> list[list[str]]:
    return [[cell.strip() for cell in line.split("|")] for line in text.strip("\n").split("\n")]
