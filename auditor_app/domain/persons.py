"""Names of people: what of a name can be seen, and when two names are those of one person."""

from __future__ import annotations

import unicodedata
from collections.abc import Collection

from auditor_app.domain.published import fold_name

_NEVER_SEEN = ("Cc", "Cf", "Cs", "Zl", "Zp")
"""Unicode categories: control and invisible characters, halves of characters, breaks of lines and paragraphs."""
_BLANK = frozenset("\u034f\u115f\u1160\u17b4\u17b5\u2800\u3164\uffa0")
"""Letters and marks by their category that fonts draw as nothing."""
_VARIATIONS = ((0x180B, 0x180F), (0xFE00, 0xFE0F), (0xE0100, 0xE01EF))
"""Which form a character takes: 葛󠄀 and 葛 are one person, each as written."""


def visible_name(name: str) -> str:
    """The name as it is kept: one line of what can be seen; "" for a name nobody sees.

    >>> visible_name(" 監査\\u200b\\t花子\\u202e "), visible_name("\\u200b\\ufe0f\\u3164")
    ('監査 花子', '')
    """
    seen = "".join(own for own in name if own in "\t\n" or unicodedata.category(own) not in _NEVER_SEEN)
    return " ".join(seen.split()) if _without_forms(seen).strip() else ""


def is_same_person(name: str, other: str) -> bool:
    """However the names are spaced, widened, capitalised, or sprinkled with what nobody sees.

    >>> is_same_person("甲野一郎", "甲\\u200b野\\ufe00　一郎\\u3164"), is_same_person("Ann Lee", "ＡＮＮ\\u00adLEE")
    (True, True)
    >>> is_same_person("甲野一郎", "甲野二郎")
    False
    """
    return _folded(name) == _folded(other)


def is_one_of(name: str, names: Collection[str]) -> bool:
    """
    >>> is_one_of("監査　花子", ["監査 花子"])
    True
    """
    return any(is_same_person(name, own) for own in names)


def _folded(name: str) -> str:
    return fold_name(_without_forms(name)).casefold()


def _without_forms(text: str) -> str:
    """What is left of it when only what is seen counts, in whatever form."""
    return "".join(own for own in unicodedata.normalize("NFKC", text) if not _is_unseen(own))


def _is_unseen(letter: str) -> bool:
    number = ord(letter)
    is_form = any(first <= number <= last for first, last in _VARIATIONS)
    is_space = letter in "\t\n"
    return not is_space and (is_form or letter in _BLANK or unicodedata.category(letter) in _NEVER_SEEN)
