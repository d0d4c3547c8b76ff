"""A published text as lines: folded for comparison, letter-spacing closed, with headings and annexes known."""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from auditor_app.domain.fiscal_years import find_dates, find_fiscal_years, fiscal_year_of
from auditor_app.domain.provenance import Place, lines_of
from auditor_app.domain.published import FactKey, FactKind, Statement, Value
from auditor_app.domain.readings import SourceDocument
from auditor_app.foundation.errors import Problem

DASHES = "-‐‑‒–—―−"
"""Characters printed for a dash or minus; NFKC leaves most of them apart."""

_LONGEST_LINE = 4_000
"""Characters of a line that are looked at: a longer one is no line of a published text."""

# Editors count lines by these three only; a form feed or U+2028 is white space within a line.

# Three or more single characters with one space between: "農 林 水 産 省 3 1 . 2 %".
_LETTER_SPACED = re.compile(r"(?<!\S)\S(?: \S){2,}(?!\S)")
_BETWEEN_LETTERS = re.compile(r"(?<![^\s]\S)(?<=\S) (?=\S(?!\S))")
# EUC-JP and ISO-2022-JP turn the full-width hyphen and wave dash of cp932 into these; NFKC leaves them alone.
_ENCODING_VARIANTS = str.maketrans({"−": "-", "‐": "-", "‑": "-", "〜": "~"})
# What takes no room: zero-width spaces and joiners, byte order marks inside a text, soft hyphens.
_INVISIBLE = dict.fromkeys(map(ord, "\u200b\u200c\u200d\ufeff\xad"))
_QUOTED_CELLS = re.compile(r'"[^"]*"(?:\s*,\s*"[^"]*")+')
_LONGEST_EXCERPT = 80
_CONTROLS = ("Cc", "Cf", "Co", "Cs", "Zl", "Zp")
_WIDENED_GAP = re.compile(" {2,}")
_GAP_IN_JAPANESE = re.compile(r"(?<=[^\x00-\x7f])\s+|\s+(?=[^\x00-\x7f])")
# An annex label alone on its line: 別紙 3-3.
_ANNEX_LABEL = re.compile(rf"[(\[【]?(別紙\d+(?:[{DASHES}]\d+)?)[)\]】]?")
# Titles of annex pages are short, end in one of these words and are no sentence, list entry or numbered heading.
_TITLE = re.compile(
    r"(?!\d{1,2}[.)]|[(<【・~-])[^。:]{4,60}(?:について|のポイント|の概要|集計結果|報告結果|把握状況|に盛り込む具体的施策(?:~.*)?)"
)
_BODY_END = re.compile(r"【?(?:本件に関する)?(?:問い?合わ?せ先|連絡先)】?")
_MAIN_HEADING = re.compile(r"(\d{1,2})\.(?!\d)(.+)")
_SUB_HEADING = re.compile(r"\((\d{1,2})\)(.+)")
_PROGRAMME = re.compile(r"「?セキュア・ジャパン(\d{4})」?(\(案\))?|SJ(\d{4})")
_REPORT_YEAR = re.compile(r"報告|評価|実施状況|把握|集計")


@dataclass(frozen=True)
class Line:
    """A line of the file that is not blank."""

    number: int
    raw: str
    text: str
    """Folded (NFKC), letter-spacing closed, other gaps kept."""

    @cached_property
    def compact(self) -> str:
        """Folded, without any white space: the form in which phrases are looked for."""
        return "".join(self.text.split())

    @cached_property
    def words(self) -> str:
        """Folded, without white space next to Japanese characters; gaps between Latin words are one space."""
        return " ".join(_GAP_IN_JAPANESE.sub("", self.text).split())


@dataclass
class Found:
    """What one recogniser found: statements, refusals, and the numbers of the lines that served."""

    statements: list[Statement] = field(default_factory=list)
    refusals: list[Problem] = field(default_factory=list)
    used_lines: set[int] = field(default_factory=set)
    _counts: Counter[FactKind] = field(default_factory=Counter)

    def use(self, *lines: Line) -> None:
        self.used_lines.update(line.number for line in lines)

    def next_position(self, kind: FactKind) -> int:
        """Printed order of the next statement of a kind, from 1."""
        return 1 + self._counts[kind]

    def add(self, statement: Statement) -> None:
        self.statements.append(statement)
        self._counts[statement.key.kind] += 1
        self.used_lines.update(range(statement.place.line_from, statement.place.line_to + 1))


@dataclass(frozen=True)
class Subsection:
    """A numbered subsection of the release's body, e.g. 3(1), with its lines; the first is its heading."""

    number: str
    title: str
    lines: tuple[Line, ...]


class PublishedText:
    """A document as the recognisers see it."""

    def __init__(self, document: SourceDocument, fiscal_year: int | None = None) -> None:
        self.document = document
        self.given_year = fiscal_year
        self.lines = tuple(_lines_of(document.text))

    def between(self, first: int, last: int) -> tuple[Line, ...]:
        """The lines with these numbers, both included."""
        start = bisect_left(self.lines, first, key=_number_of)
        return self.lines[start : bisect_right(self.lines, last, key=_number_of)]

    def is_title(self, line: Line) -> bool:
        return line.number in self._title_numbers

    @cached_property
    def _title_numbers(self) -> frozenset[int]:
        return frozenset(line.number for line in self.titles)

    @cached_property
    def titles(self) -> tuple[Line, ...]:
        """Headings of annex pages, in order."""
        return tuple(line for line in self.lines if line.number > self.body_end and _TITLE.fullmatch(line.compact))

    @cached_property
    def annex_labels(self) -> tuple[tuple[int, str], ...]:
        labels = ((line.number, _ANNEX_LABEL.fullmatch(line.compact)) for line in self.lines)
        return tuple((number, _with_plain_dash(match[1])) for number, match in labels if match)

    @cached_property
    def body_end(self) -> int:
        """Last line of the release proper; what follows are its annexes.  0 when there is no such mark."""
        return next((line.number for line in self.lines if _BODY_END.fullmatch(line.compact)), 0)

    @cached_property
    def subsections(self) -> tuple[Subsection, ...]:
        """The numbered subsections of the release proper; text before the first (n) of a section is left out."""
        found: list[Subsection] = []
        section, number, title, lines = "", "", "", list[Line]()
        for line in self._body_lines():
            main, sub = _MAIN_HEADING.fullmatch(line.compact), _SUB_HEADING.fullmatch(line.compact)
            if (main or sub) and lines:
                found.append(Subsection(number, title, tuple(lines)))
                lines = []
            if main:
                section, number = main[1], ""
            elif sub and section:
                number, title, lines = f"{section}({sub[1]})", sub[2], [line]
            elif number:
                lines.append(line)
        if lines:
            found.append(Subsection(number, title, tuple(lines)))
        return tuple(found)

    def _body_lines(self) -> Sequence[Line]:
        return [line for line in self.lines if line.number < self.body_end] if self.body_end else self.lines

    @cached_property
    def release_date(self) -> Line | None:
        """The line with the release's own date: a date and nothing else, near the top."""
        for line in self.lines[:10]:
            dates = find_dates(line.compact)
            if dates and dates[0].printed == line.compact:
                return line
        return None

    @cached_property
    def named_report_years(self) -> tuple[int, ...]:
        """The fiscal years of the reports and evaluations the text names, most frequent first."""
        years = Counter(
            year for line in self.lines if _REPORT_YEAR.search(line.compact) for year in find_fiscal_years(line.compact)
        )
        return tuple(year for year, _ in years.most_common())

    @cached_property
    def report_year(self) -> int:
        """The fiscal year the document reports on: named by its reports, else given, else of its date; 0 if unknown."""
        if self.named_report_years:
            return self.named_report_years[0]
        return self.given_year or self._year_of_release

    @cached_property
    def release_year(self) -> int:
        """The fiscal year of the release itself, in which its drafts are put forward; 0 if unknown."""
        return self._year_of_release or self.report_year

    @property
    def _year_of_release(self) -> int:
        dates = find_dates(self.release_date.compact) if self.release_date else []
        return fiscal_year_of(dates[0].date) if dates and dates[0].date else 0

    @cached_property
    def programme_year(self) -> int:
        """The year the programme laid down here is for; the year after the reported one when it is not named."""
        years = [int(m[1]) for line in self.lines for m in _PROGRAMME.finditer(line.compact) if m[1] and m[2]]
        if not years:
            years = [int(m[1]) for line in self.lines for m in _PROGRAMME.finditer(line.compact) if m[1]]
        if years:
            return max(set(years), key=years.count)
        return self.report_year + 1 if self.report_year else 0

    @cached_property
    def programme_is_draft(self) -> bool:
        return any(
            m[1] == str(self.programme_year) and m[2]
            for line in self.lines
            for m in _PROGRAMME.finditer(line.compact.replace("」(", "(").replace("『", "").replace("』", ""))
        )

    def cited_at(self, number: int) -> str:
        """The annex or heading a line stands under, as printed; "" when the text does not tell."""
        labels = self.annex_labels
        behind = bisect_left(labels, (number, ""))
        if behind and labels[0][0] < (self.titles[0].number if self.titles else number):
            return labels[behind - 1][1]
        above = bisect_right(self.titles, number, key=_number_of)
        if not above:
            return self._body_heading_at(number)
        # Labels that stand behind the first titles stand at the foot of their pages.
        page_end = self.titles[above].number if above < len(self.titles) else self.lines[-1].number + 1
        if behind < len(labels) and labels[behind][0] < page_end:
            return labels[behind][1]
        return re.sub(r"\s+", " ", self.titles[above - 1].text)

    def _body_heading_at(self, number: int) -> str:
        index = bisect_right(self.subsections, number, key=lambda own: own.lines[0].number) - 1
        if index < 0 or self.subsections[index].lines[-1].number < number:
            return ""
        return self.subsections[index].number

    def place(self, *lines: Line) -> Place:
        """The place that spans these lines."""
        numbers = [line.number for line in lines]
        cited = self.cited_at(min(numbers))
        return Place(self.document.name, self.document.sha256, min(numbers), max(numbers), cited)

    def statement(
        self,
        key: FactKey,
        value: Value,
        lines: Iterable[Line],
        *,
        unit: str = "",
        is_draft: bool = False,
        position: int = 0,
        attributes: dict[str, str] | None = None,
        printed: str = "",
    ) -> Statement:
        """A statement printed on these lines."""
        own = tuple(lines)
        return Statement(
            key=key,
            value=value,
            printed=printed or _joined(own),
            place=self.place(*own),
            unit=unit,
            is_draft=is_draft,
            position=position,
            attributes=tuple(sorted((attributes or {}).items())),
        )

    def refusal(self, key: str, at: Iterable[Line], **values: object) -> Problem:
        """A refusal of what these lines say."""
        return Problem(key, f"{self.document.name}, L{self.place(*at).lines()}", values)


def fold_line(text: str) -> str:
    """NFKC, typographic marks of bold print gone, letter-spacing closed, gaps between words kept.

    >>> fold_line("農 林 水 産 省  ３ １ ． ２ ％"), fold_line("内 閣 府 73.5 %"), fold_line("別紙2 - 1、2 - 2参照")
    ('農林水産省 31.2%', '内閣府 73.5 %', '別紙2 - 1、2 - 2参照')
    """
    folded = unicodedata.normalize("NFKC", text.translate(_INVISIBLE)).translate(_ENCODING_VARIANTS).strip()
    if _QUOTED_CELLS.fullmatch(folded):
        folded = "\t".join(cell.strip() for cell in re.findall('"([^"]*)"', folded))
    closed = _LETTER_SPACED.sub(lambda match: match.group().replace(" ", ""), folded)
    if len(folded) - len(closed) > len(closed) / 3:
        # The whole line is spaced out, words of two letters too, and each gap between words became three spaces.
        closed = _BETWEEN_LETTERS.sub("", folded)
        closed = _WIDENED_GAP.sub(lambda gap: " " * max(1, (len(gap.group()) - 1) // 2), closed)
        closed = re.sub(" ?\t ?", "\t", closed)
    return closed.replace("**", "").strip()


def excerpt(text: str) -> str:
    """A raw text for a message: control characters made visible, cut to what a message can hold.

    >>> excerpt("甲省\\t9\\x07 %")
    '甲省 9\ufffd %'
    """
    spaced = " ".join(re.split(r"[ \t\u3000]+", text.strip()))
    shown = "".join("\ufffd" if unicodedata.category(sign) in _CONTROLS else sign for sign in spaced)
    return shown if len(shown) <= _LONGEST_EXCERPT else shown[: _LONGEST_EXCERPT - 1] + "…"


def _lines_of(text: str) -> Iterator[Line]:
    for number, raw in enumerate(lines_of(text), start=1):
        folded = fold_line(raw[:_LONGEST_LINE])
        if folded:
            yield Line(number, raw, folded)


def _number_of(line: Line) -> int:
    return line.number


def _with_plain_dash(text: str) -> str:
    return re.sub(f"[{DASHES}]", "-", text)


def _joined(lines: Sequence[Line]) -> str:
    """The printed form over several lines; a line break stands where other lines were left out between them."""
    printed, last = "", 0
    for line in lines:
        gap = "" if not printed else (" " if line.number == last + 1 else "\n")
        printed, last = printed + gap + line.raw.strip(), line.number
    return printed
