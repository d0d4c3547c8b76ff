"""Names of files this program proposes: letters and digits of any script and a few signs, never a reserved name."""

from __future__ import annotations

import unicodedata

MOST_CHARACTERS = 100
_SIGNS = "-_ ().,"
_RESERVED = frozenset(
    {"con", "prn", "aux", "nul", *(f"{port}{number}" for port in ("com", "lpt") for number in "0123456789¹²³")}
)
_OTHERWISE = "export"


def file_name(words: str, suffix: str = "") -> str:
    """A name made of these words; `suffix` with its dot stays whole.

    What is not on the list of allowed characters becomes `-`.  No name begins with a dot or dash, ends with a dot
    or space, has more than 100 characters or means a device on Windows.

    >>> file_name("把握率 2006/2007: 案", ".xlsx"), file_name("..\\\\evil", ".csv"), file_name("CON", ".csv")
    ('把握率 2006-2007- 案.xlsx', 'evil.csv', 'CON-.csv')
    >>> file_name("", ".csv"), len(file_name("長" * 300, ".oscal.json"))
    ('export.csv', 100)
    """
    folded = unicodedata.normalize("NFC", words)
    allowed = "".join(own if own.isalnum() or own in _SIGNS else "-" for own in folded)
    while "--" in allowed:
        allowed = allowed.replace("--", "-")
    name = allowed.lstrip(" .-")[: MOST_CHARACTERS - len(suffix)].rstrip(" .-") or _OTHERWISE
    stem, dot, rest = name.partition(".")
    return f"{stem}-{dot}{rest}{suffix}" if stem.strip().lower() in _RESERVED else f"{name}{suffix}"
