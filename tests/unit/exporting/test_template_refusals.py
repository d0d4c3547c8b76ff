"""A template that names what there is not, or brings what it should not, is refused before anything is written."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import docx
import pytest
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

from auditor_app.exporting.docx_template import fill_template
from auditor_app.foundation.errors import InputRefusedError, Problem
from auditor_app.foundation.translation import LANGUAGES, Texts
from tests.unit.exporting.report_documents import report
from tests.unit.exporting.word_templates import template_of

_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
CONTENT_TYPES = "[Content_Types].xml"


def problems_of(template: Path) -> list[Problem]:
    """What is told; nothing may have been written."""
    target = template.parent / "written.docx"
    with pytest.raises(InputRefusedError) as told:
        fill_template(report(), template, target)
    assert not target.exists()
    for language in LANGUAGES:
        texts = Texts(language)
        assert all(texts.problem(own) for own in told.value.problems)
    return list(told.value.problems)


def keys_of(template: Path) -> list[str]:
    return [own.key for own in problems_of(template)]


def rewritten(folder: Path, *, changed: dict[str, bytes] | None = None, added: dict[str, bytes] | None = None) -> Path:
    """A sound template with some of its parts replaced or added."""
    path = template_of(folder, "{{ title }}")
    with zipfile.ZipFile(io.BytesIO(path.read_bytes())) as source, zipfile.ZipFile(path, "w") as target:
        for name in source.namelist():
            target.writestr(name, (changed or {}).get(name, source.read(name)))
        for name, part in (added or {}).items():
            target.writestr(name, part)
    return path


def part_of(folder: Path, name: str) -> bytes:
    with zipfile.ZipFile(template_of(folder, "{{ title }}")) as source:
        return source.read(name)


def test_every_unknown_field_is_named_with_its_place_and_its_like(tmp_path: Path) -> None:
    template = template_of(
        tmp_path,
        "件名: {{ titel }} について",
        "{% for finding in findings %}{{ finding.recomendation }}{% endfor %}",
        header="{{ progam }}",
        rows=(("番号", "値"), ("1", '{{ table_by_id["coverag"].title }}')),
    )
    found = [(own.values["field"], own.values["near"], own.place) for own in problems_of(template)]
    assert [(field, str(near).split(", ")[0]) for field, near, _ in found] == [
        ("titel", "title"),
        ("finding.recomendation", "recommendation"),
        ("table_by_id['coverag']", "coverage"),
        ("progam", "program"),
    ]
    places = [place for _, _, place in found]
    assert places[0] == "ひな形.docx: 本文の第 1 段落「件名: {{ titel }} について」"
    assert "本文の表 1、2 行 2 列" in places[2]
    assert "ヘッダー" in places[3]


def test_a_record_a_list_and_a_flag_cannot_be_printed(tmp_path: Path) -> None:
    template = template_of(tmp_path, "{{ words }}", "{{ findings }}", "{{ tables[0].columns[0].is_number }}")
    assert keys_of(template) == ["template.is_a_record", "template.is_a_list", "template.is_a_flag"]


@pytest.mark.parametrize(
    "tag",
    [
        "{{ title.__class__.__mro__ }}",
        "{{ title.upper() }}",
        "{{ ''.join(['a']) }}",
        "{{ range(9) }}",
        "{{ cycler('a') }}",
        "{{ title * 1000000 }}",
        "{{ 9 ** 9 }}",
        "{{ title | safe }}",
        "{{ title | attr('x') }}",
        "{{ title | map('upper') }}",
        "{{ title is defined }}",
        "{% set x = title %}",
        "{% include 'x' %}",
        "{% import 'x' as y %}",
        "{% macro a() %}{% endmacro %}",
        "{% for a in findings recursive %}{% endfor %}",
        "{% for a, b in findings %}{% endfor %}",
        "{{ findings[title] }}",
        "{{ self }}",
        "{{ config }}",
        "{{ loop.index }}",
    ],
)
def test_what_a_template_may_not_do_is_refused(tag: str, tmp_path: Path) -> None:
    assert set(keys_of(template_of(tmp_path, tag))) <= {"template.unsupported", "template.unknown_field"}


@pytest.mark.parametrize(
    ("lines", "key"),
    [
        (("{{ title",), "template.tag_open"),
        (("{{ title }} {% if practice",), "template.tag_open"),
        (("{{ }}",), "template.syntax"),
        (("{% for a in findings %}",), "template.syntax"),
        (("{% nonsense %}",), "template.syntax"),
        (("{%tr for a in findings %}", "{%tr endfor %}"), "template.tag_misplaced"),
        (("{{p title }}",), "template.tag_misplaced"),
        (("失われる文 {%p if practice %}", "x", "{%p endif %}"), "template.not_alone_p"),
        (("{{ title " + "x" * 600 + " }}",), "template.tag_too_long"),
        (("{% for a in title %}{% endfor %}",), "template.not_a_list"),
    ],
)
def test_a_tag_that_is_not_written_correctly_is_told(lines: tuple[str, ...], key: str, tmp_path: Path) -> None:
    found = problems_of(template_of(tmp_path, *lines))
    assert key in [own.key for own in found]
    assert all("本文の第" in own.place for own in found)


def test_words_beside_a_row_tag_would_be_lost_and_are_told(tmp_path: Path) -> None:
    rows = (("{%tr for row in tables[0].rows %}", "合計"), ("{{ row.kind }}", ""), ("{%tr endfor %}", ""))
    (found,) = problems_of(template_of(tmp_path, "{{ title }}", rows=rows))
    assert found.key == "template.not_alone_tr"
    assert "本文の表 1、1 行 1 列" in found.place


def test_a_file_that_is_no_word_document_is_refused_by_what_it_is(tmp_path: Path) -> None:
    ole = bytes.fromhex("d0cf11e0a1b11ae1") + bytes(600)
    for content, key in (
        (ole, "template.encrypted"),
        (b"hello", "template.no_word_file"),
        (b"", "template.no_word_file"),
        (b"PK\x03\x04" + bytes(40), "template.damaged"),
    ):
        path = tmp_path / "a.docx"
        path.write_bytes(content)
        assert keys_of(path) == [key]
    assert keys_of(tmp_path / "missing.docx") == ["template.unreadable"]


def test_a_workbook_or_a_template_of_word_is_no_word_document(tmp_path: Path) -> None:
    types = part_of(tmp_path, CONTENT_TYPES).replace(b"document.main+xml", b"template.main+xml")
    assert keys_of(rewritten(tmp_path, changed={CONTENT_TYPES: types})) == ["template.no_word_file"]


def test_macros_and_embedded_objects_are_refused(tmp_path: Path) -> None:
    types = part_of(tmp_path, CONTENT_TYPES).replace(
        b"application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml",
        b"application/vnd.ms-word.document.macroEnabled.main+xml",
    )
    assert keys_of(rewritten(tmp_path, changed={CONTENT_TYPES: types})) == ["template.has_macros"]
    assert keys_of(rewritten(tmp_path, added={"word/vbaProject.bin": b"x"})) == ["template.has_macros"]
    (found,) = problems_of(rewritten(tmp_path, added={"word/embeddings/oleObject1.bin": b"x"}))
    assert (found.key, found.values["part"]) == ("template.odd_part", "word/embeddings/oleObject1.bin")


@pytest.mark.parametrize(
    ("kind", "target"),
    [
        (RELATIONSHIP_TYPE.HYPERLINK, "https://example.org/"),
        (f"{_OFFICE}/attachedTemplate", "file:///C:/office.dotx"),
        (RELATIONSHIP_TYPE.IMAGE, "https://example.org/a.png"),
    ],
)
def test_whatever_leads_outside_is_refused_and_named(kind: str, target: str, tmp_path: Path) -> None:
    path = template_of(tmp_path, "{{ title }}")
    word = docx.Document(str(path))
    word.part.relate_to(target, kind, is_external=True)
    word.save(str(path))
    (found,) = problems_of(path)
    assert (found.key, found.values["target"]) == ("template.external", target)


def test_a_field_that_fetches_a_file_is_refused_however_it_is_split(tmp_path: Path) -> None:
    path = template_of(tmp_path, "{{ title }}")
    word = docx.Document(str(path))
    split = "".join(f"<w:r><w:instrText>{own}</w:instrText></w:r>" for own in ("INCLUDE", "PICTURE http:", "//x"))
    word.element.body.insert(0, parse_xml(f"<w:p {nsdecls('w')}>{split}</w:p>"))
    word.save(str(path))
    (found,) = problems_of(path)
    assert (found.key, found.values["field"]) == ("template.field_reaches_out", "INCLUDEPICTURE")


def test_a_doctype_is_refused_wherever_it_stands(tmp_path: Path) -> None:
    bomb = b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "b">]><x>&a;</x>'
    assert keys_of(rewritten(tmp_path, added={"word/header9.xml": bomb})) == ["template.doctype"]
    assert keys_of(rewritten(tmp_path, changed={"word/document.xml": bomb})) == ["template.doctype"]


def test_a_part_that_unpacks_without_end_is_refused_while_it_is_counted(tmp_path: Path) -> None:
    path = template_of(tmp_path, "{{ title }}")
    with zipfile.ZipFile(path, "a", zipfile.ZIP_DEFLATED) as target:
        target.writestr("word/media/a.png", bytes(210 * 1024**2))
    assert keys_of(path) == ["template.too_large"]
    path = template_of(tmp_path, "{{ title }}")
    with zipfile.ZipFile(path, "a", zipfile.ZIP_DEFLATED) as target:
        target.writestr("word/header9.xml", b"<x>" + b" " * (17 * 1024**2) + b"</x>")
    assert keys_of(path) == ["template.too_large"]


def test_odd_names_inside_are_refused(tmp_path: Path) -> None:
    assert keys_of(rewritten(tmp_path, added={"../evil.xml": b"<x/>"})) == ["template.odd_names"]
    assert keys_of(rewritten(tmp_path, added={"WORD/DOCUMENT.xml": b"<x/>"})) == ["template.odd_names"]


def test_many_parts_are_refused(tmp_path: Path) -> None:
    parts = {f"word/media/{number}.png": b"" for number in range(1001)}
    assert keys_of(rewritten(tmp_path, added=parts)) == ["template.too_many_entries"]


def test_loops_that_would_multiply_without_end_are_refused(tmp_path: Path) -> None:
    begins = "".join(f"{{% for {name} in findings %}}" for name in "abc")
    within = "{% for a in tables %}{% for b in a.rows %}{% for c in b.cells %}{{ c.words }}"
    assert keys_of(template_of(tmp_path, begins + "{% endfor %}" * 3)) == ["template.loops_multiply"]
    fill_template(report(), template_of(tmp_path, within + "{% endfor %}" * 3), tmp_path / "a.docx")
