"""What several figures propose together, which findings rest on a figure, and the folder copies are opened from."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from auditor_app.domain.findings import FigureLink, FindingText
from auditor_app.domain.provenance import Place
from auditor_app.domain.returns import SourceRow
from auditor_app.foundation.translation import Texts
from auditor_app.services.evidence_place import place_of_code
from auditor_app.services.findings_of_figure import finding_index
from auditor_app.services.gather_proposals import gathered
from auditor_app.services.move_finding import move_finding
from auditor_app.services.open_case import OpenCase
from auditor_app.services.opened_copies import OpenedCopies
from auditor_app.services.raise_finding import raise_finding
from tests.builders import AUTHOR, TickingClock

FIRST = FindingText(
    "甲省 第3部 58.3 %",
    2006,
    organisations=(1,),
    part="3",
    role="staff",
    condition="甲省は 58.3 %",
    criteria="統一基準\n第3部",
    figures=(FigureLink("rates:2006:甲省::all:3", "甲省", "58.3 %", "350/6"),),
)
SECOND = replace(
    FIRST,
    title="乙省 第3部 41.0 %",
    organisations=(2,),
    role="",
    condition="乙省は 41.0 %",
    figures=(FigureLink("rates:2006:乙省::all:3", "乙省", "41.0 %", "41"),),
)


def test_one_figure_proposes_what_it_proposes_alone() -> None:
    assert gathered(Texts("ja"), [FIRST]) == FIRST


def test_several_figures_keep_what_they_agree_on_and_say_everything_once() -> None:
    text = gathered(Texts("ja"), [FIRST, SECOND])
    assert text.title == "甲省 第3部 58.3 % ほか 1 件"
    assert text.organisations == (1, 2)
    assert (text.part, text.role) == ("3", ""), "the role is left for the auditor: they differ"
    assert text.condition == "甲省は 58.3 %\n\n乙省は 41.0 %"
    assert text.criteria == "統一基準\n第3部"
    assert text.figures == (*FIRST.figures, *SECOND.figures)


def test_the_same_figure_twice_is_linked_once_and_one_about_everybody_makes_it_about_everybody() -> None:
    text = gathered(Texts("en"), [FIRST, FIRST, replace(SECOND, organisations=())])
    assert len(text.figures) == 2
    assert text.organisations == ()


def test_a_figure_knows_its_findings_and_withdrawn_ones_rest_on_nothing(shipped_case: Path) -> None:
    clock = TickingClock()
    figure = "coverage:2006:農林水産省"
    text = FindingText("把握の不足", 2006, figures=(FigureLink(figure, "", "31.2 %"),), condition="c", criteria="k")
    numbers = [raise_finding(shipped_case, text, author=AUTHOR, clock=clock) for _ in range(2)]
    case = OpenCase(shipped_case)
    with case.reader() as reader:
        assert [own.number for own in finding_index(reader).by_figure[figure]] == numbers
        assert finding_index(reader).open_count == 0, "a draft is nobody's finding yet"
    move_finding(shipped_case, numbers[0], "withdrawn", reason="重複", author=AUTHOR, clock=clock)
    with case.reader() as reader:
        assert [own.number for own in finding_index(reader).by_figure[figure]] == numbers[1:]


def test_the_code_of_a_place_leads_back_to_it() -> None:
    place = Place("a.txt", "ab", 7, 9, "別紙3-3")
    found = place_of_code("a.txt", "ab", place.code())
    assert isinstance(found, Place)
    assert (found.line_from, found.line_to) == (7, 9)
    for row in (SourceRow("a.xlsx", "ab", "回答 L2", 12), SourceRow("b.xlsx", "ab", "p.3-1", 1)):
        assert place_of_code(row.document, "ab", row.code()) == row
    assert place_of_code("a.txt", "ab", "") is None


def test_the_folder_of_copies_is_private_and_wiped_with_the_read_only_files_in_it() -> None:
    copies = OpenedCopies()
    folder = copies.folder()
    assert copies.folder() == folder
    assert folder.stat().st_mode & 0o077 == 0
    (folder / "a").mkdir()
    (folder / "a" / "規程.txt").write_bytes(b"x")
    (folder / "a" / "規程.txt").chmod(0o400)
    copies.close()
    assert not folder.exists()
    assert copies.folder() != folder, "it can be used again"
    copies.close()
