"""Work that shares machines, as drawn: targets, models in memory, slices, machines that are taken and kept free."""

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from designer.analysis.run import analyze
from designer.model.parts.part import Contained, Part, PortGroup, Quantity
from designer.review.documents.results_document import results_document
from designer.review.rules import review
from tests.analysis.workloads.conftest import on_a_fabric
from tests.long_runs import SAME_FIXTURES

USE = {"users": 360, "requests_per_user_hour": 10, "peak_factor": 1, "input_tokens": 1000, "output_tokens": 300}
GIB = 1.073741824
"""GB in a GiB, in which accelerators are sold."""
SMALL, LARGE = {"model": "meta/llama-3.1-8b"}, {"model": "meta/llama-3.1-70b"}
ENGINES = ("app: langchain/langchain", "one: vllm/vllm", "two: vllm/vllm", "box: nvidia/dgx-h100")
WIRED = ("app > one", "app > two", "one @ box", "two @ box")
ONE_CHIP = Part(
    id="own/one-chip",
    kind="server",
    layer="servers_fabric",
    vendor="own",
    name="One chip",
    facts={"cpu_cores": Quantity(value=16), "system_memory_gb": Quantity(value=256)},
    contains=(Contained(part="nvidia/h100-sxm5-80gb", count=1),),
    ports=(PortGroup(name="fabric", media=("fabric",), count=1, connector="OSFP", rate_gbps=400),),
)
TRAINING = {"training_tokens": 1e12, "sequence_tokens": 4096, "global_batch": 512}


def in_box(design, part):
    """DESIGN with PART as its box."""
    box = replace(design.nodes["box"], part=part.id)
    return replace(design, nodes={**design.nodes, "box": box}, parts={**design.parts, part.id: part})


def told(design, name, **facts):
    """DESIGN with FACTS said of NAME; None takes one away."""
    node = design.nodes[name]
    kept = {fact: value for fact, value in {**node.facts, **facts}.items() if value is not None}
    return replace(design, nodes={**design.nodes, name: replace(node, facts=kept)})


def found(design, fail=()):
    return analyze(design, fail=fail).workloads


def document(design):
    return results_document(analyze(design))


def by_id(results):
    return {one.id: one for one in results}


def rows(result, resource):
    return [row for row in result.ledger if row.resource == resource]


def findings(design, rule):
    results = analyze(design)
    return [one for one in review(design, results, date(2026, 11, 27)) if one.rule == rule]


# Models in the memory of accelerators


@pytest.mark.parametrize("last", ["one", "two"])
def test_the_model_that_is_drawn_last_does_not_fit_and_names_what_is_missing(stack, last):
    first = "two" if last == "one" else "one"
    lines = [ENGINES[0], f"{first}: vllm/vllm", f"{last}: vllm/vllm", "box: nvidia/dgx-h100", *WIRED]
    design = stack(*lines, facts={"app": USE}, choices={"one": LARGE, "two": LARGE})
    # Three accelerators of 80 GiB, 85.9 GB: a model of 140 GB, a request and the runtime take two at 92% of each.
    part = replace(ONE_CHIP, id="own/three", contains=(Contained(part="nvidia/h100-sxm5-80gb", count=3),))
    design = in_box(design, part)
    result = found(design)
    engines = by_id(result.serving)
    assert engines[first].fits is True
    assert engines[last].fits is False
    (row,) = rows(result, "accelerator_memory")
    assert row.capacity.value == pytest.approx(240 * GIB)
    grants = by_id(row.grants)
    assert [grants[first].missing, grants[last].granted.value] == [0.0, 0.0]
    least = engines[first].least_gb.value
    assert grants[last].missing == pytest.approx(2 * least - 240 * GIB)
    loads = by_id(result.services)
    assert loads[last].served_per_s.value == 0
    assert loads[first].served_per_s.value > 0
    (finding,) = findings(design, "model-does-not-fit")
    assert finding.ids == (last,)
    assert (
        f"does not fit beside {first}: {2 * least - 240 * GIB:,.4g} GB of accelerator memory are missing"
        in finding.message
    )
    # With one more accelerator both fit.
    whole = in_box(design, replace(part, contains=(Contained(part="nvidia/h100-sxm5-80gb", count=4),)))
    assert all(engine.fits for engine in found(whole).serving)
    assert findings(whole, "model-does-not-fit") == []


def test_whole_accelerators_are_taken_unless_shares_are_set(stack):
    design = in_box(stack(*ENGINES, *WIRED, facts={"app": USE}, choices={"one": SMALL, "two": SMALL}), ONE_CHIP)
    result = found(design)
    assert [engine.fits for engine in result.serving] == [True, False]
    assert "1 accelerator is missing, whole ones unless shares are set" in by_id(result.serving)["two"].reason
    assert by_id(rows(result, "silicon")[0].grants)["two"].missing == 1
    alone = by_id(result.serving)["one"].requests_per_s.value
    sliced = found(told(told(design, "one", share=0.5), "two", share=0.5))
    assert [engine.fits for engine in sliced.serving] == [True, True]
    assert [engine.accelerators.value for engine in sliced.serving] == [0.5, 0.5]
    # Half the memory, bandwidth and arithmetic: no more than half of what one alone can do.
    for engine in sliced.serving:
        assert 0 < engine.requests_per_s.value <= alone / 2 * (1 + 1e-9)
    # A slice that is smaller than the model is said so, with what is missing of the memory.
    small = found(told(told(design, "one", share=0.1), "two", share=0.9))
    engine = by_id(small.serving)["one"]
    assert engine.fits is False
    (row,) = rows(small, "accelerator_memory")
    assert by_id(row.grants)["one"].missing == pytest.approx(engine.least_gb.value - 8 * GIB)
    assert by_id(small.services)["one"].served_per_s.value == 0
    assert by_id(small.serving)["two"].fits is True


def test_cores_that_are_short_turn_requests_away(stack):
    design = stack(*ENGINES[:2], ENGINES[3], "app > one", "one @ box", facts={"app": USE}, choices={"one": SMALL})
    whole = by_id(found(design).services)["one"]
    assert whole.turned_away.value == 0
    cores = by_id(found(told(design, "one", vcpus_each=8)).services)["one"]
    assert cores.served_per_s.value == whole.served_per_s.value
    result = found(told(design, "one", vcpus_each=1e4))
    (row,) = rows(result, "cores")
    part = by_id(row.grants)["one"].granted.value / 1e4
    short = by_id(result.services)["one"]
    assert short.requests_per_s.value < whole.requests_per_s.value
    assert part < 0.02
    assert short.served_per_s.value < whole.served_per_s.value
    assert rows(found(told(design, "one", memory_each_gb=64)), "memory")[0].grants[0].granted.value == 64


# Training that has a target


@pytest.fixture
def trained(stack):
    """A job on eight machines of eight A100, and another one beside it."""

    def make(*more, facts=None, other=None):
        lines = ("job: generic/training-job", "box: nvidia/dgx-a100 x8", "job @ box", *more)
        small = {"model": "meta/llama-3.1-8b"}
        choices = {"job": small, **({"other": small} if more else {})}
        said = {"job": {**TRAINING, **(facts or {})}, **({"other": {**TRAINING, **(other or {})}} if more else {})}
        return on_a_fabric(stack(*lines, facts=said, choices=choices))

    return make


OTHER = ("other: generic/training-job", "other @ box")


def took(job):
    return (job.wall_days if job.wall_days.known else job.full_speed_days).value


def test_a_job_takes_what_reaches_its_deadline_and_no_more(trained):
    alone = found(trained()).training[0]
    assert (alone.accelerators.value, alone.target_days) == (64, None)
    days = took(alone) * 2.5
    result = found(trained(facts={"deadline_days": days}))
    job = result.training[0]
    assert job.target_days.value == pytest.approx(days)
    assert job.accelerators.value == job.accelerators_needed.value < 64
    assert took(job) <= days
    assert job.late_days.value <= 0
    # One accelerator fewer would not reach it.
    fewer = found(told(trained(facts={"deadline_days": days}), "job", hosts_asked=(job.accelerators.value - 1) / 8))
    assert took(fewer.training[0]) > days
    # Its target counts; a job without one takes all by choice and is no bottleneck.
    assert rows(result, "silicon")[0].pressure.value == pytest.approx(job.accelerators_needed.value / 64)
    assert rows(found(trained()), "silicon")[0].pressure.value == 0
    assert rows(found(trained()), "silicon")[0].utilisation.value == 1


def test_what_a_target_does_not_need_goes_to_the_other_job(trained):
    even = by_id(found(trained(*OTHER)).training)
    assert [job.accelerators.value for job in even.values()] == [32, 32]
    days = took(found(trained()).training[0]) * 4
    jobs = by_id(found(trained(*OTHER, facts={"deadline_days": days})).training)
    assert jobs["job"].accelerators.value < 32
    assert jobs["job"].accelerators.value + jobs["other"].accelerators.value == 64
    assert took(jobs["other"]) <= took(even["other"])
    weighted = by_id(found(trained(*OTHER, other={"share_weight": 3})).training)
    assert [job.accelerators.value for job in weighted.values()] == [16, 48]


def test_tokens_a_day_are_a_target_as_well(trained):
    days = took(found(trained()).training[0]) * 2.5
    by_days = found(trained(facts={"deadline_days": days})).training[0]
    by_tokens = found(trained(facts={"tokens_per_day": 1e12 / days})).training[0]
    assert by_tokens.accelerators_needed.value == by_days.accelerators_needed.value
    assert by_tokens.target_days.value == pytest.approx(days)
    # Of both the sooner one holds.
    both = found(trained(facts={"deadline_days": 10 * days, "tokens_per_day": 1e12 / days})).training[0]
    assert both.accelerators_needed.value == by_days.accelerators_needed.value


def test_a_deadline_that_is_missed_says_by_how_much(trained):
    alone = took(found(trained()).training[0])
    design = trained(facts={"deadline_days": alone / 2})
    job = found(design).training[0]
    assert job.accelerators.value == 64
    assert job.accelerators_needed.value == pytest.approx(128)
    assert job.late_days.value == pytest.approx(alone / 2)
    assert "days too late" in job.reason
    (finding,) = findings(design, "training-too-late")
    assert finding.ids == ("job",)
    assert f"done {alone / 2:,.3g} days too late" in finding.message
    assert "takes 128 accelerators; 64 fall to it" in finding.detail
    assert findings(trained(facts={"deadline_days": alone * 2}), "training-too-late") == []
    result = found(design)
    assert rows(result, "silicon")[0].pressure.value == pytest.approx(2)
    assert next(layer for layer in result.layers if layer.layer == "silicon").utilisation.value == pytest.approx(2)


# Machines that work takes, and what is kept free on them


def test_headroom_of_an_orchestrator_and_of_a_machine_is_kept_free(stack):
    lines = ("piece: generic/work", "cluster: cncf/kubernetes", "box: nvidia/dgx-h100 x5", "cluster @ box")
    asked = {"piece": {"accelerators_asked": 100, "answers_per_s": 100}}
    design = stack(*lines, "piece @ cluster", facts=asked)
    assert found(design).work[0].granted.value == 40
    kept = found(told(design, "cluster", headroom_share=0.1))
    assert kept.work[0].granted.value == pytest.approx(36)
    assert rows(kept, "silicon")[0].reserve.value == pytest.approx(4)
    both = found(told(told(design, "cluster", headroom_share=0.1), "box", headroom_share=0.15))
    assert both.work[0].granted.value == pytest.approx(30)
    assert by_id(both.services)["piece"].served_per_s.value == pytest.approx(30)


def test_work_takes_as_many_machines_as_it_asks_for(stack):
    lines = ("piece: generic/work", "rest: generic/work", "a: nvidia/dgx-h100 x3", "b: nvidia/dgx-h100 x3")
    wired = ("piece @ a", "piece @ b", "rest @ a", "rest @ b")
    asked = {"accelerators_asked": 100, "answers_per_s": 100}
    design = stack(*lines, *wired[:2], facts={"piece": asked})
    result = found(told(design, "piece", hosts_asked=4))
    assert result.work[0].granted.value == 32
    # Two of the six machines are left: they are idle, and all of them add up to the whole.
    assert sum(row.copies for row in rows(result, "silicon")) == 4
    month = by_id(found(design).services)["piece"].usd_per_month.value
    assert by_id(result.services)["piece"].usd_per_month.value == pytest.approx(month * 4 / 6)
    idle = result.idle_usd_per_month.value - found(design).idle_usd_per_month.value
    assert idle == pytest.approx(month * 2 / 6)
    both = stack(*lines, *wired, facts={"piece": {**asked, "hosts_asked": 2}, "rest": {"elastic": 1}})
    grants = by_id(found(both).work)
    assert (grants["piece"].granted.value, grants["rest"].granted.value) == (16, 32)


FACTS = {
    "one": {"share": 0.4, "hosts_asked": 1, "vcpus_each": 24, "memory_each_gb": 100},
    "job": {"deadline_days": 900.0, "tokens_per_day": 2e9, "share_weight": 2, "hosts_asked": 1},
    "cluster": {"headroom_share": 0.2},
    "box": {"headroom_share": 0.2},
    "index": {"hosts_asked": 1},
    "pipe": {"hosts_asked": 1, "vcpus_each": 8, "memory_each_gb": 8},
}


@pytest.fixture
def crowded(stack):
    """Everything on the same machines."""
    return stack(
        *ENGINES[:2],
        "job: generic/training-job",
        "other: generic/training-job",
        "cluster: cncf/kubernetes",
        "index: qdrant/qdrant",
        "pipe: apache/airflow",
        "box: nvidia/dgx-h100 x3",
        "app > one",
        "app > index",
        *(f"{name} @ cluster" for name in ("one", "job", "other", "index", "pipe")),
        "cluster @ box",
        facts={
            "app": USE,
            "job": TRAINING,
            "other": TRAINING,
            "index": {"vectors": 1e7, "dimensions": 768},
            "pipe": {"tb_per_day": 1, "vcpus_each": 2},
        },
        choices={"one": SMALL, "job": SMALL, "other": SMALL},
    )


@pytest.mark.parametrize(("name", "fact"), [(name, fact) for name, facts in FACTS.items() for fact in facts])
def test_a_fact_that_is_said_retyped_or_taken_away_changes_a_figure(crowded, name, fact):
    value = FACTS[name][fact]
    without = document(told(crowded, name, **{fact: None}))
    said = document(told(crowded, name, **{fact: value}))
    retyped = document(told(crowded, name, **{fact: value * 2}))
    again = document(told(told(crowded, name, **{fact: value}), name, **{fact: None}))
    assert said["workloads"] != without["workloads"]
    assert retyped["workloads"] != said["workloads"]
    assert again["workloads"] == without["workloads"]


# Random designs


def served(result):
    return {load.id: load.served_per_s.value for load in result.services if load.offered_per_s.value}


@settings(max_examples=25, deadline=None, suppress_health_check=SAME_FIXTURES)
@given(
    copies=st.integers(1, 4),
    models=st.lists(st.sampled_from([SMALL, LARGE]), min_size=2, max_size=2),
    shares=st.lists(st.none() | st.floats(0.05, 0.6), min_size=2, max_size=2),
    users=st.floats(100, 1e5),
    headroom=st.none() | st.floats(0, 0.5),
    hosts=st.none() | st.integers(1, 4),
    asked=st.floats(1, 40),
    lost=st.integers(0, 3),
)
def test_a_drawn_design_keeps_the_promises(stack, copies, models, shares, users, headroom, hosts, asked, lost):
    design = stack(
        *ENGINES[:3],
        "piece: generic/work",
        "cluster: cncf/kubernetes",
        "box: nvidia/dgx-h100 x5",
        *("app > one", "app > two", "piece @ cluster", "one @ cluster", "two @ cluster", "cluster @ box"),
        facts={"app": {**USE, "users": users}, "piece": {"accelerators_asked": asked, "answers_per_s": 10 * asked}},
        choices={"one": models[0], "two": models[1]},
    )
    design = replace(design, nodes={**design.nodes, "box": replace(design.nodes["box"], copies=copies)})
    for name, share in zip(("one", "two"), shares, strict=True):
        design = told(design, name, share=share)
    design = told(told(design, "cluster", headroom_share=headroom), "piece", hosts_asked=hosts)
    before = found(design)
    for row in before.ledger:
        granted = sum(grant.granted.value for grant in row.grants)
        assert granted + min(row.reserve.value, row.capacity.value) <= row.capacity.value * (1 + 1e-9)
        assert all(
            grant.elastic or grant.granted.value <= grant.asked.value * (1 + 1e-6) + 1e-9 for grant in row.grants
        )
    for load in before.services:
        if load.offered_per_s.value is not None and load.served_per_s.value is not None:
            assert load.served_per_s.value <= load.offered_per_s.value * (1 + 1e-9)
    after = found(design, fail=(f"box[{min(lost, copies - 1)}]",))
    ever = served(before)
    for name, value in served(after).items():
        assert value is None or ever[name] is None or value <= ever[name] * (1 + 1e-6) + 1e-9, name
