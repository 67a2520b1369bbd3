"""Availability of drawn designs: the very machines that a failure takes, ranges, money, and what cannot be."""

from math import inf, nan

import numpy as np
import pytest
from msgspec.structs import replace

from designer.analysis.availability.model import FailingModel, model_of
from designer.analysis.availability.parts import joined, play
from designer.analysis.availability.run import availability, played, works_in
from designer.analysis.availability.settings import Rate, RunSettings
from designer.analysis.chain.failing import standing, with_network
from designer.analysis.chain.needs import needs_of
from designer.analysis.quantities import role_of
from designer.analysis.run import analyze
from designer.edit.templates.templates import build_template
from designer.formulas.reliability.block_diagram import Downfalls
from designer.model.design import Design, Link, Node
from designer.model.kinds import KINDS
from designer.model.records import RefusedInput
from tests.analysis.test_scalable_unit import scalable_unit
from tests.shipped import LIBRARY

FEW = RunSettings(draws=60, years=0.5)


@pytest.fixture(scope="module")
def stack():
    return build_template("ai-stack", LIBRARY, {})


def rates_of_all(design, up_h=1e5):
    fail = {node.kind for node in design.nodes.values() if node.kind in KINDS and KINDS[node.kind].fails}
    return {kind: Rate(up_h, 10.0) for kind in fail if KINDS[kind].role != "host"}


@pytest.mark.parametrize("step", [6, pytest.param(1, marks=pytest.mark.long)])
def test_every_single_failure_takes_the_machines_that_the_failure_operator_takes(stack, step):
    """Of each sixth element in the default run, the network rack among them; of all with -m long."""
    settings = replace(FEW, rates=rates_of_all(stack))
    model = model_of(stack, works_in(stack, settings), settings)
    names = model.diagram.elements
    assert len(names) > 40
    each = np.arange(len(names))
    worth = model.diagram.worth(model.machines.block.tolist(), Downfalls(each, each, len(names)))
    needs = needs_of(stack)
    chosen = {*range(0, len(names), step), names.index("network-rack")}
    for number in sorted(chosen):
        name = names[number]
        found = analyze(stack, only=("cooling",), fail=(name,))
        left = standing(stack, (name,), found.cooling.heat)
        left = with_network(needs, left, left.gone)
        first = 0
        for sort in model.machine_sorts:
            mine = worth[first : first + sort.copies, number].mean()
            assert mine == pytest.approx(left.alive.get(sort.name, 1.0), abs=1e-6), (name, sort.name)
            first += sort.copies


def hosts(copies=4, *, rack=None, **facts):
    nodes = [Node(id="host", kind="server", copies=copies, parent="rack" if rack else None, facts=facts)]
    if rack:
        nodes.insert(0, Node(id="rack", kind="rack", facts=rack))
    return Design(nodes={node.id: node for node in nodes})


def test_machines_by_themselves_are_up_for_their_share_of_the_time():
    design = hosts(10, rack={"mtbf_h": 2_000.0, "repair_h": 50.0}, mtbf_h=500.0, repair_h=20.0)
    found = availability(design, RunSettings(draws=300, grouped=0.0, rate_cv=0.0))
    (work,) = found.works
    exact = (2_000 / 2_050) * (500 / 520)
    assert work.served.mean.value == pytest.approx(exact, abs=4 * work.served.error)
    assert work.served.error < 0.002
    assert work.available.mean.value == pytest.approx(2_000 / 2_050, abs=4 * work.available.error + 1e-4)
    assert (work.served.p10, work.served.p90) == (work.served.mean.low, work.served.mean.high)
    assert work.down_h_per_year.mean.value == pytest.approx((1 - work.served.mean.value) * 8_760)
    assert work.outages_per_year.mean.value == pytest.approx(8_760 / 2_050, rel=0.15)
    assert work.cut_sets[0].ids == ("rack",)
    assert work.cut_sets[0].hours_per_year.value == pytest.approx(8_760 * 50 / 2_050)
    assert [figure.value for figure in work.left] == [0.9, 1.0, 1.0]
    assert sum(bar.share for bar in work.time_by_level) == pytest.approx(1)
    assert sum(bar.share for bar in work.histories) == pytest.approx(1)
    assert found.unknown == ()
    assert found.assumed_ids == ()


def test_downtime_costs_what_is_said_and_nothing_where_nobody_says_is_unknown():
    design = hosts(mtbf_h=500.0, repair_h=20.0)
    (silent,) = availability(design, FEW).works
    assert silent.usd_per_hour.value is None
    assert silent.usd_per_year.mean.value is None
    (told,) = availability(design, replace(FEW, usd_per_hour=1_000.0)).works
    assert told.usd_per_year.mean.value == pytest.approx(1_000 * told.down_h_per_year.mean.value)
    assert told.usd_per_year.p90 == pytest.approx(1_000 * told.down_h_per_year.p90)


def test_services_and_jobs_are_told_with_what_they_need(stack):
    settings = replace(FEW, rates={"rack": Rate(1e4, 20.0)}, usd_per_hour=100.0)
    found = availability(stack, settings)
    by_id = {work.id: work for work in found.works}
    app, engine, job = by_id["app"], by_id["engine"], by_id["job"]
    # It asks the engine and the index, and gives no more than they do.
    assert app.served.mean.value < min(engine.served.mean.value, by_id["index"].served.mean.value)
    assert engine.needed.value < engine.machines.value
    assert job.goodput.mean.value < job.served.mean.value
    assert job.interruptions_per_year.mean.value > 0
    assert engine.goodput.mean.value is None
    assert job.work_lost.mean.value == pytest.approx(1 - job.goodput.mean.value)
    closed = next(one for one in analyze(stack, only=("workloads",)).workloads.training if one.id == "job")
    assert job.goodput.mean.value == pytest.approx(closed.goodput.value, abs=0.02)
    assert len(found.unknown) > 5
    assert any("at most" in note for note in found.notes)


def test_the_same_seed_gives_the_same_and_parts_hang_on_nothing_else(stack):
    settings = replace(FEW, draws=250)
    model = model_of(stack, works_in(stack, settings), settings)
    assert model.parts > 1
    one, again = played(model), joined([play(model, part) for part in range(model.parts)])
    backwards = [play(model, part) for part in reversed(range(model.parts))]
    for outcome, other, turned in zip(one, again, joined(backwards[::-1]), strict=True):
        for a, b, c in zip(outcome, other, turned, strict=True):
            np.testing.assert_array_equal(a, b)
            np.testing.assert_array_equal(a, c)
    assert one[0].served.size == 250
    other = played(model_of(stack, model.works, replace(settings, seed=1)))
    assert not np.array_equal(other[0].served, one[0].served)


def test_fewer_crews_keep_machines_waiting():
    design = hosts(40, mtbf_h=400.0, repair_h=40.0)
    served = [availability(design, replace(FEW, crews=crews)).works[0].served.mean.value for crews in (None, 6, 2)]
    assert served[0] > served[1] > served[2]
    assert served[0] == pytest.approx(400 / 440, abs=0.02)


def test_spares_stand_in_for_machines_of_a_job(stack):
    few = availability(stack, FEW).work("job")
    node = stack.nodes["job"]
    spared = replace(stack, nodes={**stack.nodes, "job": replace(node, facts={**node.facts, "spare_hosts": 4.0})})
    many = availability(spared, FEW).work("job")
    assert many.machines.value == few.machines.value + 4
    assert many.goodput.mean.value > few.goodput.mean.value


def test_power_that_is_short_slows_what_is_said_to_be_slowed():
    """Two UPSs that carry 1.25 of one: what caps goes on at 80%, what does not is dark."""
    ups = Node(id="ups", kind="ups", copies=2, facts={"capacity_w": 8e3, "mtbf_h": 1e3, "repair_h": 100.0})
    host = Node(id="host", kind="server", facts={"power_max_w": 1e4, "mtbf_h": 1e9, "repair_h": 1.0})
    bus = Node(id="bus", kind="switchgear")
    links = (
        Link(id="in", a="ups", b="bus", medium="power", cables=2),
        Link(id="out", a="bus", b="host", medium="power", cables=1),
    )
    design = Design(nodes={n.id: n for n in (ups, bus, host)}, links={link.id: link for link in links})
    run = RunSettings(draws=300, rate_cv=0.0)
    up = 1e3 / 1.1e3
    dark = availability(design, run).works[0]
    assert dark.served.mean.value == pytest.approx(up**2, abs=4 * dark.served.error)
    capping = replace(ups, choices={"overload": "cap"})
    capped = availability(replace(design, nodes={**design.nodes, "ups": capping}), run).works[0]
    assert capped.served.mean.value == pytest.approx(up**2 + 2 * up * (1 - up) * 0.8, abs=4 * capped.served.error)


def test_a_thousand_million_copies_are_drawn_by_their_numbers():
    design = hosts(100_000_000, mtbf_h=1_000.0, repair_h=100.0)
    (work,) = availability(design, replace(FEW, rate_cv=0.0)).works
    assert work.served.mean.value == pytest.approx(1_000 / 1_100, abs=1e-4)
    found = availability(design, FEW)
    assert any("binomial" in note for note in found.notes)
    assert found.works[0].served.p90 - found.works[0].served.p10 > 0.03


@pytest.mark.parametrize(
    ("facts", "served"),
    [({"mtbf_h": 1e10, "repair_h": 0.0}, 1.0), ({"mtbf_h": 100.0, "repair_h": 1e6}, 0.0), ({}, 0.98)],
)
def test_extreme_rates(facts, served):
    (work,) = availability(hosts(**facts), FEW).works
    assert work.served.mean.value == pytest.approx(served, abs=0.02)


def test_rings_of_services_end(stack):
    links = {
        **stack.links,
        "ring": Link(id="ring", a="engine", b="app", medium="asks", cables=1),
        "other": Link(id="other", a="app", b="engine", medium="asks", cables=1),
    }
    found = availability(replace(stack, links=links), FEW)
    assert found.work("app").served.mean.known


@pytest.mark.parametrize(
    ("settings", "words"),
    [
        ({"years": 0.0}, "years"),
        ({"years": nan}, "years"),
        ({"years": inf}, "years"),
        ({"draws": 0}, "histories"),
        ({"crews": 0}, "crews"),
        ({"seed": -1}, "seed"),
        ({"usd_per_hour": -1.0}, "costs"),
        ({"usd_per_hour": nan}, "costs"),
        ({"rates": {"ups": Rate(0.0, 1.0)}}, "ups"),
        ({"rates": {"ups": Rate(inf, 1.0)}}, "ups"),
        ({"rates": {"ups": Rate(1.0, nan)}}, "ups"),
    ],
)
def test_settings_that_cannot_be_are_refused(settings, words):
    with pytest.raises(RefusedInput, match=words):
        availability(scalable_unit(), replace(FEW, **settings))


def test_what_cannot_be_followed_is_refused_in_a_line():
    with pytest.raises(RefusedInput, match="No machine"):
        availability(Design(), FEW)
    rack = {"mtbf_h": 1e-4, "repair_h": 1e-4}
    with pytest.raises(RefusedInput, match="failures come in one history"):
        availability(hosts(rack=rack), FEW)


def test_a_model_says_what_it_rests_on():
    model = model_of(scalable_unit(), works_in(scalable_unit(), FEW), FEW)
    assert isinstance(model, FailingModel)
    assert model.assumed_ids == ("dgx",)
    assert role_of(scalable_unit().nodes["dgx"]) == "host"
    assert model.elements == ()
