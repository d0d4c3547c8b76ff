"""Number formats that make a cell show another number than it holds: percent, and thousands left out."""

from __future__ import annotations

import re
from dataclasses import dataclass
from xml.etree.ElementTree import Element

BUILT_IN_PERCENT = frozenset({9, 10})
# What stands in a format without being a placeholder: quoted or escaped texts, conditions, fillers.
_LITERAL = re.compile(r'"[^"]*"|\\.|\[[^\]]*\]|[_*].')
_LEFT_OUT = re.compile(r"[0#?],+(?![0#?,])")
_UNIT = re.compile("[千万億]")


@dataclass(frozen=True)
class TellingStyles:
    """Numbers of the cell styles whose format changes what is read."""

    percent: frozenset[int]
    scaled: frozenset[int]


def is_percent(code: str) -> bool:
    """
    >>> is_percent("0.0%"), is_percent('0"%"')
    (True, False)
    """
    return "%" in _LITERAL.sub("", code)


def is_scaled(code: str) -> bool:
    """Whether the cell shows its number divided by a thousand, or says that its unit is one.

    >>> is_scaled("#,##0,"), is_scaled("#,##0"), is_scaled('#,##0"千人"')
    (True, False, True)
    """
    return bool(_LEFT_OUT.search(_LITERAL.sub("", code)) or _UNIT.search(code))


def telling_styles(styles: Element) -> TellingStyles:
    """Of the parsed `xl/styles.xml`."""
    codes = {
        int(found.get("numFmtId", "0")): found.get("formatCode", "")
        for found in styles.iter()
        if _local_name(found) == "numFmt"
    }
    percent_formats = {number for number, code in codes.items() if is_percent(code)} | (BUILT_IN_PERCENT - codes.keys())
    scaled_formats = {number for number, code in codes.items() if is_scaled(code)}
    used = [
        int(style.get("numFmtId", "0")) for group in styles.iter() if _local_name(group) == "cellXfs" for style in group
    ]
    return TellingStyles(
        frozenset(number for number, format_number in enumerate(used) if format_number in percent_formats),
        frozenset(number for number, format_number in enumerate(used) if format_number in scaled_formats),
    )


def _local_name(element: Element) -> str:
    return str(element.tag).rpartition("}")[2]
