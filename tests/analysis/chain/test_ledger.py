"""Properties of the ledger on random designs: nothing is given twice, and no order or folding changes anything."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from designer.analysis.chain.ledger.ledger import Asking, ledger
from designer.analysis.chain.ledger.machine_groups import taken_copies
from designer.model.design import Design, Node
from designer.model.parts.part import Part, Quantity
from tests.long_runs import runs

PARTS = {
    "t/chip": Part(
        id="t/chip",
        kind="accelerator",
        layer="silicon",
        vendor="T",
        name="Chip",
        facts={"memory_gb": Quantity(value=80)},
    ),
    "t/box": Part(
        id="t/box",
        kind="server",
        layer="servers_fabric",
        vendor="T",
        name="Box",
        facts={"system_memory_gb": Quantity(value=100), "cpu_cores": Quantity(value=32)},
    ),
}


@st.composite
def askings_on_hosts(draw, *, together=False):
    """Copies of hosts, their names and work on them: all on all of them where TOGETHER."""
    copies = draw(st.lists(st.integers(1, 6), min_size=1, max_size=4))
    hosts = [f"h{number}" for number in range(len(copies))]
    works = []
    for number in range(draw(st.integers(1, 5))):
        some = draw(st.lists(st.sampled_from(hosts), min_size=1, max_size=len(hosts), unique=True))
        on = tuple(hosts if together else some)
        kind = draw(st.sampled_from(["rate", "engine", "elastic", "index"]))
        share = draw(st.none() | st.floats(0.05, 0.8))
        most = None if together else draw(st.none() | st.integers(1, 8))
        asking = Asking(f"w{number}", on, {}, kind == "elastic", share=share, hosts_most=most)
        amount = draw(st.floats(0, 60))
        if kind == "rate":
            asking = asking._replace(demand={"silicon": amount, "cores": draw(st.floats(0, 100))})
        elif kind == "elastic":
            target = draw(st.none() | st.floats(0, 60))
            asking = asking._replace(demand={"silicon": target}, weight=draw(st.floats(0.1, 10)))
        elif kind == "index":
            asking = asking._replace(demand={"memory": 5 * amount}, resident=frozenset({"memory"}))
        else:
            least = float(draw(st.sampled_from([1, 2, 4, 8])))
            demand = {"silicon": max(amount, least), "accelerator_memory": least * draw(st.floats(10, 80))}
            floors = {"silicon": least} if share is None else {}
            asking = asking._replace(demand=demand, resident=frozenset({"accelerator_memory"}), floors=floors)
        works.append(asking)
    return copies, hosts, works


def drawn(copies, hosts, works=()):
    boxes = [
        Node(id=name, kind="server", part="t/box", copies=count) for name, count in zip(hosts, copies, strict=True)
    ]
    nodes = {node.id: node for node in (*boxes, *(Node(id=work.id, kind="work") for work in works))}
    return Design(nodes=nodes, parts=PARTS), {name: {"t/chip": 4} for name in hosts}


def granted(found):
    return dict(found.granted)


def kept(hosts):
    """Cores that the system keeps of each of HOSTS, and the headroom on it."""
    return {(host, "cores"): 4.0 for host in hosts}, dict.fromkeys(hosts, 0.1)


@settings(max_examples=runs(25, 150))
@given(askings_on_hosts(), st.booleans())
def test_nothing_is_given_twice_and_nobody_gets_more_than_he_asks(case, keeps):
    copies, hosts, works = case
    design, chips = drawn(copies, hosts, works)
    found = ledger(design, works, chips, {}, *(kept(hosts) if keeps else ()))
    asked = {(work.id, resource): amount for work in works for resource, amount in work.demand.items()}
    for row in found.rows:
        total = sum(grant.granted.value for grant in row.grants)
        room = max(0.0, row.capacity.value - row.reserve.value)
        assert total + row.idle.value <= room * (1 + 1e-9)
        if row.grants[0].whole is not None:
            assert sum(grant.whole for grant in row.grants) <= row.capacity.value
    for (work, resource), amount in granted(found).items():
        if asked[work, resource] is not None:
            assert amount <= asked[work, resource] * (1 + 1e-6) + 1e-9
        whole = next(one for one in works if one.id == work)
        if resource in whole.resident and asked[work, resource]:
            # Wholly or not at all, and named with what is missing.
            assert amount == pytest.approx(0.0 if (work, resource) in found.missing else asked[work, resource])
        elif floor := whole.floors.get(resource):
            assert amount >= floor * (1 - 1e-6) or (amount == 0 and found.missing[work, resource] > 0)
    parts = dict(found.unused)
    for portions in found.portions.values():
        for group, portion in portions.groups:
            for host in group:
                parts[host] = parts.get(host, 0.0) + portion * portions.part
    # What falls to work and what nobody takes are all of each machine.
    assert all(part == pytest.approx(1.0) for part in parts.values())
    assert set(parts) == set(found.carrying)


@settings(max_examples=runs(25, 100))
@given(askings_on_hosts(), st.randoms(use_true_random=False))
def test_the_order_of_drawing_changes_nothing(case, shuffler):
    copies, hosts, works = case
    design, chips = drawn(copies, hosts, works)
    before = granted(ledger(design, works, chips, {}))
    # What is held wholly or not at all goes in the order of drawing, and only where not all of it fits.
    held = iter([one for one in works if one.resident or one.floors])
    shuffled = list(works)
    shuffler.shuffle(shuffled)
    shuffled = [next(held) if one.resident or one.floors else one for one in shuffled]
    assert granted(ledger(design, shuffled, chips, {})) == pytest.approx(before, abs=1e-6)


@settings(max_examples=runs(25, 100))
@given(askings_on_hosts(), st.booleans())
def test_a_node_of_n_copies_is_n_nodes(case, racks):
    copies, hosts, works = case
    works = [one._replace(over_racks=racks and one.hosts_most is not None) for one in works]
    design, chips = drawn(copies, hosts, works)
    folded = granted(ledger(design, works, chips, {}))
    apart = {name: [f"{name}-{number}" for number in range(count)] for name, count in zip(hosts, copies, strict=True)}
    single = [one for names in apart.values() for one in names]
    design, chips = drawn([1] * len(single), single, works)
    spread = [one._replace(hosts=tuple(name for host in one.hosts for name in apart[host])) for one in works]
    assert granted(ledger(design, spread, chips, {})) == pytest.approx(folded, abs=1e-6)


@settings(max_examples=runs(25, 150))
@given(askings_on_hosts(together=True), st.floats(0, 1), st.floats(0.1, 1))
def test_a_failure_never_gives_anybody_who_shares_one_group_more(case, left, speed):
    copies, hosts, works = case
    # All on the same machines: one row of each resource, in which less capacity never raises a grant.
    design, chips = drawn(copies, hosts, works)
    whole = granted(ledger(design, works, chips, {}))
    alive, slowed = dict.fromkeys(hosts, left * speed), dict.fromkeys(hosts, speed)
    less = granted(ledger(design, works, chips, alive, slowed=slowed))
    assert all(less[key] <= whole[key] * (1 + 1e-6) + 1e-9 for key in whole)


@settings(max_examples=runs(25, 100))
@given(askings_on_hosts(together=True), st.floats(0, 1))
def test_headroom_never_gives_anybody_more(case, share):
    copies, hosts, works = case
    design, chips = drawn(copies, hosts, works)
    whole = granted(ledger(design, works, chips, {}))
    less = granted(ledger(design, works, chips, {}, None, dict.fromkeys(hosts, share)))
    assert all(less[key] <= whole[key] * (1 + 1e-6) + 1e-9 for key in whole)


@settings(max_examples=runs(25, 150))
@given(askings_on_hosts(together=True))
def test_a_machine_that_is_added_never_takes_anything_away(case):
    copies, hosts, works = case
    design, chips = drawn(copies, hosts, works)
    before = granted(ledger(design, works, chips, {}))
    design, chips = drawn([*copies, 1], [*hosts, "new"], works)
    more = [one._replace(hosts=(*one.hosts, "new")) for one in works]
    after = granted(ledger(design, more, chips, {}))
    assert all(after[key] >= before[key] * (1 - 1e-6) - 1e-9 for key in before)


@st.composite
def overlapping(draw):
    """Copies of hosts, their names, and inelastic and elastic work that overlaps on them in any way."""
    copies = draw(st.lists(st.integers(1, 6), min_size=1, max_size=4))
    hosts = [f"h{number}" for number in range(len(copies))]
    works = []
    for number in range(draw(st.integers(1, 5))):
        on = tuple(draw(st.lists(st.sampled_from(hosts), min_size=1, max_size=len(hosts), unique=True)))
        amount, share = draw(st.floats(0, 60)), draw(st.none() | st.floats(0.05, 0.8))
        if draw(st.booleans()):
            demand = {"silicon": amount, "cores": draw(st.floats(0, 100))}
            works.append(Asking(f"w{number}", on, demand, share=share))
        else:
            demand = {"silicon": draw(st.none() | st.just(amount))}
            works.append(Asking(f"w{number}", on, demand, elastic=True, share=share, weight=draw(st.floats(0.1, 10))))
    return copies, hosts, works


@settings(max_examples=runs(25, 150))
@given(overlapping(), st.integers(0, 3), st.floats(0, 1))
def test_a_failure_never_gives_anybody_more_however_the_work_overlaps(case, place, left):
    copies, hosts, works = case
    design, chips = drawn(copies, hosts, works)
    whole = granted(ledger(design, works, chips, {}))
    less = granted(ledger(design, works, chips, {hosts[place % len(hosts)]: left}))
    assert all(less[key] <= whole[key] * (1 + 1e-6) + 1e-6 for key in whole)


def test_what_is_left_is_the_same_whatever_pushed_the_others_there():
    works = [
        Asking("pinned", ("x",), {"silicon": 4.0}),
        Asking("roaming", ("x", "e", "o"), {"silicon": 6.0}),
        Asking("elastic", ("e",), {"silicon": None}, elastic=True),
    ]
    design, chips = drawn([1, 1, 1], ["x", "e", "o"], works)
    # x is all for "pinned"; the 6 of "roaming" are 3 on each of e and o, which leaves 1 of the 4 on e.
    whole = granted(ledger(design, works, chips, {}))
    assert whole == {
        ("pinned", "silicon"): pytest.approx(4.0),
        ("roaming", "silicon"): pytest.approx(6.0),
        ("elastic", "silicon"): pytest.approx(1.0),
    }
    # Without x it is the same 3 and 3. What x pushes away once filled e up, so that its loss gave "elastic" 1 more.
    lost = granted(ledger(design, works, chips, {"x": 0.0}))
    assert lost == {
        ("pinned", "silicon"): 0.0,
        ("roaming", "silicon"): pytest.approx(6.0),
        ("elastic", "silicon"): pytest.approx(1.0),
    }


@settings(max_examples=runs(40, 400))
@given(askings_on_hosts(), st.integers(0, 3), st.floats(0, 1), st.floats(0.1, 1), st.booleans())
def test_a_failure_never_gives_anybody_more_where_work_takes_some_machines(case, place, left, speed, racks):
    copies, hosts, works = case
    works = [one._replace(over_racks=racks) for one in works]
    works[0] = works[0]._replace(hosts_most=works[0].hosts_most or 1)
    design, chips = drawn(copies, hosts, works)
    whole = ledger(design, works, chips, {})
    lost = hosts[place % len(hosts)]
    less = ledger(design, works, chips, {lost: left * speed}, slowed={lost: speed})
    for name in ("granted", "usable"):
        before, after = getattr(whole, name), getattr(less, name)
        assert all(after.get(key, 0.0) <= before[key] * (1 + 1e-6) + 1e-6 for key in before)
    # What did not fit with everything running does not fit now either.
    assert whole.missing.keys() <= less.missing.keys()


def test_work_that_takes_some_machines_keeps_what_it_had_on_freer_ones():
    works = [
        Asking("some", ("a", "b"), {"silicon": None}, elastic=True, hosts_most=1),
        Asking("all", ("a",), {"silicon": None}, elastic=True, weight=3.0),
    ]
    design, chips = drawn([1, 1], ["a", "b"], works)
    # "some" takes the first machine that runs: a, of which a quarter of 4 falls to it; when a is lost, as much of b.
    assert granted(ledger(design, works, chips, {}))["some", "silicon"] == pytest.approx(1.0)
    lost = granted(ledger(design, works, chips, {"a": 0.0}))
    assert lost == {("some", "silicon"): pytest.approx(1.0), ("all", "silicon"): 0.0}


def test_nobody_takes_what_work_sets_free_that_moves():
    works = [
        Asking("some", ("a", "b", "c"), {"silicon": 7.0}, hosts_most=2),
        Asking("beside", ("b",), {"silicon": 3.0}),
        Asking("rest", ("a",), {"silicon": None}, elastic=True),
    ]
    design, chips = drawn([1, 1, 1], ["a", "b", "c"], works)
    # 7 on a and b, of which "beside" takes 3 of b: a gives all 4 or more evenly, and what is left there goes to "rest".
    whole = granted(ledger(design, works, chips, {}))
    lost = granted(ledger(design, works, chips, {"b": 0.0}))
    assert lost["beside", "silicon"] == 0.0
    assert lost["some", "silicon"] == pytest.approx(whole["some", "silicon"])
    assert lost["rest", "silicon"] <= whole["rest", "silicon"] + 1e-9


def test_power_that_slows_a_machine_takes_no_model_out_of_memory():
    engine = Asking(
        "engine",
        ("a",),
        {"silicon": 4.0, "accelerator_memory": 320.0},
        resident=frozenset({"accelerator_memory"}),
        floors={"silicon": 4.0},
    )
    design, chips = drawn([1], ["a"], [engine])
    slow = ledger(design, [engine], chips, {"a": 0.9}, slowed={"a": 0.9})
    assert slow.granted["engine", "silicon"] == pytest.approx(3.6)
    assert slow.missing == {}
    dead = ledger(design, [engine], chips, {"a": 0.9})
    assert dead.granted["engine", "silicon"] == 0
    assert dead.missing == {
        ("engine", "silicon"): pytest.approx(0.4),
        ("engine", "accelerator_memory"): pytest.approx(320 - 3.6 * 80 * 1.073741824),
    }


def test_work_takes_machines_in_design_order_or_one_of_each_rack():
    boxes = {f"h{place}": Node(id=f"h{place}", kind="server", part="t/box", copies=4, order=place) for place in (0, 1)}
    racks = {f"r{place}": Node(id=f"r{place}", kind="rack", order=2 + place) for place in (0, 1)}
    boxes = {name: replace(box, parent=f"r{place}") for place, (name, box) in enumerate(boxes.items())}
    design = Design(nodes={**boxes, **racks}, parts=PARTS)
    hosts = tuple(boxes)
    assert taken_copies(design, hosts, 5, {}, racks=False) == {"h0": 4, "h1": 1}
    assert taken_copies(design, hosts, 5, {}, racks=True) == {"h0": 3, "h1": 2}
    # What has failed is passed over; what asks for more than there is takes all.
    assert taken_copies(design, hosts, 5, {"h0": 0.25}, racks=False) == {"h0": 1, "h1": 4}
    assert taken_copies(design, hosts, 5, {"h0": 0.25}, racks=True) == {"h0": 1, "h1": 4}
    assert taken_copies(design, hosts, 9, {}, racks=True) == {"h0": 4, "h1": 4}


def test_work_that_takes_some_machines_leaves_the_others():
    works = [
        Asking("some", ("a",), {"silicon": 100.0}, hosts_most=2),
        Asking("all", ("a",), {"silicon": 20.0}),
    ]
    design, chips = drawn([5], ["a"], works)
    found = ledger(design, works, chips, {})
    # Two of five machines are all that "some" may have; "all" goes to the three others.
    assert found.granted == {("some", "silicon"): pytest.approx(8.0), ("all", "silicon"): pytest.approx(12.0)}
    assert [row.copies for row in found.rows] == [2, 3]
    alone = ledger(design, works[:1], chips, {})
    assert alone.granted == {("some", "silicon"): pytest.approx(8.0)}
    assert alone.unused == {"a": pytest.approx(0.6)}


def test_a_target_leaves_to_others_what_it_does_not_need():
    works = [
        Asking("target", ("a",), {"silicon": 3.0}, elastic=True),
        Asking("light", ("a",), {"silicon": None}, elastic=True),
        Asking("heavy", ("a",), {"silicon": None}, elastic=True, weight=2.0),
    ]
    design, chips = drawn([6], ["a"], works)
    found = ledger(design, works, chips, {})
    assert {work: amount for (work, _), amount in found.granted.items()} == {
        "target": pytest.approx(3.0),
        "light": pytest.approx(7.0),
        "heavy": pytest.approx(14.0),
    }
    (row,) = found.rows
    # Of the 24 the target alone presses; the others take all they are given.
    assert row.pressure.value == pytest.approx(3 / 24)


def test_what_is_missing_on_one_machine_is_asked_of_another():
    works = [
        Asking("both", ("a", "b"), {"silicon": 4.0}),
        Asking("one", ("a",), {"silicon": 4.0}),
    ]
    design, chips = drawn([1, 1], ["a", "b"], works)
    found = ledger(design, works, chips, {})
    # 4 on each: "one" can only use a, so "both" goes to b, and both have all that they ask for.
    assert granted(found) == {("both", "silicon"): pytest.approx(4.0), ("one", "silicon"): pytest.approx(4.0)}


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
