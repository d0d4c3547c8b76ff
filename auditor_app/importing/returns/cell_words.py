"""What the words in cells of small tables mean: fixed words with synonyms, several names in one cell."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import TypeVar

from auditor_app.domain.published import fold_name
from auditor_app.domain.standards import RoleGroup

Meaning = TypeVar("Meaning", bound=str)

_BETWEEN_NAMES = re.compile(r"[、,，/／;；\n]|・(?=\S)")

ROLE_GROUPS: dict[RoleGroup, tuple[str, ...]] = {
    "officer": ("情報セキュリティ責任者等", "責任者等", "責任者"),
    "staff": ("行政事務従事者", "従事者", "職員"),
    "system": ("情報システム", "システム"),
}
"""Words for the three groups in the cell that declares a further role's group."""


def fold_word(text: str) -> str:
    """The form in which fixed words are compared.

    >>> fold_word(" Ｂａｓｉｃ "), fold_word("変更 なし")
    ('basic', '変更なし')
    """
    return fold_name(text).casefold()


def meaning_of(text: str, words: Mapping[Meaning, Sequence[str]]) -> Meaning | None:
    """The meaning one of whose words a cell holds; its own name is one of them.

    >>> meaning_of("Ｂａｓｉｃ", {"basic": ("基本",), "enhanced": ("強化",)}), meaning_of("強", {"enhanced": ("強化",)})
    ('basic', None)
    """
    folded = fold_word(text)
    return next((own for own, known in words.items() if folded in map(fold_word, (str(own), *known))), None)


def names_in(text: str) -> tuple[str, ...]:
    """The names in one cell, in order, each once.

    >>> names_in("行政事務従事者、情報システム / officer"), names_in("")
    (('行政事務従事者', '情報システム', 'officer'), ())
    """
    return tuple(dict.fromkeys(name for part in _BETWEEN_NAMES.split(text) if (name := part.strip())))
