"""Text as XML and HTML can hold it: what they cannot is shown as U+FFFD, never dropped in silence."""

from __future__ import annotations

import re

_UNWRITABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]")
_BREAKS = re.compile("\r\n?|\x85|\u2028|\u2029")


def writable(text: str) -> str:
    r"""The text with line breaks as `\n`, and U+FFFD for control characters, lone surrogates and non-characters.

    >>> writable("甲省\x00\r\n乙\ud800省\t")
    '甲省�\n乙�省\t'
    """
    return _UNWRITABLE.sub("\ufffd", _BREAKS.sub("\n", text))
