"""The documents lead somewhere: links resolve, both languages say the same, and the README's commands exist."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from auditor_app.ui.dialogs.help_window import TOPICS

ROOT = Path(__file__).resolve().parents[2]
HELP = ROOT / "resources" / "help"
GENERATED_TOPICS = {"keyboard"}
"""Made by the program from its table of actions."""

DOCUMENTS = sorted([ROOT / "README.md", ROOT / "CHANGELOG.md", *(ROOT / "docs").rglob("*.md")])
HELP_PAGES = sorted(HELP.glob("*/*.md"))

_CODE_BLOCK = re.compile(r"^```.*?^```", re.MULTILINE | re.DOTALL)
_LINK = re.compile(r"\]\(([^)\s]+)\)")
_JAPANESE = re.compile(r"[぀-ヿ一-鿿]")


def _name(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def _links(path: Path) -> list[str]:
    return _LINK.findall(_CODE_BLOCK.sub("", path.read_text(encoding="utf-8")))


def _headings(path: Path) -> list[int]:
    """Their levels, in order."""
    prose = _CODE_BLOCK.sub("", path.read_text(encoding="utf-8"))
    return [len(marks) for marks in re.findall(r"^(#+) ", prose, re.MULTILINE)]


def _topics(language: str) -> set[str]:
    return {path.stem for path in (HELP / language).glob("*.md")}


@pytest.mark.parametrize("document", DOCUMENTS, ids=_name)
def test_links_of_a_document_lead_to_files(document: Path) -> None:
    inward = [link.partition("#")[0] for link in _links(document) if not link.startswith(("https://", "#"))]
    assert [link for link in inward if not (document.parent / link).exists()] == []


@pytest.mark.parametrize("page", HELP_PAGES, ids=_name)
def test_links_of_a_help_page_lead_to_topics_only(page: Path) -> None:
    topics = {f"{topic}.md" for topic in TOPICS}
    assert [link for link in _links(page) if link not in topics] == []


@pytest.mark.parametrize("language", ["ja", "en"])
def test_every_topic_of_the_help_window_has_its_page(language: str) -> None:
    assert _topics(language) == set(TOPICS) - GENERATED_TOPICS


@pytest.mark.parametrize("topic", sorted(set(TOPICS) - GENERATED_TOPICS))
def test_a_help_page_has_the_same_headings_in_both_languages(topic: str) -> None:
    assert _headings(HELP / "ja" / f"{topic}.md") == _headings(HELP / "en" / f"{topic}.md")


@pytest.mark.parametrize("page", HELP_PAGES, ids=_name)
def test_only_the_page_about_the_program_has_a_value_to_fill_in(page: Path) -> None:
    assert ("{version}" in page.read_text(encoding="utf-8")) == (page.stem == "about")


def test_the_readme_starts_with_exactly_the_two_commands_the_makefile_has() -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    start = readme.partition("\n## Start\n")[2]
    block = re.search(r"```sh\n(.*?)```", start, re.DOTALL)
    assert block is not None
    assert block[1].splitlines() == ["make run", "make test"]
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    assert re.findall(r"^(run|test):.*##", makefile, re.MULTILINE) == ["run", "test"]


def test_every_term_of_the_glossary_stands_there_in_both_languages() -> None:
    lines = (ROOT / "docs" / "glossary.md").read_text(encoding="utf-8").splitlines()
    rows = [[cell.strip() for cell in line.strip("|").split("|")] for line in lines if line.startswith("|")]
    terms = [cells for cells in rows if cells[0] != "Term" and set(cells[0]) != {"-"}]
    assert len(terms) > 50
    one_for_both = {"CEPTOAR", "zero"}
    assert [cells for cells in terms if len(cells) != 4 or not all(cells)] == []
    assert [cells[0] for cells in terms if cells[0] not in one_for_both and not _JAPANESE.search(cells[1])] == []
