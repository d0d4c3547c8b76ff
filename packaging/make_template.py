"""Makes the example templates for an office's own documents, and the list of fields in docs/templates.md.

    python packaging/make_template.py resources/templates docs/templates.md

The same program makes the same files.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import docx
from docx.document import Document as WordDocument
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm
from docx.table import Table, _Cell, _Row

from auditor_app.domain.documents import Document, Language, Provenance
from auditor_app.exporting.docx_package import package_bytes, set_particulars, strip_package
from auditor_app.exporting.docx_styles import set_styles
from auditor_app.exporting.template_fields import (
    RECORDS,
    ROOT,
    ByIdKind,
    Described,
    FieldKind,
    FlagKind,
    ListKind,
    PictureKind,
    RecordKind,
)

MADE_FOR = datetime(2007, 4, 23, tzinfo=UTC)
LIST_BEGINS, LIST_ENDS = "<!-- fields begin -->", "<!-- fields end -->"


@dataclass(frozen=True)
class Words:
    """What stands in the examples besides fields."""

    report: str
    letter: str
    opening: str
    closing: str
    none: str
    names: dict[str, str]


WORDS: dict[Language, Words] = {
    "ja": Words(
        report="報告書のひな形",
        letter="指摘事項の通知のひな形",
        opening="下記のとおり通知します。回答は期限までにお願いします。",
        closing="以上",
        none="指摘事項はありません。",
        names={
            "organisation_names": "府省庁",
            "severity": "重要度",
            "state": "状態",
            "condition": "状況",
            "criteria": "基準",
            "cause": "原因",
            "effect": "影響",
            "recommendation": "勧告",
            "owner": "担当",
            "due_date": "期限",
            "figures": "根拠の数値",
            "evidence": "証拠",
            "responses": "回答",
        },
    ),
    "en": Words(
        report="Example of a report",
        letter="Example of a letter with findings",
        opening="We notify you of the following. Please answer by the due dates.",
        closing="",
        none="There are no findings.",
        names={
            "organisation_names": "Organisations",
            "severity": "Severity",
            "state": "State",
            "condition": "Condition",
            "criteria": "Criteria",
            "cause": "Cause",
            "effect": "Effect",
            "recommendation": "Recommendation",
            "owner": "Owner",
            "due_date": "Due date",
            "figures": "Figures",
            "evidence": "Evidence",
            "responses": "Responses",
        },
    ),
}


def report_template(language: Language) -> WordDocument:
    """Everything a document has, in its order, in the office's letterhead."""
    word = _empty(language, WORDS[language].report)
    _lines(word, ("{%p if practice %}", ""), ("{{ practice }}", "Practice Mark"), ("{%p endif %}", ""))
    _lines(word, ("{{ title }}", "Title"), ("{{ subtitle }}", "Subtitle"))
    _lines(word, ("{%p for remark in remarks %}", ""), ("{{ remark }}", "Warning"), ("{%p endfor %}", ""))
    _named_table(word, "particulars")
    _lines(word, ("{%p for section in sections %}", ""))
    for level in (1, 2, 3):
        _lines(
            word,
            (f'{{%p if section.level == "{level}" %}}', ""),
            ("{{ section.title }}", f"Heading {level}"),
            ("{%p endif %}", ""),
        )
    _lines(word, ("{%p for block in section.blocks %}", ""))
    _blocks(word)
    _lines(word, ("{%p endfor %}", ""), ("{%p endfor %}", ""))
    _lines(word, ("{{ words.provenance }}", "Heading 1"))
    _named_table(word, "provenance")
    _lines(word, ("{{ words.definitions }}", "Heading 2"), ("{%p for own in definitions %}", ""))
    _lines(word, ("{{ own.name }} ({{ own.rule }} v{{ own.version }}): {{ own.words }}", "List Bullet"))
    _lines(word, ("{%p endfor %}", ""), ("{{ words.sources }}", "Heading 2"), ("{%p for own in sources %}", ""))
    _lines(word, ("{{ own.document }} — sha256 {{ own.sha256 }}", "List Bullet"), ("{%p endfor %}", ""))
    return word


def letter_template(language: Language) -> WordDocument:
    """The findings alone, each with its evidence and answers."""
    words = WORDS[language]
    word = _empty(language, words.letter)
    date = word.add_paragraph("{{ prepared_on }}")
    date.alignment = WD_ALIGN_PARAGRAPH.RIGHT
    _lines(word, ("{%p if practice %}", ""), ("{{ practice }}", "Practice Mark"), ("{%p endif %}", ""))
    _lines(word, ("{{ title }}", "Title"), (words.opening, ""))
    _lines(word, ("{%p for finding in findings %}", ""), ("{{ finding.number }} {{ finding.title }}", "Heading 2"))
    table = _two_columns(word)
    for name in ("organisation_names", "severity", "state", "condition", "criteria", "cause", "effect"):
        _row(table, words.names[name], f"{{{{ finding.{name} }}}}")
    for name in ("recommendation", "owner", "due_date"):
        _row(table, words.names[name], f"{{{{ finding.{name} }}}}")
    _row(table, words.names["figures"], *_loop("figure", "figures", "{{ figure.label }}: {{ figure.printed }}"))
    evidence = "{{ own.kind }}: {{ own.title }}{% if own.sha256 %} (sha256 {{ own.sha256 }}){% endif %}"
    _row(table, words.names["evidence"], *_loop("own", "evidence", evidence))
    _row(table, words.names["responses"], *_loop("own", "responses", "{{ own.received_on }} {{ own.text }}"))
    _lines(word, ("", ""), ("{%p else %}", ""), (words.none, ""), ("{%p endfor %}", ""), (words.closing, ""))
    return word


def _loop(name: str, fields: str, line: str) -> tuple[str, str, str]:
    return f"{{%p for {name} in finding.{fields} %}}", line, "{%p endfor %}"


def _blocks(word: WordDocument) -> None:
    """One piece for each kind of block there is."""
    _lines(word, ('{%p if block.kind == "paragraph" or block.kind == "left_out" %}', ""), ("{{ block.text }}", ""))
    _lines(word, ("{%p endif %}", ""), ("{%p for line in block.lines %}", ""), ("{{ line }}", "List Bullet"))
    _lines(word, ("{%p endfor %}", ""), ('{%p if block.kind == "fields" %}', ""))
    _named_table(word, "block.fields")
    _lines(word, ("{%p endif %}", ""), ('{%p if block.kind == "table" %}', ""), ("{{ block.table.title }}", "Caption"))
    _lines(word, ("{%p for remark in block.table.remarks %}", ""), ("{{ remark }}", "Remark"), ("{%p endfor %}", ""))
    _any_table(word)
    _footnotes(word, "block.table")
    _lines(word, ("{%p endif %}", ""), ('{%p if block.kind == "chart" %}', ""), ("{{ block.chart.title }}", "Caption"))
    _lines(word, ("{{ block.chart.picture }}", "Picture"))
    _footnotes(word, "block.chart")
    _lines(word, ("{%p endif %}", ""))


def _any_table(word: WordDocument) -> None:
    """A table with as many columns and rows as it has; its first row is repeated, and Word finds the widths."""
    table: Table = word.add_table(rows=0, cols=3)
    table.style = word.styles["Audit Table"]
    head = _added_row(table)
    _repeat(head)
    _fill(head.cells[0], "{%tc for column in block.table.columns %}")
    _fill(head.cells[1], *_by_side("column", "{{ column.full_title }}"), style="Table Head")
    head.cells[1].paragraphs[1].alignment = WD_ALIGN_PARAGRAPH.RIGHT
    _fill(head.cells[2], "{%tc endfor %}")
    _fill(_added_row(table).cells[0], "{%tr for row in block.table.rows %}")
    body = _added_row(table)
    _fill(body.cells[0], "{%tc for cell in row.cells %}")
    _fill(body.cells[1], *_by_side("cell", "{{ cell.words }}"))
    body.cells[1].paragraphs[1].style = word.styles["Table Number"]
    _fill(body.cells[2], "{%tc endfor %}")
    _fill(_added_row(table).cells[0], "{%tr endfor %}")
    body._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))
    for width in table._tbl.iter(qn("w:tcW")):
        width.set(qn("w:type"), "auto")
        width.set(qn("w:w"), "0")


def _by_side(name: str, line: str) -> tuple[str, ...]:
    """The line twice: the first stands on the right, for numbers."""
    return f"{{%p if {name}.is_number %}}", line, "{%p else %}", line, "{%p endif %}"


def _footnotes(word: WordDocument, holder: str) -> None:
    _lines(word, (f"{{%p for note in {holder}.footnotes %}}", ""))
    _lines(word, ("{% if note.mark %}{{ note.mark }} {% endif %}{{ note.text }}", "Table Note"), ("{%p endfor %}", ""))


def _named_table(word: WordDocument, fields: str) -> None:
    table = _two_columns(word)
    _fill(_added_row(table).cells[0], f"{{%tr for own in {fields} %}}")
    _row(table, "{{ own.name }}", "{{ own.words }}")
    _fill(_added_row(table).cells[0], "{%tr endfor %}")
    _lines(word, ("", ""))


def _two_columns(word: WordDocument) -> Table:
    table: Table = word.add_table(rows=0, cols=2)
    table.style = word.styles["Audit Fields"]
    table.autofit = False
    for column, width in zip(table.columns, (Mm(38), Mm(132)), strict=True):
        column.width = width
    return table


def _added_row(table: Table) -> _Row:
    row: _Row = table.add_row()  # type: ignore[no-untyped-call]
    return row


def _row(table: Table, name: str, *lines: str) -> None:
    cells = _added_row(table).cells
    _fill(cells[0], name, style="Field Name")
    _fill(cells[1], *lines, style="Field Text")
    cells[0].width, cells[1].width = Mm(38), Mm(132)


def _fill(cell: _Cell, *lines: str, style: str = "Table Text") -> None:
    for number, line in enumerate(lines):
        paragraph = cell.paragraphs[0] if number == 0 else cell.add_paragraph()
        paragraph.text, paragraph.style = line, style


def _repeat(row: _Row) -> None:
    row._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))


def _lines(word: WordDocument, *lines: tuple[str, str]) -> None:
    for text, style in lines:
        word.add_paragraph(text, style or None)


def _empty(language: Language, title: str) -> WordDocument:
    """A page with the office's place in its header, and the number of the page below."""
    word = docx.Document()
    strip_package(word)
    set_styles(word)
    pages = word.sections[0]
    pages.page_width, pages.page_height = Mm(210), Mm(297)
    pages.left_margin = pages.right_margin = pages.top_margin = pages.bottom_margin = Mm(20)
    pages.header.paragraphs[0].text = "{% if practice %}【{{ practice }}】{% endif %}{{ title }}"
    pages.footer.paragraphs[0].text = "{{ as_of }} · {{ program }} · {{ case_id }}"
    set_particulars(word, Document(title, language, (), Provenance("", MADE_FOR, 0, "", "")))
    return word


def field_list() -> str:
    """The fields as Markdown: what a template may begin with, then each kind of record."""
    lines = ["### Anywhere", "", *_field_table(ROOT.items())]
    for name, record in RECORDS.items():
        lines += ["", f"### `{name}`", "", *_field_table(record.fields.items())]
    return "\n".join(lines)


def _field_table(fields: Iterable[tuple[str, Described]]) -> list[str]:
    rows = [f"| `{name}` | {_kind(own.kind)} | {own.en} | {own.ja} |" for name, own in fields]
    return ["| Field | Kind | Meaning | 意味 |", "|---|---|---|---|", *rows]


def _kind(kind: FieldKind) -> str:
    if isinstance(kind, ListKind | ByIdKind):
        shape = "list of" if isinstance(kind, ListKind) else "by id:"
        return f"{shape} {_kind(kind.of)}"
    if isinstance(kind, RecordKind):
        return next((f"`{name}`" for name, own in RECORDS.items() if own is kind), _names(kind))
    return "flag" if isinstance(kind, FlagKind) else "picture" if isinstance(kind, PictureKind) else "text"


def _names(kind: RecordKind) -> str:
    return ", ".join(f"`{name}`" for name in kind.fields)


def with_field_list(text: str) -> str:
    """The page with the list between its two marks made anew."""
    before, _, rest = text.partition(LIST_BEGINS)
    _, _, after = rest.partition(LIST_ENDS)
    return f"{before}{LIST_BEGINS}\n\n{field_list()}\n\n{LIST_ENDS}{after}"


def main(folder: Path, page: Path) -> None:
    languages: tuple[Language, ...] = ("ja", "en")
    for language in languages:
        (folder / f"report-{language}.docx").write_bytes(package_bytes(report_template(language)))
        (folder / f"findings-{language}.docx").write_bytes(package_bytes(letter_template(language)))
    page.write_text(with_field_list(page.read_text(encoding="utf-8")), encoding="utf-8")


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
