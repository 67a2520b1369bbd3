"""Of a variant no more is worked out than what counts needs, and what counts is as where everything is worked out."""

import pytest

from designer.analysis.run import analyze
from designer.analysis.sections import ALL
from designer.edit.phases import add_phase
from designer.edit.templates.templates import build_template
from designer.explore.sweep.figures import USUAL, cell_of, sections_for
from designer.review.documents.results_document import results_document
from designer.review.headline_figures import BY_KEY
from tests.shipped import LIBRARY


@pytest.mark.parametrize("template", ["ai-stack", "leaf-spine"])
def test_each_figure_is_that_of_a_whole_analysis(template: str) -> None:
    design = build_template(template, LIBRARY, {})
    design = add_phase(design, {"order_date": "2027-03-01"}).applied(design)
    book = design.settings.prices
    whole = results_document(analyze(design, library=LIBRARY, only=(*ALL, "energy")), book=book)
    by_sections: dict[tuple[str, ...], list[str]] = {}
    for key in (*USUAL, *(f"headlines.{name}" for name in BY_KEY)):
        by_sections.setdefault(sections_for([key]), []).append(key)
    for only, keys in by_sections.items():
        document = results_document(analyze(design, library=LIBRARY, only=only), book=book)
        assert [cell_of(document, key) for key in keys] == [cell_of(whole, key) for key in keys], only


def test_cost_and_power_need_no_network() -> None:
    assert sections_for(["cost.capex_usd"]) == ("cost",)
    assert sections_for(["power.facility_w", "counts.nodes.total"]) == ("power",)
    # What a service gives depends on full links, and on what is left of power and cooling.
    assert {"network", "power", "cooling", "workloads"} <= set(sections_for(["headlines.tokens"]))
    assert sections_for(["findings.error"]) == ALL
