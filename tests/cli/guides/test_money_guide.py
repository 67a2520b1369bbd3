"""The worked example of the money page says what the program says, in `analyze` and in `compare` alike."""

import re
from pathlib import Path

import pytest

from designer.analysis.money.alternatives import alternatives
from designer.analysis.money.cost_lines import COST_LINES, paid_lines
from designer.analysis.run import analyze
from designer.catalog.library import Library
from designer.edit.templates.templates import build_template
from designer.model.figures.figure_text import figure_text
from designer.model.money.pricing import PriceBook
from designer.review.headline_figures import headline_value

PAGE = Path(__file__).parents[3] / "resources" / "guide" / "money.md"


def test_the_ten_thousand_of_the_page(library: Library) -> None:
    design = build_template("ten-thousand-h100", library, {})
    results = analyze(design, only=("power", "cost", "workloads"), library=library)
    cost, text = results.cost, PAGE.read_text("utf-8")
    assert cost is not None
    (example,) = re.findall(r"^Ten thousand H100.*$", text, re.MULTILINE)
    for line, yearly in paid_lines(cost):
        assert f"{(yearly.value or 0) / 12e6:.2f} M$ of {line.word}" in example
    month, run = headline_value("month", results, PriceBook()), headline_value("run", results, PriceBook())
    assert month is not None
    assert month.likely is not None
    assert run is not None
    assert f"{figure_text(month, ranged=False).removesuffix(' / month')} a month" in example
    assert f"{(run.value or 0) / 1e6:.2f} M$ to run" in example
    own = alternatives(design, library, results).row("own")
    assert own is not None
    for hour in (cost.usd_per_gpu_hour, own.usd_per_gpu_hour):
        assert f"{hour.value:.2f} $ an hour of an accelerator" in example
    low, high = month.likely
    assert f"{low / 1e6:.1f} to {high / 1e6:.1f} M$ a month" in text
    assert f"lie within {(month.low or 0) / 1e6:.1f} to {(month.high or 0) / 1e6:.1f}" in text


@pytest.mark.parametrize("line", COST_LINES, ids=lambda line: line.key)
def test_the_table_of_the_page_says_which_totals_hold_a_line(line) -> None:  # type: ignore[no-untyped-def]
    table = PAGE.read_text("utf-8").partition("## The lines of a month")[2].partition("\n## ")[0]
    (row,) = re.findall(rf"^\| {line.word} \|.*$", table, re.MULTILINE)
    inside = [cell.strip() == "yes" for cell in row.strip("|").split("|")[-3:]]
    assert inside == [total in line.totals for total in ("run", "month", "hour")]
