"""The split that is chosen is the fastest of all on the hosts that its own groups span, not of the first two alone."""

import numpy as np
import pytest
from msgspec.structs import replace

from designer.analysis.chain.fabric import WorkFabrics
from designer.analysis.chain.needs import needs_of
from designer.analysis.network.network_context import survey_of
from designer.analysis.workloads.training.fastest import fastest
from designer.analysis.workloads.training.plan import plan_of
from designer.analysis.workloads.training.step import timed, worked_out
from designer.formulas.workloads.training_step.choose import choose, shortlist
from designer.model.assumptions.site_choices import HOST_ORDER, LEAF_BY_LEAF
from designer.model.design import Design, Link, Node

EVERY = 10**6
SAMPLES = {
    "8B, two leaves": ("meta/llama-3.1-8b", 2, 4, 8, 128),
    "8B, three leaves of five": ("meta/llama-3.1-8b", 3, 5, 7, 240),
    "70B, four leaves, wide spine": ("meta/llama-3.1-70b", 4, 4, 32, 256),
    "70B, four leaves, narrow spine": ("meta/llama-3.1-70b", 4, 8, 6, 512),
    "70B, eight leaves": ("meta/llama-3.1-70b", 8, 8, 16, 1024),
    "experts, four leaves": ("alibaba/qwen3-235b-a22b", 4, 8, 16, 512),
}
"""Model, leaves, hosts of a leaf, uplinks of 400 Gb/s of a leaf, sequences of a batch."""


LONG = "experts, four leaves"
"""One of 10,000 splits that fit."""


@pytest.fixture(
    scope="module",
    params=[pytest.param(name, marks=pytest.mark.long) if name == LONG else name for name in SAMPLES],
)
def planned(request, library):
    """The plan of a job whose split is chosen for it, where the scheduler takes hosts leaf by leaf."""
    model, leaves, hosts, uplinks, batch = SAMPLES[request.param]
    facts = {"global_batch": batch, "sequence_tokens": 8192, "training_tokens": 1e12}
    job = Node(id="job", part="generic/training-job", kind="training-job", facts=facts, choices={"model": model})
    nodes, links = [job, Node(id="spine", kind="switch")], []
    for leaf in range(leaves):
        box, switch = f"dgx-{leaf}", f"leaf-{leaf}"
        nodes += [Node(id=box, part="nvidia/dgx-h100", kind="server", copies=hosts), Node(id=switch, kind="switch")]
        for name, a, b, cables in (("rails", box, switch, 8 * hosts), ("up", switch, "spine", uplinks)):
            links.append(Link(id=f"{name}-{leaf}", a=a, b=b, medium="fabric", cables=cables, capacity_gbps=400.0))
        links.append(Link(id=f"on-{leaf}", a="job", b=box, medium="runs_on"))
    design = Design(nodes={one.id: one for one in nodes}, links={one.id: one for one in links})
    names = ("generic/training-job", "nvidia/dgx-h100", "nvidia/h100-sxm5-80gb", model)
    design = replace(design, parts={name: library.parts[name] for name in names})
    design = replace(design, settings=replace(design.settings, choices={HOST_ORDER: LEAF_BY_LEAF}))
    plan = plan_of(design, needs_of(design).services, job, WorkFabrics(survey_of(design)))
    assert plan.question.groups is not None
    return plan


@pytest.fixture(scope="module")
def every_one(planned):
    """All splits that fit, each with the time on its own groups, the fastest first."""
    question = planned.question
    found = shortlist(question.run, question.stated, free=planned.job.free, most=EVERY)
    return sorted(timed(question, question.groups, found), key=lambda one: one.pace)


def test_no_split_that_fits_is_faster(planned, every_one):
    assert len(every_one) > 500
    assert planned.taken.pace == pytest.approx(every_one[0].pace, rel=1e-12)


def test_no_group_gets_more_than_the_line_rate_that_bounds_it(planned, every_one):
    groups = planned.question.groups
    rates = np.array([groups.rates(one.split) for one in every_one[:200]])
    assert rates.max() <= groups.most * (1 + 1e-12)
    assert rates.min() > 0


def test_the_runner_up_is_of_another_kind_and_no_faster(planned):
    found = fastest(planned.question, planned.question.opened, free=planned.job.free)
    assert found.best == planned.taken
    if found.runner_up is not None:
        assert found.runner_up.kind != found.best.kind
        assert found.runner_up.pace >= found.best.pace


def test_plain_rates_are_those_of_the_figures(planned):
    groups, split = planned.question.groups, planned.taken.split
    assert groups.rates(split) == pytest.approx([rate.value for rate in groups.of(split)])
    assert worked_out(planned.question, planned.taken).times.total[0] == pytest.approx(planned.taken.seconds)


def test_a_shortlist_begins_with_the_best_of_the_search(planned):
    run, stated, free = planned.question.run, planned.question.opened, planned.job.free
    short = shortlist(run, stated, free=free, most=5)
    assert short[0] == choose(run, stated, free=free).best
    assert [one.pace for one in short] == sorted(one.pace for one in short)
