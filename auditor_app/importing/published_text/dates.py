"""Meetings with number and date, and documents named together with their date."""

from __future__ import annotations

import re
from collections.abc import Iterator

from auditor_app.domain.fiscal_years import DateMention, find_dates, fiscal_year_of
from auditor_app.domain.published import FactKey, FactKind, Value
from auditor_app.importing.published_text.layout import Found, Line, PublishedText

_BODY = r"[^\s()「」『』、。第\d][^\s()「」『』、。第]{1,30}?(?:会議|委員会|本部|会合|部会)"
_MEETING = re.compile(rf"第(?P<number>\d+)回(?P<body>{_BODY})\((?P<date>[^()]*(?:\([^()]*\)[^()]*)?)\)")
_RELEASE_OF_MEETING = re.compile(rf"第(?P<number>\d+)回(?P<body>{_BODY})の(?:開催|決定).*")
_DATE_BEHIND = re.compile(r"(?:\(案\))?\((?P<date>[^()]*(?:\([^()]*\)[^()]*)?)\)")
_DATE_INSIDE = re.compile(r"(?P<title>.+?)\((?P<date>[^()]*\d+日[^()]*)\)")
# 「X」は、第6回…会議(平成18年6月15日)で決定されました
_DECIDED_LATER = re.compile(r"は、(?P<date>[^。「」]{0,60}?)(?:において|で|に)(?:決定|策定|公表|改訂|改定)")
_ESTABLISHED = re.compile(r"は、(?P<date>[^。「」]{0,60}?)によって設置")


def read_dates(text: PublishedText) -> Found:
    """Statements of meetings and dated documents; an impossible date is stated with the reason and no day."""
    found = Found()
    _read_release(text, found)
    for line in text.lines:
        claimed: set[str] = set()
        for match in _MEETING.finditer(line.compact):
            for mention in find_dates(match["date"])[:1]:
                claimed.add(mention.printed)
                _add_meeting(text, match, mention, [line], found)
        for subject, aspect, mention in _documents(line.compact):
            claimed.add(mention.printed)
            _add_document(text, subject, aspect, mention, line, found)
        for mention in find_dates(line.text):
            if mention.why_impossible and mention.printed.replace(" ", "") not in claimed:
                _add_document(text, "", mention.printed, mention, line, found)
    return found


def _read_release(text: PublishedText, found: Found) -> None:
    line = text.release_date
    if line is None:
        return
    mention = find_dates(line.compact)[0]
    after = [other for other in text.lines if line.number < other.number][:6]
    meeting = next((other for other in after if _RELEASE_OF_MEETING.fullmatch(other.compact)), None)
    title = meeting or next((other for other in after if other.compact.endswith(("について", "の公表"))), None)
    subject = title.compact if title else text.document.name
    _add_document(text, subject, "release", mention, line, found)
    match = _RELEASE_OF_MEETING.fullmatch(meeting.compact) if meeting else None
    if meeting and match:
        _add_meeting(text, match, mention, [line, meeting], found)


def _documents(compact: str) -> Iterator[tuple[str, str, DateMention]]:
    for title, end in _quoted(compact):
        inside = _DATE_INSIDE.fullmatch(title)
        behind = _DATE_BEHIND.match(compact, end)
        later = _DECIDED_LATER.match(compact, end)
        established = _ESTABLISHED.match(compact, end)
        match = inside or behind or later or established
        if match is None:
            continue
        subject = inside["title"] if inside else title
        for mention in find_dates(match["date"])[:1]:
            yield subject, "established" if match is established else "", mention


def _quoted(compact: str) -> Iterator[tuple[str, int]]:
    """The outermost titles in 「」 and where each ends; quotes may be nested."""
    depth, start = 0, 0
    for index, character in enumerate(compact):
        if character == "「":
            start = index + 1 if depth == 0 else start
            depth += 1
        elif character == "」" and depth:
            depth -= 1
            if depth == 0:
                yield compact[start:index], index + 1


def _add_meeting(
    text: PublishedText, match: re.Match[str], mention: DateMention, lines: list[Line], found: Found
) -> None:
    key = FactKey(FactKind.MEETING, _fiscal_year(mention), match["body"], match["number"])
    found.add(text.statement(key, _value(mention), lines, attributes=_attributes(mention)))


def _add_document(
    text: PublishedText, subject: str, aspect: str, mention: DateMention, line: Line, found: Found
) -> None:
    key = FactKey(FactKind.DATED_DOCUMENT, _fiscal_year(mention), subject, aspect)
    found.add(text.statement(key, _value(mention), [line], attributes=_attributes(mention)))


def _fiscal_year(mention: DateMention) -> int:
    return fiscal_year_of(mention.date) if mention.date else mention.year


def _value(mention: DateMention) -> Value:
    return Value(text=mention.date.isoformat() if mention.date else "")


def _attributes(mention: DateMention) -> dict[str, str]:
    attributes = {"calendar": "era" if mention.is_era else "western", "date": mention.printed}
    return attributes | ({"impossible": mention.why_impossible} if mention.why_impossible else {})
