"""Every action of the program as one table: id, menu, key, icon, and when it can be used."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Condition = Literal[
    "always",
    "can_undo",
    "can_redo",
    "has_figure",
    "has_source",
    "has_table",
    "can_export",
    "can_export_pages",
    "has_two_years",
    "has_differences",
    "can_go_back",
    "can_go_forward",
]


@dataclass(frozen=True)
class ActionSpec:
    """One action.  Its words are `action.<id>` (menu) and `action.<id>.help`; its slot is `<id>` of the commands."""

    id: str
    menu: str
    """Menu id; several words separated by "/" are a submenu."""
    keys: tuple[str, ...] = ()
    icon: str = ""
    enabled_when: Condition = "always"
    choice_of: str = ""
    """Actions with the same group are radio choices; the part of the id after the dot is the value."""
    separator_before: bool = False


PAGES = (
    ("overview", "overview"),
    ("coverage", "coverage"),
    ("rates", "rates"),
    ("weak_areas", "weak-areas"),
    ("compare", "compare"),
    ("findings", "findings"),
    ("reports", "text-document"),
    ("answers", "rows"),
    ("programme", "programme"),
    ("infrastructure", "infrastructure"),
    ("standard", "standard"),
    ("organisations", "organisation"),
    ("checks", "checks"),
    ("sources", "sources"),
)
"""Page ids in the rail's order with their icons."""


def page_key(number: int) -> str:
    """The key of the n-th page; Ctrl+0 is the zoom of tables, so the tenth begins a second row.

    >>> page_key(1), page_key(9), page_key(10)
    ('Ctrl+1', 'Ctrl+9', 'Ctrl+Shift+1')
    """
    return f"Ctrl+{number}" if number <= 9 else f"Ctrl+Shift+{number - 9}"


ACTIONS: tuple[ActionSpec, ...] = (
    ActionSpec("new_case", "file", ("Ctrl+N",), "new"),
    ActionSpec("open_case", "file", ("Ctrl+O",), "open"),
    ActionSpec("open_practice_case", "file", ("Ctrl+Shift+P",), "play"),
    ActionSpec("save_copy", "file", ("Ctrl+Shift+S",), "save"),
    ActionSpec("import_file", "file", ("Ctrl+I",), "import", separator_before=True),
    ActionSpec("start_year", "file", ("Ctrl+Shift+N",), "calendar"),
    ActionSpec("make_form", "file", ("Ctrl+Shift+F",), "table"),
    ActionSpec("export", "file", ("Ctrl+E",), "export", "can_export"),
    ActionSpec("export_xlsx", "file/export", (), "table", "has_table"),
    ActionSpec("export_docx", "file/export", (), "text-document", "can_export_pages"),
    ActionSpec("export_pdf", "file/export", (), "book", "can_export_pages"),
    ActionSpec("export_html", "file/export", (), "panel-left", "can_export_pages"),
    ActionSpec("export_csv", "file/export", (), "rows", "has_table"),
    ActionSpec("export_json", "file/export", (), "list", "has_table"),
    ActionSpec("print", "file", ("Ctrl+P",), "printer", separator_before=True),
    ActionSpec("print_preview", "file", ("Ctrl+Alt+P",), "eye"),
    ActionSpec("verify_case", "file", ("Ctrl+Shift+V",), "shield-check", separator_before=True),
    ActionSpec("quit", "file", ("Ctrl+Q",), "", separator_before=True),
    ActionSpec("undo", "edit", ("Ctrl+Z",), "undo", "can_undo"),
    ActionSpec("redo", "edit", ("Ctrl+Y", "Ctrl+Shift+Z"), "redo", "can_redo"),
    ActionSpec("raise_finding", "edit", ("F9",), "findings", separator_before=True),
    ActionSpec("search", "edit", ("Ctrl+K",), "search", separator_before=True),
    ActionSpec("find_in_table", "edit", (), "search", "has_table"),
    ActionSpec("toggle_filter_row", "edit", (), "filter", "has_table"),
    ActionSpec("clear_filters", "edit", ("Ctrl+Shift+X",), "filter-remove", "has_table"),
    ActionSpec("explain_figure", "view", ("F2",), "formula", "has_figure"),
    ActionSpec("open_source", "view", ("Ctrl+Return", "Ctrl+Enter"), "text-document", "has_source"),
    ActionSpec("toggle_inspector", "view", ("Ctrl+Shift+I",), "panel-right"),
    ActionSpec("compare_side_by_side", "view", ("Ctrl+Shift+Y",), "columns", "has_two_years"),
    ActionSpec("save_view", "view/saved_views", ("Ctrl+Shift+D",), "pin", separator_before=True),
    ActionSpec("manage_views", "view/saved_views", ("Ctrl+Shift+B",), "list"),
    ActionSpec("import_views", "view/saved_views", (), "import", separator_before=True),
    ActionSpec("export_views", "view/saved_views", (), "export"),
    ActionSpec("zoom_in", "view", ("Ctrl+Alt+=",), "zoom-in", separator_before=True),
    ActionSpec("zoom_out", "view", ("Ctrl+Alt+-",), "zoom-out"),
    ActionSpec("zoom_reset", "view", ("Ctrl+Alt+0",), ""),
    ActionSpec("theme.system", "view/theme", (), "contrast", choice_of="theme"),
    ActionSpec("theme.light", "view/theme", (), "sun", choice_of="theme"),
    ActionSpec("theme.dark", "view/theme", (), "moon", choice_of="theme"),
    ActionSpec("theme.high-contrast", "view/theme", (), "contrast", choice_of="theme"),
    ActionSpec("language.ja", "view/language", (), "languages", choice_of="language"),
    ActionSpec("language.en", "view/language", (), "languages", choice_of="language"),
    ActionSpec("year_form.western", "view/year_form", (), "calendar", choice_of="year_form"),
    ActionSpec("year_form.era", "view/year_form", (), "calendar", choice_of="year_form"),
    ActionSpec("year_form.both", "view/year_form", (), "calendar", choice_of="year_form"),
    ActionSpec("go_back", "go", ("Alt+Left",), "chevron-left", "can_go_back"),
    ActionSpec("go_forward", "go", ("Alt+Right",), "chevron-right", "can_go_forward"),
    *(
        ActionSpec(f"page.{page}", "go", (page_key(number),), icon, separator_before=number == 1)
        for number, (page, icon) in enumerate(PAGES, start=1)
    ),
    ActionSpec("previous_difference", "go", ("F7",), "", "has_differences", separator_before=True),
    ActionSpec("next_difference", "go", ("F8",), "", "has_differences"),
    ActionSpec("next_pane", "go", ("F6",), "", separator_before=True),
    ActionSpec("help", "help", ("F1",), "help"),
    ActionSpec("keyboard_help", "help", ("Ctrl+F1",), "keyboard"),
    ActionSpec("licences", "help", (), "scale"),
    ActionSpec("about", "help", (), "info"),
)

MENUS = ("file", "edit", "view", "go", "help")
