"""Failures, spot, storage and money of a training job."""

import pytest

from designer.analysis.run import analyze

PLAIN = {"params": 1_207_959_552, "layers": 24, "hidden": 2048, "attention_heads": 16, "vocabulary": 51_200}
FACTS = {
    "tensor_parallel": 2,
    "pipeline_parallel": 2,
    "data_parallel": 4,
    "micro_batch": 2,
    "global_batch": 64,
    "sequence_tokens": 2048,
    "training_tokens": 1e12,
}
OWN, RENTED = "box: nvidia/dgx-a100 x2", "box: aws/p4d.24xlarge x2"
STORE = ("store: ddn/ai400x2", "job > store")


@pytest.fixture
def run(train):
    """A job on two hosts with a store."""

    def make(box=OWN, *lines, facts=None, nodes=None, choices=None, **more):
        return train(
            box,
            *(lines or STORE),
            facts={**FACTS, **(facts or {})},
            nodes=nodes,
            shape=PLAIN,
            split="set",
            **(choices or {}),
            **more,
        )

    return make


def test_own_figures_count_before_assumptions(run):
    """Every 2 h a checkpoint, 100 failures in 1,000 node-days on two nodes, half an hour to restart, twenty spares."""
    facts = {
        "checkpoint_interval_h": 2,
        "failures_per_1000_node_days": 100,
        "restart_min": 30,
        "spare_hosts": 20,
    }
    found = run(facts=facts)
    write = 14 * PLAIN["params"] / 1e9 / 65 / 3600
    assert found.mttf_h.value == pytest.approx(120)
    assert found.checkpoint_interval_h.value == 2
    # 22 machines of which 0.1 a day fail are 12.2 in repair: 20 spares are enough for 98.6% of the time.
    kept = found.getting_on.kept.value
    assert found.getting_on.hosts_down.value == pytest.approx(22 * 0.1 * 5.54)
    assert kept > found.getting_on.enough.value > 0.98
    assert found.goodput.value == pytest.approx(kept * (1 - (0.5 + 1) / 120) / (1 + write / 2))
    often = run(facts={**facts, "checkpoint_interval_h": 0.01})
    assert often.stall_min_per_day.value == pytest.approx(200 * found.stall_min_per_day.value)


def test_a_job_that_never_fails(run):
    found = run(facts={"failures_per_1000_node_days": 0, "checkpoint_interval_h": 2})
    assert found.mttf_h.value is None
    assert found.goodput.value == pytest.approx(1 / (1 + found.checkpoint_write_s.value / 7200))


def test_a_job_that_gets_nowhere(run):
    """With 10⁵ failures in 1,000 node-days two hosts are interrupted every 7 minutes, and a restart takes 60."""
    found = run(facts={"failures_per_1000_node_days": 1e5, "restart_min": 60})
    assert found.goodput.value == 0
    assert "gets nowhere" in found.reason
    assert found.wall_days.value is None


def test_without_storage_nothing_is_made_up(run):
    found = run(OWN, "data: generic/data-set")
    for figure in (found.checkpoint_write_s, found.goodput, found.stall_min_per_day, found.wall_days):
        assert figure.value is None
    assert found.days.known
    assert any(note.startswith("Wire storage") for note in found.notes)
    assert found.energy_kwh.known


def test_copies_of_a_store_write_together(run):
    one, four = (run(OWN, f"store: ddn/ai400x2 x{copies}", "job > store") for copies in (1, 4))
    assert one.checkpoint_write_s.value == pytest.approx(4 * four.checkpoint_write_s.value)


def test_data_that_are_read_too_slowly_stall_the_job(run):
    """A job that wants twice what its storage reads waits half of the time."""
    free = run(facts={"checkpoint_interval_h": 2})
    tokens_per_s = 64 * 2048 / free.iteration_s["total"].value
    slow = run(facts={"checkpoint_interval_h": 2, "bytes_per_token": 2 * 90e9 / tokens_per_s})
    assert slow.read_gb_per_s.value == pytest.approx(180)
    assert slow.storage_read_gb_per_s.value == pytest.approx(90)
    assert slow.goodput.value == pytest.approx(free.goodput.value / 2)
    assert slow.stall_min_per_day.value == pytest.approx(720 + free.stall_min_per_day.value)
    assert "waits for data" in slow.reason


def test_a_data_set_tells_the_bytes_of_a_token(run):
    """100 TB of data for 10¹² tokens are 100 B for each; the data lie in the object store, checkpoints in the other."""
    lines = ("data: generic/data-set", "lake: azure/blob-hot-lrs", "job > data", "data @ lake", *STORE)
    found = run(OWN, *lines, nodes={"data": {"data_tb": 100}})
    tokens_per_s = 64 * 2048 / found.iteration_s["total"].value
    assert found.read_gb_per_s.value == pytest.approx(100 * tokens_per_s / 1e9)
    assert found.storage_read_gb_per_s.value == pytest.approx(6.25)
    assert found.checkpoint_write_s.value == pytest.approx(14 * PLAIN["params"] / 1e9 / 65)


def test_a_petabyte_of_data_is_too_fast_for_an_object_store_but_not_for_lustre(train):
    """1 PB of images for 10¹¹ tokens on 256 H100, from two sorts of storage."""

    def read(store):
        return train(
            "box: nvidia/dgx-h100 x32",
            "data: generic/data-set",
            f"store: {store}",
            "job > data",
            "data @ store",
            "job > store",
            model="meta/llama-3.1-8b",
            facts={"training_tokens": 1e11},
            nodes={"data": {"data_tb": 1e3}},
        )

    objects, lustre = read("azure/blob-hot-lrs"), read("ddn/ai400x2")
    assert objects.read_gb_per_s.value == lustre.read_gb_per_s.value > 6.25
    assert objects.goodput.value < 0.8 < lustre.goodput.value
    assert "waits for data" in objects.reason
    assert lustre.reason == ""


def test_spot_interruptions_are_priced_in(run):
    """10 to 15% of instances are stopped in a month of 730 h in us-east-1; 9.83 USD an hour instead of 21.96."""
    usual, spot = (_rented(run, basis) for basis in ("on-demand", "spot"))
    failures = 2 * 3.79 / 24_000
    assert usual.mttf_h.value == pytest.approx(1 / failures)
    assert spot.mttf_h.value == pytest.approx(1 / (failures + 2 * 0.125 / 730))
    assert spot.mttf_h.low < spot.mttf_h.value < spot.mttf_h.high
    assert spot.goodput.value < usual.goodput.value
    assert usual.usd.value == pytest.approx(2 * 21.957642 * usual.wall_days.value * 24)
    assert spot.usd.value == pytest.approx(2 * 9.8318 * spot.wall_days.value * 24)
    often = _rented(run, "spot", assume={"spot_interruptions_per_month": 500})
    assert often.usd.value > spot.usd.value
    assert often.wall_days.value > 1.1 * spot.wall_days.value


def _rented(run, basis, **more):
    return run(RENTED, *STORE, hosts={"box": {"rent_basis": basis}}, **more)


def test_a_part_that_is_sold_as_spot_alone_is_spot(run):
    """The preferred price of a p5e.48xlarge is a spot price."""
    found = run("box: aws/p5e.48xlarge x2", *STORE)
    assert found.mttf_h.value == pytest.approx(1 / (2 * 3.79 / 24_000 + 2 * 0.15 / 730))


def test_energy_of_rented_hosts_is_at_least_that_of_their_chips(run):
    found = run(RENTED, *STORE)
    hours = found.wall_days.value * 24
    assert found.energy_kwh.value == pytest.approx(16 * 400 * 0.8 / 1000 * 1.54 * hours)
    assert found.energy_kwh.at_least
    own = run().energy_kwh
    assert not own.at_least
    assert own.value == pytest.approx(2 * 6500 * 0.8 / 1000 * 1.54 * run().wall_days.value * 24)


def test_what_is_owned_costs_its_share_of_the_year(run, stack):
    """All accelerators of the design for the days of the job: the cost of a year without rent × days / 365."""
    found = run()
    whole = analyze(stack(OWN, "store: ddn/ai400x2"), only={"cost"}).cost
    yearly = sum(
        figure.value
        for figure in (
            whole.amortisation_usd_per_year,
            whole.energy_usd_per_year,
            whole.support_usd_per_year,
            whole.staff_usd_per_year,
            whole.space_usd_per_year,
        )
    )
    assert found.usd.value == pytest.approx(yearly * found.wall_days.value / 365)


def test_half_of_the_machines_cost_half(train):
    facts = {**FACTS, "training_tokens": 1e12}
    alone = train(OWN, *STORE, facts=facts, shape=PLAIN, split="set")
    beside = train(OWN, "other: nvidia/dgx-a100 x2", *STORE, facts=facts, shape=PLAIN, split="set")
    assert alone.usd.value / 2 < beside.usd.value < alone.usd.value * 1.01


def test_carbon_is_energy_times_the_grid(run):
    found = run(assume={"grid_kg_per_kwh": 0.5})
    assert found.carbon_t.value == pytest.approx(found.energy_kwh.value * 0.5 / 1000)
