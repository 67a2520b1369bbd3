"""The page of the guide that walks through the flagship sample, made from the sample itself."""

from pathlib import Path

from designer.analysis.run import analyze
from designer.catalog.reading import read_library
from designer.edit.templates.templates import build_template
from designer.review.learning.six_layers import as_page, six_layers

PAGE = Path(__file__).parents[2] / "resources" / "guide" / "six-layers.md"


def page() -> str:
    """The page as the sample tells it now."""
    design = build_template("ai-stack", read_library(), {})
    return as_page(six_layers(design, analyze(design)), design)


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
    print(PAGE)
