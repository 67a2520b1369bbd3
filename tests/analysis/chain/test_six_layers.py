"""Properties that hold of any design of six layers: more never serves less, a failure never more, managers are free."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from designer.analysis.run import analyze
from designer.edit.links.links import add_link
from designer.edit.nodes.nodes import add_node, set_node
from designer.model.design import Design
from tests.long_runs import runs
from tests.shipped import LIBRARY

WORK = ("workloads", "resilience", "power", "cooling", "network")


class Stack:
    """A random stack: applications on engines, an index, a job and pieces of work, on hosts, fed and joined."""

    def __init__(self, hosts, engines, works, *, managed, trains, users):
        self.design = Design()
        self._put("leaf", "nvidia/qm9700", copies=2)
        self._put("strip", "apc/ap8868", copies=max(1, hosts))
        self._put("hosts", "nvidia/dgx-h100", copies=hosts)
        self._join("hosts", "leaf", medium="fabric", cables=hosts * 8)
        self._join("strip", "hosts", medium="power", cables=hosts * 6)
        below = "hosts"
        if managed:
            self._put("cluster", "cncf/kubernetes")
            self._join("cluster", "hosts", medium="runs_on")
            below = "cluster"
        self._put("app", "langchain/langchain")
        demand = {"users": users, "requests_per_user_hour": 10, "input_tokens": 1000, "output_tokens": 200}
        self.design = set_node(self.design, "app", facts=demand).applied(self.design)
        for number in range(engines):
            name = f"engine{number}"
            self._put(name, "vllm/vllm")
            choices = {"model": "meta/llama-3.1-8b", "precision": "fp8"}
            node = self.design.nodes[name]
            self.design = replace(
                self.design,
                nodes={**self.design.nodes, name: replace(node, choices=choices)},
                parts={**self.design.parts, "meta/llama-3.1-8b": LIBRARY.parts["meta/llama-3.1-8b"]},
            )
            self._join("app", name, medium="asks")
            self._join(name, below, medium="runs_on")
        for number, (asked, share) in enumerate(works):
            name = f"work{number}"
            self._put(name, "generic/work")
            facts = {"accelerators_asked": asked, "answers_per_s": 10.0 * asked}
            if share is not None:
                facts["share"] = share
            self.design = set_node(self.design, name, facts=facts).applied(self.design)
            self._join(name, below, medium="runs_on")
        if trains:
            self._put("job", "generic/work")
            self.design = set_node(self.design, "job", facts={"elastic": 1}).applied(self.design)
            self._join("job", below, medium="runs_on")

    def _put(self, name, part, copies=1):
        self.design = add_node(self.design, LIBRARY, part, 0, 0, node_id=name, copies=copies).applied(self.design)

    def _join(self, a, b, **fields):
        self.design = add_link(self.design, a, b, link_id=f"{a}-{b}", **fields).applied(self.design)


@st.composite
def stacks(draw, managed=None):
    return Stack(
        draw(st.integers(1, 6)),
        draw(st.integers(1, 2)),
        draw(st.lists(st.tuples(st.integers(1, 30), st.none() | st.sampled_from([0.1, 0.3])), max_size=2)),
        managed=draw(st.booleans()) if managed is None else managed,
        trains=draw(st.booleans()),
        users=draw(st.sampled_from([100, 5_000, 200_000])),
    ).design


def served(design, **asked):
    work = analyze(design, only=WORK, **asked).workloads
    return {load.id: load.served_per_s.value or 0.0 for load in work.services}


def grown(design, copies):
    links = {
        link.id: replace(link, cables=link.cables // design.nodes["hosts"].copies * copies)
        if link.medium in {"fabric", "power"} and "hosts" in (link.a, link.b)
        else link
        for link in design.links.values()
    }
    return replace(design, nodes={**design.nodes, "hosts": replace(design.nodes["hosts"], copies=copies)}, links=links)


@settings(max_examples=runs(8, 60))
@given(stacks())
def test_more_machines_never_serve_less(design):
    before, after = served(design), served(grown(design, design.nodes["hosts"].copies + 2))
    # A whole replica may be missing where a share of more machines divides less evenly among several engines.
    total = sum(before.values())
    assert sum(after.values()) >= total * (1 - 1e-6)


@settings(max_examples=runs(8, 60))
@given(stacks(), st.sampled_from(["hosts[0]", "hosts", "leaf", "leaf[0]", "strip", "strip[0]"]))
def test_a_failure_never_serves_more(design, failed):
    before, after = served(design), served(design, fail=(failed,))
    assert sum(after.values()) <= sum(before.values()) * (1 + 1e-6)
    assert after["app"] <= before["app"] * (1 + 1e-6)


@settings(max_examples=runs(8, 60))
@given(stacks())
def test_work_that_fails_leaves_the_others_no_less(design):
    before, after = served(design), served(design, fail=("engine0",))
    for name in before.keys() - {"app", "engine0", "engine1"}:
        assert after[name] >= before[name] * (1 - 1e-6)
    assert after["engine0"] == 0


@settings(max_examples=runs(6, 40))
@given(stacks(managed=False))
def test_a_manager_in_between_changes_no_price_and_no_answer_but_its_own(design):
    plain = analyze(design, only=WORK).workloads
    managed = add_node(design, LIBRARY, "cncf/kubernetes", 0, 0, node_id="cluster").applied(design)
    managed = add_link(managed, "cluster", "hosts", medium="runs_on", link_id="cluster-hosts").applied(managed)
    links = {
        link.id: replace(link, b="cluster") if link.medium == "runs_on" and link.a != "cluster" else link
        for link in managed.links.values()
    }
    through = analyze(replace(managed, links=links), only=WORK).workloads
    for before, after in zip(plain.services, through.services, strict=True):
        assert after.usd_per_month.value == pytest.approx(before.usd_per_month.value)
        assert after.served_per_s.value == pytest.approx(before.served_per_s.value)


@settings(max_examples=runs(6, 40))
@given(stacks(), st.randoms(use_true_random=False))
def test_the_order_of_drawing_changes_nothing(design, shuffler):
    names = list(design.nodes)
    shuffler.shuffle(names)
    nodes = {name: replace(design.nodes[name], order=place) for place, name in enumerate(names)}
    links = list(design.links.items())
    shuffler.shuffle(links)
    assert served(replace(design, nodes=nodes, links=dict(links))) == pytest.approx(served(design))


@settings(max_examples=runs(6, 40))
@given(stacks())
def test_shares_of_a_host_never_exceed_it(design):
    for row in analyze(design, only=WORK).workloads.ledger:
        assert sum(grant.granted.value for grant in row.grants) <= row.capacity.value * (1 + 1e-9)
