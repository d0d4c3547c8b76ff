"""Every text the program asks for exists, in Japanese and in English, with the same placeholders; none is left over."""

from __future__ import annotations

import ast
import json
import re
import string
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

import pytest

from auditor_app.domain.changes import ChangeKind, LogAction
from auditor_app.domain.comparison import BREAKS, CHANGES, REASONS
from auditor_app.domain.provenance import Confidence
from auditor_app.domain.published import FactKind, State
from auditor_app.domain.rates import MEAN_BASES
from auditor_app.domain.readings import Effect
from auditor_app.domain.returns import RETURN_KINDS
from auditor_app.domain.standards import EditionState
from auditor_app.foundation.translation import LANGUAGES, read_catalogue
from auditor_app.services.table_fields import fields_of
from auditor_app.ui.actions import ACTIONS, MENUS, PAGES
from auditor_app.ui.dialogs.help_window import TOPICS

ROOT = Path(__file__).resolve().parents[2]
TRANSLATIONS = ROOT / "resources" / "translations"
CATALOGUE = read_catalogue(TRANSLATIONS)

FAMILIES: dict[str, list[str]] = {
    "kind.{}": [kind.value for kind in FactKind],
    "state.{}": [state.value for state in State],
    "confidence.{}": [confidence.value for confidence in Confidence],
    "effect.{}": [effect.value for effect in Effect],
    "basis.{}": list(MEAN_BASES),
    "basis.{}.count": list(MEAN_BASES),
    "kind.coverage_mean.{}": list(MEAN_BASES),
    "explain.mean.{}": list(MEAN_BASES),
    "page.{}": [page for page, _ in PAGES],
    "help.topic.{}": list(TOPICS),
    "menu.{}": [*MENUS, *{spec.menu.rpartition("/")[2] for spec in ACTIONS}],
    "action.{}": [spec.id for spec in ACTIONS],
    "action.{}.help": [spec.id for spec in ACTIONS],
    "change.{}": list(ChangeKind.__args__),  # type: ignore[attr-defined]
    "log.{}": list(LogAction.__args__),  # type: ignore[attr-defined]
    "edition.{}": list(EditionState.__args__),  # type: ignore[attr-defined]
    "table_kind.{}": [*RETURN_KINDS, "published-text"],
    "table_field.{}": [field.name for kind in RETURN_KINDS for field in fields_of(kind)],
    "role.{}": ["officer", "staff", "system", "all"],
    "break.{}": list(BREAKS),
    "reason.{}": list(REASONS),
    "change_state.{}": list(CHANGES),
    "revision.{}": ["new", "changed", "reclassified"],
}
"""Keys that are put together while the program runs, with everything that can stand in their gap."""


@dataclass
class Code:
    """What the source of the program says of texts; read once, and its trees forgotten."""

    words: set[str] = field(default_factory=set)
    """Every string in the program; a text key that is none of them (nor made from them) is not used."""
    literal_keys: set[str] = field(default_factory=set)
    """Keys asked for by their full name: texts("…") and its likes."""
    problem_keys: set[str] = field(default_factory=set)
    """Keys of problems, each of which needs a .what and a .todo."""
    patterns: list[re.Pattern[str]] = field(default_factory=list)
    """Every f-string as a pattern: what keys can be made of it."""

    def take(self, node: ast.AST) -> None:
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            self.words.add(node.value)
        elif isinstance(node, ast.JoinedStr):
            parts = [re.escape(str(part.value)) if isinstance(part, ast.Constant) else ".+" for part in node.values]
            pattern = "".join(parts)
            if re.match(r"[a-z_]+\\\.", pattern):
                self.patterns.append(re.compile(pattern))
        elif isinstance(node, ast.Call) and node.args and isinstance(node.args[0], ast.Constant):
            key = str(node.args[0].value)
            called = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
            if called in ("texts", "_texts", "Sentence"):
                self.literal_keys.add(key)
            if getattr(node.func, "id", "") == "Problem":
                self.problem_keys.add(key)


@cache
def code() -> Code:
    found = Code()
    for path in sorted((ROOT / "auditor_app").rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            found.take(node)
    return found


def placeholders(text: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name is not None}


def test_no_key_stands_in_two_files() -> None:
    keys = [key for path in TRANSLATIONS.glob("*.json") for key in json.loads(path.read_text(encoding="utf-8"))]
    assert sorted(keys) == sorted(set(keys))


def test_files_name_no_key_twice() -> None:
    for path in TRANSLATIONS.glob("*.json"):
        pairs: list[tuple[str, object]] = json.loads(
            path.read_text(encoding="utf-8"), object_pairs_hook=lambda pairs: pairs
        )
        names = [name for name, _ in pairs]
        assert len(names) == len(set(names)), path.name


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_text_exists_in(language: str) -> None:
    empty_on_purpose = {"unit.summary"}
    assert [key for key, texts in CATALOGUE.items() if set(texts) != set(LANGUAGES)] == []
    assert [
        key for key, texts in CATALOGUE.items() if not texts[language].strip() and key not in empty_on_purpose
    ] == []


def test_both_languages_have_the_same_placeholders() -> None:
    assert [key for key, texts in CATALOGUE.items() if placeholders(texts["ja"]) != placeholders(texts["en"])] == []


def test_english_texts_hold_no_japanese_but_what_a_user_types() -> None:
    japanese = re.compile(r"[\u3040-\u30ff\u4e00-\u9fff]")
    quoted = re.compile(r"[“\"「(][^”\"」)]*[”\"」)]")
    meant = {"action.language.ja", "menu.language", "selector.filter_unreadable.todo"}  # names of languages, a filter
    left = [
        key for key, texts in CATALOGUE.items() if japanese.search(quoted.sub("", texts["en"])) and key not in meant
    ]
    assert left == []


def test_every_text_asked_for_exists() -> None:
    assert sorted(code().literal_keys - set(CATALOGUE)) == []


def test_every_problem_says_what_happened_and_what_to_do() -> None:
    wanted = {f"{key}.{part}" for key in code().problem_keys for part in ("what", "todo")}
    assert sorted(wanted - set(CATALOGUE)) == []


@pytest.mark.parametrize("family", sorted(FAMILIES))
def test_every_member_of_a_family_has_its_text(family: str) -> None:
    assert sorted({family.format(member) for member in FAMILIES[family]} - set(CATALOGUE)) == []


def test_no_text_is_left_over() -> None:
    named = code().words | {f"{key}.{part}" for key in code().words for part in ("what", "todo")}
    made = [pattern.fullmatch for pattern in code().patterns]
    # a problem is named without the ends its two texts have
    stems = {key: re.sub(r"\.(what|todo)$", "", key) for key in CATALOGUE}
    left = [key for key, stem in stems.items() if key not in named and not any(m(key) or m(stem) for m in made)]
    assert left == []
