"""What was changed and not saved is never lost, and is gone as soon as it is what the case has."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest

from auditor_app.services.reports.definition import ReportDefinition
from auditor_app.services.reports.drafts import Draft, Drafts, key_of

YEARLY = ReportDefinition("年次", "監査報告書")
ANNEXES = ReportDefinition("別紙", "別紙")
OWN = ReportDefinition("室の報告", "室の監査報告書", office="監査室")


@pytest.fixture
def drafts() -> Drafts:
    made = Drafts([YEARLY, ANNEXES])
    made.show_saved([OWN])
    return made


def changed(drafts: Drafts, key: str, title: str) -> Draft:
    own = drafts.entry(key).draft
    return replace(own, definition=replace(own.definition, title=title))


def test_the_list_has_those_of_the_case_first_and_then_those_to_start_from(drafts: Drafts) -> None:
    assert [(own.definition.name, own.is_start, own.is_saved) for own in drafts.entries()] == [
        ("室の報告", False, True),
        ("年次", True, False),
        ("別紙", True, False),
    ]


def test_a_change_is_a_draft_until_it_is_taken_back(drafts: Drafts) -> None:
    key = key_of("室の報告")
    drafts.change(key, changed(drafts, key, "別の表題"))
    assert drafts.entry(key).is_changed
    assert drafts.entry(key).definition.title == "別の表題"
    drafts.change(key, changed(drafts, key, OWN.title))
    assert not drafts.entry(key).is_changed
    assert drafts.unsaved_count == 0


def test_a_draft_outlives_the_definition_it_changes(drafts: Drafts) -> None:
    key = key_of("室の報告")
    drafts.change(key, changed(drafts, key, "別の表題"))
    drafts.show_saved([])
    entry = drafts.entry(key)
    assert (entry.is_saved, entry.definition.title, entry.definition.office) == (False, "別の表題", "監査室")


def test_what_somebody_else_saved_meanwhile_is_no_draft_any_more(drafts: Drafts) -> None:
    key = key_of("室の報告")
    draft = changed(drafts, key, "別の表題")
    drafts.change(key, draft)
    drafts.show_saved([draft.definition])
    assert not drafts.entry(key).is_changed


def test_new_definitions_get_names_nobody_has(drafts: Drafts) -> None:
    assert drafts.add(OWN) == key_of("室の報告 2")
    assert drafts.add(OWN) == key_of("室の報告 3")
    assert drafts.entry(key_of("室の報告 3")).definition.name == "室の報告 3"


def test_drafts_come_back_another_day(drafts: Drafts) -> None:
    key = key_of("室の報告")
    drafts.change(key, changed(drafts, key, "別の表題"))
    drafts.add(replace(YEARLY, name="新しい"), "/forms/様式.docx")
    drafts.change("start:1", changed(drafts, "start:1", "別紙集"))
    left = json.loads(json.dumps(drafts.as_json()))
    later = Drafts([YEARLY, ANNEXES])
    later.show_saved([OWN])
    later.take_json(left)
    assert later.entries() == drafts.entries()


@pytest.mark.parametrize("left", [None, 3, {"own:x": None}, {"own:x": {"name": "x", "definition": {"title": 1}}}])
def test_what_cannot_be_read_of_an_earlier_day_is_left_out(drafts: Drafts, left: object) -> None:
    drafts.take_json(left)
    assert drafts.unsaved_count == 0
