"""The table of actions: each has words, help, a place in a menu and something that happens; each page has help."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from auditor_app.__main__ import VERBS
from auditor_app.cli.commands import commands
from auditor_app.ui.actions import ACTIONS, MENUS, PAGES, ActionSpec
from auditor_app.ui.commands import Commands
from auditor_app.ui.desktop import Desktop
from auditor_app.ui.dialogs.help_window import TOPICS
from auditor_app.ui.page_shelf import PAGE_CLASSES

ROOT = Path(__file__).resolve().parents[2]
HELP = ROOT / "resources" / "help"


def test_ids_and_keys_are_unique() -> None:
    ids = [spec.id for spec in ACTIONS]
    keys = [key for spec in ACTIONS for key in spec.keys]
    assert len(ids) == len(set(ids))
    assert len(keys) == len(set(keys))


@pytest.mark.parametrize("spec", ACTIONS, ids=lambda spec: spec.id)
def test_action_stands_in_a_menu_and_does_something(spec: ActionSpec) -> None:
    assert spec.menu.partition("/")[0] in MENUS
    if spec.icon:
        assert (ROOT / "resources" / "icons" / f"{spec.icon}.svg").is_file()
    if spec.choice_of:
        assert hasattr(Desktop, spec.choice_of)
    elif spec.id.startswith("page."):
        assert spec.id.removeprefix("page.") in PAGE_CLASSES
    else:
        assert callable(getattr(Commands, spec.id))


def test_pages_are_the_same_everywhere() -> None:
    assert [page for page, _ in PAGES] == list(PAGE_CLASSES)
    assert {f"page.{page}" for page, _ in PAGES} <= {spec.id for spec in ACTIONS}


def test_verbs_that_go_to_the_command_line_are_its_commands() -> None:
    assert set(commands.commands) == VERBS


@pytest.mark.parametrize("language", ["ja", "en"])
@pytest.mark.parametrize("topic", [topic for topic in TOPICS if topic != "keyboard"])
def test_topic_has_a_help_page(topic: str, language: str) -> None:
    words = (HELP / language / f"{topic}.md").read_text(encoding="utf-8")
    assert words.startswith("# ")
    assert len(words) > 100


def test_help_links_lead_to_topics_only() -> None:
    for path in HELP.rglob("*.md"):
        for target in re.findall(r"\]\(([^)]+)\)", path.read_text(encoding="utf-8")):
            assert target.removesuffix(".md") in TOPICS, f"{path.name}: {target}"


def test_changelog_names_what_has_been_made() -> None:
    assert (ROOT / "CHANGELOG.md").read_text(encoding="utf-8").startswith("# ")
