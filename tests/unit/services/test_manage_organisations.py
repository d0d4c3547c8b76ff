"""Changing the lineage of a case: each change is one, is logged, can be undone, and leaves nothing that cannot be."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from auditor_app.domain.lineage import JoinedSeries, Lineage, names_between, series_of
from auditor_app.domain.lineage_edits import (
    LineageEdit,
    correcting,
    events_of,
    new_body,
    recording,
    removing_event,
    removing_name,
    renaming,
)
from auditor_app.domain.organisations import Organisation, OrganisationName, find_organisation
from auditor_app.foundation.errors import WrongUsageError
from auditor_app.services.browse_organisations import Body, bodies_of, lineage_of_case
from auditor_app.services.browse_rates import rate_rows
from auditor_app.services.decide_analysis import decide_analysis
from auditor_app.services.export_definitions import export_organisations
from auditor_app.services.import_tables import ImportSession
from auditor_app.services.manage_organisations import apply_edit, remove_joined_series, save_joined_series
from auditor_app.services.open_case import OpenCase
from auditor_app.services.returns_json import rate_json
from auditor_app.services.undo_change import redo_change, undo_change
from auditor_app.services.verify_case import verify_case
from tests.builders import AUTHOR, TickingClock

DAY = date(2009, 4, 1)


def lineage_of(case: Path) -> Lineage:
    with OpenCase(case).reader() as reader:
        return lineage_of_case(reader)


def body_called(case: Path, name: str) -> Organisation:
    found = find_organisation(lineage_of(case).organisations, name)
    assert found is not None
    return found


def row_of(case: Path, name: str) -> Body:
    with OpenCase(case).reader() as reader:
        bodies = bodies_of(reader, lineage_of_case(reader))
    return next(own for own in bodies if own.organisation.is_called(name))


def store(case: Path, edit: LineageEdit) -> None:
    apply_edit(case, edit, author=AUTHOR, clock=TickingClock())


def undo(case: Path) -> None:
    undo_change(case, author=AUTHOR, clock=TickingClock())


def entries(case: Path) -> int:
    with OpenCase(case).reader() as reader:
        return reader.log_head()[0]


def names(case: Path, name: str) -> list[tuple[str, str, str]]:
    return [(own.name, str(own.from_date), str(own.to_date)) for own in body_called(case, name).names]


def rename(case: Path, old: str, new: str, day: date = DAY) -> None:
    store(case, renaming(body_called(case, old), new, "", day))


def test_shipped_case_knows_the_ministry_of_defence_as_one_body_with_two_names(shipped_case: Path) -> None:
    body = row_of(shipped_case, "防衛省")
    assert names(shipped_case, "防衛庁") == [("防衛庁", "1954-07-01", "2007-01-08"), ("防衛省", "2007-01-09", "None")]
    assert (body.position, 2006 in body.fiscal_years) == (19, True)


def test_renamed_ministry_keeps_its_place_and_its_figures_under_both_names(shipped_case: Path) -> None:
    before = entries(shipped_case)
    rename(shipped_case, "環境省", "自然省")
    assert entries(shipped_case) == before + 1
    body = row_of(shipped_case, "自然省")
    assert (body.position, 2006 in body.fiscal_years) == (18, True)
    assert names(shipped_case, "環境省") == [("環境省", "None", "2009-03-31"), ("自然省", "2009-04-01", "None")]
    with OpenCase(shipped_case).reader() as reader:
        assert reader.fact("coverage:2006:自然省") == reader.fact("coverage:2006:環境省") is not None
    undo(shipped_case)
    assert names(shipped_case, "環境省") == [("環境省", "None", "None")]
    redo_change(shipped_case, author=AUTHOR, clock=TickingClock())
    assert names(shipped_case, "自然省")[-1] == ("自然省", "2009-04-01", "None")
    assert all(point.holds for point in verify_case(shipped_case))


def test_renaming_alone_changes_no_rate(practice_case: Path) -> None:
    def rates() -> list[dict[str, object]]:
        with OpenCase(practice_case).reader() as reader:
            rows = [rate_json(row) for row in rate_rows(reader, 2007)]
        named = ("organisation", "figure_id")
        return [{field: value for field, value in row.items() if field not in named} for row in rows]

    before = rates()
    rename(practice_case, "青葉省", "若葉省", date(2007, 7, 1))
    assert rates() == before != []


def test_correction_leaves_one_row_of_the_name_also_after_undo(shipped_case: Path) -> None:
    body = body_called(shipped_case, "防衛省")
    now = OrganisationName("防衛省", "Ministry of Defense", date(2007, 1, 10))
    store(shipped_case, correcting(body, body.names[1], now))
    assert names(shipped_case, "防衛省") == [("防衛庁", "1954-07-01", "2007-01-09"), ("防衛省", "2007-01-10", "None")]
    assert body_called(shipped_case, "防衛省").names[1].english == "Ministry of Defense"
    undo(shipped_case)
    assert body_called(shipped_case, "防衛省").names == body.names


def test_name_told_twice_does_not_come_up_again_when_it_is_taken_back(shipped_case: Path) -> None:
    """The second row said the days better than the first; taking it back takes both."""
    rename(shipped_case, "財務省", "大蔵省")
    body = body_called(shipped_case, "大蔵省")
    store(shipped_case, correcting(body, body.names[1], OrganisationName("大倉省", "", DAY)))
    body = body_called(shipped_case, "大倉省")
    store(shipped_case, removing_name(body, body.names[1]))
    assert names(shipped_case, "財務省") == [("財務省", "None", "None")]


def test_new_body_is_created_and_abolished_and_goes_with_its_last_name(shipped_case: Path) -> None:
    store(shipped_case, new_body(OrganisationName("デジタル庁", "Digital Agency", date(2021, 9, 1)), is_created=True))
    body = row_of(shipped_case, "デジタル庁")
    assert (body.position, [event.kind for event in body.events]) == (20, ["created"])
    lineage = lineage_of(shipped_case)
    store(shipped_case, recording(lineage, "abolished", date(2031, 4, 1), (body.organisation.id,), ()))
    body = row_of(shipped_case, "デジタル庁")
    assert [event.kind for event in body.events] == ["created", "abolished"]
    assert str(body.organisation.names[-1].to_date) == "2031-03-31"
    for event in body.events:
        store(shipped_case, removing_event(lineage_of(shipped_case), event))
    body = row_of(shipped_case, "デジタル庁")
    store(shipped_case, removing_name(body.organisation, body.organisation.names[0]))
    assert find_organisation(lineage_of(shipped_case).organisations, "デジタル庁") is None


def test_merger_and_split_with_new_successors_are_one_change_each(shipped_case: Path) -> None:
    lineage = lineage_of(shipped_case)
    ids = [body_called(shipped_case, name).id for name in ("人事院", "宮内庁")]
    before = entries(shipped_case)
    store(shipped_case, recording(lineage, "merged", DAY, ids, (OrganisationName("人事宮内庁"),)))
    merged = row_of(shipped_case, "人事宮内庁")
    assert names(shipped_case, "人事院") == [("人事院", "None", "2009-03-31")]
    later = date(2012, 4, 1)
    new = (OrganisationName("新人事院"), OrganisationName("新宮内庁"))
    store(shipped_case, recording(lineage_of(shipped_case), "split", later, (merged.organisation.id,), new))
    assert entries(shipped_case) == before + 2
    events = events_of(lineage_of(shipped_case).links)
    assert [(event.kind, len(event.sources), len(event.successors)) for event in events] == [
        ("merged", 2, 1),
        ("split", 1, 2),
    ]
    undo(shipped_case)
    undo(shipped_case)
    assert lineage_of(shipped_case) == lineage


def test_two_bodies_held_apart_are_joined_by_a_renaming_into_one_series(shipped_case: Path) -> None:
    store(shipped_case, new_body(OrganisationName("環境保全庁")))
    old, new = body_called(shipped_case, "環境保全庁").id, body_called(shipped_case, "環境省").id
    store(shipped_case, recording(lineage_of(shipped_case), "renamed", date(2001, 1, 6), (old,), (new,)))
    lineage = lineage_of(shipped_case)
    series = next(own for own in series_of(lineage.organisations, lineage.links) if new in own.members)
    assert (series.members, series.name) == ((old, new), "環境省")
    assert names_between(series, lineage.organisations, [1999, 2006]) == ("環境保全庁", "環境省")


@pytest.mark.parametrize(
    ("make", "key"),
    [
        (lambda case: renaming(body_called(case, "財務省"), "総務省", "", DAY), "lineage.name_shared"),
        (lambda case: renaming(body_called(case, "防衛省"), "国防省", "", date(1954, 7, 1)), "lineage.dates_reversed"),
        (lambda _case: new_body(OrganisationName("財 務 省")), "lineage.name_shared"),
        (
            lambda case: recording(
                lineage_of(case), "merged", DAY, [body_called(case, "財務省").id], (OrganisationName("大蔵省"),)
            ),
            "lineage.merged_from_one",
        ),
        (
            lambda case: removing_name(body_called(case, "財務省"), body_called(case, "財務省").names[0]),
            "lineage.name_published",
        ),
    ],
)
def test_what_cannot_be_is_refused_with_place_and_reason_and_nothing_is_written(
    shipped_case: Path, make: object, key: str
) -> None:
    before, log = lineage_of(shipped_case), entries(shipped_case)
    with pytest.raises(WrongUsageError) as refused:
        store(shipped_case, make(shipped_case))  # type: ignore[operator]
    problem = refused.value.problems[0]
    assert (problem.key, bool(problem.place)) == (key, True)
    assert (lineage_of(shipped_case), entries(shipped_case)) == (before, log)


def test_circle_over_two_changes_is_refused(shipped_case: Path) -> None:
    one, other = (body_called(shipped_case, name).id for name in ("総務省", "外務省"))
    store(shipped_case, recording(lineage_of(shipped_case), "split", DAY, (one,), (other,), goes_on=True))
    back = recording(lineage_of(shipped_case), "split", date(2010, 4, 1), (other,), (one,), goes_on=True)
    with pytest.raises(WrongUsageError) as refused:
        store(shipped_case, back)
    assert [(problem.key, problem.place) for problem in refused.value.problems] == [
        ("lineage.circle", "総務省 → 外務省 → 総務省")
    ]


def test_edit_of_what_has_changed_meanwhile_is_refused(shipped_case: Path) -> None:
    late = renaming(body_called(shipped_case, "環境省"), "自然省", "", DAY)
    rename(shipped_case, "環境省", "環境庁")
    with pytest.raises(WrongUsageError) as refused:
        store(shipped_case, late)
    assert [problem.key for problem in refused.value.problems] == ["lineage.changed_meanwhile"]


def test_body_about_which_something_was_decided_cannot_be_taken_out(shipped_case: Path) -> None:
    store(shipped_case, new_body(OrganisationName("甲庁")))
    decide_analysis(shipped_case, 2006, "甲庁", is_included=False, reason="未設置", author=AUTHOR, clock=TickingClock())
    body = body_called(shipped_case, "甲庁")
    with pytest.raises(WrongUsageError) as refused:
        store(shipped_case, removing_name(body, body.names[0]))
    assert [problem.key for problem in refused.value.problems] == ["lineage.body_in_use"]


def test_edit_that_changes_nothing_is_no_change(shipped_case: Path) -> None:
    body, before = body_called(shipped_case, "環境省"), entries(shipped_case)
    store(shipped_case, correcting(body, body.names[0], body.names[0]))
    assert entries(shipped_case) == before


def test_joined_series_is_saved_renamed_and_removed_each_as_one_change(shipped_case: Path) -> None:
    ids = tuple(body_called(shipped_case, name).id for name in ("総務省", "外務省"))
    own, renamed = JoinedSeries("両省", "Both", ids), JoinedSeries("二省", "Both", ids)
    before = entries(shipped_case)
    save_joined_series(shipped_case, own, author=AUTHOR, clock=TickingClock())
    save_joined_series(shipped_case, renamed, former=own, author=AUTHOR, clock=TickingClock())
    assert lineage_of(shipped_case).joined == (renamed,)
    assert row_of(shipped_case, "外務省").joined == (renamed,)
    remove_joined_series(shipped_case, renamed, author=AUTHOR, clock=TickingClock())
    assert lineage_of(shipped_case).joined == ()
    assert entries(shipped_case) == before + 3
    undo(shipped_case)
    assert lineage_of(shipped_case).joined == (renamed,)


def test_joined_series_of_one_or_under_the_name_of_a_ministry_is_refused(shipped_case: Path) -> None:
    one = body_called(shipped_case, "総務省").id
    for own, key in (
        (JoinedSeries("両省", "", (one, one)), "lineage.joined_too_few"),
        (JoinedSeries("外務省", "", (one, one + 1)), "lineage.joined_name_taken"),
    ):
        with pytest.raises(WrongUsageError) as refused:
            save_joined_series(shipped_case, own, author=AUTHOR, clock=TickingClock())
        assert [problem.key for problem in refused.value.problems] == [key]


def test_lineage_goes_out_as_csv_and_comes_into_another_case(
    practice_case: Path, empty_case: Path, tmp_path: Path
) -> None:
    rename(practice_case, "青葉省", "若葉省")
    file = tmp_path / "organisations.csv"
    with OpenCase(practice_case).reader() as reader:
        export_organisations(reader, file, TickingClock())
    with ImportSession(empty_case, file) as session:
        proposal = session.propose()
        assert (proposal.kind, proposal.counts.refused) == ("organisations", 0)
        session.accept(AUTHOR, TickingClock())
    came_in = lineage_of(empty_case)
    for body in lineage_of(practice_case).organisations:
        found = find_organisation(came_in.organisations, body.names[-1].name)
        assert found is not None
        assert found.names == body.names
    kinds = [(event.kind, str(event.on_date)) for event in events_of(came_in.links)]
    assert kinds == [(event.kind, str(event.on_date)) for event in events_of(lineage_of(practice_case).links)]
