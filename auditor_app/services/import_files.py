"""Opens several files, or a folder of them, for one import: tables in the order they need one another, and texts."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

from auditor_app.domain.returns import ReturnKind
from auditor_app.foundation.errors import InputRefusedError, Problem
from auditor_app.importing.returns.kinds import IMPORT_ORDER
from auditor_app.importing.source_file import LARGEST_FILE
from auditor_app.services.import_tables import ImportSession

SUFFIXES = (".csv", ".tsv", ".txt", ".xlsx", ".xlsm", ".xls", ".ods", ".pdf")
"""What is taken out of a folder; a file named by itself is read whatever it is called."""
MOST_FILES = 1_000


@dataclass(frozen=True)
class OpenedFiles:
    """Tables are accepted together; published texts go the way they always go."""

    tables: tuple[ImportSession, ...]
    texts: tuple[Path, ...]


def files_of(paths: Sequence[Path]) -> list[Path]:
    """The files named, and those in the folders named, in the order of their names."""
    found: list[Path] = []
    for path in paths:
        if path.is_dir():
            # a link may lead out of the folder: only what lies in it is meant
            inside = [own for own in path.rglob("*") if own.suffix.lower() in SUFFIXES and own.is_file()]
            inside = sorted((own for own in inside if not own.is_symlink()), key=_natural)
            if not inside:
                raise InputRefusedError(Problem("returns.folder_empty", path.name))
            found += [own for own in inside if not own.name.startswith((".", "~$"))]
        else:
            found.append(path)
    if len(found) > MOST_FILES:
        raise InputRefusedError(Problem("returns.too_many_files", "", {"count": len(found), "limit": MOST_FILES}))
    return list(dict.fromkeys(found))


def _natural(path: Path) -> list[tuple[int, str]]:
    """Sorts file 2 before file 10."""
    return [(int(own), "") if own.isdecimal() else (-1, own) for own in re.split(r"(\d+)", str(path))]


@contextmanager
def open_files(
    case: Path,
    files: Sequence[Path],
    *,
    kind: ReturnKind | None = None,
    years: tuple[int, ...] = (),
    encoding: str | None = None,
    mapping: Mapping[str, object] | None = None,
) -> Iterator[OpenedFiles]:
    """Sessions of the files that are tables; InputRefusedError names all files that cannot be read at all."""
    problems: list[Problem] = []
    tables: list[tuple[int, ImportSession]] = []
    texts: list[Path] = []
    with ExitStack() as stack:
        for file in files:
            session = ImportSession(case, file, kind=kind, years=years, encoding=encoding, mapping=mapping)
            _rest_last(tables)
            try:
                stack.enter_context(session)
                if session.is_published_text:
                    texts.append(file)
                    session.rest()
                else:
                    tables.append((_place_of(session), session))
                for other in session.further_kinds:
                    _rest_last(tables)
                    further = ImportSession(case, file, kind=other, years=years, encoding=encoding)
                    tables.append((IMPORT_ORDER.index(other), stack.enter_context(further)))
            except InputRefusedError as error:
                if kind is None and mapping is None and _may_be_text(file):
                    texts.append(file)  # the reader of published texts has the last word, and says why not
                else:
                    problems += error.problems
        if problems:
            raise InputRefusedError(*problems)
        if len(tables) > 1:
            _rest_last(tables)  # a file alone goes on with the process it has
        yield OpenedFiles(tuple(session for _place, session in sorted(tables, key=lambda own: own[0])), tuple(texts))


def _rest_last(tables: Sequence[tuple[int, ImportSession]]) -> None:
    """Of many open files only one has a parsing process."""
    if tables:
        tables[-1][1].rest()


def _place_of(session: ImportSession) -> int:
    kind = session.kind
    return IMPORT_ORDER.index(kind) if kind else len(IMPORT_ORDER)


def _may_be_text(file: Path) -> bool:
    try:
        return file.stat().st_size <= LARGEST_FILE and file.suffix.lower() in ("", ".txt", ".text", ".md", ".pdf")
    except (OSError, ValueError):
        return False
