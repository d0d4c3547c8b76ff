"""Where evidence that is a source stands, in words: the document and its place, or the figure."""

from __future__ import annotations

from auditor_app.domain.findings import Finding
from auditor_app.foundation.errors import WrongUsageError
from auditor_app.foundation.translation import Texts
from auditor_app.services.link_figures import figure_link
from auditor_app.storage.reading import CaseReader


def place_words(reader: CaseReader, texts: Texts, finding: Finding) -> dict[str, str]:
    """By the place as it is stored; what the case no longer has is left as it is stored."""
    names = {own.sha256: own.name for own in reader.documents()}
    found = {}
    for place in {own.place for own in finding.evidence if own.place}:
        sha256, _, code = place.partition(" ")
        if sha256 in names:
            found[place] = f"{names[sha256]} {code}".strip()
            continue
        try:
            link = figure_link(reader, texts, place)
            found[place] = f"{link.label} {link.printed}"
        except WrongUsageError:
            found[place] = code or place
    return found
