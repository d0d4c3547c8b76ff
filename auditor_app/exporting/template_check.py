"""Holds the tags of a template against the fields there are, before anything is filled in.

A template may print fields, ask with `if`, repeat with `for`, and use a handful of filters; it may call nothing.
"""

from __future__ import annotations

import difflib
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

from jinja2 import Environment, TemplateSyntaxError, meta, nodes

from auditor_app.exporting.template_fields import (
    LOOP,
    TEXT,
    ByIdKind,
    FieldKind,
    FlagKind,
    ListKind,
    RecordKind,
)
from auditor_app.exporting.template_tags import Tag
from auditor_app.foundation.errors import Problem

FILTERS = frozenset({"default", "first", "join", "last", "length", "lower", "trim", "upper"})
TESTS = frozenset({"even", "odd"})
MOST_OWN_LOOPS = 2
"""Within one another: each multiplies what the others make; lists of a loop's own record only divide it."""
_NEAR = 3
_UNBOUNDED = (nodes.Mul, nodes.Pow, nodes.Mod, nodes.Div, nodes.FloorDiv)
"""What could make much of little."""
Scope = dict[str, FieldKind | None]
"""What each name stands for; None where that was told as a problem already."""


def problems_of_tags(environment: Environment, tags: Sequence[Tag], root: Mapping[str, FieldKind]) -> list[Problem]:
    """Everything that is wrong with the tags of one part, each with the place of its tag."""
    try:
        tree = environment.parse("\n".join(tag.jinja for tag in tags))
    except TemplateSyntaxError as error:
        place = tags[min(max(error.lineno, 1), len(tags)) - 1].place if tags else ""
        return [Problem("template.syntax", place, {"message": error.message or ""})]
    checker = _Checker(tags, root)
    checker.body(tree.body, dict(root))
    return checker.problems


def names_used(environment: Environment, tags: Sequence[Tag]) -> set[str]:
    """Fields of the document as a whole that the tags of one part ask for; the tags must be sound."""
    return meta.find_undeclared_variables(environment.parse("\n".join(tag.jinja for tag in tags)))


class _Checker:
    """Walks through the parsed tags with what is known of every name in its place."""

    def __init__(self, tags: Sequence[Tag], root: Collection[str]) -> None:
        self._tags, self._root = tags, root
        self._loop_names: list[str] = []
        self.problems: list[Problem] = []
        self._own_loops = 0
        """Around the place: those over lists of the document as a whole."""
        self._granted: set[str] = set()
        """Ids an `if` asked for: inside it they are allowed, whether the document has them or not."""

    def body(self, body: Sequence[nodes.Node], scope: Scope) -> None:
        for node in body:
            if isinstance(node, nodes.Output):
                for own in node.nodes:
                    self._printed(own, scope)
            elif isinstance(node, nodes.For):
                self._for(node, scope)
            elif isinstance(node, nodes.If):
                self._if(node, scope)
            else:
                self._unsupported(node)

    def _printed(self, node: nodes.Node, scope: Scope) -> None:
        if isinstance(node, nodes.TemplateData):
            return
        match self._kind(node, scope):
            case ListKind() | ByIdKind():
                self._tell("template.is_a_list", node, {"field": _words(node)})
            case FlagKind():
                self._tell("template.is_a_flag", node, {"field": _words(node)})
            case RecordKind(fields):
                values: dict[str, object] = {"field": _words(node), "fields": ", ".join(list(fields)[:_NEAR])}
                self._tell("template.is_a_record", node, values)

    def _for(self, node: nodes.For, scope: Scope) -> None:
        listed = self._kind(node.iter, scope)
        if not isinstance(node.target, nodes.Name) or node.recursive:
            self._unsupported(node)
            return
        if listed is not None and not isinstance(listed, ListKind):
            self._tell("template.not_a_list", node, {"field": _words(node.iter)})
        of = listed.of if isinstance(listed, ListKind) else None
        inner: Scope = {**scope, "loop": LOOP, node.target.name: of}
        if node.test is not None:
            self._kind(node.test, inner)
        is_own = _begins_with(node.iter) in self._root and _begins_with(node.iter) not in self._loop_names
        self._own_loops += is_own
        if self._own_loops > MOST_OWN_LOOPS:
            self._tell("template.loops_multiply", node, {"limit": MOST_OWN_LOOPS})
        self._loop_names.append(node.target.name)
        self.body(node.body, inner)
        self._loop_names.pop()
        self._own_loops -= is_own
        self.body(node.else_, scope)

    def _if(self, node: nodes.If, scope: Scope) -> None:
        self._kind(node.test, scope)
        before = set(self._granted)
        self._granted |= set(_asked_ids(node.test))
        self.body(node.body, scope)
        self._granted = before
        for own in node.elif_:
            self._if(own, scope)
        self.body(node.else_, scope)

    def _kind(self, node: nodes.Node, scope: Scope) -> FieldKind | None:
        """What an expression is; None where a problem was told already."""
        match node:
            case nodes.Name():
                return self._name(node, scope)
            case nodes.Getattr():
                return self._inside(node, self._kind(node.node, scope), node.attr)
            case nodes.Getitem():
                return self._item(node, scope)
            case nodes.Filter():
                return self._filter(node, scope)
            case nodes.CondExpr():
                return self._choice(node, scope)
            case nodes.Test() if node.name not in TESTS:
                return self._unsupported(node, f"is {node.name}")
            case nodes.Const() | nodes.TemplateData():
                return TEXT
            case nodes.Compare() | nodes.BinExpr() | nodes.UnaryExpr() | nodes.Concat() | nodes.Test() if (
                type(node) not in _UNBOUNDED
            ):
                return self._parts(node, scope)
        return self._unsupported(node)

    def _name(self, node: nodes.Name, scope: Scope) -> FieldKind | None:
        if node.name in scope:
            return scope[node.name]
        return self._unknown(node, node.name, scope)

    def _item(self, node: nodes.Getitem, scope: Scope) -> FieldKind | None:
        kind = self._kind(node.node, scope)
        key = node.arg.value if isinstance(node.arg, nodes.Const) else None
        if isinstance(key, str):
            return self._inside(node, kind, key)
        if isinstance(kind, ListKind) and isinstance(key, int):
            return kind.of
        return None if kind is None else self._unsupported(node, _words(node))

    def _inside(self, node: nodes.Node, kind: FieldKind | None, name: str) -> FieldKind | None:
        if isinstance(kind, RecordKind) and name in kind.fields:
            return kind.fields[name].kind
        if isinstance(kind, RecordKind):
            return self._unknown(node, name, kind.fields)
        if isinstance(kind, ByIdKind):
            return kind.of if name in kind.ids or name in self._granted else self._unknown(node, name, kind.ids)
        if kind is not None:
            self._tell("template.unknown_field", node, {"field": _words(node), "near": ""})
        return None

    def _unsupported(self, node: nodes.Node, what: str = "") -> FieldKind | None:
        """`what` it is, or the whole tag; it is of no kind."""
        tag = self._tags[min(max(node.lineno, 1), len(self._tags)) - 1].jinja
        self._tell("template.unsupported", node, {"what": what or tag})
        return None

    def _unknown(self, node: nodes.Node, name: str, known: Iterable[str]) -> FieldKind | None:
        near = difflib.get_close_matches(name, list(known), n=_NEAR, cutoff=0.5)
        self._tell("template.unknown_field", node, {"field": _words(node), "near": ", ".join(near)})
        return None

    def _parts(self, node: nodes.Node, scope: Scope) -> FieldKind | None:
        for own in node.iter_child_nodes():
            if isinstance(own, nodes.Operand):
                self._kind(own.expr, scope)
            else:
                self._kind(own, scope)
        return TEXT

    def _filter(self, node: nodes.Filter, scope: Scope) -> FieldKind | None:
        if node.name not in FILTERS or node.node is None or node.kwargs or node.dyn_args or node.dyn_kwargs:
            return self._unsupported(node, f"| {node.name}")
        kind = self._kind(node.node, scope)
        for own in node.args:
            self._kind(own, scope)
        if node.name in ("first", "last") and isinstance(kind, ListKind):
            return kind.of
        return TEXT

    def _choice(self, node: nodes.CondExpr, scope: Scope) -> FieldKind | None:
        self._kind(node.test, scope)
        kind = self._kind(node.expr1, scope)
        if node.expr2 is not None:
            self._kind(node.expr2, scope)
        return kind

    def _tell(self, key: str, node: nodes.Node, values: dict[str, object]) -> None:
        place = self._tags[min(max(node.lineno, 1), len(self._tags)) - 1].place
        self.problems.append(Problem(key, place, values))


def _asked_ids(test: nodes.Node) -> Iterator[str]:
    """Ids in `if "coverage" in table_by_id`."""
    for own in (test, *test.find_all(nodes.Compare)):
        if isinstance(own, nodes.Compare) and any(operand.op == "in" for operand in own.ops):
            yield from (part.value for part in own.find_all(nodes.Const) if isinstance(part.value, str))


def _begins_with(node: nodes.Node) -> str:
    """The name an expression is reached from."""
    while isinstance(node, nodes.Getattr | nodes.Getitem | nodes.Filter) and node.node is not None:
        node = node.node
    return node.name if isinstance(node, nodes.Name) else ""


def _words(node: nodes.Node) -> str:
    """An expression as it is written: `finding.title`."""
    if isinstance(node, nodes.Name):
        return node.name
    if isinstance(node, nodes.Getattr):
        return f"{_words(node.node)}.{node.attr}"
    if isinstance(node, nodes.Getitem) and isinstance(node.arg, nodes.Const):
        return f"{_words(node.node)}[{node.arg.value!r}]"
    return type(node).__name__.lower()
