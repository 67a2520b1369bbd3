"""Every system of the AI stack is a part: it can be placed, and its facts change what the analysis says.

The table of them stands in systems.py; that of resources/guide/systems.md is made of it.
"""

from datetime import date

import msgspec
import pytest

from designer.analysis.run import analyze
from designer.analysis.workloads.results import ServingResult, TrainingResult
from designer.catalog.library import Library
from designer.drawing.topology.topology import draw_topology
from designer.locations import RESOURCES
from designer.model.design import Design, Link, Node
from designer.model.kinds import KINDS
from designer.model.parts.part import Price, Quantity
from designer.review.power.feed_rules import feeds
from designer.review.rules import review
from tests.catalog.changed_parts import dearer, doubled, faster, with_part, without
from tests.catalog.placed_parts import LLAMA, USE, alone, engine_on, node, results, worked
from tests.catalog.systems import (
    ANSWERS,
    ASKS,
    BATCHES,
    BESIDES,
    CACHE,
    CHAINS,
    COOLS,
    COUNTED,
    DOMAIN,
    FEEDS,
    FILES,
    FREE,
    HOLDS,
    HOLDS_CHIPS,
    INDEX,
    LEAST,
    LINEAGE,
    LITTLE,
    LOSES,
    MACHINE,
    MANAGES,
    MOVES,
    NOTEBOOKS,
    PRICED,
    QUERIES,
    RACKED,
    READS,
    RECORDS,
    RENTED,
    ROOM,
    SEATS,
    SPEED,
    STARTS,
    STATE,
    STORED,
    SWITCH,
    SYSTEMS,
    TESTS,
    TOKENS,
    TRAINS,
    VERSIONS,
    guide_tables,
)

TODAY = date(2026, 11, 24)
GUIDE = RESOURCES / "guide" / "systems.md"

PARTS = [pytest.param(part, id=part) for part in dict.fromkeys(part for _, part, _ in SYSTEMS)]


def changing(*results: str, besides: bool = True) -> list[pytest.param]:
    """The systems whose facts change one of RESULTS, as their first result or besides."""
    found = [part for _, part, probe in SYSTEMS if probe in results]
    if besides:
        found += [part for result in results for part in BESIDES.get(result, ())]
    return [pytest.param(part, id=part) for part in dict.fromkeys(found)]


@pytest.mark.parametrize("part_id", PARTS)
def test_each_system_is_a_part_that_can_be_followed(library: Library, part_id: str) -> None:
    part = library.part(part_id)
    assert part.summary
    cited = [fact.sources for fact in part.facts.values() if fact.value is not None]
    assert all(cited)
    assert cited or part.sources
    assert part.prices or part.availability in {"rented", "not sold", "unknown"}


@pytest.mark.parametrize("part_id", PARTS)
def test_each_system_can_be_placed_analysed_and_reviewed(library: Library, part_id: str) -> None:
    design = library.embedded(Design(nodes={"it": node(library, part_id, copies=2)}))
    found = analyze(design)
    assert found.counts.nodes == 2
    assert len(draw_topology(design).tiles) == 1
    findings = review(design, found, TODAY)
    assert "rule-failed" not in {finding.rule for finding in findings}
    assert "unknown-part" not in {finding.rule for finding in findings}
    if KINDS[library.part(part_id).kind].role == "software":
        assert found.power is not None
        assert found.power.it_max_w.value == 0
        assert not found.power.it_max_w.missing
        assert not {"no-power", "no-power-drawn", "power-unknown", "no-network"} & {f.rule for f in findings}


@pytest.mark.parametrize("part_id", changing(MACHINE))
def test_power_follows_the_part(library: Library, part_id: str) -> None:
    before, after = (
        alone(library, part_id),
        alone(with_part(library, doubled(library.part(part_id), "power_max_w")), part_id),
    )
    assert before.power is not None
    assert after.power is not None
    assert before.power.it_max_w.value == library.part(part_id).facts["power_max_w"].value
    assert after.power.it_max_w.value == pytest.approx(2 * before.power.it_max_w.value)


@pytest.mark.parametrize("part_id", changing(COUNTED))
def test_chips_are_counted_and_rented_ones_draw_nothing_here(library: Library, part_id: str) -> None:
    found = results(library, node(library, part_id, copies=16))
    assert found.counts.accelerators.value == 16
    part = library.part(part_id)
    assert found.counts.accelerators_rented == (16 if part.availability == "rented" else 0)
    owned = msgspec.structs.replace(part, availability="unknown", prices=())
    assert results(with_part(library, owned), node(library, part_id, copies=16)).counts.accelerators_rented == 0


@pytest.mark.parametrize("part_id", changing(RENTED))
def test_rent_follows_the_price_of_an_hour(library: Library, part_id: str) -> None:
    before = alone(library, part_id)
    after = alone(with_part(library, dearer(library.part(part_id), "hour")), part_id)
    assert before.cost is not None
    assert after.cost is not None
    price = next(price for price in library.part(part_id).prices if price.per == "hour")
    assert price.basis == "on-demand"
    assert before.cost.rent_usd_per_year.value == pytest.approx(price.typical * 8760 * 0.7, rel=0.5)
    assert after.cost.rent_usd_per_year.value == pytest.approx(2 * before.cost.rent_usd_per_year.value)
    assert before.counts.accelerators_rented == before.counts.accelerators.value > 0


@pytest.mark.parametrize("part_id", changing(STORED))
def test_rent_follows_the_price_of_a_stored_gb(library: Library, part_id: str) -> None:
    hundred_tb = node(library, part_id, facts={"capacity_tb": 100.0})
    found = results(library, hundred_tb)
    price = next(price for price in library.part(part_id).prices if price.per == "gb-month")
    assert found.cost is not None
    assert found.cost.rent_usd_per_year.value == pytest.approx(100_000 * price.typical * 12)
    dear = results(with_part(library, dearer(library.part(part_id), "gb-month")), hundred_tb)
    assert dear.cost is not None
    assert dear.cost.rent_usd_per_year.value == pytest.approx(200_000 * price.typical * 12)
    unsized = library.embedded(Design(nodes={"it": node(library, part_id)}))
    rules = {finding.rule for finding in review(unsized, analyze(unsized), TODAY)}
    assert "stored-amount-unknown" in rules
    assert "rent-unknown" not in rules


@pytest.mark.parametrize("part_id", changing(PRICED, *FREE, besides=False))
def test_purchase_price_follows_the_part(library: Library, part_id: str) -> None:
    part = library.part(part_id)
    dear = msgspec.structs.replace(
        part,
        prices=(Price(low=5, typical=6, high=7, basis="list", sources=("package-metadata",)),),
        availability="sold",
    )
    before, after = alone(library, part_id), alone(with_part(library, dear), part_id)
    assert before.cost is not None
    assert after.cost is not None
    assert before.cost.capex_usd.value == part.prices[0].typical
    assert not before.cost.capex_usd.at_least
    assert after.cost.capex_usd.value == 6
    unpriced = msgspec.structs.replace(part, prices=(), availability="unknown")
    nothing = alone(with_part(library, unpriced), part_id)
    assert nothing.cost is not None
    assert nothing.cost.capex_usd.at_least


@pytest.mark.parametrize("part_id", changing(SWITCH))
def test_bisection_follows_the_rate_of_the_switch(library: Library, part_id: str) -> None:
    part = library.part(part_id)
    rate = part.ports[0].rate_gbps
    assert rate
    slow = msgspec.structs.replace(
        part,
        ports=tuple(
            msgspec.structs.replace(group, rate_gbps=rate / 2) if group.name == "ports" else group
            for group in part.ports
        ),
    )
    hosts = node(library, "generic/host", "hosts", copies=2)
    link = Link(id="cable", a="hosts", b="it", medium="fabric", cables=2)
    before = results(library, hosts, node(library, part_id), links=(link,))
    after = results(with_part(library, slow), hosts, node(library, part_id), links=(link,))
    assert before.network is not None
    assert after.network is not None
    assert before.network.bisection_gbps.value == rate
    assert after.network.bisection_gbps.value == rate / 2


@pytest.mark.parametrize("part_id", changing(RACKED))
def test_rack_load_follows_the_part(library: Library, part_id: str) -> None:
    rack = Node(id="rack", kind="rack")
    inside = node(library, part_id, parent="rack")
    names = [name for name in ("weight_kg", "height_u") if name in library.part(part_id).facts]
    before = results(library, rack, inside)
    after = results(with_part(library, doubled(library.part(part_id), *names)), rack, inside)
    assert before.cooling is not None
    assert after.cooling is not None
    old, new = before.cooling.racks["rack"], after.cooling.racks["rack"]
    assert names
    for name, figures in (("weight_kg", (old.weight_kg, new.weight_kg)), ("height_u", (old.used_u, new.used_u))):
        if name in names:
            assert figures[1].value == pytest.approx(2 * (figures[0].value or 0))


@pytest.mark.parametrize("part_id", changing(HOLDS))
def test_limits_of_a_rack_are_those_of_its_cabinet(library: Library, part_id: str) -> None:
    rack, cabinet = Node(id="rack", kind="rack"), node(library, part_id, parent="rack")
    before = results(library, rack, cabinet)
    after = results(with_part(library, doubled(library.part(part_id), "load_limit_kg", "rack_units")), rack, cabinet)
    assert before.cooling is not None
    assert after.cooling is not None
    old, new = before.cooling.racks["rack"], after.cooling.racks["rack"]
    assert (old.load_limit_kg.value, old.height_u.value) == (1701, 42)
    assert (new.load_limit_kg.value, new.height_u.value) == (3402, 84)


@pytest.mark.parametrize("part_id", changing(FEEDS))
def test_a_feed_carries_what_its_pdu_does(library: Library, part_id: str) -> None:
    def carried(with_it: Library) -> tuple[float, bool]:
        nodes = {"it": node(with_it, part_id), "dgx": node(with_it, "nvidia/dgx-h100", "dgx")}
        cord = Link(id="cord", a="it", b="dgx", medium="power", cables=6)
        design = with_it.embedded(Design(nodes=nodes, links={"cord": cord}))
        found = analyze(design)
        (feed,) = feeds(design, found)
        return feed.capacity_w, "feed-overloaded" in {finding.rule for finding in review(design, found, TODAY)}

    assert carried(library) == (9984, True)
    assert carried(with_part(library, doubled(library.part(part_id), "capacity_w"))) == (19968, False)


@pytest.mark.parametrize("part_id", changing(LOSES))
def test_losses_follow_the_efficiency_of_the_ups(library: Library, part_id: str) -> None:
    def losses(efficiency: float) -> float:
        part = library.part(part_id)
        fact = msgspec.structs.replace(part.facts["efficiency"], value=efficiency)
        worse = msgspec.structs.replace(part, facts={**part.facts, "efficiency": fact})
        found = results(
            with_part(library, worse),
            node(library, part_id),
            node(library, "nvidia/dgx-h100", "dgx"),
            node(library, "vertiv/cw181", "crah"),
        )
        assert found.power is not None
        return (found.power.losses_w.value or 0) / (found.power.it_typical_w.value or 1)

    assert losses(0.975) == pytest.approx(1 / 0.975 - 1)
    assert losses(0.5) == pytest.approx(1)


@pytest.mark.parametrize("part_id", changing(COOLS))
def test_cooling_capacity_follows_the_part(library: Library, part_id: str) -> None:
    before = alone(library, part_id)
    after = alone(with_part(library, doubled(library.part(part_id), "cooling_capacity_w")), part_id)
    assert before.cooling is not None
    assert after.cooling is not None
    assert before.cooling.capacity_w.value == library.part(part_id).facts["cooling_capacity_w"].value
    assert after.cooling.capacity_w.value == pytest.approx(2 * (before.cooling.capacity_w.value or 0))


@pytest.mark.parametrize("part_id", changing(TOKENS))
def test_tokens_are_paid_at_the_price_of_the_model(library: Library, part_id: str) -> None:
    part = library.part(part_id)
    app = node(library, "langchain/langchain", "app", facts=USE)
    asks = Link(id="asks", a="app", b="it", medium="depends_on")
    before = results(library, app, node(library, part_id), links=(asks,))
    after = results(with_part(library, dearer(part, "million-tokens")), app, node(library, part_id), links=(asks,))
    each = {item: next(p.typical for p in part.prices if p.item == item) for item in ("input", "output")}
    assert before.cost is not None
    assert after.cost is not None
    a_year = 3650 * 8760 * (2000 * each["input"] + 500 * each["output"]) / 1e6
    assert before.cost.services_usd_per_year.value == pytest.approx(a_year)
    assert after.cost.services_usd_per_year.value == pytest.approx(2 * a_year)


@pytest.mark.parametrize("part_id", changing(SEATS))
def test_seats_are_paid_at_the_price_of_a_month(library: Library, part_id: str) -> None:
    part = library.part(part_id)
    tracker = node(library, part_id, facts={"experiments_users": 10.0})
    before, after = results(library, tracker), results(with_part(library, dearer(part, "user-month")), tracker)
    assert before.cost is not None
    assert after.cost is not None
    assert before.cost.services_usd_per_year.value == pytest.approx(10 * 12 * part.prices[0].typical)
    assert after.cost.services_usd_per_year.value == pytest.approx(2 * 10 * 12 * part.prices[0].typical)
    assert alone(library, part_id).cost.opex_usd_per_year.at_least  # type: ignore[union-attr]


@pytest.mark.parametrize("part_id", changing(INDEX))
def test_an_index_takes_the_memory_of_its_database(library: Library, part_id: str) -> None:
    index = node(library, part_id, facts={"vectors": 1e8, "dimensions": 768.0})
    part = library.part(part_id)
    (before,) = worked(library, index).retrieval
    (after,) = worked(with_part(library, doubled(part, "bytes_per_dimension")), index).retrieval
    factor = part.facts.get("vector_memory_factor")
    raw = 1e8 * 768 * 4 / 1e9
    # Without a rule of its own the index has links of 8 × 16 B a vector, and 10% above both.
    own = raw * factor.value if factor and factor.value else 1.1 * (raw + 1e8 * 128 / 1e9)
    assert before.memory_gb.value == pytest.approx(own)
    assert after.memory_gb.value == pytest.approx(own + (own if factor else 1.1 * raw))


@pytest.mark.parametrize("part_id", changing(SPEED))
def test_a_chip_writes_as_fast_as_its_facts_say(library: Library, part_id: str) -> None:
    """Twice as fast by all that is published of it, what is read and worked out for a token takes half as long."""
    part = library.part(part_id)
    memory = part.facts.get("memory_gb")
    if memory is not None and (memory.value or 0) < 12:
        # Weights of 5 GB and the runtime of 3 GB take more than 8 GB at 92%.
        part = doubled(part, "memory_gb")
    before = engine_on(with_part(library, part), part_id)
    after = engine_on(with_part(library, faster(part, 2)), part_id)
    assert before.token_s.value
    assert after.token_s.value
    if before.how_sure and before.bound != "published speed":
        for name, shared in (("weights", True), ("cache", False), ("arithmetic", False)):
            slow, fast = (
                (next(one for one in it.token_s.walk() if one.label == name).value or 0.0)
                / (1.0 if shared else it.at_once.value or 1.0)
                for it in (before, after)
            )
            assert fast == pytest.approx(slow / 2), name
    else:
        assert after.token_s.value < 0.9 * before.token_s.value
    if before.output_tokens_per_s.value:
        assert (after.output_tokens_per_s.value or 0) > before.output_tokens_per_s.value


@pytest.mark.parametrize("part_id", changing(HOLDS_CHIPS))
def test_a_machine_serves_with_the_chips_that_it_holds(library: Library, part_id: str) -> None:
    part = library.part(part_id)
    (inside,) = [one for one in part.contains if library.parts[one.part].kind == "accelerator"]
    more = tuple(
        msgspec.structs.replace(one, count=2 * one.count) if one.part == inside.part else one for one in part.contains
    )
    before = engine_on(library, part_id)
    after = engine_on(with_part(library, msgspec.structs.replace(part, contains=more)), part_id)
    assert before.accelerators.value == inside.count
    assert after.accelerators.value == 2 * inside.count
    assert before.requests_per_s.value
    assert after.requests_per_s.value == pytest.approx(2 * before.requests_per_s.value, rel=0.2)


@pytest.mark.parametrize("part_id", changing(DOMAIN))
def test_a_switch_of_the_fast_link_says_how_many_it_joins_and_how_fast(library: Library, part_id: str) -> None:
    """Tensor parallelism of 16 over four machines of four: inside a domain of 72, not inside one of 8."""

    def over(with_it: Library) -> TrainingResult:
        split = {"tensor_parallel": 16.0, "pipeline_parallel": 1.0, "context_parallel": 1.0, "micro_batch": 1.0}
        split["training_tokens"] = 1e11
        choices = {"model": "meta/llama-3.1-70b", "split": "set"}
        nodes = (
            node(with_it, "generic/training-job", "job", choices=choices, facts=split),
            node(with_it, "dell/xe9712-gb300", "box", copies=4),
            node(with_it, part_id),
            node(with_it, "nvidia/qm9700", "leaf"),
        )
        cables = (
            Link(id="nvlink", a="box", b="it", medium="nvlink", cables=288),
            Link(id="rails", a="box", b="leaf", medium="fabric", cables=16),
        )
        (found,) = worked(with_it, *nodes, links=(("job", "box", "runs_on"),), cables=cables).training
        assert found.fits, found.reason
        return found

    part = library.part(part_id)
    fact = part.facts["scale_up_chips"]
    small = msgspec.structs.replace(
        part, facts={**part.facts, "scale_up_chips": msgspec.structs.replace(fact, value=8)}
    )
    slow = msgspec.structs.replace(part, facts={**part.facts, "scale_up_gb_per_s": Quantity(value=450.0)})
    whole, split, narrow = (over(one) for one in (library, with_part(library, small), with_part(library, slow)))
    assert not any("reaches beyond" in note for note in whole.notes)
    assert any("reaches beyond the 8" in note for note in split.notes)
    seconds = [found.iteration_s["tensor parallel"].value or 0.0 for found in (whole, narrow, split)]
    # A quarter of the rate, and latency that stays.
    assert 3 * seconds[0] < seconds[1] < 4 * seconds[0]
    assert seconds[2] > 2 * seconds[0]


@pytest.mark.parametrize("part_id", changing(ANSWERS))
def test_an_answer_takes_as_long_as_was_measured(library: Library, part_id: str) -> None:
    def answered(with_it: Library) -> tuple[float, float]:
        app = node(with_it, "langchain/langchain", "app", facts=USE)
        found = worked(with_it, app, node(with_it, part_id), links=(("app", "it", "asks"),))
        load = next(load for load in found.services if load.id == "app")
        (api,) = found.model_apis
        assert load.answer_s.value is not None
        assert api.first_token_s.value is not None
        return api.first_token_s.value, load.answer_s.value

    part = library.part(part_id)
    first, whole = answered(library)
    assert whole == pytest.approx(first + 500 / (part.facts["output_tokens_per_s"].value or 0))
    again, shorter = answered(with_part(library, faster(part, 2)))
    assert again == first
    assert shorter - first == pytest.approx((whole - first) / 2)


@pytest.mark.parametrize("part_id", changing(QUERIES))
def test_a_query_takes_as_long_as_was_measured(library: Library, part_id: str) -> None:
    part = library.part(part_id)
    slower = msgspec.structs.replace(
        part,
        cases=tuple(
            msgspec.structs.replace(
                case,
                facts={
                    name: msgspec.structs.replace(fact, value=2 * (fact.value or 0)) if name.endswith("_ms") else fact
                    for name, fact in case.facts.items()
                },
            )
            for case in part.cases
        ),
    )
    index = node(library, part_id, facts={"vectors": 1e6, "dimensions": 1024.0})
    (before,), (after,) = (worked(one, index).retrieval for one in (library, with_part(library, slower)))
    assert before.query_s.value
    assert after.query_s.value == pytest.approx(2 * before.query_s.value)


@pytest.mark.parametrize("part_id", changing(READS))
def test_a_store_reads_as_it_states(library: Library, part_id: str) -> None:
    part = library.part(part_id)
    name = "read_gb_per_s" if "read_gb_per_s" in part.facts else "reads_per_s"

    def has(with_it: Library) -> tuple[float, float]:
        nodes = (node(with_it, part_id), node(with_it, "apache/spark", "etl", facts={"tb_per_day": 1.0}))
        (load,) = worked(with_it, *nodes, links=(("etl", "it", "reads"),)).stores
        assert load.read_has.value is not None
        assert load.utilisation.value is not None
        return load.read_has.value, load.utilisation.value

    (before, use), (after, less) = has(library), has(with_part(library, doubled(part, name)))
    stated = part.facts[name].value or 0
    assert before == pytest.approx(stated if name == "read_gb_per_s" else stated * 8 / 1000)
    assert after == pytest.approx(2 * before)
    assert less == pytest.approx(use / 2)


@pytest.mark.parametrize("part_id", changing(ROOM))
def test_a_file_system_holds_what_its_stripes_and_spares_leave(library: Library, part_id: str) -> None:
    """Ten servers of 1 TB with one spare and 6 + 2 leave 10 × 9/10 × 6/8 × 0.9 = 6.075 TB, as its vendor says."""

    def room(with_it: Library, **facts: float) -> float | None:
        nodes = (
            node(with_it, part_id, facts=facts),
            node(with_it, "generic/host", "servers", copies=10, facts={"local_disk_tb": 1.0}),
            node(with_it, "generic/data-set", "data", facts={"data_tb": 1.0}),
        )
        (load,) = worked(with_it, *nodes, links=(("it", "servers", "runs_on"), ("data", "it", "runs_on"))).stores
        return load.has_tb.value

    assert room(library, hot_spares=1.0) == pytest.approx(6.075)
    assert room(library) == pytest.approx(10 * 8 / 10 * 6 / 8 * 0.9)
    more = with_part(library, doubled(library.part(part_id), "parity_blocks"))
    assert room(more) == pytest.approx(10 * 8 / 10 * 6 / 10 * 0.9)
    spared = with_part(library, doubled(library.part(part_id), "hot_spares"))
    assert room(spared) == pytest.approx(10 * 6 / 10 * 6 / 8 * 0.9)


@pytest.mark.parametrize("part_id", changing(VERSIONS))
def test_earlier_states_are_kept_by_what_versions_data(library: Library, part_id: str) -> None:
    def kept(with_it: Library) -> tuple[float | None, bool]:
        nodes = (
            node(with_it, part_id),
            node(with_it, "generic/data-set", "versioned"),
            node(with_it, "generic/data-set", "bare"),
            node(with_it, "generic/training-job", "job"),
        )
        ties = (("it", "versioned", "writes"), ("job", "versioned", "reads"), ("job", "bare", "reads"))
        links = {f"{a}-{b}": Link(id=f"{a}-{b}", a=a, b=b, medium=medium) for a, b, medium in ties}
        design = with_it.embedded(Design(nodes={one.id: one for one in nodes}, links=links))
        found = analyze(design)
        assert found.workloads is not None
        said = next(one for one in review(design, found, TODAY) if one.rule == "data-not-versioned")
        return found.workloads.versioned.value, "versioned" in said.ids

    assert kept(library) == (0.5, False)
    assert kept(with_part(library, without(library.part(part_id), "versions_data"))) == (0, True)


@pytest.mark.parametrize("part_id", changing(BATCHES))
def test_an_engine_batches_as_it_is_published_to(library: Library, part_id: str) -> None:
    part = library.part(part_id)
    able = msgspec.structs.replace(part, facts={**part.facts, "continuous_batching": Quantity(value=1.0)})
    before = engine_on(library, "nvidia/dgx-h100", part_id)
    after = engine_on(with_part(library, able), "nvidia/dgx-h100", part_id)
    assert "does not batch continuously" in before.reason
    assert (after.requests_per_s.value or 0) > 2 * (before.requests_per_s.value or 0)
    larger = msgspec.structs.replace(part, facts={**part.facts, "batch_default": Quantity(value=16.0)})
    assert engine_on(with_part(library, larger), "nvidia/dgx-h100", part_id).batch.value == 16


@pytest.mark.parametrize("part_id", changing(CHAINS))
def test_an_engine_that_chains_models_crosses_the_network_once(library: Library, part_id: str) -> None:
    """Three calls of a request: without ensembles two of them cross the network again, 0.5 ms each."""

    def answered(with_it: Library) -> float:
        nodes = (
            node(with_it, part_id, choices={"model": LLAMA}),
            node(with_it, "nvidia/dgx-h100", "box"),
            node(with_it, "langchain/langchain", "app", facts={**USE, "model_calls": 3.0}),
        )
        found = worked(with_it, *nodes, links=(("app", "it", "asks"), ("it", "box", "runs_on")))
        load = next(load for load in found.services if load.id == "app")
        assert load.answer_s.value
        return load.answer_s.value

    part = library.part(part_id)
    alone = msgspec.structs.replace(part, facts={**part.facts, "ensembles": Quantity(value=0.0)})
    assert answered(with_part(library, alone)) - answered(library) == pytest.approx(2 * 0.0005)


@pytest.mark.parametrize("part_id", changing(FILES))
def test_a_file_system_reads_as_fast_as_its_servers_and_targets(library: Library, part_id: str) -> None:
    def share(with_it: Library) -> tuple[float | None, float | None]:
        nodes = (
            node(with_it, part_id),
            node(with_it, "nvidia/dgx-h100", "servers", copies=4),
            node(with_it, "apache/spark", "etl", facts={"tb_per_day": 864.0}),
        )
        (load,) = worked(with_it, *nodes, links=(("it", "servers", "runs_on"), ("etl", "it", "depends_on"))).stores
        return load.read_has.value, load.utilisation.value

    part = library.part(part_id)
    assert share(library) == (4 * 10, pytest.approx(10 / 40))
    fast = doubled(part, "read_gb_per_s", "target_gb_per_s")
    assert share(with_part(library, fast)) == (4 * 20, pytest.approx(10 / 80))
    # Four targets of 2.5 GB/s carry what a server states; fewer of them hold it up.
    few = msgspec.structs.replace(part, facts={**part.facts, "targets_per_server": Quantity(value=2.0)})
    assert share(with_part(library, few)) == (4 * 5, pytest.approx(10 / 20))

    def of_a_file(with_it: Library, **facts: float) -> float | None:
        nodes = (
            node(with_it, part_id, facts=facts),
            node(with_it, "generic/host", "servers", copies=2),
            node(with_it, "generic/data-set", "data", facts={"data_tb": 1.0}),
        )
        (load,) = worked(with_it, *nodes, links=(("it", "servers", "runs_on"), ("data", "it", "runs_on"))).stores
        return load.one_file_gb_per_s.value

    assert of_a_file(library) == 2.5
    assert of_a_file(library, stripe_count=4.0) == 10
    assert of_a_file(library, stripe_count=100.0) == 8 * 2.5
    assert of_a_file(with_part(library, fast)) == 5


@pytest.mark.parametrize("part_id", changing(LEAST))
def test_a_file_system_wants_its_least_servers(library: Library, part_id: str) -> None:
    def reason(with_it: Library) -> str:
        nodes = (
            node(with_it, part_id),
            node(with_it, "nvidia/dgx-h100", "servers", copies=10),
            node(with_it, "generic/data-set", "data", facts={"data_tb": 1.0}),
        )
        (load,) = worked(with_it, *nodes, links=(("it", "servers", "runs_on"), ("data", "it", "runs_on"))).stores
        return load.reason

    assert reason(library) == ""
    assert "at least 16 servers; it runs on 10" in reason(
        with_part(library, doubled(library.part(part_id), "servers_least"))
    )


@pytest.mark.parametrize("part_id", changing(MOVES))
def test_a_pipeline_wants_machines_that_are_large_enough(library: Library, part_id: str) -> None:
    def reason(with_it: Library, **facts: float) -> str:
        nodes = (
            node(with_it, part_id, facts={"tb_per_day": 1.0}),
            node(with_it, "generic/host", "box", facts=facts),
            node(with_it, "aws/s3-standard", "in"),
            node(with_it, "ddn/ai400x2", "out"),
        )
        links = (("it", "box", "runs_on"), ("it", "in", "depends_on"), ("it", "out", "depends_on"))
        (line,) = worked(with_it, *nodes, links=links).pipelines
        assert line.utilisation.value == pytest.approx(1000 / 86_400 / 44)
        return line.reason

    part = library.part(part_id)
    assert "at least" not in reason(library, cpu_cores=12.0, system_memory_gb=12.0)
    twice = with_part(library, doubled(part, "cpu_cores", "system_memory_gb"))
    assert "at least 16 CPU cores" in reason(twice, cpu_cores=12.0, system_memory_gb=12.0)
    assert "at least 16 GB of memory" in reason(twice, cpu_cores=12.0, system_memory_gb=12.0)


@pytest.mark.parametrize("part_id", changing(LINEAGE))
def test_lineage_is_what_the_part_says_of_itself(library: Library, part_id: str) -> None:
    (line,) = worked(library, node(library, part_id)).pipelines
    silent = with_part(library, without(library.part(part_id), text="lineage"))
    (bare,) = worked(silent, node(library, part_id)).pipelines
    assert (line.lineage, bare.lineage) == ("tracked", "")


@pytest.mark.parametrize("part_id", changing(STARTS))
def test_a_scheduler_starts_as_many_tasks_as_it_states(library: Library, part_id: str) -> None:
    def used(with_it: Library) -> tuple[float | None, str]:
        nodes = (node(with_it, part_id), node(with_it, "apache/spark", "etl", copies=50))
        lines = worked(with_it, *nodes, links=(("it", "etl", "depends_on"),)).pipelines
        return next((line.utilisation.value, line.reason) for line in lines if line.id == "it")

    most = library.part(part_id).facts["jobs_most"].value or 0
    assert used(library) == (
        pytest.approx(50 / most),
        f"It starts 50 pipelines and runs at most {most:.0f} tasks at once.",
    )
    share, _ = used(with_part(library, doubled(library.part(part_id), "jobs_most")))
    assert share == pytest.approx(25 / most)


def trained(library: Library, part_id: str, **choices: str) -> TrainingResult:
    """A model of 8 billion parameters, trained with PART_ID on 64 chips that it is known on."""
    job = node(
        library, "generic/training-job", "job", choices={"model": LLAMA, **choices}, facts={"training_tokens": 1e11}
    )
    links = (("job", "it", "depends_on"), ("job", "box", "runs_on"))
    if "tpu" in library.part(part_id).tags:
        drawn = (job, node(library, part_id), node(library, "google/tpu-v5p", "box", copies=64))
        (found,) = worked(library, *drawn, links=links).training
        return found
    box, leaf = node(library, "nvidia/dgx-h100", "box", copies=8), node(library, "nvidia/qm9700", "leaf")
    rails = Link(id="rails", a="box", b="leaf", medium="fabric", cables=64)
    (found,) = worked(library, job, box, leaf, node(library, part_id), links=links, cables=(rails,)).training
    return found


@pytest.mark.parametrize("part_id", changing(TRAINS))
def test_training_is_as_fast_as_its_framework_publishes(library: Library, part_id: str) -> None:
    slow = library.part(part_id)
    fact = msgspec.structs.replace(slow.facts["flops_share"], value=(slow.facts["flops_share"].value or 0) / 2)
    slow = msgspec.structs.replace(slow, facts={**slow.facts, "flops_share": fact}, cases=())
    before, after = trained(library, part_id), trained(with_part(library, slow), part_id)
    assert before.fits, before.reason
    assert before.days.value
    assert after.days.value
    assert after.days.value > 1.2 * before.days.value


@pytest.mark.parametrize("part_id", changing(STATE))
def test_training_keeps_the_state_that_its_framework_states(library: Library, part_id: str) -> None:
    def kept(found: TrainingResult) -> float:
        assert found.fits, found.reason
        return sum(found.memory_gb[name].value or 0.0 for name in ("weights", "gradients", "optimizer"))

    more = with_part(library, doubled(library.part(part_id), "bytes_per_parameter"))
    assert kept(trained(more, part_id, zero_stage="1")) > 1.2 * kept(trained(library, part_id, zero_stage="1"))
    # At stage 2 it states 4 B kept on each chip and 16 B spread over them.
    part = library.part(part_id)
    second = trained(library, part_id, zero_stage="2")
    ways = int(second.split.rpartition("DP ")[2].replace(",", ""))
    ranks = {word.split()[0]: int(word.split()[1]) for word in second.split.split(" · ") if word.split()[0] != "DP"}
    # Of Llama 3.1 8B the layers of the fullest stage, with embedding and output, or one of them where there are stages;
    # context parallelism spreads the state as data parallelism does.
    layer = 2 * 4096**2 + 2 * 4096 * 1024 + 3 * 4096 * 14336
    params = 32 / ranks["PP"] * layer + (2 if ranks["PP"] == 1 else 1) * 128256 * 4096
    ways *= ranks.get("CP", 1)
    assert kept(second) == pytest.approx(params / ranks["TP"] * (4 + 16 / ways) / 1e9)
    case = next(case for case in part.cases if case.name == "zero_stage=2")
    fatter = msgspec.structs.replace(case, facts={**case.facts, "bytes_per_parameter_kept": Quantity(value=8.0)})
    cases = tuple(fatter if one is case else one for one in part.cases)
    changed = trained(with_part(library, msgspec.structs.replace(part, cases=cases)), part_id, zero_stage="2")
    assert kept(changed) != pytest.approx(kept(second))


@pytest.mark.parametrize("part_id", changing(RECORDS))
def test_a_tracker_records_what_the_review_would_miss(library: Library, part_id: str) -> None:
    def rules(*nodes: Node) -> set[str]:
        design = library.embedded(Design(nodes={one.id: one for one in nodes}))
        return {finding.rule for finding in review(design, analyze(design, only={"workloads"}), TODAY)}

    job = node(library, "generic/training-job", "job")
    assert "no-tracker" in rules(job)
    assert "no-tracker" not in rules(job, node(library, part_id))
    ties = (("job", "it", "tracks"),)
    assert worked(library, job, node(library, part_id)).tracked.value == 0
    assert worked(library, job, node(library, part_id), links=ties).tracked.value == 1


@pytest.mark.parametrize("part_id", changing(MANAGES))
def test_a_cluster_is_held_against_the_limit_of_its_orchestrator(library: Library, part_id: str) -> None:
    def share(with_it: Library) -> tuple[float | None, float | None]:
        nodes = (node(with_it, part_id), node(with_it, "generic/host", "box", copies=2000))
        (cluster,) = worked(with_it, *nodes, links=(("it", "box", "runs_on"),)).orchestration
        return cluster.nodes_most.value, cluster.utilisation.value

    part = library.part(part_id)
    most = part.facts["nodes_most"].value or 0
    assert share(library) == (most, pytest.approx(2000 / most))
    assert share(with_part(library, doubled(part, "nodes_most"))) == (2 * most, pytest.approx(1000 / most))


@pytest.mark.parametrize("part_id", changing(NOTEBOOKS))
def test_an_orchestrator_takes_some_of_the_machines(library: Library, part_id: str) -> None:
    def reason(with_it: Library) -> str:
        box = node(with_it, "generic/host", "box", facts={"cpu_cores": 12.0, "system_memory_gb": 24.0})
        (cluster,) = worked(with_it, node(with_it, part_id), box, links=(("it", "box", "runs_on"),)).orchestration
        return cluster.reason

    assert reason(library) == ""
    more = with_part(library, doubled(library.part(part_id), "cpu_cores", "system_memory_gb"))
    assert "take 16 cores; the machines have 12" in reason(more)
    assert "take 32 GB of memory; the machines have 24" in reason(more)

    def cores(with_it: Library, people: float) -> float | None:
        it = node(with_it, part_id, facts={"experiments_users": people})
        box = node(with_it, "generic/host", "box", facts={"cpu_cores": 128.0, "system_memory_gb": 512.0})
        (cluster,) = worked(with_it, it, box, links=(("it", "box", "runs_on"),)).orchestration
        return cluster.cores_reserved.value

    assert cores(library, 40) == pytest.approx(8 + 40 * 0.5)
    large = with_part(library, doubled(library.part(part_id), "notebook_cpu_cores"))
    assert cores(large, 40) == pytest.approx(8 + 40)


@pytest.mark.parametrize("part_id", changing(CACHE))
def test_an_engine_serves_with_the_memory_that_it_takes(library: Library, part_id: str) -> None:
    def served(with_it: Library) -> ServingResult:
        nodes = (
            node(with_it, part_id, choices={"model": "meta/llama-3.1-8b"}),
            node(with_it, "nvidia/dgx-h100", "box"),
            node(with_it, "langchain/langchain", "app", facts=USE),
        )
        (found,) = worked(with_it, *nodes, links=(("app", "it", "depends_on"), ("it", "box", "runs_on"))).serving
        return found

    part = library.part(part_id)
    half = Quantity(value=0.5, sources=("general-knowledge",))
    less = msgspec.structs.replace(part, facts={**part.facts, "gpu_memory_share": half})
    before, after = served(library), served(with_part(library, less))
    share = part.facts["gpu_memory_share"].value if "gpu_memory_share" in part.facts else 0.92
    # 80 GiB are 85.9 GB; beside the weights the runtime takes 3 GB.
    taken = (before.weights_gb.value or 0.0) + 3
    assert before.cache_gb.value == pytest.approx(80 * 1.073741824 * (share or 0.0) - taken)
    assert after.cache_gb.value == pytest.approx(80 * 1.073741824 * 0.5 - taken)
    assert (before.requests_per_s.value or 0.0) > 0


@pytest.mark.parametrize("part_id", changing(ASKS))
def test_demand_enters_by_an_application(library: Library, part_id: str) -> None:
    """3,650 users who ask once an hour are 3,650 × 730 requests a month."""
    api = node(library, "anthropic/claude-sonnet-5-5", "api")
    asks = (("it", "api", "depends_on"),)
    once = worked(library, node(library, part_id, facts=USE), api, links=asks)
    twice = worked(library, node(library, part_id, facts={**USE, "users": 7300.0}), api, links=asks)
    assert once.requests_per_month.value == pytest.approx(3650 * 730)
    assert once.usd_per_month.value
    assert twice.usd_per_month.value == pytest.approx(2 * once.usd_per_month.value)
    assert not worked(library, api).usd_per_month.value


def test_the_guide_lists_each_system_with_its_part_and_its_result() -> None:
    assert guide_tables().strip() in GUIDE.read_text("utf-8")
    assert set(TESTS.values()) <= set(globals())


def test_a_text_a_warning_or_a_price_alone_is_all_that_few_systems_change() -> None:
    assert [name for name, _, result in SYSTEMS if result in LITTLE] == [
        "Cables",
        "Spark",
        "MLflow",
        "Weights & Biases",
        "Comet ML",
    ]


def test_chips_say_what_they_suit(library: Library) -> None:
    silent = [p.id for p in library.parts.values() if p.kind == "accelerator" and "suits" not in p.texts]
    assert silent == []


def test_the_systems_of_a_stack_that_need_a_word(library: Library) -> None:
    assert "no longer maintained" in library.part("pytorch/torchserve").summary.lower()
    kubernetes = {name: fact.value for name, fact in library.part("cncf/kubernetes").facts.items()}
    assert (kubernetes["nodes_most"], kubernetes["pods_per_node_most"]) == (5000, 110)
    share = library.part("vllm/vllm").facts["gpu_memory_share"]
    assert (share.value, "0.90" in share.others) == (0.92, True)
    factors = {
        name: library.part(name).facts["vector_memory_factor"].value
        for name in ("weaviate/weaviate", "qdrant/qdrant", "chroma/chroma")
    }
    assert factors == {"weaviate/weaviate": 2, "qdrant/qdrant": 1.5, "chroma/chroma": 1}
    p5 = [(p.basis, p.typical) for p in library.part("aws/p5.48xlarge").prices if p.basis == "on-demand"]
    assert p5[0] == ("on-demand", 55.04)
    assert ("on-demand", 98.32) in p5
    bases = {price.basis for price in library.part("aws/p4d.24xlarge").prices}
    assert bases == {"on-demand", "reserved", "spot"}
