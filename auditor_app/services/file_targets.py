"""What keeps a file from bearing a name, told while the name is written and before anything is made."""

from __future__ import annotations

import os

from auditor_app.exporting.safe_write import LONGEST_NAME, MANIFEST_SUFFIX
from auditor_app.foundation.errors import Problem

_NEVER = frozenset('/\\:*?"<>|')
"""Separators lead into other folders; the others are none for Windows, where files go on to."""
MOST_OF_NAME = 40


def problem_of_name(name: str, suffix: str = "") -> Problem | None:
    """Of a file in the folder that was chosen, with its manifest beside it; `suffix` is added where it is missing.

    >>> problem_of_name("2006.xlsx"), problem_of_name("..", ".csv").key, problem_of_name("../x.csv").key
    (None, 'export.name_unusable', 'export.name_unusable')
    >>> problem_of_name("長" * 100, ".csv").key
    'export.name_too_long'
    """
    if not name.strip(" .") or set(name) & _NEVER or not name.isprintable():
        return Problem("export.name_unusable", name[:MOST_OF_NAME])
    whole = name if name.lower().endswith(suffix) else f"{name}{suffix}"
    length = len(f"{whole}{MANIFEST_SUFFIX}".encode())
    if length > LONGEST_NAME:
        values: dict[str, object] = {"length": length, "most": LONGEST_NAME}
        return Problem("export.name_too_long", f"{name[:MOST_OF_NAME]}…", values)
    return None


def is_there(target: os.PathLike[str]) -> bool:
    """Whether a file of that name would be replaced; what no path can be is not there."""
    return os.path.isfile(target)
