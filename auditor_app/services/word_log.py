"""Put log entries and changes into words: the same in the window, in menus and on the command line."""

from __future__ import annotations

from collections.abc import Mapping

from auditor_app.foundation.translation import Texts


def change_words(texts: Texts, kind: str, summary: object) -> str:
    """What a change was: Import of "release.txt" (218 statements)."""
    values = dict(summary) if isinstance(summary, dict) else {}
    if kind == "finding_moved":
        kind = "finding_countersigned" if values.get("is_countersign") is True else kind
        values["to"] = _state_words(texts, str(values.get("to", "")))
    return texts(f"change.{kind}", **values)


def _state_words(texts: Texts, state: str) -> str:
    """As on the screen; a state no version of this program knows as it is written."""
    key = f"finding.state.{state}"
    return texts(key) if texts.has(key) else state


def entry_words(texts: Texts, action: str, details: Mapping[str, object]) -> str:
    """What a log entry records: that something was done, undone or redone, and what it was."""
    words = texts(f"log.{action}")
    kind = details.get("kind")
    if not isinstance(kind, str) or not texts.has(f"change.{kind}"):
        return words
    return f"{words} {change_words(texts, kind, details.get('summary'))}"
