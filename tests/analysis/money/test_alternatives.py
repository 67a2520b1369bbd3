"""Own, cloud and tokens for the same demand: sizes, prices, parts of the month, and what cannot be compared."""

import pytest
from msgspec.structs import replace

from designer.analysis.money.breakdown import where_it_sits
from designer.analysis.run import analyze
from designer.model.design import Design, Link, Node
from designer.model.figures.figure import Figure, recompute
from designer.model.money.pricing import PriceBook
from designer.model.parts.part import Price
from designer.model.records import RefusedInput

from .conftest import MONEY, SERVED

HOURS = 8760 / 12


def figures_of(row):
    return [value for name in row.__struct_fields__ if isinstance(value := getattr(row, name), Figure)]


def test_own_machines_by_hand(chat, compared):
    """One of two DGX H100 is needed: half of 540,000; 5% support; half a person for 100; hall and energy apart."""
    own = compared(chat()).row("own")
    assert (own.machines.value, own.accelerators.value) == (1, 8)
    assert own.capex_usd.value == pytest.approx(270_000)
    assert own.monthly["support"].value == pytest.approx(270_000 * 0.05 / 12)
    assert own.monthly["staff"].value == pytest.approx(8 / 100 * 0.5 * 135_000 / 12)
    assert own.monthly["space"].value == pytest.approx(10.2 * 184.06)
    assert own.monthly["energy"].value == pytest.approx(10.2 * 0.8 * 1.54 * HOURS * 0.0836)
    assert own.cash_usd_per_month.value == pytest.approx(sum(part.value for part in own.monthly.values()))
    growth = 1.05**4
    assert own.write_off_usd_per_month.value == pytest.approx(270_000 * 0.05 * growth / (growth - 1) / 12)
    assert own.usd_per_month.value == pytest.approx(own.cash_usd_per_month.value + own.write_off_usd_per_month.value)


def test_what_is_owned_in_whole_is_what_the_cost_says(chat, compared):
    """Where every machine is needed, purchase, energy, support and write-off are those of the design."""
    design = chat(users=36_000)
    cost = analyze(design, only=MONEY).cost
    own = compared(design).row("own")
    assert own.machines.value >= 2
    share = own.machines.value / 2
    assert own.capex_usd.value == pytest.approx(cost.capex_usd.value * share)
    assert own.monthly["energy"].value == pytest.approx(cost.energy_usd_per_year.value * share / 12)
    assert own.write_off_usd_per_month.value == pytest.approx(cost.amortisation_usd_per_year.value * share / 12)


@pytest.mark.parametrize(
    ("basis", "hourly"),
    [("on-demand", 55.04 * 0.9), ("reserved", 39.33), ("spot", 17.6289 * 0.9 * 1.1)],
)
def test_rent_on_each_basis(basis, hourly, chat, compared):
    """On demand and spot are paid for the hours in use, reserved for all; spot again for what is lost."""
    found = compared(chat(), instances=["aws/p5.48xlarge"])
    row = found.row(f"cloud:aws/p5.48xlarge:{basis}")
    assert row.cash_usd_per_month.value == pytest.approx(hourly * HOURS)
    assert row.capex_usd.value == 0
    assert row.compared


def test_tokens_of_an_api(chat, compared):
    """26.28 million requests of 1,000 tokens in at 1 USD and 500 out at 5 USD the million: 0.0035 USD each."""
    row = compared(chat(), apis=["anthropic/claude-haiku-4-5"]).row("api:anthropic/claude-haiku-4-5")
    assert row.monthly["tokens"].value == pytest.approx(3600 * 10 * HOURS * 0.0035)
    assert row.usd_per_million_tokens.value == pytest.approx(0.0035 / 1500 * 1e6)


def test_every_total_follows_from_its_terms_and_has_a_range(chat, compared):
    found = compared(chat(), apis=["anthropic/claude-haiku-4-5"])
    assert len(found.rows) > 5
    for row in found.rows:
        for figure in figures_of(row):
            assert recompute(figure) == (pytest.approx(figure.value) if figure.known else None)
            if figure.known:
                assert figure.low <= figure.value <= figure.high
    own = found.row("own")
    assert own.usd_per_month.low < own.usd_per_month.value < own.usd_per_month.high


def test_the_cheapest_of_each_vendor_is_offered(chat, compared):
    found = compared(chat())
    vendors = [row.part.partition("/")[0] for row in found.rows if row.way == "cloud"]
    assert len(set(vendors)) == 4
    assert any("can be picked" in note for note in found.notes)


def test_models_of_the_same_vendor_are_offered(stack, compared):
    lines = ("app: langchain/langchain", "engine: vllm/vllm", "box: nvidia/dgx-h100", "app > engine", "engine @ box")
    use = {"users": 60, "requests_per_user_hour": 10, "input_tokens": 1000, "output_tokens": 500}
    design = stack(*lines, facts={"app": use}, choices={"engine": {"model": "mistral/mistral-large-2"}})
    keys = [row.key for row in compared(design).rows if row.way == "api"]
    assert 1 <= len(keys) <= 3
    assert all(key.startswith("api:mistral/mistral-large") for key in keys[:1])


def test_a_wider_accelerator_takes_fewer_machines(chat, compared):
    """70 B at FP8 on H200 machines: sized again on what is picked, not copied from the drawn ones."""
    found = compared(chat(users=36_000), instances=["azure/standard-nd96isr-h200-v5", "aws/p5.48xlarge"])
    wide = found.row("cloud:azure/standard-nd96isr-h200-v5:on-demand")
    narrow = found.row("cloud:aws/p5.48xlarge:on-demand")
    assert wide.accelerators_needed.value < narrow.accelerators_needed.value


def test_a_rented_service_is_held_against_a_machine_to_own(stack, compared):
    lines = ("app: langchain/langchain", "engine: vllm/vllm", "box: aws/p5.48xlarge", "app > engine", "engine @ box")
    use = {"users": 3600, "requests_per_user_hour": 10, "input_tokens": 1000, "output_tokens": 500}
    design = stack(*lines, facts={"app": use}, choices={"engine": {"model": "meta/llama-3.1-8b"}})
    found = compared(design)
    (own,) = [row for row in found.rows if row.way == "own"]
    assert own.part == "nvidia/dgx-h100"
    assert own.capex_usd.value == pytest.approx(270_000 * own.machines.value)
    assert own.monthly["energy"].value > 0
    assert any("cheapest machine to own" in note for note in found.notes)
    assert compared(design, machine="dell/xe9680-h100").row("own:dell/xe9680-h100").capex_usd.value == 340_000


def test_accelerators_that_nobody_asks_are_all_compared(stack, compared):
    found = compared(stack("box: nvidia/dgx-h100 x3"))
    assert found.basis == "drawn"
    assert found.row("own").accelerators_needed.value == 24
    assert all(row.accelerators.value == 24 for row in found.rows if row.way == "cloud" and row.machines.value == 3)
    assert found.over_demand == ()
    assert found.over_time


@pytest.mark.parametrize(("chiller", "hall"), [(30_000.0, 225_000), (100_000.0, 197_625), (1e6, 197_625)])
def test_a_plant_of_its_own_is_a_hall_planned_by_the_kw_in_parts(chat, compared, chiller, hall):
    """20.4 kW × 12,500 USD: 40% power, 22.5% cooling, the rest building. A chiller takes the place of cooling alone.

    57,375 USD are planned for cooling: of them a chiller for 30,000 leaves the rest, a dearer one nothing, and however
    dear it is, power plant and building are still to be built.
    """
    design = chat((*SERVED, "chill: carrier/19dv-800"))
    nodes = {**design.nodes, "chill": replace(design.nodes["chill"], price_usd=chiller)}
    own = compared(replace(design, nodes=nodes)).row("own")
    growth = 1.05**15
    # One of the two machines that are drawn.
    by_hand = hall * (0.05 * growth / (growth - 1) + 0.02) / 12 / 2
    assert own.monthly["space"].value == pytest.approx(by_hand)
    assert own.monthly["space"].status == "assumed"
    assert "planned by the kW" in own.note


def test_feeders_are_power_plant_of_the_hall(chat):
    """A feeder of 100 kVA over 20 m costs 1,786 USD: so much less of the power plant is planned; it lasts as long."""
    plant = (
        Node(id="feed", kind="utility", facts={"capacity_w": 1e6}),
        Node(id="ups", kind="ups", facts={"capacity_w": 1e5}),
    )
    design = chat()
    bare = replace(design, nodes={**design.nodes, **{one.id: one for one in plant}})
    wired = replace(bare, links={**bare.links, "f": Link(id="f", a="feed", b="ups", medium="power", cables=1)})
    before, after = (analyze(one, only=MONEY).cost for one in (bare, wired))
    feeder = 100 * 20 * 0.893
    growth = 1.05**15
    yearly = feeder * (0.05 * growth / (growth - 1) + 0.02)
    assert before.space_usd_per_year.value - after.space_usd_per_year.value == pytest.approx(yearly)
    written_off = after.amortisation_usd_per_year.value - before.amortisation_usd_per_year.value
    assert written_off == pytest.approx(feeder * 0.05 * growth / (growth - 1))


def test_drawing_a_utility_feed_makes_owning_little_cheaper(chat, compared):
    """Nothing that is drawn without a price is free: the month falls by less than a tenth, not by a fifth."""
    rented = compared(chat()).row("own").usd_per_month
    design = chat((*SERVED, "feed: generic/utility-feed"))
    bare = {name: replace(part, prices=()) if part.kind == "utility" else part for name, part in design.parts.items()}
    own = compared(replace(design, parts=bare)).row("own").usd_per_month
    assert 0.9 * rented.value < own.value <= rented.value


def test_one_figure_for_one_question(stack, compared):
    """Where every machine is compared, the month and the accelerator hour of owning are those of the design."""
    design = stack("box: nvidia/dgx-h100 x3")
    cost = analyze(design, only=MONEY).cost
    own = compared(design).row("own")
    assert own.accelerators.value == 24
    assert own.usd_per_month.value == pytest.approx(cost.monthly_usd.value)
    assert own.cash_usd_per_month.value == pytest.approx(cost.opex_usd_per_year.value / 12)
    assert own.usd_per_gpu_hour.value == pytest.approx(cost.usd_per_gpu_hour.value)


def test_what_of_a_month_owning_leaves_out_is_named(stack, compared):
    own = compared(stack("box: nvidia/dgx-h100", "vm: aws/p5.48xlarge")).row("own")
    assert "without its rent" in own.note


def test_an_unknown_price_is_left_out_with_its_reason(chat, compared):
    found = compared(chat(), instances=["coreweave/hgx-h100"])
    row = found.row("cloud:coreweave/hgx-h100:reserved")
    assert not row.compared
    assert not row.usd_per_month.known
    assert "No reserved price of HGX H100 is known" in row.reason
    named = {curve.key for curve in found.over_time} | {crossing.than for crossing in found.crossings}
    assert row.key not in named
    assert "cloud:coreweave/hgx-h100:spot" in named


def test_owning_with_gaps_is_at_least(chat, compared, stack):
    design = chat(
        (
            *(
                "app: langchain/langchain",
                "engine: vllm/vllm",
                "box: nvidia/dgx-h100 x2",
                "app > engine",
                "engine @ box",
            ),
            "odd: generic/storage",
        )
    )
    found = compared(design, instances=["aws/p5.48xlarge"])
    own = found.row("own")
    assert own.capex_usd.at_least
    assert "At least this" in own.reason
    assert "after at least" in found.crossings[0].words


def test_a_price_of_ones_own_counts_as_on_demand(chat, compared):
    price = Price(low=20, typical=20, high=20, basis="user", per="hour", date="2026-11-01")
    design = chat()
    book = PriceBook(prices={"aws/p5.48xlarge": (price,)})
    design = replace(design, settings=replace(design.settings, prices=book))
    found = compared(design, instances=["aws/p5.48xlarge"])
    assert found.row("cloud:aws/p5.48xlarge:on-demand").cash_usd_per_month.value == pytest.approx(20 * HOURS * 0.9)
    assert not found.row("cloud:aws/p5.48xlarge:spot").compared


def test_nothing_breaks_where_there_is_nothing(stack, compared, chat):
    empty = compared(Design())
    assert (empty.basis, empty.rows, empty.crossings) == ("nothing", (), ())
    silent = compared(chat(users=0))
    assert silent.basis == "drawn"
    alone = compared(stack("app: langchain/langchain", "engine: vllm/vllm", "app > engine"))
    assert alone.rows == ()


def test_a_model_that_does_not_fit_says_so(stack, compared):
    lines = ("app: langchain/langchain", "engine: vllm/vllm", "box: nvidia/dgx-h100", "app > engine", "engine @ box")
    use = {"users": 3600, "requests_per_user_hour": 10, "input_tokens": 1000, "output_tokens": 500}
    design = stack(*lines, facts={"app": use}, choices={"engine": {"model": "moonshot/kimi-k2"}})
    found = compared(design)
    assert any("does not fit" in note for note in found.notes)
    assert found.basis == "drawn"


@pytest.mark.parametrize("users", [1.0, 1e6, 1e12])
def test_any_number_of_users(users, chat, compared):
    found = compared(chat(users=users), apis=["anthropic/claude-haiku-4-5"])
    assert found.basis == "demand"
    assert all(row.usd_per_month.value is not None for row in found.rows)
    assert all(value >= 0 for curve in found.over_demand for value in curve.usd_per_month)


@pytest.mark.parametrize(
    ("picked", "words"),
    [
        ({"instances": ["nvidia/dgx-h100"]}, "bought, not rented"),
        ({"instances": ["aws/p5.48xlrge"]}, "Did you mean"),
        ({"machine": "aws/p5.48xlarge"}, "rented, not bought"),
        ({"instances": ["nvidia/qm9700"]}, "holds no accelerators"),
        ({"apis": ["nvidia/dgx-h100"]}, "not a model API"),
        ({"months": 0}, "from 1 to 600"),
    ],
)
def test_what_cannot_be_compared_is_refused(picked, words, chat, compared):
    with pytest.raises(RefusedInput, match=words):
        compared(chat(), **picked)


def test_it_needs_power_cost_and_workloads(chat, library):
    from designer.analysis.money.alternatives import alternatives

    design = chat()
    with pytest.raises(RefusedInput, match="worked out too"):
        alternatives(design, library, analyze(design, only=("network",)))


def test_plant_is_written_off_over_the_years_of_a_hall(chat, compared):
    """A chiller of 1,000,000 USD costs 0.096342 of that a year over 15 years at 5%, machines 0.282012 over 4."""
    design = chat((*SERVED, "chill: carrier/19dv-800"))
    design = replace(design, nodes={**design.nodes, "chill": replace(design.nodes["chill"], price_usd=1e6, facts={})})
    machines = analyze(chat(), only=MONEY).cost.amortisation_usd_per_year.value
    cost = analyze(design, only=MONEY).cost
    assert cost.amortisation_usd_per_year.value == pytest.approx(machines + 96_342.3, rel=1e-5)
    where = where_it_sits(design, cost)
    assert sum(share.write_off_usd_per_year.value for share in where.by_kind) == pytest.approx(
        cost.amortisation_usd_per_year.value
    )
    own = compared(design).row("own")
    assert own.write_off_usd_per_month.value == pytest.approx(cost.amortisation_usd_per_year.value / 12 / 2)


def test_a_feed_with_a_price_does_not_make_owning_cheaper_or_dear(stack, compared):
    """A hundred machines and a feed: what it costs is taken off the hall that is planned, over the same years."""
    rented = compared(stack("box: nvidia/dgx-h100 x100")).row("own").usd_per_month
    design = stack("box: nvidia/dgx-h100 x100", "feed: generic/utility-feed")
    for price in (None, 0.0, 250_000.0, 2_000_000.0):
        nodes = {**design.nodes, "feed": replace(design.nodes["feed"], price_usd=price)}
        own = compared(replace(design, nodes=nodes)).row("own").usd_per_month
        assert 0.9 * rented.value < own.value < 1.05 * rented.value


def test_the_month_of_the_design_as_drawn_is_told_beside_the_ways(chat, compared):
    """What strip, analyze and report say stands beside what only the machines that are needed cost."""
    design = chat()
    found = compared(design)
    month = analyze(design, only=MONEY).cost.monthly_usd
    assert found.usd_per_month_as_drawn.value == pytest.approx(month.value)
    assert found.usd_per_month_as_drawn.missing == month.missing
    assert found.row("own").usd_per_month.value < month.value


def test_ways_that_would_be_called_alike_are_told_apart_by_their_vendor(chat, compared):
    found = compared(chat(), instances=["runpod/1x-h100-sxm", "lambda/1x-h100", "aws/p5.48xlarge"])
    names = [row.name for row in found.rows]
    assert len(set(names)) == len(names)
    assert "1 × H100 SXM, on demand, RunPod" in names
    assert "1 × H100 SXM, on demand, Lambda" in names
    assert "p5.48xlarge, on demand" in names


def test_owning_is_of_the_year_of_its_machines_not_of_the_dearest_line_around_them(chat, compared, library):
    """DGX H100 are priced in 2024, the power plant around them in 2026 and dearer together."""
    design = chat((*SERVED, "plant: caterpillar/3516b x3"))
    box, plant = (design.parts[one].prices[0].date for one in ("nvidia/dgx-h100", "caterpillar/3516b"))
    assert (box[:4], plant[:4]) == ("2024", "2026")
    found = compared(design)
    (own,) = (one for one in found.rows if one.way == "own")
    assert own.price_date == box
    assert any(note.startswith("Prices of different years are set against each other: Own") for note in found.notes)
