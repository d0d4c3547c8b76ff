"""What a topic can be made of in a year: the Parts, sections and questions of the edition that holds."""

from __future__ import annotations

from dataclasses import dataclass

from auditor_app.domain.standards import EditionPart, EditionSection, edition_for
from auditor_app.domain.weak_areas import Topic
from auditor_app.storage.reading import CaseReader


@dataclass(frozen=True)
class Question:
    """An item and one of the roles that answer for it."""

    item: str
    title: str
    section: str
    part: str
    role: str
    role_group: str


@dataclass(frozen=True)
class TopicGround:
    """Without an edition everything is empty."""

    edition: str
    parts: tuple[EditionPart, ...] = ()
    sections: tuple[EditionSection, ...] = ()
    questions: tuple[Question, ...] = ()

    def covered(self, topic: Topic) -> list[Question]:
        """The questions that belong to the topic."""
        return [own for own in self.questions if topic.covers(own.section, own.part, own.role_group)]

    def titles_in(self, section: str) -> list[str]:
        """Titles of the items of a section: an edition may leave the section itself without one."""
        return list(dict.fromkeys(own.title for own in self.questions if own.section == section and own.title))


def topic_ground(reader: CaseReader, fiscal_year: int) -> TopicGround:
    """The edition by which the year's returns are answered."""
    edition = edition_for(reader.editions(), fiscal_year)
    if edition is None:
        return TopicGround("")
    groups = {role.code: role.group for role in reader.roles()}
    part_of = {section.section: section.part for section in edition.sections}
    questions = [
        Question(item.item, item.title, item.section, part_of.get(item.section, ""), role, groups.get(role, ""))
        for item in edition.items
        for role in item.roles
    ]
    return TopicGround(edition.name, edition.parts, edition.sections, tuple(questions))
