"""A case of invented returns that the tests of explanations share."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from tests.returns_documents import case_of_returns, invented_returns
from tests.unit.services.explaining import Returned


@pytest.fixture(scope="module")
def returned(tmp_path_factory: pytest.TempPathFactory) -> Returned:
    """For looking at only."""
    returns = invented_returns(31)
    case, written = case_of_returns(tmp_path_factory.mktemp("returns"), returns)
    return Returned(case, returns, written)


@pytest.fixture
def own_case(returned: Returned, tmp_path: Path) -> Path:
    """A copy to be changed at will."""
    return Path(shutil.copyfile(returned.case, tmp_path / "case.auditcase"))
