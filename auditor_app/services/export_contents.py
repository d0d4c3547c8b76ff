"""What a file that is to be written will hold, said before it is written."""

from __future__ import annotations

from collections.abc import Sequence

from auditor_app.domain.documents import Document
from auditor_app.foundation.translation import Texts
from auditor_app.services.documents.shown_answers import ShownAnswers
from auditor_app.services.export_page import PAGED_FORMATS, ExportSubject, ExportWish, chosen_table

Told = list[tuple[str, str]]
"""Names with their words, in the order in which they are shown."""
SHOWN_OF_A_HASH = 12


def contents_words(
    texts: Texts, subject: ExportSubject, wish: ExportWish, document: Document | None, row_count: int = 0
) -> Told:
    """In the language of the window; without `document` what is known before it is made.

    `row_count`: of the stable rows, where these are wished for.
    """
    if not wish.needs_document:
        return [*_stable_rows(texts, subject, row_count), *_beside(texts, wish)]
    # Titles of the file are those of its language, by which no table of the screen is found.
    wanted = _wanted(wish, document) if wish.language == subject.language else ()
    told = [*_tables(texts, subject, wanted), *_narrowed(texts, subject, *wanted)]
    if wish.language != subject.language and subject.answers is None:
        told.append((texts("exportui.contents.whole"), texts("exportui.whole")))
    return [*told, *_record(texts, subject, wish, document)]


def _wanted(wish: ExportWish, document: Document | None) -> Sequence[str]:
    """Titles of the tables the file holds, where it does not hold all."""
    if wish.format != "csv" or document is None or not list(document.tables()):
        return ()
    return (chosen_table(document, wish).title,)


def _stable_rows(texts: Texts, subject: ExportSubject, row_count: int) -> Told:
    """Those of the table used last, as they are filtered and ordered there."""
    told = [(texts("exportui.contents.rows"), texts("exportui.rows", count=f"{row_count:,}"))]
    for name, key in (("filters", "filters"), ("order", "sort")):
        words = subject.selectors.get(key)
        told.append(
            (
                texts(f"document.{name}"),
                " / ".join(words) if isinstance(words, list) and words else texts("exportui.none"),
            )
        )
    return told


def _rows(texts: Texts, answers: ShownAnswers) -> Told:
    words = texts("exportui.rows_of", shown=f"{len(answers.arranged):,}", total=f"{answers.total:,}")
    return [(texts("exportui.contents.rows"), words)]


def _tables(texts: Texts, subject: ExportSubject, wanted: Sequence[str]) -> Told:
    if subject.answers is not None:
        return _rows(texts, subject.answers)
    parts = [part for part in subject.shown.parts if not wanted or part.title in wanted]
    name = texts("exportui.contents.rows")
    return [
        (
            part.title if len(parts) > 1 else name,
            texts("exportui.rows_of", shown=f"{len(part.rows):,}", total=f"{part.total:,}"),
        )
        for part in parts
    ]


def _narrowed(texts: Texts, subject: ExportSubject, *only: str) -> Told:
    """Filters, order and what is out of sight: of each table where there are several."""
    found: list[tuple[str, Sequence[str], Sequence[str], Sequence[str]]] = [
        (part.title, part.filters, part.order, part.hidden)
        for part in subject.shown.parts
        if not only or part.title in only
    ]
    if subject.answers is not None:
        own = subject.answers
        found = [("", own.filters, own.order, own.hidden)]
    told: Told = []
    for number, name in enumerate(("filters", "order", "hidden"), start=1):
        lines = [(own[0], " / ".join(own[number])) for own in found if own[number]]
        words = "\n".join(f"{title}: {words}" if len(found) > 1 else words for title, words in lines)
        told.append((texts(f"document.{name}"), words or texts("exportui.none")))
    return told


def _beside(texts: Texts, wish: ExportWish) -> Told:
    """Of rows for programs: where what belongs to them stands."""
    if wish.format == "oscal":
        return [(texts("exportui.contents.state"), texts("exportui.in_oscal"))]
    return [
        (texts("exportui.contents.fields"), texts("exportui.stable_fields")),
        (texts("exportui.contents.manifest"), texts("exportui.in_manifest")),
    ]


def _record(texts: Texts, subject: ExportSubject, wish: ExportWish, document: Document | None) -> Told:
    """Charts, notes, sources and the state of the case."""
    if document is None:
        return [(texts("exportui.contents.notes"), texts("exportui.reading"))] if not subject.is_big else []
    own = document.provenance
    tables = list(document.tables()) if wish.format != "csv" else [chosen_table(document, wish)]
    notes = len({(note.id, note.text) for table in tables for note in table.footnotes})
    told: Told = []
    charts = sum(1 for _ in document.charts())
    if wish.format in PAGED_FORMATS or wish.format == "xlsx":
        told.append((texts("exportui.contents.charts"), texts("exportui.count", count=charts)))
    count = texts("exportui.count", count=notes)
    in_manifest = wish.format == "csv"
    told.append(
        (texts("exportui.contents.notes"), texts("exportui.manifest_holds", what=count) if in_manifest else count)
    )
    sources = texts("exportui.sources", count=len(own.sources))
    told.append(
        (texts("exportui.contents.sources"), texts("exportui.manifest_holds", what=sources) if in_manifest else sources)
    )
    head = texts("exportui.head", entry=f"{own.log_sequence:,}", head=own.log_head[:SHOWN_OF_A_HASH])
    told.append((texts("exportui.contents.state"), head))
    if own.is_practice:
        told.append((texts("exportui.contents.mark"), texts("practice")))
    return told
