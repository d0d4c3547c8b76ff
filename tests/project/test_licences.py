"""Everything shipped names its licence, carries its text, and may be used in a closed office and passed on."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest
from packaging.requirements import Requirement

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="module")
def entries() -> list[dict[str, Any]]:
    content = (ROOT / "resources" / "licences" / "licences.json").read_text(encoding="utf-8")
    loaded: list[dict[str, Any]] = json.loads(content)
    return loaded


def _plain(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def _locked() -> list[Requirement]:
    lock = (ROOT / "requirements.lock").read_text(encoding="utf-8")
    pinned = [Requirement(line.rstrip(" \\")) for line in lock.splitlines() if re.match(r"[A-Za-z0-9]", line)]
    return [one for one in pinned if one.marker is None or one.marker.evaluate()]


def test_every_locked_package_has_an_entry(entries: list[dict[str, Any]]) -> None:
    listed = {_plain(entry["name"]) for entry in entries}
    missing = sorted({_plain(one.name) for one in _locked()} - listed)
    assert not missing, f"run packaging/collect_licences.py: {missing}"


def test_every_entry_carries_a_text(entries: list[dict[str, Any]]) -> None:
    bare = [entry["name"] for entry in entries if not any(text["text"].strip() for text in entry["texts"])]
    assert not bare


def test_entries_are_of_a_locked_version(entries: list[dict[str, Any]]) -> None:
    lock = (ROOT / "requirements.lock").read_text(encoding="utf-8")
    locked = {(_plain(name), version) for name, version in re.findall(r"^(\S+)==(\S+)", lock, re.MULTILINE)}
    packages = {(_plain(entry["name"]), entry["version"]) for entry in entries if entry["kind"] == "package"}
    assert packages <= locked, f"run packaging/collect_licences.py: {sorted(packages - locked)}"


def test_nothing_is_under_the_gpl_or_agpl_alone(entries: list[dict[str, Any]]) -> None:
    for entry in entries:
        terms = re.split(r"\s+AND\s+", entry["licence"])
        assert all(not re.match(r"\(?A?GPL", term) or " WITH " in term for term in terms), entry["name"]


def test_a_choice_of_licences_keeps_to_what_is_offered(entries: list[dict[str, Any]]) -> None:
    for entry in entries:
        assert entry["licence"] == entry["offered"] or entry["licence"] in entry["offered"].split(" OR "), entry["name"]


def test_fonts_icons_and_qt_are_listed(entries: list[dict[str, Any]]) -> None:
    assert {entry["kind"] for entry in entries} == {"font", "icons", "library", "package"}
    qt = next(entry for entry in entries if entry["name"] == "Qt")
    assert qt["licence"] == "LGPL-3.0-only"
    assert [text["title"] for text in qt["texts"]] == ["LGPL-3.0", "GPL-3.0"]
    assert "qt-everywhere-src" in qt["note"]["ja"]
    assert "qt-everywhere-src" in qt["note"]["en"]
