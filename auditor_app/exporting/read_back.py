"""What reading an export back found: the file says something else than the document."""

from __future__ import annotations


class ReadBackError(Exception):
    """Place in the file, what the document says there, and what was found."""

    def __init__(self, place: str, expected: str, found: str) -> None:
        super().__init__(f"{place}: {expected!r} expected, {found!r} found")
        self.place, self.expected, self.found = place, expected, found


def require_equal(place: str, expected: str, found: str) -> None:
    """ReadBackError where the two differ."""
    if expected != found:
        raise ReadBackError(place, expected, found)
