"""Where `make run` opens a window, and where it prints and draws instead."""

from __future__ import annotations

import importlib.util
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

START = Path(__file__).resolve().parents[2] / "packaging" / "start.py"


@pytest.fixture(scope="module")
def has_display() -> Callable[[str, Mapping[str, str]], bool]:
    specification = importlib.util.spec_from_file_location("start", START)
    assert specification is not None
    assert specification.loader is not None
    start = importlib.util.module_from_spec(specification)
    specification.loader.exec_module(start)
    decision: Callable[[str, Mapping[str, str]], bool] = start.has_display
    return decision


@pytest.mark.parametrize(
    ("platform", "environment", "expected"),
    [
        ("linux", {}, False),
        ("linux", {"DISPLAY": ":0"}, True),
        ("linux", {"WAYLAND_DISPLAY": "wayland-0"}, True),
        ("linux", {"DISPLAY": ""}, False),
        ("linux", {"DISPLAY": ":0", "QT_QPA_PLATFORM": "offscreen"}, False),
        ("win32", {}, True),
        ("darwin", {}, True),
    ],
)
def test_window_opens_where_it_can_be_seen(
    has_display: Callable[[str, Mapping[str, str]], bool],
    platform: str,
    environment: dict[str, str],
    expected: bool,
) -> None:
    assert has_display(platform, environment) is expected
