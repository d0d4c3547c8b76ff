"""The bundled typefaces for typst: nothing of the machine's own, so that a page looks the same everywhere."""

from __future__ import annotations

from functools import lru_cache
from importlib.util import find_spec
from typing import TYPE_CHECKING

from auditor_app.foundation.paths import resources_folder

if TYPE_CHECKING:
    import typst


def has_typst() -> bool:
    """There is no typst for some machines (Windows on ARM); PDF and PNG are then made by Qt."""
    return find_spec("typst") is not None


@lru_cache(maxsize=1)
def bundled_fonts() -> typst.Fonts:
    """Read once: it is most of what a small document takes."""
    import typst

    return typst.Fonts(
        include_system_fonts=False, include_embedded_fonts=True, font_paths=[str(resources_folder() / "fonts")]
    )
