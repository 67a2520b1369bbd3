"""Properties of the ledger on random designs: nothing is given twice, and no order or folding changes anything."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from designer.analysis.chain.ledger import Asking, ledger
from designer.model.design import Design, Node
from designer.model.parts import Part, Quantity

PARTS = {
    "t/chip": Part(id="t/chip", kind="accelerator", layer="silicon", vendor="T", name="Chip"),
    "t/box": Part(
        id="t/box",
        kind="server",
        layer="servers_fabric",
        vendor="T",
        name="Box",
        facts={"system_memory_gb": Quantity(value=100)},
    ),
}


@st.composite
def askings_on_hosts(draw):
    copies = draw(st.lists(st.integers(1, 6), min_size=1, max_size=4))
    hosts = [f"h{number}" for number in range(len(copies))]
    works = []
    for number in range(draw(st.integers(1, 5))):
        on = tuple(draw(st.lists(st.sampled_from(hosts), min_size=1, max_size=len(hosts), unique=True)))
        elastic = draw(st.booleans())
        share = draw(st.none() | st.floats(0.05, 0.8))
        amount = draw(st.floats(0, 60) | st.none()) if elastic else draw(st.floats(0, 60))
        works.append(Asking(f"w{number}", on, {"silicon": amount}, elastic, frozenset(), share))
    return copies, hosts, works


def drawn(copies, hosts, works=()):
    boxes = [
        Node(id=name, kind="server", part="t/box", copies=count) for name, count in zip(hosts, copies, strict=True)
    ]
    nodes = {node.id: node for node in (*boxes, *(Node(id=work.id, kind="work") for work in works))}
    return Design(nodes=nodes, parts=PARTS), {name: {"t/chip": 4} for name in hosts}


def granted(found):
    return {work: amount for (work, _), amount in found.granted.items()}


@given(askings_on_hosts())
def test_nothing_is_given_twice_and_nobody_gets_more_than_he_asks(case):
    copies, hosts, works = case
    design, chips = drawn(copies, hosts, works)
    found = ledger(design, works, chips, {})
    for row in found.rows:
        total = sum(grant.granted.value for grant in row.grants)
        assert total <= row.capacity.value * (1 + 1e-9)
        assert total + row.idle.value <= row.capacity.value * (1 + 1e-9)
        if row.grants[0].whole is not None:
            assert sum(grant.whole for grant in row.grants) <= row.capacity.value
    for work in works:
        asked = work.demand["silicon"]
        if asked is not None:
            assert granted(found)[work.id] <= asked * (1 + 1e-6) + 1e-9
    for host in hosts:
        portions = [part for (_, name), part in found.portions.items() if name == host]
        if portions:
            assert sum(portions) == pytest.approx(1.0)


@given(askings_on_hosts(), st.randoms(use_true_random=False))
def test_the_order_of_drawing_changes_nothing(case, shuffler):
    copies, hosts, works = case
    design, chips = drawn(copies, hosts, works)
    before = granted(ledger(design, works, chips, {}))
    shuffled = list(works)
    shuffler.shuffle(shuffled)
    assert granted(ledger(design, shuffled, chips, {})) == pytest.approx(before, abs=1e-6)


@given(askings_on_hosts())
def test_a_node_of_n_copies_is_n_nodes(case):
    copies, hosts, works = case
    design, chips = drawn(copies, hosts, works)
    folded = granted(ledger(design, works, chips, {}))
    apart = {name: [f"{name}-{number}" for number in range(count)] for name, count in zip(hosts, copies, strict=True)}
    single = [one for names in apart.values() for one in names]
    design, chips = drawn([1] * len(single), single, works)
    spread = [one._replace(hosts=tuple(name for host in one.hosts for name in apart[host])) for one in works]
    assert granted(ledger(design, spread, chips, {})) == pytest.approx(folded, abs=1e-6)


@given(askings_on_hosts(), st.floats(0, 1))
def test_a_failure_never_gives_anybody_who_shares_one_group_more(case, left):
    copies, hosts, works = case
    # All on the same machines: one row, in which less capacity never raises a grant.
    works = [one._replace(hosts=tuple(hosts)) for one in works]
    design, chips = drawn(copies, hosts, works)
    whole = granted(ledger(design, works, chips, {}))
    less = granted(ledger(design, works, chips, dict.fromkeys(hosts, left)))
    assert all(less[work] <= whole[work] * (1 + 1e-6) + 1e-9 for work in whole)


def test_what_is_missing_on_one_machine_is_asked_of_another():
    works = [
        Asking("both", ("a", "b"), {"silicon": 4.0}),
        Asking("one", ("a",), {"silicon": 4.0}),
    ]
    design, chips = drawn([1, 1], ["a", "b"], works)
    found = ledger(design, works, chips, {})
    # 4 on each; "one" can only use a, "both" takes what a does not give it from b.
    assert granted(found)["both"] == pytest.approx(4.0)
    assert granted(found)["one"] == pytest.approx(4.0 * 4.0 / 6.0)


def test_resident_work_that_does_not_fit_is_named_with_what_is_missing():
    works = [
        Asking("first", ("a",), {"memory": 80.0}, resident=frozenset({"memory"})),
        Asking("second", ("a",), {"memory": 50.0}, resident=frozenset({"memory"})),
    ]
    design, chips = drawn([1], ["a"], works)
    (row,) = ledger(design, works, chips, {}).rows
    assert {grant.id: (grant.granted.value, grant.missing) for grant in row.grants} == {
        "first": (80.0, 0.0),
        "second": (0.0, pytest.approx(30.0)),
    }
