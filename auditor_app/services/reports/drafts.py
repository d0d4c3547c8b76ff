"""Definitions being worked on: what the case has, what was changed and not saved, and what one may start from."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace

from auditor_app.foundation.errors import InputRefusedError
from auditor_app.services.reports.definition import ReportDefinition, definition_json, definition_of

START, OWN = "start", "own"


@dataclass(frozen=True)
class Draft:
    """A definition as it stands on the page; `template_path`: a Word file chosen for it that the case does not have."""

    definition: ReportDefinition
    template_path: str = ""


@dataclass(frozen=True)
class Entry:
    """One definition of the list."""

    key: str
    draft: Draft
    is_saved: bool
    """Whether the case has a definition of that name."""
    is_changed: bool

    @property
    def definition(self) -> ReportDefinition:
        return self.draft.definition

    @property
    def is_start(self) -> bool:
        return self.key.partition(":")[0] == START


class Drafts:
    """The list of definitions; what is not saved lies here and nowhere else."""

    def __init__(self, starts: Sequence[ReportDefinition]) -> None:
        self._starts = {f"{START}:{number}": own for number, own in enumerate(starts)}
        self._saved: dict[str, ReportDefinition] = {}
        self._drafts: dict[str, Draft] = {}

    def show_saved(self, saved: Sequence[ReportDefinition]) -> None:
        """What the case has now; a draft whose definition is gone stays as one that was never saved."""
        self._saved = {key_of(own.name): own for own in saved}
        for key, draft in list(self._drafts.items()):
            self.change(key, draft)  # what was undone or saved elsewhere may be what the draft says

    def entries(self) -> list[Entry]:
        """Those of the case and the unsaved ones by name, then those one may start from."""
        own = sorted({*self._saved, *self._drafts} - set(self._starts))
        return [self.entry(key) for key in (*own, *self._starts)]

    def entry(self, key: str) -> Entry:
        """KeyError for a key there is not."""
        known = self._saved | self._starts
        draft = self._drafts.get(key) or Draft(known[key])
        return Entry(key, draft, key in self._saved, key in self._drafts)

    def saved(self, key: str) -> ReportDefinition:
        """What the case has under it; KeyError where it has nothing."""
        return self._saved[key]

    def saved_keys(self) -> set[str]:
        return set(self._saved)

    def has(self, key: str) -> bool:
        return key in self._drafts or key in self._saved or key in self._starts

    @property
    def unsaved_count(self) -> int:
        return len(self._drafts)

    def change(self, key: str, draft: Draft) -> None:
        """Back at what is saved, nothing is left to save."""
        if not draft.template_path and draft.definition == (self._saved | self._starts).get(key):
            self._drafts.pop(key, None)
        else:
            self._drafts[key] = draft

    def add(self, definition: ReportDefinition, template_path: str = "") -> str:
        """A new one with a name nobody has; its key."""
        name = self.free_name(definition.name)
        key = key_of(name)
        self._drafts[key] = Draft(replace(definition, name=name), template_path)
        return key

    def rename(self, key: str, name: str) -> str:
        """Of one that was never saved, or of the draft of one that the case renames; its new key."""
        draft = self._drafts.pop(key, None)
        if draft is not None:
            self._drafts[key_of(name)] = replace(draft, definition=replace(draft.definition, name=name))
        return key_of(name)

    def discard(self, key: str) -> None:
        """Forget what was not saved."""
        self._drafts.pop(key, None)

    def is_taken(self, name: str) -> bool:
        return self.has(key_of(name.strip()))

    def free_name(self, name: str) -> str:
        """The name itself, or with the first number that makes it free."""
        number, free = 1, name
        while self.is_taken(free):
            number += 1
            free = f"{name} {number}"
        return free

    # --- kept from day to day -------------------------------------------------------------------------

    def as_json(self) -> dict[str, object]:
        """What was not saved, as plain JSON."""
        return {
            key: {"name": own.definition.name, "definition": definition_json(own.definition), "file": own.template_path}
            for key, own in sorted(self._drafts.items())
        }

    def take_json(self, value: object) -> None:
        """What an earlier day left; anything that cannot be read is left out."""
        if not isinstance(value, Mapping):
            return
        for key, own in value.items():
            if not isinstance(own, Mapping) or not isinstance(own.get("definition"), Mapping):
                continue
            with suppress(InputRefusedError):
                definition = definition_of(str(own.get("name", "")), own["definition"])
                self.change(str(key), Draft(definition, str(own.get("file", ""))))


def key_of(name: str) -> str:
    """The key of a definition of that name, saved or not."""
    return f"{OWN}:{name}"
