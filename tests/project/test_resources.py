"""The icons are the ones their list names, and each can be tinted; the fonts can show what a report prints."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from fontTools.ttLib import TTFont

RESOURCES = Path(__file__).resolve().parents[2] / "resources"
ICONS = RESOURCES / "icons"
FACES = ["NotoSansJP-Regular.ttf", "NotoSansJP-Bold.ttf"]


def _sources() -> dict[str, str]:
    sources: dict[str, str] = json.loads((ICONS / "SOURCES.json").read_text(encoding="utf-8"))
    return sources


def test_every_icon_is_named_in_its_list() -> None:
    drawn = {path.stem for path in ICONS.glob("*.svg")}
    assert drawn == set(_sources()) | {"auditor-app"}


def test_the_list_is_in_order() -> None:
    assert list(_sources()) == sorted(_sources())


@pytest.mark.parametrize("name", sorted(_sources()))
def test_icon_takes_the_colour_it_is_given(name: str) -> None:
    drawing = (ICONS / f"{name}.svg").read_text(encoding="utf-8")
    assert 'stroke="currentColor"' in drawing
    assert "#" not in drawing


@pytest.mark.parametrize("face", FACES)
def test_font_shows_what_reports_print(face: str) -> None:
    shown = TTFont(RESOURCES / "fonts" / face).getBestCmap()
    wanted = "把握率実施率到達率％－―〜～▲▼△▽◆◇●○■□✓×÷±≦≧≠→←↑↓│├└①②③Ⅰ㈱㎡髙﨑𠮟葛㍻•…½ΣΔ"
    assert [character for character in wanted if ord(character) not in shown] == []


@pytest.mark.parametrize("face", FACES)
def test_digits_are_equally_wide(face: str) -> None:
    font = TTFont(RESOURCES / "fonts" / face)
    shown = font.getBestCmap()
    assert len({font["hmtx"][shown[ord(digit)]][0] for digit in "0123456789"}) == 1
