"""The reference of `designer.api` in the guide, made from the code: `python -m tests.api.reference` writes it anew."""

import inspect
from pathlib import Path
from typing import Any, Final

from designer import api

PAGE: Final = Path(__file__).resolve().parents[2] / "resources" / "guide" / "scripting.md"
START: Final = "<!-- What follows is made from the code: python -m tests.api.reference -->"
MAGIC: Final = ("_repr_svg_", "_repr_html_")


def reference() -> str:
    """Return the reference: a table for the module, and one for each of its classes."""
    tables = [_table("designer.api", {name: getattr(api, name) for name in api.__all__})]
    for made in (api.Document, api.Analysis, api.Sweep):
        members = {
            name: one
            for name, one in vars(made).items()
            if name in MAGIC or (not name.startswith("_") and (callable(one) or hasattr(one, "__doc__")))
        }
        tables.append(_table(f"designer.api.{made.__name__}", members))
    return "\n\n".join(tables)


def _table(title: str, members: dict[str, Any]) -> str:
    rows = [f"| `{_call(name, one)}` | {_line(one)} |" for name, one in members.items()]
    return "\n".join([f"### {title}", "", "| | |", "|---|---|", *rows])


def _call(name: str, one: Any) -> str:
    """Return how NAME is written: with the names of what it takes; those with a default have an equals sign."""
    plain = inspect.unwrap(one) if callable(one) else one
    if inspect.isclass(plain) or not callable(plain):
        return name
    taken = [each for each in inspect.signature(plain).parameters.values() if each.name != "self"]
    marks = {inspect.Parameter.VAR_KEYWORD: "**", inspect.Parameter.VAR_POSITIONAL: "*"}
    words = [
        f"{marks.get(each.kind, '')}{each.name}{'=' if each.default is not inspect.Parameter.empty else ''}"
        for each in taken
    ]
    return f"{name}({', '.join(words)})"


def _line(one: Any) -> str:
    words = (inspect.getdoc(getattr(one, "fget", None) or getattr(one, "func", None) or one) or "").partition("\n\n")[0]
    return " ".join(words.split()).replace("|", "\\|")


def written() -> str:
    """Return the page with the reference as it should be."""
    head, _, _ = PAGE.read_text("utf-8").partition(START)
    return f"{head}{START}\n\n{reference()}\n"


if __name__ == "__main__":
    PAGE.write_text(written(), "utf-8")
