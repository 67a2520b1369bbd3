"""One scalable unit of the DGX SuperPOD with the shipped catalog: power, racks and money by hand, down to the facts."""

import pytest

from designer.analysis.run import analyze
from designer.model.design import Design, Link, Node
from designer.model.figures.figure import LEAVES, Figure, recompute
from tests.shipped import LIBRARY


def scalable_unit() -> Design:
    nodes = (
        Node(id="rack", kind="rack", copies=8, facts={"power_limit_w": 40000.0}),
        Node(id="dgx", kind="server", part="nvidia/dgx-h100", copies=4, parent="rack"),
        Node(id="leaf", kind="switch", part="nvidia/qm9700", copies=8),
        Node(id="spine", kind="switch", part="nvidia/qm9700", copies=4),
    )
    links = (
        Link(id="rails", a="dgx", b="leaf", medium="fabric", cables=256),
        Link(id="uplinks", a="leaf", b="spine", medium="fabric", cables=256),
    )
    made = Design(nodes={node.id: node for node in nodes}, links={link.id: link for link in links})
    return LIBRARY.embedded(made)


def test_power_is_the_sum_of_its_parts() -> None:
    found = analyze(scalable_unit(), only=("power",)).power
    assert found is not None
    # 32 DGX H100 of 10,200 W (user guide) and 12 QM9700 of 1,720 W at most, 747 W with passive cables (datasheet).
    assert found.it_max_w.value == 32 * 10_200 + 12 * 1_720 == 347_040
    # Typical: 326,400 × 0.8 + 12 × 747 = 261,120 + 8,964.
    assert found.it_typical_w.value == pytest.approx(270_084)
    assert found.facility_w.value == pytest.approx(270_084 * 1.54)


def test_a_rack_of_four_is_40_8_kw_and_521_8_kg() -> None:
    found = analyze(scalable_unit(), only=("cooling",)).cooling
    assert found is not None
    load = found.racks["rack"]
    assert (load.max_w.value, load.weight_kg.value, load.used_u.value) == (40_800, 521.8, 32)


def test_headline_figures_lead_down_to_facts_and_follow_a_changed_one() -> None:
    results = analyze(scalable_unit(), only=("power", "cost"))
    assert results.power is not None
    assert results.cost is not None
    headlines = (
        results.counts.accelerators,
        results.power.it_typical_w,
        results.power.facility_w,
        results.cost.capex_usd,
        results.cost.monthly_usd,
        results.cost.usd_per_gpu_hour,
    )
    for figure in headlines:
        leaves = [term for term in figure.walk() if not term.terms]
        assert {term.operation for term in leaves} <= LEAVES
        assert recompute(figure) == figure.value
        for term in leaves:
            if term.operation == "fact" and not term.label.startswith("accelerators in one"):
                assert set(term.sources) <= set(LIBRARY.sources)
                assert term.sources
    assert results.counts.accelerators.value == 256
    one_less = {("dgx", "copies of dgx"): 3.0}
    assert recompute(results.counts.accelerators, one_less) == 192
    assert recompute(results.power.it_max_w, one_less) == 347_040 - 8 * 10_200
    price = _leaf(results.cost.capex_usd, "nvidia/dgx-h100")
    dearer = {(price.subject, price.label): (price.value or 0) + 1_000}
    assert recompute(results.cost.capex_usd, dearer) == pytest.approx((results.cost.capex_usd.value or 0) + 32_000)
    assert (recompute(results.cost.monthly_usd, dearer) or 0) > (results.cost.monthly_usd.value or 0)


def _leaf(figure: Figure, subject: str) -> Figure:
    return next(term for term in figure.walk() if term.subject == subject and term.operation == "fact")
