"""Reads the counts of a return: one written rule for what a cell says, and for what it does not say.

Rule `count_cell`, version 2: full-width digits are digits; commas, apostrophes and spaces between groups of three are
separators; an empty cell, a dash of any kind, an ellipsis, "N/A" and 未報告 mean not reported, never 0; minus, △ and ▲
make a count negative, which no count is; a footnote mark
(75¹, 75①) makes it unreadable; a decimal point is allowed where nothing but zeros follows it.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from typing import Literal

from auditor_app.domain.returns import LARGEST_COUNT

RULE = "count_cell"
RULE_VERSION = 2

CountProblem = Literal[
    "returns.count_negative",
    "returns.count_fractional",
    "returns.count_too_large",
    "returns.count_is_percentage",
    "returns.count_is_error",
    "returns.count_unreadable",
]

_FEWEST_DIGITS_TOO_LARGE = len(str(LARGEST_COUNT))
_NOT_REPORTED = {
    "", "-", "--", "---", "n/a", "...", "....", "......", "未報告", "未回答", "無回答", "報告なし",
}  # fmt: skip
_DASHES = str.maketrans(dict.fromkeys("－―—–‐‑‒−ー─━ｰ﹣", "-"))
_GROUPED = re.compile(r"[0-9]{1,3}(?:[,'’ ][0-9]{3})+")
_EXACT = re.compile(r"([0-9]+)(?:\.0*)?")
_FRACTION = re.compile(r"[0-9]*\.[0-9]+|[0-9]+/[0-9]+|[0-9.]+e[-+]?[0-9]+")


@dataclass(frozen=True)
class Count:
    """What a cell says: a number, not reported (both None), or nothing a count can be."""

    value: int | None = None
    problem: CountProblem | None = None


def parse_count(text: str) -> Count:
    """
    >>> [parse_count(text).value for text in ("１，２００", "1 200", "75.0", "0", "－", "Ｎ／Ａ", "未報告", "")]
    [1200, 1200, 75, 0, None, None, None, None]
    >>> [parse_count(text).problem.partition("_")[2] for text in ("△5", "75.5", "99.2％", "3000000000", "#N/A", "=A1")]
    ['negative', 'fractional', 'is_percentage', 'too_large', 'is_error', 'unreadable']
    >>> parse_count("1,20").problem, parse_count("7 5").problem, parse_count("1200人").value
    ('returns.count_unreadable', 'returns.count_unreadable', 1200)
    >>> {parse_count(text).problem for text in ("75¹", "75①", "²", "㉒", "½")}
    {'returns.count_unreadable'}
    """
    if len(text) < _FEWEST_DIGITS_TOO_LARGE and text.isascii() and text.isdigit():
        return Count(int(text))  # nearly every cell of a table, told at once
    if any(unicodedata.category(character) == "No" for character in text):
        return Count(problem="returns.count_unreadable")  # 75¹ and ㉒ carry a mark, which folding would make a digit
    folded = unicodedata.normalize("NFKC", text).translate(_DASHES).strip().casefold()
    bare = "".join(folded.split())
    if bare in _NOT_REPORTED:
        return Count()
    if bare.startswith("#"):
        return Count(problem="returns.count_is_error")
    if bare.endswith("%"):
        return Count(problem="returns.count_is_percentage")
    sign, bare = _without_sign(re.sub(r"(?<=[0-9])\s*(?:人|名|件|台|システム)$", "", folded))
    if _GROUPED.fullmatch(bare.partition(".")[0]):
        bare = re.sub("[,'’ ]", "", bare)
    exact = _EXACT.fullmatch(bare)
    if exact is None:
        is_number = _FRACTION.fullmatch(bare) is not None
        return Count(problem="returns.count_fractional" if is_number else "returns.count_unreadable")
    digits = exact[1].lstrip("0")
    if sign < 0 and digits:
        return Count(problem="returns.count_negative")
    if len(digits) > len(str(LARGEST_COUNT)) or int(digits or "0") > LARGEST_COUNT:
        return Count(problem="returns.count_too_large")
    return Count(int(digits or "0"))


def _without_sign(text: str) -> tuple[int, str]:
    """△5 and ▲5 are how Japanese accounts print -5; (5) is how English ones do."""
    if text.startswith(("-", "△", "▲")):
        return -1, text[1:].lstrip()
    if text.startswith("(") and text.endswith(")"):
        return -1, text[1:-1]
    return 1, text.removeprefix("+")
