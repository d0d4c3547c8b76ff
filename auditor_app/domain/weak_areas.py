"""When an area counts as weak: topics as definitions over sections, and the line below which a rate is weak."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Topic:
    """A subject the auditor follows through the standard, e.g. classification of information.

    It covers the items of its sections that its role answers for; the role is a role group, "" for every role.
    Sections are text and stand for what lies below them: "2.2" covers "2.2.1" and not "2.20".
    """

    name: str
    english: str
    role: str
    part: str
    sections: tuple[str, ...]
    is_removed: bool = False

    def covers(self, section: str, part: str, role_group: str) -> bool:
        """Whether items of that section, answered by that role group, belong to the topic.

        >>> topic = Topic("外部委託", "Outsourcing", "officer", "6", ("6.1",))
        >>> topic.covers("6.1.1", "6", "officer"), topic.covers("6.10", "6", "officer")
        (True, False)
        >>> topic.covers("6.1", "6", "staff")
        False
        """
        if self.role not in ("", role_group) or self.part not in ("", part):
            return False
        return not self.sections or any(section == own or section.startswith(f"{own}.") for own in self.sections)
