"""Mutants: small wrong changes of a function, each of which at least one test should notice.

A mutant is made in the syntax tree of its module and put in the place of the living function's code, so that no file
changes and nothing is imported anew. What runs on import (tables, constants, decorators) has no mutants.
"""

import ast
import copy
import gc
import re
from collections.abc import Callable, Collection, Iterator
from pathlib import Path
from types import CodeType, FunctionType
from typing import Final, NamedTuple

ROOT: Final = Path(__file__).resolve().parents[2]

Edit = Callable[[ast.AST], ast.AST]
"""Returns what stands in the place of a node."""

_COMPARISONS: Final = {
    ast.Lt: (ast.LtE, ast.GtE),
    ast.LtE: (ast.Lt, ast.Gt),
    ast.Gt: (ast.GtE, ast.LtE),
    ast.GtE: (ast.Gt, ast.Lt),
    ast.Eq: (ast.NotEq,),
    ast.NotEq: (ast.Eq,),
    ast.In: (ast.NotIn,),
    ast.NotIn: (ast.In,),
    ast.Is: (ast.IsNot,),
    ast.IsNot: (ast.Is,),
}
_OPERATORS: Final = {
    ast.Add: ast.Sub,
    ast.Sub: ast.Add,
    ast.Mult: ast.Div,
    ast.Div: ast.Mult,
    ast.FloorDiv: ast.Mult,
    ast.Mod: ast.Mult,
    ast.Pow: ast.Mult,
}
_CALLS: Final = {"min": "max", "max": "min", "any": "all", "all": "any", "ceil": "floor", "floor": "ceil"}
_LEFT_ALONE: Final = (ast.Raise, ast.Assert, ast.JoinedStr, ast.Import, ast.ImportFrom)
"""Words of an error and of a sentence are for people; wrong imports are found at once."""
_NO_CODE: Final = re.compile(r"pragma: no cover|TYPE_CHECKING")


class Mutant(NamedTuple):
    """One wrong change.

    Attributes:
        path: The module, from the root of the checkout.
        line: Where it is changed, counted from 1.
        last: The last line of what is changed.
        function: The outermost function around it, as Python names it: "Racks.place".
        start: First line of that function, its decorators included.
        change: What was written and what the mutant does, in a few words.
        number: Which one of its module.
    """

    path: str
    line: int
    last: int
    function: str
    start: int
    change: str
    number: int


def mutants_of(path: str, lines: Collection[int] | None = None) -> list[Mutant]:
    """Return all mutants of the module at PATH, from the root; with LINES those that change one of these."""
    tree = ast.parse((ROOT / path).read_text(encoding="utf-8"))
    found = [
        Mutant(path, node.lineno, node.end_lineno or node.lineno, function, start, change, number)
        for number, (node, function, start, change, _) in enumerate(_edits(tree))
    ]
    return [one for one in found if lines is None or not set(range(one.line, one.last + 1)).isdisjoint(lines)]


def mutate(mutant: Mutant) -> bool:
    """Give the living functions that MUTANT changes its code; return whether there is one and its code is another.

    Every function object counts that was made from this code, also behind a decorator or a cache.
    """
    path = ROOT / mutant.path
    tree = ast.parse(path.read_text(encoding="utf-8"))
    before = compile(tree, str(path), "exec", dont_inherit=True)
    node, _, _, _, edit = next(entry for number, entry in enumerate(_edits(tree)) if number == mutant.number)
    changed = ast.fix_missing_locations(_Swap(node, edit).visit(tree))
    old = _code_of(before, mutant)
    new = _code_of(compile(changed, str(path), "exec", dont_inherit=True), mutant)
    if old is None or new is None or old == new or old.co_freevars != new.co_freevars:
        return False
    gc.unfreeze()  # what was read before the tests is kept from searches, functions too
    living = [
        found
        for found in gc.get_objects()
        if type(found) is FunctionType
        and found.__code__.co_qualname == mutant.function
        and found.__code__.co_firstlineno == mutant.start
        and found.__code__.co_filename == str(path)
    ]
    for function in living:
        function.__code__ = new
    return bool(living)


def _code_of(code: CodeType, mutant: Mutant) -> CodeType | None:
    for constant in code.co_consts:
        if isinstance(constant, CodeType):
            if constant.co_qualname == mutant.function and constant.co_firstlineno == mutant.start:
                return constant
            if (inner := _code_of(constant, mutant)) is not None:
                return inner
    return None


class _Swap(ast.NodeTransformer):
    """Puts what EDIT makes of NODE in its place."""

    def __init__(self, node: ast.AST, edit: Edit) -> None:
        self._node = node
        self._edit = edit

    def visit(self, node: ast.AST) -> ast.AST:
        return ast.copy_location(self._edit(copy.deepcopy(node)), node) if node is self._node else super().visit(node)


def _edits(tree: ast.Module) -> Iterator[tuple[ast.expr | ast.stmt, str, int, str, Edit]]:
    """Yield what can be changed in TREE: the node, its outermost function, that one's first line, words, and how."""

    def functions(body: list[ast.stmt], names: str) -> Iterator[tuple[ast.FunctionDef | ast.AsyncFunctionDef, str]]:
        for statement in body:
            if isinstance(statement, ast.ClassDef):
                yield from functions(statement.body, f"{names}{statement.name}.")
            elif isinstance(statement, (ast.FunctionDef, ast.AsyncFunctionDef)):
                yield statement, names + statement.name
            elif isinstance(statement, ast.If) and not _NO_CODE.search(ast.unparse(statement.test)):
                yield from functions([*statement.body, *statement.orelse], names)

    for function, name in functions(tree.body, ""):
        start = min([function.lineno, *(one.lineno for one in function.decorator_list)])
        for node in _inside(function.body):
            for words, edit in _edits_of(node):
                yield node, name, start, words, edit


def _inside(nodes: list[ast.stmt]) -> Iterator[ast.expr | ast.stmt]:
    """Yield all statements and expressions of NODES that do something, without annotations."""
    waiting: list[ast.AST] = list(reversed(nodes))
    while waiting:
        node = waiting.pop()
        if isinstance(node, _LEFT_ALONE):
            continue
        if isinstance(node, (ast.expr, ast.stmt)):
            yield node
        children = [
            child
            for field, value in ast.iter_fields(node)
            if field not in {"annotation", "returns", "type_comment", "decorator_list"}
            for child in (value if isinstance(value, list) else [value])
            if isinstance(child, ast.AST)
        ]
        waiting += reversed(children)


def _edits_of(node: ast.expr | ast.stmt) -> Iterator[tuple[str, Edit]]:
    """Yield the words and the edit of each mutant that NODE itself has."""
    match node:
        case ast.Compare(ops=[operator]):
            for other in _COMPARISONS[type(operator)]:
                yield _words(node, f"with {other.__name__}"), lambda it, other=other: _with(it, ops=[other()])
        case ast.BoolOp(op=operator, values=values):
            other = ast.Or if isinstance(operator, ast.And) else ast.And
            yield _words(node, f"with {other.__name__}"), lambda it: _with(it, op=other())
            for number, value in enumerate(values):
                if len(values) > 1:
                    yield (
                        _words(node, f"without {ast.unparse(value)}"),
                        lambda it, number=number: _without_value(it, number),
                    )
        case ast.UnaryOp(op=ast.Not() | ast.USub(), operand=operand) if not isinstance(operand, ast.Constant):
            yield _words(node, "without its sign"), lambda it: it.operand
        case ast.BinOp(op=operator) | ast.AugAssign(op=operator) if type(operator) in _OPERATORS and _counts(node):
            other = _OPERATORS[type(operator)]
            yield _words(node, f"with {other.__name__}"), lambda it: _with(it, op=other())
        case ast.Constant(value=bool() as value):
            yield f"{value} is {not value}", lambda it: ast.Constant(not value)
        case ast.Constant(value=int() | float() as value):
            yield f"{value} is {value + 1}", lambda it: ast.Constant(value + 1)
        case ast.Call(func=ast.Name(id=name)) if name in _CALLS and node.args:
            yield _words(node, f"with {_CALLS[name]}"), lambda it: _with(it, func=ast.Name(_CALLS[name], ast.Load()))
        case ast.If() | ast.IfExp() if not isinstance(node.test, ast.Compare):
            yield _words(node.test, "the other way round"), lambda it: _with(it, test=ast.UnaryOp(ast.Not(), it.test))
        case ast.ListComp() | ast.SetComp() | ast.GeneratorExp() | ast.DictComp() if any(
            one.ifs for one in node.generators
        ):
            yield _words(node, "without its condition"), _without_conditions
        case ast.Expr(value=ast.Call()):
            yield _words(node, "left out"), lambda it: ast.Pass()
        case ast.Continue():
            yield "continue is break", lambda it: ast.Break()
        case _:
            pass


def _words(node: ast.AST, what: str) -> str:
    text = " ".join(ast.unparse(node).split())
    return f"{text if len(text) <= 80 else text[:77] + '...'}: {what}"


def _with(node: ast.AST, **fields: object) -> ast.AST:
    for name, value in fields.items():
        setattr(node, name, value)
    return node


def _without_value(node: ast.AST, number: int) -> ast.AST:
    assert isinstance(node, ast.BoolOp)
    values = node.values[:number] + node.values[number + 1 :]
    return values[0] if len(values) == 1 else _with(node, values=values)


def _without_conditions(node: ast.AST) -> ast.AST:
    for one in node.generators:  # type: ignore[attr-defined]
        one.ifs = []
    return node


def _counts(node: ast.BinOp | ast.AugAssign) -> bool:
    """Return whether NODE may be a sum of numbers: none of its sides is a text, a list, a tuple or a set."""
    sides = [node.left, node.right] if isinstance(node, ast.BinOp) else [node.value]
    kinds = (ast.JoinedStr, ast.List, ast.Tuple, ast.ListComp, ast.Set, ast.Dict, ast.GeneratorExp)
    return not any(
        isinstance(it, kinds) or (isinstance(it, ast.Constant) and isinstance(it.value, str)) for it in sides
    )
