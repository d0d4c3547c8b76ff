"""The grammar of one row of a coverage table: a name, one value, at most one second value in parentheses.

A row counts only when the whole of it fits; whatever does not is refused by its line, never guessed.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from decimal import Decimal

from auditor_app.domain.organisation_naming import is_unprintable
from auditor_app.domain.published import State
from auditor_app.importing.published_text.layout import DASHES

OWN_SURVEY = re.compile("独自")
# Names of bodies end in one of these, maybe numbered.
_BODY_END = "省|庁|府|院|局|官房|委員会|本部|機構|センター|法人|会議|研究所|裁判所|事務局|部"
BODY_NAME = re.compile(rf"[^\d\s。、「」:;=+].{{0,28}}?(?:{_BODY_END})[0-9]*(?:\([^()\d]+\))*")
_ONLY_BODY_END = re.compile(rf"(?:{_BODY_END})[0-9]*")
SUMMARY = re.compile("(?:全府省庁|府省庁)?の?(?:単純)?(?:合計|総計|計|平均値?|全体)|全府省庁|全機関")
NO_NAME = re.compile(r"[。、「」『』;=+?!<>%‰±~/]|\d+[年月日人施]|注\d|第\d+部|遵守事項")
# Words that belong to a value, not to a name.
_QUALIFIER = re.compile(
    r"(?:約|およそ|おおよそ|概ね|おおむね|ほぼ|最大|最低|最高|以上|以下|未満|程度|前後|[→⇒↑↓×^*/~])$"
)
# Letters, with digits only behind 第 or at the end; whatever else is printed in it is a slip.
_NAME = re.compile(r"(?!約)(?:[^\W\d_]|(?<=第)\d+|(?<=[^\W\d_])[・&ー\- ](?=[^\W\d_]))+\d*")
# What may stand between name and value: a gap, a bar, a colon or comma at once behind the name, leaders.
_BETWEEN = re.compile(r"[ \t]+|[ \t]*\|[ \t]*|[:,] ?|[ \t]*(?:[・.…]\s?){2,}|[ \t]*…[ \t]*")
_LONGEST_NAME = 40
_MOST_DECIMALS = 3

_NUMBER = r"[△▲−-]?(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?"
_PERCENT = "%|パーセント"
_VALUE = rf"(?P<number>{_NUMBER})(?P<sign>{_PERCENT})?"
_MISSING = rf"(?:ー{{1,3}}|[{DASHES}]{{1,3}}|n/?a|\.{{3}}|未報告|報告なし)%?"
_SECOND = rf"\((?P<told>独自[^()\d%]*)?(?P<second>{_NUMBER})(?:{_PERCENT})?\)"
# Not a number's rest after a slip of the pen: 9O.5, 1.234,5, 1,0.
_TAIL = re.compile(
    rf"(?:(?<![0-9A-Za-z.])(?<!\d,){_VALUE}|(?P<missing>(?<![A-Za-z.]){_MISSING}))(?:{_SECOND})?$", re.IGNORECASE
)
_ALONE = re.compile(rf"(?:{_VALUE}|(?P<missing>{_MISSING}))(?:{_SECOND})?", re.IGNORECASE)
_SECOND_ALONE = re.compile(_SECOND)
_NAME_AND_NOTES = re.compile(r"(?P<name>[^()]*)(?P<notes>(?:\([^()]*\))*)")
_SEPARATORS = " \t|:,…"
_LEADERS = re.compile(r"(?:[ \t|:,…・.](?<!\d\.))+$")
_MARK = re.compile(r"\s*(?:[※*†‡#]\s*\d*|\(注\s*\d*\)|(?<=[\s)%\d])注\s*\d*|\(※\d*\))$")
_GAP_IN_NAME = re.compile(r"(?<=[^\x00-\x7f]) +(?=[^\d\s])|(?<=[^\d\s]) +(?=[^\x00-\x7f])")


@dataclass(frozen=True)
class Cell:
    """The value of a row, as printed; `problem` names why it cannot be used."""

    number: Decimal | None = None
    own: Decimal | None = None
    own_told: bool = False
    """Whether the row itself says that the second value is the one with the own survey."""
    state: State = State.REPORTED
    has_sign: bool = False
    problem: str = ""
    run_together: str = ""
    """The digits that follow the name without a gap; some of them may be the name's."""

    @property
    def has_value(self) -> bool:
        return self.number is not None or self.state is not State.REPORTED

    def with_own(self, own: Decimal | None, told: bool) -> Cell:
        return replace(self, own=own, own_told=self.own_told or told)


@dataclass(frozen=True)
class Row:
    """What a line says as a row; `name` is "" when it holds only a value, `cell` empty when only a name."""

    name: str
    cell: Cell
    is_own_note: bool = False
    """Only the words that announce a value with the own survey."""


def tidy(text: str) -> str:
    """A folded line without the gaps that mean nothing: before %, around parentheses; marks at the end gone.

    >>> tidy("農林水産省 ( 独自の調査を含める場合)\\t31.2  % (98.2 %)※1"), tidy("甲省\\t90. 0 %")
    ('農林水産省(独自の調査を含める場合)\\t31.2%(98.2%)', '甲省\\t90. 0%')
    """
    closed = re.sub(r"\s+(?=[%)(]|パーセント)|(?<=\()\s+", "", text)
    while (shorter := _MARK.sub("", closed)) != closed:
        closed = shorter
    return closed.rstrip(" \t|,")


def read_row(text: str) -> Row | None:
    """A tidy line as a row, name alone or value alone; None when it does not fit the grammar as a whole.

    >>> (row := read_row("法務省(本省)\\t90.0%")) and (row.name, str(row.cell.number))
    ('法務省(本省)', '90.0')
    >>> [read_row(text) for text in ("警察庁\\t9 9.2%", "甲省\\t90~95%", "甲省\\t1,0%", "甲省\\t31.2%(98.2%")]
    [None, None, None, None]
    """
    if re.fullmatch(rf"\({OWN_SURVEY.pattern}[^()\d]*\)", text):
        return Row("", Cell(), is_own_note=True)
    second = _SECOND_ALONE.fullmatch(text)
    if second:
        return Row("", Cell(own=_decimal(second["second"]), own_told=bool(second["told"])))
    tail = _TAIL.search(text)
    if tail is None or _is_digits_of_name(text, tail):
        return _name_alone(text)
    return _with_value(text[: tail.start()], tail)


def read_value(text: str) -> Cell | None:
    """A cell that stands alone."""
    match = _ALONE.fullmatch(text)
    return _cell(match) if match else None


def read_name(text: str) -> tuple[str, bool] | None:
    """A name with its notes, and whether one of these announces the own survey; None when it is no name.

    >>> read_name("農林水産省(独自の調査を含める場合)"), read_name("演習省0001"), read_name("警察庁\\t9")
    (('農林水産省', True), ('演習省0001', False), None)
    >>> read_name("＊"), read_name("演習省(\\u202e本省)")
    (None, None)
    """
    match = _NAME_AND_NOTES.fullmatch(re.sub(r"\((?:注|※)\s*\d*\)", "", tidy(text)).strip(_SEPARATORS + "・"))
    if match is None or any(BODY_NAME.fullmatch(part) for part in match["name"].split()[:-1]):
        return None  # two names, or a name and something else
    name = _GAP_IN_NAME.sub("", match["name"].strip(_SEPARATORS + "・"))
    notes = re.findall(r"\([^()]*\)", match["notes"])
    kept = [note for note in notes if not OWN_SURVEY.search(note)]
    is_sound = (
        _NAME.fullmatch(name)
        and not re.search("\\d\\s|\\s\\d|[\t|\ufffd]", name)
        and not NO_NAME.search(name)
        and not _QUALIFIER.search(name)
        and len(name) <= _LONGEST_NAME
        and not any(re.search(r"\d|%", note) or is_unprintable(note) for note in kept)
    )
    return (name + "".join(kept), len(kept) < len(notes)) if is_sound else None


def is_only_an_end(name: str) -> bool:
    """Whether a name is but the end of one: 委員会, 事務局."""
    return _ONLY_BODY_END.fullmatch(name) is not None


def _name_alone(text: str) -> Row | None:
    named = read_name(text)
    return Row(named[0], Cell(own_told=named[1])) if named else None


def _with_value(before: str, tail: re.Match[str]) -> Row | None:
    cell = _cell(tail)
    head = _LEADERS.sub("", before)
    if cell is None or (not head and before.strip(_SEPARATORS + "・")):
        return None
    if not head:
        return Row("", cell)
    if re.search(rf"(?:{_PERCENT}|\d\.\d+)$", head) and read_name(re.sub(rf"[\s|,]*{_NUMBER}%?$", "", head)):
        return Row(head, replace(cell, problem="value_ambiguous"))
    named = read_name(head)
    is_apart = head != before or before.endswith(")")
    between = before[len(head) :]
    if is_apart and (re.match(r"0\d", tail["number"] or "") or (between and not _BETWEEN.fullmatch(between))):
        return None
    if named is None or (not is_apart and not _may_run_together(named[0], head, tail)):
        return None
    cell = replace(cell, own_told=cell.own_told or named[1], run_together="" if is_apart else tail["number"] or "")
    return Row(named[0], cell)


def _may_run_together(name: str, head: str, tail: re.Match[str]) -> bool:
    """A lost gap: nothing else may be apart in the line, and the name must end as names of bodies do."""
    return tail["missing"] is not None or (not re.search(r"\s", head) and BODY_NAME.fullmatch(name) is not None)


def _is_digits_of_name(text: str, tail: re.Match[str]) -> bool:
    """Whole digits that follow a letter at once, without sign: "演習省0001"."""
    is_apart = tail.start() == 0 or text[tail.start() - 1] in _SEPARATORS + "・)"
    return not is_apart and not tail["missing"] and tail.end("number") == len(text) and "." not in tail["number"]


def _cell(match: re.Match[str]) -> Cell | None:
    numbers = [_decimal(match[name]) if match[name] else None for name in ("number", "second")]
    if any(number is not None and _decimals(number) > _MOST_DECIMALS for number in numbers):
        return None
    state = State.NOT_REPORTED if match["missing"] else State.REPORTED
    return Cell(numbers[0], numbers[1], bool(match["told"]), state, bool(match["sign"]))


def _decimals(number: Decimal) -> int:
    return max(0, -int(number.as_tuple().exponent))


def _decimal(printed: str) -> Decimal:
    return Decimal(re.sub("[△▲−]", "-", printed).replace(",", ""))
