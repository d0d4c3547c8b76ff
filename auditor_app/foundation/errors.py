"""The errors a user can cause or must decide about; anything else that is raised is a defect."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True)
class Problem:
    """One thing that stands in the way: what, where, and what to do.

    `key` names the text in resources/translations: `<key>.what` says what happened and `<key>.todo`
    what to do; `values` fill the `{placeholders}` of both.  `place` is the file, line or cell.
    """

    key: str
    place: str = ""
    values: dict[str, object] = field(default_factory=dict)


@dataclass(frozen=True)
class Named:
    """A value of a problem that is a word of the language: the text of `key`, and its code for whoever types it."""

    key: str
    code: str = ""


class UserError(Exception):
    """The world did something the program refuses; nothing was changed.

    Carries one or more problems; the texts are chosen where they are shown, in the user's language.
    """

    def __init__(self, *problems: Problem) -> None:
        super().__init__("; ".join(f"{problem.key} @ {problem.place}" for problem in problems))
        self.problems = problems


class InputRefusedError(UserError):
    """A file that comes in cannot be used (empty, binary, unreadable, contradictory)."""


class CaseRefusedError(UserError):
    """A case file cannot be opened or written (damaged, foreign, newer, locked, read-only)."""


class WrongUsageError(UserError):
    """The question itself is not one the program knows (unknown figure, filter or view)."""


class CancelledByUserError(Exception):
    """The user cancelled a job; its transaction is rolled back and nothing is told but that."""
