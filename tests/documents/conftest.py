"""The small assessment, written once for all tests that only look at it."""

from pathlib import Path

import pytest
from shuangkong.documents import write_documents

from tests.documents import small


@pytest.fixture(scope="session")
def written(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("documents") / "结果"
    write_documents(small.assessment(), folder)
    return folder
