"""Problems of tables in the words of the window: fields and kinds by name, advice without command line options."""

from __future__ import annotations

from auditor_app.foundation.errors import Problem
from auditor_app.foundation.translation import Texts


def problem_what(texts: Texts, problem: Problem) -> str:
    """What happened."""
    return texts(f"{problem.key}.what", **_named_values(texts, problem))


def problem_todo(texts: Texts, problem: Problem) -> str:
    """What to do here in the window."""
    own = f"table_import.todo.{problem.key}"
    return texts(own if texts.has(own) else f"{problem.key}.todo", **_named_values(texts, problem))


def problem_line(texts: Texts, problem: Problem, document: str) -> str:
    """One line: place, what, what to do."""
    place = place_words(texts, problem.place, document)
    words = f"{problem_what(texts, problem)} {problem_todo(texts, problem)}"
    return f"{place}: {words}" if place else words


def place_words(texts: Texts, place: str, document: str) -> str:
    """The place without the document, whose name stands above: "L2 obliged" becomes "2行 責務発生数".

    >>> ja = Texts("ja", {"table_field.obliged": {"ja": "責務発生数"}, "place.lines": {"ja": "{lines}行"}})
    >>> place_words(ja, "a.csv: L2 obliged", "a.csv"), place_words(ja, "a.xlsx: 回答!D12", "a.xlsx")
    ('2行 責務発生数', '回答!D12')
    >>> place_words(ja, "a.csv", "a.csv"), place_words(ja, "b.csv: L3", "a.csv")
    ('', 'b.csv: L3')
    """
    own = "" if place == document else place.removeprefix(f"{document}: ")
    line, _, field = own.partition(" ")
    if not (line.startswith("L") and line[1:].isdigit()):
        return own
    words = texts("place.lines", lines=line[1:])
    return f"{words} {_name(texts, 'table_field', field)}" if field else words


def _named_values(texts: Texts, problem: Problem) -> dict[str, object]:
    values = dict(problem.values)
    if "field" in values:
        values["field"] = _name(texts, "table_field", str(values["field"]))
    if "kind" in values:
        values["kind"] = _name(texts, "table_kind", str(values["kind"]))
    if "fields" in values:
        between = "、" if texts.language == "ja" else ", "
        values["fields"] = between.join(_name(texts, "table_field", name) for name in str(values["fields"]).split(", "))
    return values


def _name(texts: Texts, family: str, name: str) -> str:
    key = f"{family}.{name}"
    return texts(key) if texts.has(key) else name
