"""Measure how far the house is from what it should become: each measure, its value today, its goal, met or not.

All is counted in the tree itself, by its syntax where that is possible. Only the standard library.
"""

import argparse
import ast
import json
import re
import sys
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple, TypeVar

import kind_words
import setup_steps
import suite_time
from sources import Source, last_name, read_sources

FILES_A_FOLDER = 25
LINES_A_FILE = 800
LINES_A_FUNCTION = 200

_Function = ast.FunctionDef | ast.AsyncFunctionDef
_Node = TypeVar("_Node", bound=ast.AST)


@dataclass(frozen=True)
class Tree:
    """All Python files of a checkout.

    Attributes:
        root: The checkout.
        product: The files of designer/.
        tests: The files of tests/.
        tools: The files of packaging/.
    """

    root: Path
    product: tuple[Source, ...]
    tests: tuple[Source, ...]
    tools: tuple[Source, ...]

    def ui(self) -> tuple[Source, ...]:
        """Return the files of the window."""
        return tuple(source for source in self.product if source.path.startswith("designer/ui/"))


def read_tree(root: Path) -> Tree:
    """Read and parse the Python files below ROOT; SyntaxError or OSError where one cannot be read."""
    return Tree(root, *(read_sources(root, folder) for folder in ("designer", "tests", "packaging")))


# What is counted: each function returns the places where it is found


def full_folders(tree: Tree) -> list[str]:
    """Return the folders of the product with more than FILES_A_FOLDER Python files, fullest first."""
    sizes = Counter(source.path.rpartition("/")[0] for source in tree.product)
    return [f"{folder} ({size})" for folder, size in sizes.most_common() if size > FILES_A_FOLDER]


def long_files(tree: Tree) -> list[str]:
    """Return the files of the product with more than LINES_A_FILE lines."""
    return [f"{source.path} ({source.lines})" for source in tree.product if source.lines > LINES_A_FILE]


def long_functions(tree: Tree) -> list[str]:
    """Return the functions of the product with more than LINES_A_FUNCTION lines, decorators left out."""
    found: list[str] = []
    for source, function in _each(tree.product, ast.FunctionDef, ast.AsyncFunctionDef):
        length = (function.end_lineno or function.lineno) - function.lineno + 1
        if length > LINES_A_FUNCTION:
            found.append(f"{source.place(function.lineno)} {function.name} ({length})")
    return found


def connections(tree: Tree) -> list[str]:
    """Return the calls of `….connect(…)` in the window: signals that are wired by hand."""
    return [
        source.place(call.lineno)
        for source, call in _each(tree.ui(), ast.Call)
        if isinstance(call.func, ast.Attribute) and call.func.attr == "connect"
    ]


def theme_parameters(tree: Tree) -> list[str]:
    """Return the functions of the product that have a parameter named `theme`."""
    found: list[str] = []
    for source, function in _each(tree.product, ast.FunctionDef, ast.AsyncFunctionDef, ast.Lambda):
        taken = function.args
        if any(argument.arg == "theme" for argument in (*taken.posonlyargs, *taken.args, *taken.kwonlyargs)):
            found.append(source.place(function.lineno))
    return found


def set_theme_methods(tree: Tree) -> list[str]:
    """Return the definitions of `set_theme` in the product."""
    return [
        source.place(function.lineno)
        for source, function in _each(tree.product, ast.FunctionDef, ast.AsyncFunctionDef)
        if function.name == "set_theme"
    ]


def table_models(tree: Tree) -> list[str]:
    """Return the classes that are a Qt table or list model by hand; a generic one, and those of trees, are none."""
    found: list[str] = []
    for source, defined in _each(tree.product, ast.ClassDef):
        bases = {last_name(base) for base in defined.bases}
        generic = "Generic" in bases or bool(getattr(defined, "type_params", ()))
        if bases & {"QAbstractTableModel", "QAbstractListModel"} and not generic:
            found.append(f"{source.place(defined.lineno)} {defined.name}")
    return found


def format_skips(tree: Tree) -> list[str]:
    """Return the comments that keep the formatter from a line, in all of the tree."""
    return [
        source.place(line)
        for source in (*tree.product, *tree.tests, *tree.tools)
        # Splitting a file into tokens takes longest of all: only where the words are in it.
        if "fmt:" in source.text
        for line, comment, _ in source.comments
        if re.search(r"fmt:\s*(skip|off)", comment)
    ]


def kind_literals(tree: Tree) -> list[str]:
    """Return the string literals outside model/kinds that name a kind; see kind_words for what that is."""
    return kind_words.kind_literals(tree.product)


def late_imports(tree: Tree) -> list[str]:
    """Return the import statements of the product that stand inside a function."""
    found: list[str] = []
    for source in tree.product:
        statements = [node for node in source.nodes if isinstance(node, ast.Import | ast.ImportFrom)]
        outside = {id(node) for node in _import_statements(source.syntax, late=False, typed=True)}
        found += [source.place(node.lineno) for node in statements if id(node) not in outside]
    return found


def question_docstrings(tree: Tree) -> list[str]:
    """Return the docstrings of the product that begin with a question's word instead of a verb."""
    found: list[str] = []
    for source, node in _each(tree.product, ast.Module, ast.ClassDef, ast.FunctionDef, ast.AsyncFunctionDef):
        if re.match(r"(What|Who|Where|How|Whether)\b", ast.get_docstring(node) or ""):
            found.append(source.place(getattr(node, "lineno", 1)))
    return found


PUBLIC_ALL_THE_SAME = frozenset(
    {"_make", "_asdict", "_replace", "_fields", "_field_defaults", "_name_", "_value_", "_exit"}
    | {"_repr_svg_", "_repr_html_"}
)
"""What is documented under such names: of named tuples and enumerations, that no field clashes with it; os._exit; what
notebooks call."""


def private_uses(tree: Tree) -> list[str]:
    """Return where a test reaches for a private member: `thing._name`, of anything but self and cls."""
    return [
        source.place(member.lineno)
        for source, member in _each(tree.tests, ast.Attribute)
        if member.attr.startswith("_")
        and not member.attr.startswith("__")
        and member.attr not in PUBLIC_ALL_THE_SAME
        and not (isinstance(member.value, ast.Name) and member.value.id in ("self", "cls"))
    ]


def import_circles(tree: Tree) -> list[str]:
    """Return the circles of modules whose imports at the top of the file lead back to themselves."""
    graph = _imports(tree.product, every=False)
    return [" ↔ ".join(sorted(circle)) for circle in strong_components(graph) if len(circle) > 1]


def all_import_circles(tree: Tree) -> list[str]:
    """Return the circles of modules by all their imports, in functions and for the type checker too."""
    graph = _imports(tree.product, every=True)
    return [" ↔ ".join(sorted(circle)) for circle in strong_components(graph) if len(circle) > 1]


def files_of_one_reader(tree: Tree) -> list[str]:
    """Return the files of the window that exactly one other file of the product imports."""
    readers: defaultdict[str, set[str]] = defaultdict(set)
    for module, imported in _imports(tree.product, every=True).items():
        for name in imported - {module}:
            readers[name].add(module)
    return [source.path for source in tree.ui() if len(readers[source.module]) == 1]


def comment_lines(tree: Tree) -> list[str]:
    """Return the lines of the product that hold a comment alone; directives for tools are no comments."""
    directive = re.compile(r"#\s*(noqa|pyright|type:|fmt:|ruff|pragma|!)")
    return [
        source.place(line)
        for source in tree.product
        for line, comment, alone in source.comments
        if alone and not directive.match(comment)
    ]


# How it is found


def _each(sources: Iterable[Source], *types: type[_Node]) -> Iterator[tuple[Source, _Node]]:
    """Return each node of one of TYPES in SOURCES, with its file."""
    for source in sources:
        for node in source.nodes:
            if isinstance(node, types):
                yield source, node


def _imports(sources: Sequence[Source], *, every: bool) -> dict[str, set[str]]:
    """Return which modules of SOURCES each imports at the top; EVERY: in functions and for the type checker too."""
    modules = {source.module for source in sources}
    graph: dict[str, set[str]] = {}
    for source in sources:
        imported: set[str] = set()
        for node in _import_statements(source.syntax, late=every, typed=every):
            if isinstance(node, ast.Import):
                imported.update(alias.name for alias in node.names)
                continue
            base = node.module or ""
            if node.level:
                package = source.module.split(".")
                # `.` is the folder of the file; an `__init__.py` is that folder already.
                up = node.level - (1 if source.path.endswith("/__init__.py") else 0)
                base = ".".join((*package[: len(package) - up], *filter(None, (base,))))
            names = {f"{base}.{alias.name}" for alias in node.names}
            imported.update(name if name in modules else base for name in names)
        graph[source.module] = imported & modules
    return graph


def _import_statements(node: ast.AST, *, late: bool, typed: bool) -> Iterator[ast.Import | ast.ImportFrom]:
    """Return the imports below NODE: LATE those in functions too, TYPED those too that only a type checker runs."""
    for child in ast.iter_child_nodes(node):
        if isinstance(child, ast.Import | ast.ImportFrom):
            yield child
        elif not typed and isinstance(child, ast.If) and last_name(child.test) == "TYPE_CHECKING":
            for other in child.orelse:
                yield from _import_statements(ast.Module([other], []), late=late, typed=typed)
        elif isinstance(child, ast.expr):
            continue
        elif late or not isinstance(child, _Function):
            yield from _import_statements(child, late=late, typed=typed)


def strong_components(graph: Mapping[str, set[str]]) -> list[list[str]]:
    """Return the strongly connected components of GRAPH, by Tarjan's algorithm (1972), without recursion."""
    number: dict[str, int] = {}
    lowest: dict[str, int] = {}
    stack: list[str] = []
    on_stack: set[str] = set()
    components: list[list[str]] = []

    def visit(start: str) -> None:
        work = [(start, iter(sorted(graph[start])))]
        number[start] = lowest[start] = len(number)
        stack.append(start)
        on_stack.add(start)
        while work:
            node, rest = work[-1]
            for following in rest:
                if following not in number:
                    number[following] = lowest[following] = len(number)
                    stack.append(following)
                    on_stack.add(following)
                    work.append((following, iter(sorted(graph[following]))))
                    break
                if following in on_stack:
                    lowest[node] = min(lowest[node], number[following])
            else:
                work.pop()
                if work:
                    parent = work[-1][0]
                    lowest[parent] = min(lowest[parent], lowest[node])
                if lowest[node] == number[node]:
                    component: list[str] = []
                    while True:
                        member = stack.pop()
                        on_stack.discard(member)
                        component.append(member)
                        if member == node:
                            break
                    components.append(component)

    for node in sorted(graph):
        if node not in number:
            visit(node)
    return components


# The table


class Goal(NamedTuple):
    """What a value should be: `<`, `≤`, `≥` or `=` a bound."""

    sign: str
    bound: float

    def met(self, value: float) -> bool:
        """Return whether VALUE is as it should be."""
        return {
            "<": value < self.bound,
            "≤": value <= self.bound,
            "≥": value >= self.bound,
            "=": value == self.bound,
        }[self.sign]


class Row(NamedTuple):
    """One measure of one tree.

    Attributes:
        name: What is measured.
        value: Today; None where it is not known.
        unit: "", "%" or "min".
        goal: None for what is only watched.
        note: What has to be known about the value.
        places: Where it is found, for measures that count places.
    """

    name: str
    value: float | None
    unit: str = ""
    goal: Goal | None = None
    note: str = ""
    places: tuple[str, ...] = ()

    @property
    def met(self) -> bool | None:
        """Return whether the goal is met; None without a goal or a value."""
        return None if self.goal is None or self.value is None else self.goal.met(self.value)


Find = Callable[[Tree], list[str]]

COUNTED: tuple[tuple[str, Find, Goal | None], ...] = (
    (f"folders with more than {FILES_A_FOLDER} files", full_folders, Goal("=", 0)),
    (f"files over {LINES_A_FILE} lines", long_files, Goal("=", 0)),
    (f"functions over {LINES_A_FUNCTION} lines", long_functions, Goal("=", 0)),
    ("connect( in ui", connections, Goal("<", 450)),
    ("functions with a theme parameter", theme_parameters, Goal("<", 20)),
    ("set_theme definitions", set_theme_methods, Goal("=", 0)),
    ("hand-written table models besides trees", table_models, Goal("≤", 2)),
    ("fmt: skip", format_skips, Goal("<", 20)),
    ("kind literals outside model/kinds", kind_literals, Goal("<", 100)),
    ("import circles, imports at the top", import_circles, Goal("=", 0)),
    ("import circles, all imports", all_import_circles, Goal("=", 0)),
    ("docstrings that begin with What, Who, Where, How, Whether", question_docstrings, Goal("=", 0)),
    ("imports inside functions", late_imports, None),
    ("private members used in tests", private_uses, Goal("<", 80)),
    ("files of ui that one other file alone imports", files_of_one_reader, None),
)
"""What is counted by its places. Without a goal it is watched: the house asks for fewer and names no number."""

BY_HAND = "by hand, see resources/guide/developers/CONTRIBUTING.md"
PRODUCT_LINES = 124_756 - 10_000
"""The lines that the product had when the goal was set, less the 10,000 that were to go."""
SUITE_MIN = 6.0


def rows_of(tree: Tree) -> list[Row]:
    """Return all measures of TREE."""
    rows: list[Row] = []
    for name, find, goal in COUNTED:
        try:
            places = find(tree)
        except LookupError as problem:
            rows.append(Row(name, None, goal=goal, note=f"not measured: {problem.args[0]}"))
            continue
        worst = ", ".join(places[:3]) if find in (full_folders, long_files, import_circles) else ""
        rows.append(Row(name, len(places), goal=goal, note=worst, places=tuple(places)))
    lines = sum(source.lines for source in tree.product)
    commented = comment_lines(tree)
    share = round(100 * len(commented) / lines, 2) if lines else None
    rows.append(Row("comment lines", share, "%", Goal("≥", 1.5), f"{len(commented)} lines", tuple(commented)))
    rows.append(Row("existing files that a new panel or view touches", None, goal=Goal("≤", 3), note=BY_HAND))
    rows.append(Row("lines of the product", lines, goal=Goal("≤", PRODUCT_LINES), note=f"{len(tree.product)} files"))
    rows.append(suite_row(tree.root))
    rows += test_ratios(tree)
    return rows


def suite_row(root: Path) -> Row:
    """Return how long the last whole run of the tests took, as test.py noted it."""
    name, goal = "whole suite, last run", Goal("≤", SUITE_MIN)
    last = suite_time.read_suite_time(root)
    if last is None:
        return Row(name, None, "min", goal, "not known: packaging/test.py has not run whole in this checkout")
    failed = f", failed with exit code {last['exit_code']}" if last["exit_code"] else ""
    return Row(name, round(last["seconds"] / 60, 1), "min", goal, f"{last['cores']} cores, {last['ended']}{failed}")


def test_ratios(tree: Tree) -> list[Row]:
    """Return, for each folder of the product, the lines of its tests to its own lines."""
    own = Counter[str]()
    tested = Counter[str]()
    for sources, sums in ((tree.product, own), (tree.tests, tested)):
        for source in sources:
            parts = source.path.split("/")
            if len(parts) > 2:
                sums[parts[1]] += source.lines
    return [
        Row(
            f"test lines to source lines, {folder}", round(tested[folder] / own[folder], 2), note=f"{own[folder]} lines"
        )
        for folder in sorted(own)
        if own[folder]
    ]


# How it is shown


def table(rows: Sequence[Row]) -> str:
    """Return ROWS as a table for people."""
    width = max(len(row.name) for row in rows)
    lines = [f"{'measure':<{width}}  {'today':>11}  {'goal':>9}  met"]
    for row in rows:
        value = "–" if row.value is None else f"{row.value:,} {row.unit}".strip()
        goal = "–" if row.goal is None else f"{row.goal.sign} {row.goal.bound:,.10g}"
        met = {True: "yes", False: "no", None: "–"}[row.met]
        lines.append(f"{row.name:<{width}}  {value:>11}  {goal:>9}  {met:<3}  {row.note}".rstrip())
    judged = [row for row in rows if row.met is not None]
    if judged:
        lines.append(f"{sum(row.met is True for row in judged)} of {len(judged)} goals with a value are met.")
    return "\n".join(lines)


def document(rows: Sequence[Row]) -> list[dict[str, object]]:
    """Return ROWS for JSON: numbers as numbers, `met` null where it cannot be said."""
    return [
        {
            "name": row.name,
            "value": row.value,
            "unit": row.unit,
            "goal": None if row.goal is None else {"sign": row.goal.sign, "bound": row.goal.bound},
            "met": row.met,
            "note": row.note,
        }
        for row in rows
    ]


def main(arguments: list[str]) -> int:
    """Print the measures of this checkout; a goal that is not met is no error."""
    parser = argparse.ArgumentParser(prog="task.py measure", description=__doc__)
    parser.add_argument("--json", action="store_true", help="print one JSON document")
    parser.add_argument("--where", metavar="WORDS", help="list the places of the measures with WORDS in their name")
    chosen = parser.parse_args(arguments)
    try:
        rows = rows_of(read_tree(setup_steps.ROOT))
    except (OSError, SyntaxError, ValueError) as problem:
        print(f"The tree cannot be measured, a file of it cannot be read: {problem}", file=sys.stderr)
        return 1
    if chosen.where is not None:
        rows = [row for row in rows if chosen.where in row.name]
        if not rows:
            print(f"No measure has {chosen.where!r} in its name.", file=sys.stderr)
            return 2
    if chosen.json:
        print(json.dumps(document(rows), indent=2, ensure_ascii=False))
        return 0
    print(table(rows))
    if chosen.where is not None:
        for row in rows:
            print("\n".join(("", row.name, *row.places)))
    return 0
