"""What breaks as demand grows, with its range, and the cheapest single step that lifts it."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from designer.analysis.chain.growth.latency import MOST_EVALUATIONS, Promise, break_of
from designer.analysis.chain.growth.limits_of import Work
from designer.analysis.chain.growth.outlook import growth_outlook
from designer.analysis.chain.needs import needs_of
from designer.analysis.run import analyze
from designer.analysis.workloads.demand import demand
from designer.edit.links.links import add_link
from designer.edit.templates.templates import build_template
from designer.model.design import Link
from designer.model.figures.figure import leaf
from tests.long_runs import runs
from tests.shipped import LIBRARY

DEMAND = {"users": 3600, "requests_per_user_hour": 10, "peak_factor": 2, "input_tokens": 1000, "output_tokens": 200}


@pytest.fixture
def chat(stack):
    """An assistant that is asked 20 times a second, on 8B models; on what, in how many copies and at which price."""

    def make(*lines, hosts=("box",), copies=None, prices=None, facts=None):
        design = stack(
            "app: langchain/langchain",
            "engine: vllm/vllm",
            *(lines or ("box: nvidia/dgx-h100",)),
            "app > engine",
            *(f"engine @ {host}" for host in hosts),
            facts={"app": DEMAND, **(facts or {})},
            choices={"engine": {"model": "meta/llama-3.1-8b"}},
        )
        nodes = dict(design.nodes)
        for name, count in (copies or {}).items():
            nodes[name] = replace(nodes[name], copies=count)
        for name, usd in (prices or {}).items():
            nodes[name] = replace(nodes[name], price_usd=usd)
        return replace(design, nodes=nodes)

    return make


def growth(design, **asked):
    return analyze(design, **asked).workloads.growth


def told(design, node_id, **facts):
    node = design.nodes[node_id]
    return replace(design, nodes={**design.nodes, node_id: replace(node, facts={**node.facts, **facts})})


def test_the_break_and_the_utilisation_carry_the_same_range(chat):
    work = analyze(chat()).workloads
    engine = next(one for one in work.services if one.id == "engine")
    (first,) = [one for one in work.growth.breaks if one.id == "engine"]
    used = engine.utilisation
    assert used.low < used.value < used.high
    assert first.at.value == pytest.approx(1 / used.value)
    assert (first.at.low, first.at.high) == pytest.approx((1 / used.high, 1 / used.low))


def test_machines_are_asked_for_in_the_range_of_what_the_engine_needs(chat):
    """Of 8 accelerators the engine needs as many as its own line says, and so full the machine is."""
    work = analyze(chat()).workloads
    needed = work.serving[0].accelerators_needed
    (row,) = [one for one in work.ledger if one.resource == "silicon"]
    assert needed.low < needed.high
    wanted = (needed.value / 8, needed.low / 8, needed.high / 8)
    assert (row.pressure.value, row.pressure.low, row.pressure.high) == pytest.approx(wanted)
    layer = next(one for one in work.layers if one.layer == "silicon")
    assert layer.utilisation == row.pressure


def test_looking_at_twice_the_demand_moves_no_break(chat):
    once, twice = growth(chat()), growth(chat(), load=2.0)
    assert [one.id for one in once.breaks] == [one.id for one in twice.breaks]
    assert [one.at.value for one in once.breaks] == pytest.approx([one.at.value for one in twice.breaks])


def test_the_cheapest_machine_is_taken_and_the_others_are_told(chat):
    """Two sorts of machine of eight H100 each: both add half; the one that costs less is taken."""
    lines = ("box: nvidia/dgx-h100", "other: nvidia/dgx-h100")
    users = {"app": {**DEMAND, "users": 36_000}}
    dear = chat(*lines, hosts=("box", "other"), prices={"box": 300_000, "other": 200_000}, facts=users)
    lift = growth(dear).lifts[0]
    assert (lift.id, lift.step, lift.count, lift.usd.value) == ("engine", "other", 1, 200_000)
    assert [(one.step, one.usd.value) for one in lift.others] == [("box", 300_000)]
    assert lift.carries.value == pytest.approx(lift.at.value * 1.5)
    turned = replace(dear, nodes={**dear.nodes, "box": replace(dear.nodes["box"], price_usd=100_000)})
    assert growth(turned).lifts[0].step == "box"


def test_a_step_of_unknown_price_is_told_after_those_with_one(chat):
    users = {"app": {**DEMAND, "users": 36_000}}
    design = chat("box: nvidia/dgx-h100", "other: nvidia/dgx-h100", hosts=("box", "other"), facts=users)
    part = LIBRARY.parts["nvidia/dgx-h100"]
    unpriced = replace(part, id="own/box", prices=())
    nodes = {**design.nodes, "box": replace(design.nodes["box"], part="own/box")}
    lift = growth(replace(design, nodes=nodes, parts={**design.parts, "own/box": unpriced})).lifts[0]
    assert lift.step == "other"
    assert [(one.step, one.usd.value) for one in lift.others] == [("box", None)]


def test_what_is_too_small_already_is_lifted_to_the_demand_in_one_step(chat):
    design = chat(facts={"app": {**DEMAND, "users": 3_600_000}})
    outlook = growth(design)
    lift = outlook.lifts[0]
    assert outlook.breaks[0].at.value < 1
    assert lift.count > 1
    # One machine fewer would not carry what is asked now.
    assert lift.carries.value >= 1 > lift.at.value * lift.count


@settings(max_examples=runs(6, 20), deadline=None)
@given(st.integers(1, 5), st.integers(1, 4))
def test_more_machines_never_break_earlier(copies, more):
    def first(count):
        design = build_template("cloud-stack", LIBRARY, {"instances": str(count)})
        return next(one.at for one in growth(design, only=("workloads",)).breaks if one.id == "engine")

    few, many = first(copies), first(copies + more)
    assert (many.low, many.value, many.high) >= (few.low, few.value, few.high)


def test_breaks_come_in_order_and_each_carries_its_range():
    outlook = growth(build_template("ai-stack", LIBRARY, {}))
    at = [one.at.value for one in outlook.breaks]
    assert at == sorted(at)
    assert all(one.at.low <= one.at.value <= one.at.high for one in outlook.breaks)
    assert outlook.breaks[0].id == "engine"


def fed(stack, strips):
    """The chat on one DGX H100 of 10,200 W on so many PDUs of 9,984 W each."""
    design = stack(
        "app: langchain/langchain",
        "engine: vllm/vllm",
        "box: nvidia/dgx-h100",
        f"strip: apc/ap8868 x{strips}",
        "app > engine",
        "engine @ box",
        facts={"app": {**DEMAND, "users": 36_000}},
        choices={"engine": {"model": "meta/llama-3.1-8b"}},
    )
    design = add_link(design, "strip", "box", link_id="cords", medium="power", cables=6).applied(design)
    priced = {"strip": 2_000, "box": 250_000}
    return replace(
        design, nodes={**design.nodes, **{n: replace(design.nodes[n], price_usd=p) for n, p in priced.items()}}
    )


def test_power_breaks_with_the_machines_that_growth_takes(stack):
    """Two PDUs carry 19,968 W, one machine 10,200: they are full with 9,768 / 10,200 of a machine more."""
    results = analyze(fed(stack, 2))
    breaks = results.workloads.growth.breaks
    engine, power = (next(one for one in breaks if one.id == name) for name in ("engine", "strip"))
    assert (power.bound, power.with_machines, engine.with_machines) == ("power", True, False)
    assert power.at.value == pytest.approx(engine.at.value * (1 + 9_768 / 10_200))
    least = results.plant.elements["strip"].capacity_w.low
    assert power.at.low == pytest.approx(engine.at.low * (1 + (2 * least - 10_200) / 10_200))


def test_a_step_that_overloads_its_power_comes_with_power(stack):
    """20,400 W are too much for two PDUs of 9,984 W and not for four, of which one may fail."""
    two, four = (growth(fed(stack, strips)).lifts[0] for strips in (2, 4))
    assert [(one.id, one.count) for one in two.also] == [("strip", 1)]
    assert (two.usd.value, two.watts.value) == (252_000, pytest.approx(10_200))
    assert four.also == ()
    assert four.usd.value == 250_000
    assert two.carries.value == pytest.approx(two.at.value * 2)


def test_power_that_is_too_small_already_breaks_whatever_the_demand(stack):
    """One PDU of 9,984 W for 10,200 W: one more of it is the step, and no demand is small enough."""
    outlook = growth(fed(stack, 1))
    assert (outlook.breaks[0].id, outlook.breaks[0].at.value) == ("strip", 0.0)
    assert (outlook.lifts[0].step, outlook.lifts[0].usd.value) == ("strip", 2_000)
    assert outlook.lifts[0].next_id == "engine"


def data(stack, share):
    """Spark moves 8,640 TB a day, 100 GB/s, from a store of 1,000 GB/s to one of 150 GB/s, beside a chat."""
    rates = {"read_gb_per_s": 1000.0, "write_gb_per_s": 150.0}
    design = stack(
        "app: langchain/langchain",
        "engine: vllm/vllm",
        "box: nvidia/dgx-h100",
        "spark: apache/spark",
        "from: ddn/ai400x2",
        "to: ddn/ai400x2",
        "app > engine",
        "engine @ box",
        facts={
            "app": {**DEMAND, "users": 1},
            "spark": {"tb_per_day": 8640.0, **({} if share is None else {"grows_with_users": share})},
            "from": rates,
            "to": rates,
        },
        choices={"engine": {"model": "meta/llama-3.1-8b"}},
    )
    links = (Link(id="r", a="spark", b="from", medium="reads"), Link(id="w", a="spark", b="to", medium="writes"))
    return replace(design, links={**design.links, **{one.id: one for one in links}})


@pytest.mark.parametrize(("share", "at"), [(1.0, 1.5), (0.5, 2.0), (0.25, 3.0)])
def test_a_pipeline_and_its_store_grow_by_the_share_that_is_said(stack, share, at):
    """Of 150 GB/s 100 (1 − s) stay and 100 s grow: (150 − 100 (1 − s)) / (100 s)."""
    found = {(one.id, one.bound): one.at.value for one in growth(data(stack, share)).breaks}
    assert found["to", "writing"] == pytest.approx(at)
    assert found["spark", "GB/s at to"] == pytest.approx(at)
    # At 1,000 GB/s: (1000 − 100 (1 − s)) / (100 s).
    assert found["from", "reading"] == pytest.approx((1000 - 100 * (1 - share)) / (100 * share))


def test_a_pipeline_that_nobody_says_grows_stays_as_it_is(stack):
    design = data(stack, None)
    assert {one.id for one in growth(design).breaks} == {"engine"}
    doubled = analyze(design, load=2.0).workloads.pipelines[0]
    assert doubled.needed_gb_per_s.value == pytest.approx(100)


def test_the_growth_that_is_looked_at_moves_the_pipeline_and_its_store(stack):
    """At 1.5 times half of 100 GB/s is 1.5 times as much: 50 + 75 = 125 of 150."""
    work = analyze(data(stack, 0.5), load=1.5).workloads
    assert work.pipelines[0].needed_gb_per_s.value == pytest.approx(125)
    assert next(one for one in work.stores if one.id == "to").write_asked.value == pytest.approx(125)
    assert work.pipelines[0].utilisation.value == pytest.approx(125 / 150)


def test_one_more_store_lifts_what_is_written_to_it(stack):
    """One more beside one of 150 GB/s: 300, so that (300 − 50) / 50 = 5."""
    design = data(stack, 0.5)
    priced = {name: replace(design.nodes[name], price_usd=700_000) for name in ("from", "to")}
    lift = growth(replace(design, nodes={**design.nodes, **priced})).lifts[0]
    assert (lift.step, lift.count, lift.usd.value) == ("to", 1, 700_000)
    assert (lift.at.value, lift.carries.value) == pytest.approx((2.0, 5.0))


def test_what_is_promised_holds_up_to_its_break_and_not_beyond(chat):
    """The wait is that of the queues at that growth: within the promise there, beyond it two percent further."""
    design = chat(facts={"app": {**DEMAND, "users": 36_000}})
    idle = analyze(design, load=0.01).workloads
    busy = next(one for one in analyze(design).workloads.growth.breaks if one.id == "engine").at.value
    near = analyze(design, load=busy * 0.98).workloads
    waits = [next(one for one in work.services if one.id == "engine").latency_s.value for work in (idle, near)]
    within = sum(waits) / 2
    promised = told(design, "engine", answer_within_s=within)
    (broken,) = [one for one in growth(promised).breaks if one.promise]
    assert 0 < broken.at.value < busy
    at, beyond = (
        next(one for one in analyze(promised, load=broken.at.value * by).workloads.services if one.id == "engine")
        for by in (1.0, 1.02)
    )
    assert at.latency_s.value <= within * (1 + 1e-9)
    assert beyond.latency_s.value is None or beyond.latency_s.value > within


def test_a_promise_that_an_idle_service_breaks_is_told_and_lifted_by_no_machine(chat):
    outlook = growth(told(chat(), "engine", first_token_within_s=1e-4))
    first = outlook.breaks[0]
    assert (first.id, first.promise, first.at.value) == ("engine", True, 0.0)
    assert all(one.bound != first.bound for one in outlook.lifts)


def test_a_promise_is_looked_for_in_few_evaluations():
    """w(g) = 1 / (4 − g) within 0.5 s: g = 2; at the high end twice as long: g = 0 is 0.5 s, so none holds."""
    asked = []

    def wait(g):
        asked.append(g)
        return leaf("wait", 1 / (4 - g), "s", low=0.5 / (4 - g), high=1.2 / (4 - g))

    found = break_of(Promise("x", "answer", 0.5), wait, 3.9, "growth")
    # 1.2 / (4 − g) = 0.5 at g = 1.6, 0.5 / (4 − g) = 0.5 at g = 3.
    assert (found.value, found.low, found.high) == pytest.approx((2.0, 1.6, 3.0), rel=0.01)
    assert len(asked) <= 3 * MOST_EVALUATIONS
    assert len(set(asked)) == len(asked)


def test_a_promise_that_always_holds_breaks_nowhere():
    assert break_of(Promise("x", "answer", 1.0), lambda g: leaf("wait", 0.1, "s"), 8.0, "growth") is None


def test_an_api_at_its_limit_takes_the_next_tier(stack, library):
    """Start takes 100,000 tokens out a minute: 500 answers of 200; Scale eight times as many."""
    lines = ("app: langchain/langchain", "api: anthropic/claude-fable-5-1", "app > api")
    design = stack(*lines, facts={"app": {**DEMAND, "input_tokens": 100}}, choices={"api": {"tier": "Start"}})
    outlook = growth(design)
    first, lift = outlook.breaks[0], outlook.lifts[0]
    # 20 requests a second are asked.
    assert (first.id, first.bound, first.at.value) == ("api", "rate limit", pytest.approx(500 / 60 / 20))
    assert (lift.step, lift.what, lift.usd.value) == ("api", "tier Scale", None)
    assert lift.carries.value == pytest.approx(4000 / 60 / 20)


def test_what_asks_nothing_breaks_nowhere():
    outlook = growth(build_template("leaf-spine", LIBRARY, {}))
    assert (outlook.breaks, outlook.lifts, outlook.stuck) == ((), (), "")


@pytest.mark.parametrize("failed", ["hall", "network-rack", "serving-dgx"])
def test_what_has_failed_is_no_bottleneck_and_breaks_nothing(library, failed):
    """Nothing is full first, or breaks as demand grows, that answers nothing any more."""
    design = build_template("ai-stack", library, {})
    results = analyze(design, fail=(failed,), library=library)
    lost = {one.id for one in results.resilience.lost if one.state == "lost"}
    work = results.workloads
    assert work.bottleneck_id not in lost
    assert not {one.id for one in work.growth.breaks if not one.with_machines} & lost
    assert all((one.at.value or 0.0) > 1e-3 for one in work.growth.breaks)
    if failed == "hall":
        assert work.bottleneck_id == "documents"  # which stands in the cloud
        assert work.growth.breaks == ()


def test_work_that_is_left_nothing_but_rounding_has_no_step(chat):
    """Of a machine that others take whole 1e-15 may be left by rounding, and no number of machines mends that."""
    design = chat()
    graph = needs_of(design).services
    services = [
        replace(load, capacity_per_s=leaf("capacity", 1e-15, "1/s")) if load.id == "engine" else load
        for load in analyze(design).workloads.services
    ]
    found = growth_outlook(Work(design, graph, services), demand(design, graph).traffic)
    assert (found.breaks[0].id, found.stuck, found.lifts) == ("engine", "engine", ())
