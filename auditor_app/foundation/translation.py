"""The texts of the program in Japanese and English, side by side in resources/translations/*.json."""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Literal

from auditor_app.foundation.errors import Named, Problem
from auditor_app.foundation.paths import resources_folder

Language = Literal["ja", "en"]
LANGUAGES: tuple[Language, ...] = ("ja", "en")


def read_catalogue(folder: Path) -> dict[str, dict[str, str]]:
    """All texts by key; every file is `{"key": {"ja": "…", "en": "…"}}`.  A key in two files is a defect."""
    catalogue: dict[str, dict[str, str]] = {}
    for path in sorted(folder.glob("*.json")):
        for key, texts in json.loads(path.read_text(encoding="utf-8")).items():
            if key in catalogue:
                raise ValueError(f"text {key!r} stands in two files, one of them {path.name}")
            catalogue[key] = texts
    return catalogue


@cache
def shipped_catalogue() -> Mapping[str, Mapping[str, str]]:
    """The texts of this program, read once in a process."""
    return read_catalogue(resources_folder() / "translations")


class Texts:
    """The texts in one language; passed to whatever speaks to the user."""

    def __init__(self, language: Language, catalogue: Mapping[str, Mapping[str, str]] | None = None) -> None:
        self.language: Language = language
        self._catalogue = shipped_catalogue() if catalogue is None else catalogue

    def __call__(self, key: str, **values: object) -> str:
        """The text of `key` with `{name}` placeholders filled; an unknown key is a defect (KeyError)."""
        text = self._catalogue[key][self.language]
        if "near" in values:
            values["near"] = self._similar(values["near"])
        values = {name: self._worded(own) for name, own in values.items()}
        return text.format(**values) if values else text

    def _similar(self, names: object) -> str:
        """A sentence of its own, which is left out where nothing is similar."""
        return self("problem.similar", names=names) if names else ""

    def _worded(self, value: object) -> object:
        """Values that are named by texts, one or several, in words; all others as they are."""
        if isinstance(value, Named):
            words = self(value.key)
            return f"{words} ({value.code})" if value.code else words
        if isinstance(value, tuple):
            return self("explain.names_join").join(str(self._worded(own)) for own in value) or "—"
        return value

    def has(self, key: str) -> bool:
        return key in self._catalogue

    def problem(self, problem: Problem) -> str:
        """One line: place, what happened, what to do."""
        what = self(f"{problem.key}.what", **problem.values)
        todo = self(f"{problem.key}.todo", **problem.values)
        place = f"{problem.place}: " if problem.place else ""
        return f"{place}{what} {todo}"
