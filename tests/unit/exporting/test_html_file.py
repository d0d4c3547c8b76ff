"""A page of HTML stands alone: same figures and footnotes as the document, nothing that runs or leads outside."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from pathlib import Path

import pytest

from auditor_app.exporting.docx_check import check_docx
from auditor_app.exporting.docx_file import write_docx
from auditor_app.exporting.html_check import check_html
from auditor_app.exporting.html_file import html_text, write_html
from auditor_app.exporting.read_back import ReadBackError
from tests.unit.exporting.report_documents import report


class _Ids(HTMLParser):
    """Every id, where each link leads, and each title cell's scope."""

    def __init__(self) -> None:
        super().__init__()
        self.ids: list[str] = []
        self.links: list[str] = []
        self.scopes: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        own = dict(attrs)
        self.ids += [own["id"] or ""] if "id" in own else []
        self.links += [own["href"] or ""] if "href" in own else []
        self.scopes += [own.get("scope") or "none"] if tag == "th" else []


def read_ids(page: str) -> _Ids:
    found = _Ids()
    found.feed(page)
    return found


@pytest.mark.parametrize("language", ["ja", "en"])
def test_the_written_page_reads_back(language: str, tmp_path: Path) -> None:
    document = report(language="ja" if language == "ja" else "en")
    write_html(document, tmp_path / "a.html")
    check_html(document, tmp_path / "a.html")


def test_every_link_leads_to_one_place_of_the_same_page() -> None:
    found = read_ids(html_text(report()))
    assert len(found.ids) == len(set(found.ids))
    assert found.links
    assert {link.removeprefix("#") for link in found.links} <= set(found.ids)


def test_a_footnote_mark_leads_to_its_footnote() -> None:
    page = html_text(report())
    anchor = re.search(r'農林水産省 <sup><a href="#(\w+)">\*1</a></sup>', page)
    assert anchor is not None
    assert re.search(rf'<li id="{anchor.group(1)}"><span class="mark">\*1</span> <span>独自の把握状況調査', page)


def test_title_cells_say_of_what_they_are_the_title() -> None:
    page = html_text(report())
    assert set(read_ids(page).scopes) == {"col", "colgroup", "row", "rowgroup"}
    assert page.count("<caption>") == page.count("<table>") == page.count("<thead>")


def test_the_page_forbids_everything_but_its_own_style() -> None:
    page = html_text(report())
    assert "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'" in page
    assert not re.search(r"https?://(?!www\.w3\.org/)", page)
    assert "<script" not in page
    assert '<html lang="ja">' in page
    assert '<html lang="en">' in html_text(report(language="en"))


def test_dark_screens_and_paper_have_their_own_look() -> None:
    page = html_text(report())
    assert "prefers-color-scheme: dark" in page
    assert "@media print" in page
    assert "display: table-header-group" in page
    assert '<section id="s4" class="page">' in page


def test_a_bar_in_a_cell_is_as_long_as_its_number() -> None:
    assert '<td class="number bar" style="--share:31.2%">31.2</td>' in html_text(report())


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (">31.2</td>", ">98.2</td>"),
        ("農林水産省 <sup>", "農林水産省<sup>"),
        ("地方支分部局を含めて報告を求めること。", "本省だけで足りる。"),
        ("状況を把握した者 ÷ 報告対象。", "状況を把握した者。"),
        ("<h3>2.1 実施率</h3>", ""),
        ("</main>", "<p>追記</p></main>"),
        ("</main>", "<script>alert(1)</script></main>"),
        ("</main>", '<img src="https://example.org/a.png"></main>'),
        ('href="#s1"', 'href="https://example.org/"'),
        ("<main ", '<main onclick="x" '),
        ('style="--share:31.2%"', 'style="background:url(https://example.org)"'),
        ("</tbody>", ""),
        ('lang="ja"', 'lang="en"'),
    ],
)
def test_a_change_behind_the_programs_back_is_noticed(old: str, new: str, tmp_path: Path) -> None:
    page = html_text(report())
    assert old in page
    (tmp_path / "a.html").write_text(page.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(ReadBackError):
        check_html(report(), tmp_path / "a.html")


def test_another_documents_figures_are_noticed_in_both_formats(tmp_path: Path) -> None:
    other = report(title="別の文書")
    write_html(report(), tmp_path / "a.html")
    write_docx(report(), tmp_path / "a.docx")
    with pytest.raises(ReadBackError):
        check_html(other, tmp_path / "a.html")
    with pytest.raises(ReadBackError):
        check_docx(other, tmp_path / "a.docx")
