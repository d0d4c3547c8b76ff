"""What the benchmarks share: the sizes asked for, and what was made of them."""

from __future__ import annotations

import shutil
from collections.abc import Iterator

import pytest

from tests.benchmarks.made import Made, chosen_sizes
from tests.benchmarks.measuring import print_machine
from tests.benchmarks.returns import Size

LONGEST_SECONDS = 1800


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """A benchmark takes the time it takes."""
    for item in items:
        item.add_marker(pytest.mark.timeout(LONGEST_SECONDS))


@pytest.fixture(scope="session")
def size() -> Size:
    return chosen_sizes()[0]


@pytest.fixture(scope="session")
def smaller() -> Size:
    return chosen_sizes()[1]


@pytest.fixture(scope="session")
def made(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Made]:
    """Gone after the run: the big ones take more than a gigabyte."""
    folder = tmp_path_factory.mktemp("made")
    print_machine()
    yield Made(folder)
    shutil.rmtree(folder, ignore_errors=True)
