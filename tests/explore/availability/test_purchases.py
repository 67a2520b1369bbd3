"""What to buy next: what it brings on the very same failures, what it costs, and the edit that makes it."""

from math import log10

import pytest
from msgspec.structs import replace

from designer.analysis.availability.run import availability, works_in
from designer.analysis.availability.settings import Rate, RunSettings
from designer.edit.templates.templates import build_template
from designer.explore.availability.purchases import buy_next, purchase_edit, usual_work
from designer.model.design import Design, Link, Node
from designer.model.records import RefusedInput
from tests.shipped import LIBRARY

SETTINGS = RunSettings(draws=200, years=1.0, rate_cv=0.0)


@pytest.fixture(scope="module")
def stack():
    return build_template("ai-stack", LIBRARY, {})


def bought(design, settings, work, **more):
    works = works_in(design, settings)
    found = availability(design, settings, works=works)
    return buy_next(design, LIBRARY, settings, works, found, work, **more)


def one_ups():
    """Four hosts that hang on one UPS which fails often, by a bus that never does."""
    nodes = (
        Node(id="ups", kind="ups", facts={"capacity_w": 1e5, "mtbf_h": 2e3, "repair_h": 40.0}, price_usd=50_000.0),
        Node(id="bus", kind="switchgear"),
        Node(id="host", kind="server", copies=4, facts={"power_max_w": 5e3, "mtbf_h": 1e8, "repair_h": 1.0}),
    )
    links = (
        Link(id="in", a="ups", b="bus", medium="power", cables=1),
        Link(id="cords", a="bus", b="host", medium="power", cables=4),
    )
    return Design(nodes={node.id: node for node in nodes}, links={link.id: link for link in links})


def two_switches_and_a_host(copies=2):
    nodes = (
        Node(id="switch", kind="switch", copies=copies, facts={"mtbf_h": 1e3, "repair_h": 20.0}),
        Node(id="host", kind="server", copies=3, facts={"mtbf_h": 1e8, "repair_h": 1.0}),
    )
    link = Link(id="up", a="host", b="switch", medium="fabric", cables=6, capacity_gbps=100)
    return Design(nodes={node.id: node for node in nodes}, links={link.id: link})


def test_a_second_unit_brings_the_nines_that_two_in_parallel_have():
    found = bought(one_ups(), SETTINGS, "machines")
    best = next(one for one in found.purchases if one.node == "ups")
    down = 40 / 2_040
    # One is down for that share; both together for its square.
    assert best.lost.value == pytest.approx(down**2, rel=0.5)
    assert best.nines.value == pytest.approx(log10(1 / down), abs=0.3)
    assert best.usd.value == 50_000
    assert best.nines_per_musd.value == pytest.approx(best.nines.value / 0.05)
    assert best.hours_per_year.value == pytest.approx(8_760 * (down - down**2), rel=0.1)
    assert best.usd_per_year.value is None
    again = bought(one_ups(), SETTINGS, "machines")
    assert again == found


def test_ranked_by_nines_for_the_price_and_what_has_none_comes_last(stack):
    settings = replace(SETTINGS, draws=60, crews=1, usd_per_hour=500.0, rates={"ups": Rate(1e5, 24.0)})
    found = bought(stack, settings, "job")
    assert found.title == stack.nodes["job"].title
    per = [one.nines_per_musd.value for one in found.purchases]
    known = [one for one in per if one is not None]
    assert known == sorted(known, reverse=True)
    assert per[len(known) :] == [None] * (len(per) - len(known))
    sorts = {one.sort for one in found.purchases}
    assert {"spare machine", "crew", "one more"} <= sorts
    crew = next(one for one in found.purchases if one.sort == "crew")
    assert crew.usd.value is None
    assert crew.nines.value > 0.05
    assert crew.usd_per_year.value == pytest.approx(500 * crew.hours_per_year.value)
    spare = next(one for one in found.purchases if one.sort == "spare machine")
    assert spare.nines.value > 0.1


def test_the_same_failures_make_small_gains_plain(stack):
    """A UPS more in 2N brings next to nothing: on failures of its own the noise would be far greater."""
    settings = replace(SETTINGS, draws=60, rates={"ups": Rate(1e5, 24.0)})
    found = bought(stack, settings, "job")
    ups = next(one for one in found.purchases if one.node.startswith("ups"))
    assert abs(ups.nines.value) < 1e-3
    assert ups.nines_error < 1e-3


def test_each_purchase_is_an_edit_that_can_be_taken_back(stack):
    for design, sort, node, what in (
        (stack, "spare machine", "job", lambda after: after.nodes["job"].facts["spare_hosts"] == 1),
        (stack, "one more", "ups-a", lambda after: after.nodes["ups-a"].copies == stack.nodes["ups-a"].copies + 1),
        (two_switches_and_a_host(), "one more", "switch", lambda after: after.nodes["switch"].copies == 3),
        (two_switches_and_a_host(1), "second switch", "switch", lambda after: after.nodes["switch"].copies == 2),
    ):
        edit = purchase_edit(design, LIBRARY, sort, node)
        after = edit.applied(design)
        assert what(after)
        assert edit.inverted().applied(after).nodes == design.nodes
        assert edit.label
    assert purchase_edit(stack, LIBRARY, "crew", "") is None
    with pytest.raises(RefusedInput):
        purchase_edit(stack, LIBRARY, "second feed", "")
    with pytest.raises(RefusedInput):
        purchase_edit(stack, LIBRARY, "spare machine", "nowhere")


def test_one_switch_more_parts_hosts_and_loses_as_much_on_the_mean():
    found = bought(two_switches_and_a_host(), SETTINGS, "machines")
    switch = next(one for one in found.purchases if one.node == "switch")
    assert switch.sort == "one more"
    # Six cables over three switches: each host hangs on two of them as before, no longer all on the same two.
    assert abs(switch.nines.value) < 3.5 * switch.nines_error
    assert switch.nines_error < 0.1


def test_what_loses_the_most_is_bought_for_and_others_are_refused(stack):
    settings = replace(SETTINGS, draws=40)
    works = works_in(stack, settings)
    found = availability(stack, settings, works=works)
    worst = usual_work(found)
    assert found.work(worst).work_lost.mean.value == max(
        one.work_lost.mean.value for one in found.works if one.id != "machines"
    )
    with pytest.raises(RefusedInput, match="nobody"):
        buy_next(stack, LIBRARY, settings, works, found, "nobody")


def test_it_can_be_stopped(stack):
    found = bought(
        stack,
        replace(SETTINGS, draws=20, rates={"ups": Rate(1e5, 24.0)}),
        "job",
        told=lambda done, number, name: done < 1,
    )
    assert len(found.purchases) == 1
    assert found.notes[-1] == "It was stopped: the rest was not tried."
