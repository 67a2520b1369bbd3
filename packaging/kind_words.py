"""Forbid names of kinds outside the table of kinds: code asks for a trait, so that a new kind is left out nowhere.

Only the standard library.
"""

import ast
import re
import sys
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Final

import setup_steps
from sources import Source, last_name, read_sources

FUNCTION = ast.FunctionDef | ast.AsyncFunctionDef

ALLOWED: Final[Mapping[str, str]] = {
    "designer/catalog/netbox/kind_guess.py": "which words of NetBox's files mean which kind",
    "designer/export/graphs/node_kinds.py": "which words of other graphs mean which kind",
}
"""Files that have to name kinds, and what they hold: tables from the words of others to ours."""

KINDS_FOLDER = "designer/model/kinds/"
_LOOKED_UP = re.compile(r"_?([a-z_]*_)?kinds|([a-z_]*_)?by_kind", re.IGNORECASE)
"""Names of tables by kind."""
_KIND_WORD = re.compile(r"_?([a-z_]*_)?kinds?(_of)?|parents", re.IGNORECASE)
"""Names of what holds a kind, or answers one: kind, node_kind, kinds, KINDS, by_kind, _kind, kind_of; parents too."""


Parameters = Mapping[str, tuple[tuple[str, ...], ...]]
"""By the name of a function or record, the names of what each so called takes by place."""


def kind_literals(sources: Sequence[Source]) -> list[str]:
    """Return where SOURCES name a kind outside model/kinds, and which; LookupError where there are no kinds."""
    kinds, taken = kind_ids(sources), parameters(sources)
    return [
        f"{source.place(literal.lineno)} {literal.value}"
        for source in sources
        if not source.path.startswith(KINDS_FOLDER)
        for literal in kind_uses(source, kinds, taken)
    ]


def parameters(sources: Iterable[Source]) -> Parameters:
    """Return what the functions and records of SOURCES take by place."""
    found: defaultdict[str, set[tuple[str, ...]]] = defaultdict(set)
    for source in sources:
        for name, taken in _parameters_of(source):
            found[name].add(taken)
    return {name: tuple(sorted(taken)) for name, taken in found.items()}


def kind_uses(source: Source, kinds: frozenset[str], parameters: Parameters) -> list[ast.Constant]:
    """Return the literals of SOURCE that equal the id of a kind and are used as one.

    The same word is also a role, a medium, a view, a choice, a column of a file or plain English: those are none. A
    literal names a kind where it is

    - compared with, or a case of, what is called a kind (`node.kind == "pdu"`, `match kind: case "pdu"`),
    - looked up among kinds (`KINDS["pdu"]`, `by_kind.get("pdu")`),
    - passed as a parameter, or kept as a field or a variable, that is called a kind, or returned by a function that is,
    - in a set, a row or a table in which all are kinds, wherever that is not known to be something else: by its
      annotation (`frozenset[Role]`), what it is compared with (`role_of(node) in {…}`) or the parameter that takes it,
    - the first word of each row of a table of which all begin with a kind.
    """
    literals = [node for node in source.nodes if isinstance(node, ast.Constant) and node.value in kinds]
    if not literals:
        return []
    parents = {id(child): node for node in source.nodes for child in ast.iter_child_nodes(node)}
    return [literal for literal in literals if _names_a_kind(literal, parents, kinds, parameters)]


def _names_a_kind(
    literal: ast.Constant,
    parents: Mapping[int, ast.AST],
    kinds: frozenset[str],
    parameters: Parameters,
) -> bool:
    """Return whether LITERAL names a kind by what stands around it: the innermost place that tells decides."""
    child: ast.AST = literal
    alone = True
    while True:
        outer = parents.get(id(child))
        match outer:
            case ast.Set() | ast.Tuple() | ast.List():
                alone = False
                if _first_of_rows(child, outer, parents, kinds):
                    return True
                named = isinstance(outer, ast.Tuple) and any(
                    isinstance(e, ast.Name | ast.Attribute) for e in outer.elts
                )
                if named or not _all_kinds(outer.elts, kinds):
                    return False
            case ast.Starred() | ast.BoolOp() | ast.MatchValue() | ast.MatchOr() | ast.BinOp():
                pass
            case ast.IfExp() if child is not outer.test:
                pass
            case ast.Dict() if child in outer.keys:
                alone = False
                if len(outer.keys) < 2 or not _all_kinds([key for key in outer.keys if key is not None], kinds):
                    return False
            case ast.Compare():
                return any(_is_kind(other) for other in (outer.left, *outer.comparators) if other is not child)
            case ast.Subscript():
                return child is outer.slice and _LOOKED_UP.fullmatch(last_name(outer.value)) is not None
            case ast.match_case():
                subject = parents[id(outer)]
                return isinstance(subject, ast.Match) and _is_kind(subject.subject)
            case ast.keyword():
                return _is_kind_word(outer.arg or "")
            case ast.Call() if last_name(outer.func) in {"frozenset", "set", "tuple", "sorted"}:
                alone = False
            case ast.Call() if child in outer.args:
                return _passed_as_kind(outer, outer.args.index(child), parameters)
            case ast.Assign() | ast.AnnAssign():
                targets = outer.targets if isinstance(outer, ast.Assign) else [outer.target]
                if any(_is_kind_word(last_name(target)) for target in targets):
                    return True
                said = isinstance(outer, ast.AnnAssign) and _annotated_otherwise(outer.annotation)
                return not alone and not said and child is outer.value
            case ast.arguments():
                return _default_of_kind(child, outer)
            case ast.Return():
                return _returned_as_kind(outer, parents, alone=alone)
            case ast.Dict():
                # A value of a table: one kind alone, as `{"fans": ("crah",)}`, is told by its row.
                return not alone
            case _:
                looped = isinstance(outer, ast.For | ast.comprehension)
                return not alone and looped and last_name(outer.target) not in OTHER_WORDS
        child = outer


OTHER_WORDS = frozenset({"role", "medium"})
"""Names of what walks through words that are spelt like kinds."""
NO_KINDS = frozenset({"Role", "Medium", "Literal", "Layer", "Shown", "CaseOf"})
"""What an annotation names where its words are no kinds, though some are spelt alike."""


def _all_kinds(elements: Sequence[ast.expr], kinds: frozenset[str]) -> bool:
    """Return whether all texts among ELEMENTS are kinds, and nothing but names and further sets stands beside them."""
    plain = [element for element in elements if not isinstance(element, ast.Starred | ast.Name | ast.Attribute)]
    return all(isinstance(element, ast.Constant) and element.value in kinds for element in plain)


def _first_of_rows(child: ast.AST, row: ast.expr, parents: Mapping[int, ast.AST], kinds: frozenset[str]) -> bool:
    """Return whether CHILD begins ROW, one of several rows of a table that all begin with a kind."""
    table = parents.get(id(row))
    if not isinstance(row, ast.Tuple) or row.elts[0] is not child or not isinstance(table, ast.Tuple | ast.List):
        return False
    rows = [one for one in table.elts if isinstance(one, ast.Tuple) and one.elts]
    return len(rows) > 1 and len(rows) == len(table.elts) and _all_kinds([one.elts[0] for one in rows], kinds)


def _is_kind_word(name: str) -> bool:
    return _KIND_WORD.fullmatch(name) is not None


def _is_kind(expression: ast.expr) -> bool:
    """Return whether EXPRESSION is called a kind: `node.kind`, `graph.kinds[node]`, `by_kind.get(name)`, `{a.kind}`."""
    match expression:
        case ast.Call():
            if isinstance(expression.func, ast.Attribute) and expression.func.attr in {"get", "keys"}:
                return _is_kind(expression.func.value)
            if last_name(expression.func) in {"set", "frozenset"} and expression.args:
                return _is_kind(expression.args[0])
            return _is_kind_word(last_name(expression.func))
        case ast.Set() | ast.Tuple() | ast.List():
            return any(_is_kind(element) for element in expression.elts)
        case ast.SetComp() | ast.ListComp() | ast.GeneratorExp():
            return _is_kind(expression.elt)
        case ast.Subscript():
            return _is_kind(expression.value)
        case _:
            return _is_kind_word(last_name(expression))


def _passed_as_kind(call: ast.Call, place: int, parameters: Parameters) -> bool:
    """Return whether the argument of CALL at PLACE is a kind by its parameter's name in any function so called."""
    name = last_name(call.func)
    if isinstance(call.func, ast.Attribute) and name in {"get", "pop", "count", "index", "add"}:
        return _LOOKED_UP.fullmatch(last_name(call.func.value)) is not None
    for names in parameters.get(name, ()):
        # What is named last takes all that follows, where it is given as *names.
        taken = names[min(place, len(names) - 1)] if names else ""
        if _is_kind_word(taken.removeprefix("*")) and (place < len(names) or taken.startswith("*")):
            return True
    return False


def _default_of_kind(child: ast.AST, arguments: ast.arguments) -> bool:
    """Return whether CHILD is the default of a parameter that is called a kind."""
    placed = [*arguments.posonlyargs, *arguments.args]
    pairs = [*zip(placed[len(placed) - len(arguments.defaults) :], arguments.defaults, strict=True)]
    pairs += [(name, value) for name, value in zip(arguments.kwonlyargs, arguments.kw_defaults, strict=True) if value]
    return any(value is child and _is_kind_word(name.arg) for name, value in pairs)


def _returned_as_kind(statement: ast.Return, parents: Mapping[int, ast.AST], *, alone: bool) -> bool:
    """Return whether the function that STATEMENT ends is called a kind, or returns a set (not ALONE) of no others."""
    outer: ast.AST | None = statement
    while outer is not None and not isinstance(outer, FUNCTION):
        outer = parents.get(id(outer))
    if outer is None:
        return False
    return _is_kind_word(outer.name) or (not alone and not _annotated_otherwise(outer.returns))


def _annotated_otherwise(annotation: ast.expr | None) -> bool:
    """Return whether ANNOTATION says that words are no kinds: roles, media and the like."""
    return annotation is not None and any(
        isinstance(node, ast.Name) and node.id in NO_KINDS for node in ast.walk(annotation)
    )


def kind_ids(sources: Iterable[Source]) -> frozenset[str]:
    """Return the ids of the tables of kinds in model/kinds, read from their syntax; LookupError where there is none."""
    tables = (source for source in sources if source.path.startswith(KINDS_FOLDER))
    found = frozenset(name for source in tables for name in _kind_ids_in(source))
    if not found:
        raise LookupError(f"{KINDS_FOLDER} has no table of calls that make a Kind")
    return found


def _kind_ids_in(source: Source) -> Iterator[str]:
    """Return the first argument, or `id`, of each call of Kind in SOURCE."""
    for call in source.nodes:
        if isinstance(call, ast.Call) and last_name(call.func) == "Kind":
            given = [*call.args[:1], *(word.value for word in call.keywords if word.arg == "id")]
            yield from (word.value for word in given if isinstance(word, ast.Constant) and isinstance(word.value, str))


def _parameters_of(source: Source) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Return the name of each function and record of SOURCE with the names that it takes by place, self left out."""
    for node in source.nodes:
        if isinstance(node, FUNCTION):
            names = [argument.arg for argument in (*node.args.posonlyargs, *node.args.args)]
            names += [f"*{node.args.vararg.arg}"] if node.args.vararg else []
            yield node.name, tuple(names[1:] if names[:1] in (["self"], ["cls"]) else names)
        elif isinstance(node, ast.ClassDef):
            fields = [part.target for part in node.body if isinstance(part, ast.AnnAssign)]
            yield node.name, tuple(field.id for field in fields if isinstance(field, ast.Name))
            start = next((one for one in node.body if isinstance(one, FUNCTION) and one.name == "__init__"), None)
            if start is not None:
                yield node.name, tuple(argument.arg for argument in start.args.args[1:])


def main() -> int:
    """Print each name of a kind where code has to ask for a trait; 1 where there is any."""
    found = [
        place
        for place in kind_literals(read_sources(setup_steps.ROOT, "designer"))
        if place.partition(":")[0] not in ALLOWED
    ]
    for place in found:
        print(f"{place}: ask for a trait of Kind, or a set of kinds by trait, see designer/model/kinds/")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
