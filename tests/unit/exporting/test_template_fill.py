"""An office's own template is filled with words, tables, pictures and findings, and nothing else."""

from __future__ import annotations

import io
import os
import shutil
import subprocess
import sys
import zipfile
from dataclasses import replace
from pathlib import Path

import docx
import pytest
from docx.document import Document as WordDocument

from auditor_app.domain.documents import Document
from auditor_app.exporting.chart_svg import chart_description
from auditor_app.exporting.docx_template import check_filled, fill_template, filled_content
from auditor_app.exporting.read_back import ReadBackError
from auditor_app.foundation.errors import InputRefusedError
from auditor_app.foundation.paths import resources_folder
from tests.unit.exporting.report_documents import report
from tests.unit.exporting.word_templates import template_of

ROOT = Path(__file__).resolve().parents[3]
EXAMPLES = resources_folder() / "templates"
FINDINGS = [
    {
        "number": "2006-001",
        "title": "把握率が低い",
        "organisations": ["農林水産省", "環境省"],
        "condition": "31.2 % & <b>低い</b>\n{{ title }} {_{ }_}",
        "figures": [{"label": "把握率", "printed": "31.2 %", "is_changed": True}],
        "evidence": [
            {"kind": "ファイル", "title": "公表資料", "sha256": "ab" * 32},
            {"kind": "聴取", "title": "補佐官"},
        ],
        "responses": [{"received_on": "2007-05-01", "text": "地方支分部局を含めます。"}],
    },
    {"number": "2006-002", "title": "教育"},
]


def with_findings(document: Document) -> Document:
    return replace(document, fields={"findings": FINDINGS, "organisations": ["農林水産省"], "fiscal_years": [2006]})


def filled(document: Document, template: Path) -> WordDocument:
    return docx.Document(io.BytesIO(filled_content(document, template)))


def texts(word: WordDocument) -> list[str]:
    return [own.text for own in word.paragraphs]


@pytest.mark.parametrize("language", ["ja", "en"])
@pytest.mark.parametrize("name", ["report", "findings"])
def test_the_examples_can_be_filled_and_read_back(name: str, language: str, tmp_path: Path) -> None:
    document = with_findings(report(language="ja" if language == "ja" else "en"))
    template = EXAMPLES / f"{name}-{language}.docx"
    fill_template(document, template, tmp_path / "a.docx")
    check_filled(document, template, tmp_path / "a.docx")


def test_the_example_shows_every_cell_of_a_table_and_its_footnotes() -> None:
    word = filled(report(), EXAMPLES / "report-ja.docx")
    table = next(own for own in word.tables if own.rows[0].cells[0].text == "公表順")
    found = [[cell.text for cell in row.cells] for row in table.rows]
    assert found[0] == ["公表順", "府省庁", "把握率(%) 公式", "把握率(%) 独自の調査を含む", "分析"]
    assert found[15] == ["15", "農林水産省 *1", "31.2", "98.2", "分析対象外"]
    assert len(found) == 20
    assert "*1 独自の把握状況調査を実施(分析の対象から除外)" in texts(word)


def test_a_chart_is_a_picture_with_words() -> None:
    document = report()
    word = filled(document, EXAMPLES / "report-ja.docx")
    (words,) = word.element.body.xpath(".//wp:docPr/@descr")
    assert chart_description(document, next(document.charts())) in words


def test_a_finding_comes_with_all_its_evidence_and_answers(tmp_path: Path) -> None:
    template = template_of(
        tmp_path,
        "{%p for finding in findings %}",
        "{{ loop.index }} {{ finding.number }} {{ finding.organisation_names }}",
        "{{ finding.condition }}",
        "{%p for own in finding.evidence %}",
        "{{ own.kind }} {{ own.title }}{% if own.sha256 %} {{ own.sha256 }}{% endif %}",
        "{%p endfor %}",
        "{% for own in finding.responses %}{{ own.received_on }}: {{ own.text }}{% else %}回答なし{% endfor %}",
        "{%p endfor %}",
        "{{ organisations | join('、') }} {{ fiscal_years | first }} {{ findings | length }}",
        header="{{ title }}",
    )
    word = filled(with_findings(report()), template)
    assert texts(word) == [
        "1 2006-001 農林水産省、環境省",
        "31.2 % & <b>低い</b>\n{{ title }} {_{ }_}",
        f"ファイル 公表資料 {'ab' * 32}",
        "聴取 補佐官",
        "2007-05-01: 地方支分部局を含めます。",
        "2 2006-002 ",
        "",
        "回答なし",
        "農林水産省 2006 2",
    ]
    assert word.sections[0].header.paragraphs[0].text == "情報セキュリティ対策の実施状況"


def test_a_table_named_by_its_id_is_repeated_row_by_row(tmp_path: Path) -> None:
    rows = (
        ("府省庁", "把握率"),
        ('{%tr for row in table_by_id["coverage"].rows %}', ""),
        ("{{ row.cells[1].words }}", "{{ row.cells[2].words }}"),
        ("{%tr endfor %}", ""),
    )
    word = filled(report(), template_of(tmp_path, "{{ title }}", rows=rows))
    found = [[cell.text for cell in row.cells] for row in word.tables[0].rows]
    assert found[15] == ["農林水産省 *1", "31.2"]
    assert len(found) == 20


def test_a_table_the_document_may_lack_can_be_asked_for(tmp_path: Path) -> None:
    asking = '{% if "annex" in table_by_id %}{{ table_by_id["annex"].title }}{% else %}なし{% endif %}'
    assert texts(filled(report(), template_of(tmp_path, asking))) == ["なし"]


def test_markup_in_names_stays_words(tmp_path: Path) -> None:
    odd = "</w:t></w:r></w:p><w:p/> {% raw %} {{ 7 * 7 }} & 'x' \x00\ud800"
    word = filled(report(title=odd), template_of(tmp_path, "{{ title }}", header="{{ title }}"))
    shown = odd.replace("\x00", "�").replace("\ud800", "�")
    assert texts(word) == [shown]
    assert word.sections[0].header.paragraphs[0].text == shown


def test_the_same_document_and_template_give_the_same_bytes(tmp_path: Path) -> None:
    template = tmp_path / "a.docx"
    shutil.copy(EXAMPLES / "report-ja.docx", template)
    first = filled_content(report(), template)
    template.touch()
    assert filled_content(report(), template) == first
    with zipfile.ZipFile(io.BytesIO(first)) as container:
        assert {entry.date_time for entry in container.infolist()} == {(1980, 1, 1, 0, 0, 0)}


def test_a_filled_file_that_was_changed_is_noticed(tmp_path: Path) -> None:
    template, path = EXAMPLES / "report-ja.docx", tmp_path / "a.docx"
    fill_template(report(), template, path)
    word = docx.Document(str(path))
    word.paragraphs[1].text = "別の表題"
    word.save(str(path))
    with pytest.raises(ReadBackError):
        check_filled(report(), template, path)


def test_a_repetition_across_table_and_text_is_refused_and_nothing_written(tmp_path: Path) -> None:
    template = template_of(tmp_path, "{% for finding in findings %}", rows=(("{{ finding.title }}{% endfor %}", "x"),))
    with pytest.raises(InputRefusedError) as told:
        fill_template(with_findings(report()), template, tmp_path / "a.docx")
    assert [own.key for own in told.value.problems] == ["template.failed"]
    assert not (tmp_path / "a.docx").exists()


def test_the_examples_and_the_list_of_fields_are_as_the_script_makes_them(tmp_path: Path) -> None:
    page = tmp_path / "templates.md"
    shutil.copy(ROOT / "docs" / "templates.md", page)
    script = ROOT / "packaging" / "make_template.py"
    own = {**os.environ, "PYTHONPATH": str(ROOT), "TZ": "America/New_York", "PYTHONHASHSEED": "5"}
    subprocess.run([sys.executable, str(script), str(tmp_path), str(page)], env=own, check=True)
    made = sorted(own.name for own in tmp_path.glob("*.docx"))
    assert made == ["findings-en.docx", "findings-ja.docx", "report-en.docx", "report-ja.docx"]
    assert [name for name in made if (tmp_path / name).read_bytes() != (EXAMPLES / name).read_bytes()] == []
    assert page.read_text(encoding="utf-8") == (ROOT / "docs" / "templates.md").read_text(encoding="utf-8")


def test_an_entry_the_document_does_not_have_is_told_with_its_number(tmp_path: Path) -> None:
    template = template_of(tmp_path, "{{ findings[99].title }}")
    with pytest.raises(InputRefusedError) as told:
        fill_template(with_findings(report()), template, tmp_path / "a.docx")
    (problem,) = told.value.problems
    assert (problem.key, problem.values["number"]) == ("template.no_such_entry", 100)
