"""What cannot be the name of an organisation or of a joined series, wherever it comes from."""

from __future__ import annotations

import unicodedata
from typing import Literal

from auditor_app.domain.published import fold_name

MEAN_SIGN = "*"
"""Stands for the mean of all organisations, in tables and in the ids of figures."""

NameFault = Literal["name_missing", "name_reserved", "name_unprintable"]

_UNPRINTABLE = ("Cc", "Cf", "Cs", "Zl", "Zp")
"""Unicode categories: control and invisible characters, halves of characters, breaks of lines and paragraphs."""


def name_fault(name: str) -> NameFault | None:
    """Why this cannot be a name; None when it can.

    >>> name_fault("内閣府"), name_fault("ＡＢＣ庁 (仮称)"), name_fault(" 　 "), name_fault("＊")
    (None, None, 'name_missing', 'name_reserved')
    >>> name_fault("内閣\\n府"), name_fault("内閣\\u200b府"), name_fault("内閣\\x07府")
    ('name_unprintable', 'name_unprintable', 'name_unprintable')
    """
    if is_unprintable(name):
        return "name_unprintable"
    folded = fold_name(name)
    if not folded:
        return "name_missing"
    return "name_reserved" if folded == MEAN_SIGN else None


def is_unprintable(text: str) -> bool:
    """Whether it breaks the line of a table or holds what nobody sees: two such names would look the same."""
    return any(unicodedata.category(letter) in _UNPRINTABLE for letter in text)
