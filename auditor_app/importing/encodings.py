"""Bytes to text, strictly: which encoding a Japanese text file is in, and whether that is certain."""

from __future__ import annotations

import codecs
import unicodedata
from collections import Counter
from dataclasses import dataclass

from auditor_app.foundation.errors import InputRefusedError, Problem

ENCODINGS = (
    "utf-8",
    "utf-8-sig",
    "cp932",
    "euc_jp",
    "iso2022_jp",
    "iso2022_jp_2004",
    "iso2022_jp_ext",
    "shift_jis_2004",
    "euc_jis_2004",
    "utf-16",
    "utf-16-le",
    "utf-16-be",
    "utf-32",
    "utf-32-le",
    "utf-32-be",
)
"""What may be chosen by hand."""

# UTF-32 before UTF-16: the mark of the little-endian form begins with that of UTF-16.
_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_ISO_2022_ESCAPES = (b"\x1b$", b"\x1b(")
# From the narrowest to the widest repertoire: the first that decodes everything is the one meant.
_ISO_2022_VARIANTS = ("iso2022_jp", "iso2022_jp_ext", "iso2022_jp_2004")
# The wider forms know circled numbers and the like, which older programs wrote as if they were standard.
_LEGACY_VARIANTS = (("euc_jp", "euc_jis_2004"), ("cp932", "shift_jis_2004"))
_WIDE_WITHOUT_MARK = ("utf-32-le", "utf-32-be", "utf-16-le", "utf-16-be")
_ENOUGH_TO_JUDGE = 200_000
"""Bytes: plausibility of a long file is judged by its beginning."""
_CLEAR_MARGIN = 0.35
"""Difference in plausibility above which euc_jp and cp932 are told apart; below it the auditor is asked."""
_PLAUSIBLE = 0.5
_WIDE_PLAUSIBLE = 0.9
_HARDLY_TEXT = -1.0
_FEWEST_SIGNS = 8
"""Characters outside ASCII that a certain judgement needs at least."""


@dataclass(frozen=True)
class DecodedText:
    """A text with the encoding it was read in; when that is not certain, with the other ones possible."""

    text: str
    encoding: str
    is_certain: bool
    alternatives: tuple[str, ...] = ()


def decode(content: bytes, chosen: str | None = None) -> DecodedText:
    """The text of `content`: BOM, ISO-2022-JP escape, wide forms, UTF-8, EUC-JP or cp932, then a statistical guess.

    Nothing is ever replaced or left out: bytes that fit no encoding are refused (`import.unknown_encoding`),
    as are bytes that do not fit the one `chosen` (`import.wrong_encoding`).
    """
    if chosen is not None:
        return _decode_as_chosen(content, chosen)
    for step in (_by_mark, _by_escape, _by_width, _as_utf8, _as_euc_jp_or_cp932, _by_statistics):
        decoded = step(content)
        if decoded is not None:
            return decoded
    raise InputRefusedError(Problem("import.unknown_encoding"))


def _decode_as_chosen(content: bytes, chosen: str) -> DecodedText:
    try:
        encoding = codecs.lookup(chosen).name
        text = content.decode(encoding)
    except (LookupError, UnicodeError) as error:
        values: dict[str, object] = {"encoding": chosen}
        raise InputRefusedError(Problem("import.wrong_encoding", values=values)) from error
    return DecodedText(text.removeprefix("\ufeff"), encoding, is_certain=True)


def _by_mark(content: bytes) -> DecodedText | None:
    for mark, encoding in _MARKS:
        if content.startswith(mark):
            text = _strictly(content, encoding)
            # A mark alone proves nothing for UTF-32-LE: it may be UTF-16 whose text begins with U+0000.
            if text is not None:
                return DecodedText(text, encoding, is_certain=True)
    return None


def _by_escape(content: bytes) -> DecodedText | None:
    if not any(escape in content for escape in _ISO_2022_ESCAPES) or any(byte >= 0x80 for byte in content):
        return None
    for encoding in _ISO_2022_VARIANTS:
        text = _strictly(content, encoding)
        if text is not None:
            return DecodedText(text, encoding, is_certain=True)
    return None


def _by_width(content: bytes) -> DecodedText | None:
    """UTF-16 or UTF-32 without a mark, when the zero bytes of line ends and digits give it away."""
    if b"\0" not in content:
        return None
    scored = []
    for encoding in _WIDE_WITHOUT_MARK:
        text = _strictly(content, encoding)
        if text is not None and "\0" not in text:
            scored.append((plausibility(text[:_ENOUGH_TO_JUDGE]), encoding, text))
    if not scored:
        return None
    score, encoding, text = max(scored, key=lambda entry: entry[0])
    if score < _PLAUSIBLE:
        return None
    others = tuple(other for other_score, other, _ in scored if other != encoding and other_score > _PLAUSIBLE)
    return DecodedText(text, encoding, is_certain=not others, alternatives=others)


def _as_utf8(content: bytes) -> DecodedText | None:
    """UTF-8 checks itself: other encodings' Japanese hardly ever passes; a few characters might."""
    text = _strictly(content, "utf-8")
    if text is None or "\0" in text:
        return None
    signs = sum(character > "\x7f" for character in text[:_ENOUGH_TO_JUDGE])
    if signs >= _FEWEST_SIGNS:
        return DecodedText(text, "utf-8", is_certain=True)
    others = tuple(name for name in ("euc_jp", "cp932") if signs and _is_plausible_as(content, name, _PLAUSIBLE))
    others += _wide_alternatives(content)
    return DecodedText(text, "utf-8", is_certain=not others, alternatives=others)


def _wide_alternatives(content: bytes) -> tuple[str, ...]:
    """Japanese without any line end, space or digit has no zero byte in UTF-16: hardly a file, but possible."""
    return tuple(name for name in ("utf-16-le", "utf-16-be") if _is_plausible_as(content, name, _WIDE_PLAUSIBLE))


def _is_plausible_as(content: bytes, encoding: str, least: float) -> bool:
    text = _strictly(content, encoding)
    if text is None or not any(character > "\x7f" for character in text[:_ENOUGH_TO_JUDGE]):
        return False
    return plausibility(text[:_ENOUGH_TO_JUDGE]) >= least


def _as_euc_jp_or_cp932(content: bytes) -> DecodedText | None:
    """One of the two legacy encodings; where both decode, the one that yields plausible Japanese."""
    readings = [_first_that_decodes(content, variants) for variants in _LEGACY_VARIANTS]
    possible = [(plausibility(text[:_ENOUGH_TO_JUDGE]), name, text) for name, text in filter(None, readings)]
    if not possible:
        return None
    possible.sort(key=lambda entry: entry[0], reverse=True)
    score, encoding, text = possible[0]
    others = tuple(name for _, name, _ in possible[1:]) + _wide_alternatives(content)
    is_clear = score >= _PLAUSIBLE and not _wide_alternatives(content)
    if len(possible) > 1:
        is_clear = is_clear and score - possible[1][0] >= _CLEAR_MARGIN and _has_enough_signs(text)
        # Half-width katakana alone are as good a cp932 text as the kanji euc_jp makes of the same bytes.
        is_clear = is_clear and not _is_half_width_katakana(possible[1][2])
    elif score < _HARDLY_TEXT:
        return None
    return DecodedText(text, encoding, is_clear, () if is_clear else others)


def _first_that_decodes(content: bytes, encodings: tuple[str, ...]) -> tuple[str, str] | None:
    readings = ((name, _strictly(content, name)) for name in encodings)
    return next(((name, text) for name, text in readings if text is not None), None)


def _has_enough_signs(text: str) -> bool:
    return sum(character > "\x7f" for character in text[:_ENOUGH_TO_JUDGE]) >= _FEWEST_SIGNS


def _is_half_width_katakana(text: str) -> bool:
    return all("\uff61" <= character <= "\uff9f" for character in text if character > "\x7f")


def _by_statistics(content: bytes) -> DecodedText | None:
    """The last guess, never certain; what is not plausible as text is not offered."""
    from charset_normalizer import from_bytes  # at first use: slow to import, seldom needed

    if b"\0" in content:
        return None
    best = from_bytes(content[:_ENOUGH_TO_JUDGE]).best()
    if best is None:
        return None
    text = _strictly(content, best.encoding)
    if text is None or plausibility(text) < _PLAUSIBLE:
        return None
    return DecodedText(text, codecs.lookup(best.encoding).name, is_certain=False)


def _strictly(content: bytes, encoding: str) -> str | None:
    try:
        return content.decode(encoding)
    except UnicodeError:
        return None


def plausibility(text: str) -> float:
    """How much the characters outside ASCII look like written Japanese: 1 entirely, 0 or less not at all.

    Judged by frequency, not by meaning: kana, full-width punctuation and kanji of the first level are common;
    half-width katakana in a row, kanji of the second level, Cyrillic, box drawings and controls are rare.

    >>> plausibility("把握率は99.2%です。") == 1.0, plausibility("ｻﾞｲﾑ裃")  < 0.5
    (True, True)
    """
    weights = Counter(_weight(character) for character in text if character > "\x7f" or character < " ")
    weights.pop(None, None)
    total = sum(weights.values())
    if total == 0:
        return 1.0
    return sum((weight or 0) * count for weight, count in weights.items()) / total


def _weight(character: str) -> float | None:
    """Per character: 1 common, 0 odd, negative hardly ever seen; None does not count."""
    code = ord(character)
    if character in "\t\n\r\f\u3000\xa0\ufeff":
        return None
    if character < " " or 0x7F <= code <= 0x9F or 0xE000 <= code <= 0xF8FF:
        return -4.0
    if 0x3041 <= code <= 0x30FE or 0x3001 <= code <= 0x301F or 0xFF01 <= code <= 0xFF5E:
        return 1.0
    if 0xFF61 <= code <= 0xFF9F:
        return -0.5
    if 0x4E00 <= code <= 0x9FFF:
        return 1.0 if _is_first_level(character) else -0.5
    if unicodedata.category(character) in ("Cn", "Co", "Cs"):
        return -4.0
    return 0.5 if 0x2000 <= code <= 0x27FF else 0.0


def _is_first_level(character: str) -> bool:
    """Kanji of JIS level 1, those in daily use; rows 16 to 47 of the code table."""
    try:
        first_byte = character.encode("euc_jp")[0]
    except UnicodeEncodeError:
        return False
    return 0xB0 <= first_byte <= 0xCF
