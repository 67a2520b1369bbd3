"""The table of tools in the guide, made from the code: `python -m tests.assistant.reference` writes it anew."""

from pathlib import Path
from typing import Final

from designer.assistant.tools import TOOLS

PAGE: Final = Path(__file__).resolve().parents[2] / "resources" / "guide" / "assistant.md"
START: Final = "<!-- What follows is made from the code: python -m tests.assistant.reference -->"


def written() -> str:
    """Return the page with the table as it should be."""
    head, _, _ = PAGE.read_text("utf-8").partition(START)
    rows = [f"| `{one.name}` | {one.effect} | {one.description} |" for one in TOOLS.values()]
    table = "\n".join(["| Tool | It | What it does |", "|---|---|---|", *rows])
    return f"{head}{START}\n\n{table}\n"


if __name__ == "__main__":
    PAGE.write_text(written(), "utf-8")
