"""Days at the ends of the calendar in a file of organisations: the row is refused at the day, and nothing breaks."""

from __future__ import annotations

from datetime import date

import pytest

from auditor_app.importing.returns.organisations_rows import plan_organisations
from tests.unit.importing.returns.small_tables import plan, refusals

HEAD = "name,from_date,to_date,successor,kind,on_date\n"


@pytest.mark.parametrize("day", ["0001-01-01", "1867-12-31", "2200-01-01", "9999-12-31"])
@pytest.mark.parametrize("row", ["青葉省,,,若草省,merged,{}\n若草省,,,,,\n", "青葉省,{},,,,\n", "青葉省,,{},,,\n"])
def test_day_no_ministry_can_have_known_is_refused_at_its_cell(row: str, day: str) -> None:
    made = plan(plan_organisations, HEAD + row.format(day))
    assert [(place[:2], reason) for place, reason in refusals(made)] == [("L2", "day_unreadable")]
    assert not any(date(1868, 1, 1) > name.from_date for own in made.organisations for name in own if name.from_date)
