"""Starts the program: a known verb goes to the command line, anything else opens the window."""

from __future__ import annotations

import sys

VERBS = frozenset({"new", "import", "show", "explain", "export", "form", "finding", "verify", "screenshot"})
"""Kept here so that opening the window needs no command-line library; a test holds it against the commands."""


def main() -> None:
    """Entry point of `auditor-app` and of `python -m auditor_app`."""
    arguments = sys.argv[1:]
    if arguments == [CHILD_ARGUMENT]:  # a frozen build has no other way to start the parsing process
        from auditor_app.importing.readers.child import main as parse_for_parent

        parse_for_parent()
        return
    first_word = next((argument for argument in arguments if not argument.startswith("-")), "")
    if first_word in (*LANGUAGE_VALUES, "") and len(arguments) > 1:
        first_word = next((argument for argument in arguments if argument in VERBS), "")
    if first_word in VERBS or HELP_OPTIONS.intersection(arguments):
        from auditor_app.cli.commands import run
        from auditor_app.cli.start import end_when_told

        end_when_told()
        sys.exit(run(arguments))
    from auditor_app.app import run_window

    sys.exit(run_window(arguments))


CHILD_ARGUMENT = "--parse-for-parent"
"""A test holds it against the readers' own."""
LANGUAGE_VALUES = ("ja", "en")
HELP_OPTIONS = frozenset({"-h", "--help", "--version"})

if __name__ == "__main__":
    main()
