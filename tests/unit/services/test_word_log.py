"""The log speaks: what a change was, in the words of the screen."""

from __future__ import annotations

import pytest

from auditor_app.domain.findings import STATES
from auditor_app.foundation.translation import LANGUAGES, Texts
from auditor_app.services.word_log import change_words, entry_words


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_move_names_the_state_as_the_register_does(language: str) -> None:
    texts = Texts(language)  # type: ignore[arg-type]
    for state in STATES:
        words = change_words(texts, "finding_moved", {"number": "2006-001", "to": state})
        assert "2006-001" in words
        assert texts(f"finding.state.{state}") in words


def test_a_state_of_another_version_stands_as_it_was_written() -> None:
    details = {"kind": "finding_moved", "summary": {"number": "2006-001", "to": "escalated"}}
    assert "escalated" in entry_words(Texts("ja"), "undone", details)
