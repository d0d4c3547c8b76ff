"""The topics the auditor follows: the five of FY2006 as shipped definitions, and those saved in the case."""

from __future__ import annotations

import csv

from auditor_app.domain.published import fold_name
from auditor_app.domain.weak_areas import Topic
from auditor_app.foundation.paths import resources_folder
from auditor_app.storage.reading import CaseReader


def topics_of_case(reader: CaseReader) -> list[Topic]:
    """Shipped topics first, then the auditor's; a saved topic of the same name takes the place of a shipped one.

    Which sections make up a topic is this program's reading of the annex, not printed there: the auditor changes it.
    A practice case has a standard, and topics, of its own.
    """
    shipped = [] if reader.case_info().is_practice else _shipped_topics()
    # the removed first: of two spellings of one name the one in force holds
    saved = sorted(reader.topics(), key=lambda topic: not topic.is_removed)
    topics = {fold_name(topic.name): topic for topic in (*shipped, *saved)}
    return [topic for topic in topics.values() if not topic.is_removed]


def _shipped_topics() -> list[Topic]:
    path = resources_folder() / "published" / "topics.csv"
    with path.open(encoding="utf-8", newline="") as file:
        return [
            Topic(row["name"], row["english"], row["role"], row["part"], tuple(row["sections"].split()))
            for row in csv.DictReader(file)
        ]
