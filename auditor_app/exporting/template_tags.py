"""The tags of a Word template with the place each stands in, as a person would look for it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from docx.document import Document as WordDocument
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.opc.part import Part
from docx.oxml import parse_xml
from docx.oxml.ns import qn
from lxml.etree import _Element

from auditor_app.domain.documents import Language
from auditor_app.foundation.errors import Problem

FOOTNOTES_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.footnotes+xml"
LONGEST_TAG = 500
_TAG = re.compile(r"\{\{.*?\}\}|\{%.*?%\}|\{#.*?#\}", re.DOTALL)
_OPENING = re.compile(r"\{\{|\{%|\{#")
_SCOPED = re.compile(r"\{([{%#])(tr|tc|p|r)\s(.*)$", re.DOTALL)
_WORD_ONLY = re.compile(r"\{%\s*(colspan|cellbg|vm|hm)\b(.*)%\}$", re.DOTALL)
_NOT_ALONE = {"p": "template.not_alone_p", "tr": "template.not_alone_tr", "tc": "template.not_alone_tc"}
_QUOTES = str.maketrans({"“": '"', "”": '"', "‘": "'", "’": "'"})
_AROUND = 24

PartKind = Literal["body", "header", "footer", "footnotes"]
_PARTS: dict[Language, dict[PartKind, str]] = {
    "ja": {"body": "本文", "header": "ヘッダー", "footer": "フッター", "footnotes": "脚注"},
    "en": {"body": "text", "header": "header", "footer": "footer", "footnotes": "footnotes"},
}
_PLACES: dict[Language, tuple[str, str, str]] = {
    "ja": ("{part}の第 {paragraph} 段落", "{part}の表 {table}、{row} 行 {column} 列", "{place}「{words}」"),
    "en": ("{part}, paragraph {paragraph}", "{part}, table {table}, row {row}, column {column}", "{place}, “{words}”"),
}


@dataclass(frozen=True)
class Tag:
    """One tag: as Jinja reads it, and where it stands with the words around it."""

    jinja: str
    place: str


@dataclass(frozen=True)
class TaggedPart:
    tags: tuple[Tag, ...]
    problems: tuple[Problem, ...]


def tagged_parts(word: WordDocument, language: Language) -> Iterator[TaggedPart]:
    """Every part of the file that is filled in: text, headers, footers, footnotes."""
    yield _Reader(word.element.body, _PARTS[language]["body"], language).read()
    for relation in word.part.rels.values():
        kinds: dict[str, PartKind] = {RELATIONSHIP_TYPE.HEADER: "header", RELATIONSHIP_TYPE.FOOTER: "footer"}
        if relation.reltype in kinds:
            part = relation.target_part
            yield _Reader(parse_xml(part.blob), _PARTS[language][kinds[relation.reltype]], language).read()
    for part in footnote_parts(word):
        yield _Reader(parse_xml(part.blob), _PARTS[language]["footnotes"], language).read()


def footnote_parts(word: WordDocument) -> list[Part]:
    return [part for part in word.part.package.iter_parts() if part.content_type == FOOTNOTES_TYPE]


class _Reader:
    """Goes through the paragraphs of one part in order and counts them as a reader would."""

    def __init__(self, root: _Element, part: str, language: Language) -> None:
        self._root, self._part = root, part
        self._words = _PLACES[language]
        self._tables = {own: number for number, own in enumerate(root.iter(qn("w:tbl")), start=1)}
        self._tags: list[Tag] = []
        self._problems: list[Problem] = []

    def read(self) -> TaggedPart:
        number = 0
        for paragraph in self._root.iter(qn("w:p")):
            cell = next(paragraph.iterancestors(qn("w:tc")), None)
            number += cell is None
            text = _text(paragraph)
            if _OPENING.search(text):
                place = (
                    self._place(cell) if cell is not None else self._words[0].format(part=self._part, paragraph=number)
                )
                self._read_paragraph(paragraph, text, place)
        return TaggedPart(tuple(self._tags), tuple(self._problems))

    def _read_paragraph(self, paragraph: _Element, text: str, place: str) -> None:
        rest = text
        for found in _TAG.finditer(text):
            own = self._words[2].format(place=place, words=_around(text, found.start(), found.end()))
            rest = rest.replace(found.group(), "", 1)
            self._read_tag(paragraph, found.group(), own)
        if opening := _OPENING.search(rest):
            at = text.find(rest[opening.start() :][:_AROUND])
            words = _around(text, max(at, 0), max(at, 0) + 2)
            own = self._words[2].format(place=place, words=words)
            self._problems.append(Problem("template.tag_open", own, {"tag": opening.group()}))

    def _read_tag(self, paragraph: _Element, tag: str, place: str) -> None:
        if len(tag) > LONGEST_TAG:
            self._problems.append(Problem("template.tag_too_long", place, {"limit": LONGEST_TAG}))
            return
        jinja = " ".join(tag.translate(_QUOTES).split())
        if scoped := _SCOPED.match(jinja):
            kind, scope, rest = scoped.groups()
            holder = _holder(paragraph, scope)
            if kind == "{" or holder is None:
                self._problems.append(Problem("template.tag_misplaced", place, {"tag": jinja}))
            elif "".join(_text(holder).split()) != "".join(tag.split()):
                self._problems.append(Problem(_NOT_ALONE[scope], place, {"tag": jinja}))
            jinja = f"{{{kind} {rest}"
        if word_only := _WORD_ONLY.match(jinja):
            expression = word_only.group(2).strip()
            jinja = f"{{{{ {expression} }}}}" if expression else "{# #}"
        self._tags.append(Tag(jinja, place))

    def _place(self, cell: _Element) -> str:
        row = next(cell.iterancestors(qn("w:tr")))
        table = next(row.iterancestors(qn("w:tbl")))
        return self._words[1].format(
            part=self._part,
            table=self._tables[table],
            row=table.findall(qn("w:tr")).index(row) + 1 if row in table.findall(qn("w:tr")) else 1,
            column=row.findall(qn("w:tc")).index(cell) + 1 if cell in row.findall(qn("w:tc")) else 1,
        )


def _holder(paragraph: _Element, scope: str) -> _Element | None:
    """What a tag takes out as a whole; None where it is not in one, and for runs, which nobody sees in Word."""
    if scope in ("p", "r"):
        return paragraph if scope == "p" else None
    return next(paragraph.iterancestors(qn(f"w:{scope}")), None)


def _text(element: _Element) -> str:
    return "".join(own.text or "" for own in element.iter(qn("w:t")))


def _around(text: str, start: int, end: int) -> str:
    before, after = text[max(0, start - _AROUND) : start], text[end : end + _AROUND]
    ellipsis_before = "…" if start > _AROUND else ""
    ellipsis_after = "…" if end + _AROUND < len(text) else ""
    return f"{ellipsis_before}{before}{text[start:end]}{after}{ellipsis_after}"
