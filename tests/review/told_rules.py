"""What the sources of the review say of its rules, read without running them; and the list of rules of the guide."""

import ast
from collections.abc import Iterator
from pathlib import Path

import designer.review
from designer.drawing.layer_words import SHORT_LAYER_TITLES
from designer.model.parts.part import LAYERS
from designer.review.registry import RULE_FACTS, RuleFacts
from designer.review.rules import LIBRARY_RULES, RULES

FOLDER = Path(designer.review.__file__).parent
PAGE = Path(__file__).parents[2] / "resources" / "guide" / "findings.md"
BEGIN, END = "<!-- all rules -->", "<!-- end of all rules -->"


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


def in_order() -> list[RuleFacts]:
    """All rules in the order in which they are run, by layer, those of the whole design first."""
    facts = [RULE_FACTS[one.__name__] for one in (*RULES, *LIBRARY_RULES)]
    return sorted(facts, key=lambda one: LAYERS.index(one.layer) if one.layer else -1)


def guide_list() -> str:
    """The list of all rules as it stands in the guide."""
    lines = ["| layer | finding | severity | what it looks for |", "| --- | --- | --- | --- |"]
    for facts in in_order():
        layer = SHORT_LAYER_TITLES[facts.layer] if facts.layer else "Whole design"
        words = facts.summary.removeprefix("Yield ")
        lines += [
            f"| {layer} | `{name}` | {' or '.join(graves)} | {words[0].upper()}{words[1:]} |"
            for name, graves in facts.tells.items()
        ]
    return "\n".join(lines)


def page_with_list(page: str) -> str:
    """PAGE of the guide with the list made anew."""
    before, _, rest = page.partition(BEGIN)
    return f"{before}{BEGIN}\n\n{guide_list()}\n\n{END}{rest.partition(END)[2]}"


if __name__ == "__main__":
    PAGE.write_text(page_with_list(PAGE.read_text("utf-8")), "utf-8")
