"""Each rule offers a fix where it can, or the table says why not; the page of the guide is that table."""

import ast
from collections.abc import Iterator
from pathlib import Path

import designer.review
from designer.review.effects.without_fix import WITHOUT_FIX

FOLDER = Path(designer.review.__file__).parent
PAGE = Path(__file__).parents[3] / "resources" / "guide" / "findings.md"


def names_in(value: ast.expr) -> Iterator[str]:
    """Names of rules that an expression may come to."""
    if isinstance(value, ast.Constant) and isinstance(value.value, str):
        yield value.value
    elif isinstance(value, ast.IfExp):
        yield from names_in(value.body)
        yield from names_in(value.orelse)


def told(function: ast.AST, module: ast.Module, value: ast.expr) -> Iterator[str]:
    """The same where the name is a local variable, or an argument of FUNCTION that its callers give."""
    if not isinstance(value, ast.Name):
        yield from names_in(value)
        return
    for one in ast.walk(function):
        if isinstance(one, ast.Assign) and any(isinstance(to, ast.Name) and to.id == value.id for to in one.targets):
            yield from names_in(one.value)
    if isinstance(function, ast.FunctionDef):
        places = [number for number, argument in enumerate(function.args.args) if argument.arg == value.id]
        for call in ast.walk(module):
            if isinstance(call, ast.Call) and isinstance(call.func, ast.Name) and call.func.id == function.name:
                for place in places:
                    yield from names_in(call.args[place])


def rules() -> dict[str, bool]:
    """Every rule that a finding is made with by name, and whether it is ever made with a fix."""
    found: dict[str, bool] = {}
    for path in FOLDER.rglob("*.py"):
        module = ast.parse(path.read_text("utf-8"))
        for function in [one for one in ast.walk(module) if isinstance(one, ast.FunctionDef)]:
            # One that adds the fix afterwards does so by `replace(finding, fix=…)`.
            later = any(
                isinstance(call.func, ast.Name)
                and call.func.id == "replace"
                and "fix" in {k.arg for k in call.keywords}
                for call in ast.walk(module)
                if isinstance(call, ast.Call)
            )
            for call in ast.walk(function):
                if not (isinstance(call, ast.Call) and isinstance(call.func, ast.Name) and call.func.id == "Finding"):
                    continue
                given = {keyword.arg: keyword.value for keyword in call.keywords}
                for name in told(function, module, given["rule"]):
                    found[name] = found.get(name, False) or "fix" in given or later
    return found


def test_each_rule_has_a_fix_or_a_reason_why_not() -> None:
    found = rules()
    assert len(found) > 120
    bare = {name for name, fixed in found.items() if not fixed}
    assert bare - WITHOUT_FIX.keys() == set(), "give these a fix, or say in `without_fix` why there is none"
    offered = {name for name, fixed in found.items() if fixed}
    assert offered & WITHOUT_FIX.keys() == set(), "these have a fix now"
    assert all(reason.endswith(".") for reason in WITHOUT_FIX.values())


def test_the_page_of_the_guide_is_the_table() -> None:
    rows = [line.strip("|").split("|") for line in PAGE.read_text("utf-8").splitlines() if line.startswith("| `")]
    assert {name.strip().strip("`"): reason.strip() for name, reason in rows} == WITHOUT_FIX
