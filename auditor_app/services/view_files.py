"""Named views as a JSON file, to be taken from one case to another; read strictly, refused with place and reason."""

from __future__ import annotations

import json
from collections.abc import Collection, Sequence
from pathlib import Path
from typing import Any

from auditor_app.exporting.safe_write import written_and_verified
from auditor_app.foundation.errors import InputRefusedError, Problem, WrongUsageError
from auditor_app.services.browse_views import NamedView
from auditor_app.services.view_definitions import check_definition, list_of, name_text, one_of, record

VIEWS_SUFFIX = ".json"
FORMAT = "auditor-app views"
FORMAT_VERSION = 1
LARGEST_FILE = 4_000_000


def write_views(target: Path, views: Sequence[NamedView]) -> None:
    """Whole or not at all; ExportRefusedError for a target that cannot be written."""
    if target.suffix.lower() != VIEWS_SUFFIX:
        raise WrongUsageError(Problem("views.suffix", target.name))
    content = {
        "format": FORMAT,
        "version": FORMAT_VERSION,
        "views": [{"page": view.page, "name": view.name, "definition": view.definition} for view in views],
    }
    text = json.dumps(content, ensure_ascii=False, indent=1, sort_keys=True)
    written_and_verified(target, f"{text}\n".encode())


def read_views(path: Path, pages: Collection[str]) -> list[NamedView]:
    """The views of a file; InputRefusedError when it is not one, or says anything that is not understood."""
    content = _parsed(path)

    def check_view(value: object, place: str) -> None:
        record(value, place, {"page": one_of(pages), "name": name_text, "definition": check_definition})

    fields = {
        "format": one_of((FORMAT,)),
        "version": one_of((FORMAT_VERSION,)),
        "views": list_of(check_view),
    }
    record(content, path.name, fields)
    views = [NamedView(own["page"], own["name"].strip(), own["definition"]) for own in content["views"]]
    seen: set[tuple[str, str]] = set()
    for number, view in enumerate(views):
        if (view.page, view.name) in seen:
            raise InputRefusedError(Problem("views.twice", f"{path.name}.views[{number}]", {"name": view.name}))
        seen.add((view.page, view.name))
    if not views:
        raise InputRefusedError(Problem("views.none", path.name))
    return views


def _parsed(path: Path) -> Any:
    try:
        if not path.is_file() or path.stat().st_size > LARGEST_FILE:
            raise InputRefusedError(Problem("views.unreadable", path.name))
        with path.open("rb") as file:
            content = file.read(LARGEST_FILE + 1)
        return json.loads(content.decode("utf-8-sig"), object_pairs_hook=_without_twins, parse_constant=_no_constant)
    except (OSError, ValueError, RecursionError) as error:
        raise InputRefusedError(Problem("views.unreadable", path.name)) from error


def _without_twins(pairs: list[tuple[str, object]]) -> dict[str, object]:
    """A name that stands twice in one object would silently win over the other."""
    found = dict(pairs)
    if len(found) != len(pairs):
        raise ValueError("a name stands twice")
    return found


def _no_constant(name: str) -> object:
    raise ValueError(f"{name} is no JSON")
