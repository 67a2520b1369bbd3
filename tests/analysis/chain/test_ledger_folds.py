"""Work that is alike is divided as one, and each piece of it gets what it would get by itself."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from designer.analysis.chain.ledger import ledger as ledgers
from designer.analysis.chain.ledger.askings import Asking, Fold, folded
from designer.analysis.chain.ledger.ledger import ledger
from designer.analysis.chain.ledger.rows import whole_devices_of
from designer.formulas.capacity.sharing import whole_devices
from tests.analysis.chain.test_ledger import drawn
from tests.long_runs import runs

AMOUNTS = st.sampled_from([0.0, 1.0, 2.5, 6.0]) | st.floats(0, 20)


def apart(askings):
    """No two pieces of work as one."""
    return list(askings), {
        one.id: Fold((one.id,), np.array([place]), np.ones(1), even=True, last=one.id)
        for place, one in enumerate(askings)
    }


@st.composite
def crowds(draw):
    """Hosts and work on them, much of it alike, with engines, slices and indexes between."""
    copies = draw(st.lists(st.integers(1, 5), min_size=1, max_size=4))
    hosts = [f"h{number}" for number in range(len(copies))]
    places = draw(st.lists(st.lists(st.sampled_from(hosts), min_size=1, unique=True), min_size=1, max_size=3))
    works = []
    for number in range(draw(st.integers(2, 12))):
        on = tuple(draw(st.sampled_from(places)))
        name = f"w{draw(st.integers(0, 99))}-{number}"
        sort = draw(st.sampled_from(["rate", "rate", "both", "elastic", "target", "share", "engine", "index"]))
        amount = draw(AMOUNTS)
        one = Asking(name, on, {"silicon": amount}, hosts_most=draw(st.none() | st.just(2)))
        if sort == "both":
            one = one._replace(demand={"silicon": amount, "cores": amount * draw(st.sampled_from([0.0, 2.0, 5.0]))})
        elif sort in {"elastic", "target"}:
            weight = draw(st.sampled_from([1.0, 2.0, 3.5]))
            demand = {"silicon": None if sort == "elastic" else amount}
            one = one._replace(elastic=True, weight=weight, demand=demand)
        elif sort == "share":
            one = one._replace(share=draw(st.sampled_from([0.1, 0.4])))
        elif sort == "engine":
            demand = {"silicon": max(amount, 2.0), "accelerator_memory": 80.0}
            resident = frozenset({"accelerator_memory"})
            one = one._replace(demand=demand, resident=resident, floors={"silicon": 2.0})
        elif sort == "index":
            one = one._replace(demand={"memory": 10 * amount}, resident=frozenset({"memory"}))
        works.append(one)
    return copies, hosts, works


@settings(max_examples=runs(20, 60))
@given(crowds())
def test_alike_work_gets_together_what_it_gets_apart(case):
    copies, hosts, works = case
    design, chips = drawn(copies, hosts, works)
    with pytest.MonkeyPatch.context() as patch:
        together = ledger(design, works, chips, {})
        patch.setattr(ledgers, "folded", apart)
        alone = ledger(design, works, chips, {})
    near = {"rel": 1e-9, "abs": 1e-9}
    assert together.granted == pytest.approx(alone.granted, **near)
    assert together.usable == pytest.approx(alone.usable, **near)
    assert (together.demands, together.carrying) == (alone.demands, alone.carrying)
    assert together.missing == pytest.approx(alone.missing, **near)
    for name, portions in alone.portions.items():
        other = together.portions[name]
        assert [hosts for hosts, _ in other.groups] == [hosts for hosts, _ in portions.groups]
        assert [portion * other.part for _, portion in other.groups] == pytest.approx(
            [portion for _, portion in portions.groups], **near
        )
    for row, other in zip(together.rows, alone.rows, strict=True):
        assert (row.hosts, row.more, row.sum_of_shares) == (other.hosts, other.more, other.sum_of_shares)
        for figure in ("capacity", "reserve", "idle", "utilisation", "pressure"):
            assert getattr(row, figure).value == pytest.approx(getattr(other, figure).value, **near)
        assert [grant.id for grant in row.grants] == [grant.id for grant in other.grants]
        for grant, same in zip(row.grants, other.grants, strict=True):
            assert (grant.asked.label, grant.asked.note) == (same.asked.label, same.asked.note)
            assert grant.asked.known == same.asked.known
            assert (grant.asked.value or 0.0) == pytest.approx(same.asked.value or 0.0, **near)
            assert grant.granted.value == pytest.approx(same.granted.value, **near)
            assert replace(grant, asked=same.asked, granted=same.granted, whole=same.whole) == same


@settings(max_examples=runs(30, 100))
@given(crowds(), st.lists(st.sampled_from([0.0, 0.5, 1.0]), min_size=4, max_size=4))
def test_work_alone_on_its_row_gets_what_the_filling_of_all_rows_gives_it(case, running):
    copies, hosts, works = case
    design, chips = drawn(copies, hosts, works)
    alive = dict(zip(hosts, running, strict=False))
    with pytest.MonkeyPatch.context() as patch:
        settled = ledger(design, works, chips, alive)
        patch.setattr(ledgers, "settled_rows", lambda rows, by_id, held: {})
        filled = ledger(design, works, chips, alive)
    assert settled == filled


def test_work_is_alike_on_the_same_machines_and_in_the_same_proportion_alone():
    works = [
        Asking("b", ("h",), {"silicon": 1.0, "cores": 4.0}),
        Asking("other machine", ("i",), {"silicon": 1.0, "cores": 4.0}),
        Asking("a", ("h",), {"silicon": 3.0, "cores": 12.0}),
        Asking("more cores", ("h",), {"silicon": 3.0, "cores": 13.0}),
        Asking("a slice", ("h",), {"silicon": 1.0, "cores": 4.0}, share=0.5),
        Asking("some of them", ("h",), {"silicon": 1.0, "cores": 4.0}, hosts_most=1),
        Asking("what is left", ("h",), {"silicon": None}, elastic=True, weight=1.0),
        Asking("and more of it", ("h",), {"silicon": None}, elastic=True, weight=2.0),
        Asking("a target", ("h",), {"silicon": 2.0}, elastic=True, weight=1.0),
    ]
    alike, folds = folded(works)
    assert [fold.ids for fold in folds.values() if len(fold.ids) > 1] == [
        ("b", "a"),
        ("what is left", "and more of it"),
    ]
    # The first of them by name stands for both, in the place of the first that is drawn.
    assert alike[0] == Asking("a", ("h",), {"silicon": 4.0, "cores": 16.0}, weight=2.0)
    assert folds["a"].parts.tolist() == [0.25, 0.75]
    assert folds["and more of it"].parts.tolist() == pytest.approx([1 / 3, 2 / 3])


@given(
    st.lists(st.tuples(AMOUNTS, st.integers(0, 2)), min_size=1, max_size=12),
    st.lists(st.sampled_from([1.0, 0.5]) | st.floats(0, 1), min_size=3, max_size=3),
    st.integers(0, 3) | st.floats(0, 20),
    st.sampled_from([2, 100]),
)
def test_whole_devices_of_alike_work_are_those_of_each(pieces, levels, more, few):
    askings = [Asking(f"w{n}", (f"h{host}",), {"silicon": amount}) for n, (amount, host) in enumerate(pieces)]
    alike, folds = folded(askings)
    some = [folds[one.id] for one in alike]
    granted = [one.demand["silicon"] * levels[int(one.hosts[0][1])] for one in alike]
    each = {
        name: amount * float(part)
        for amount, fold in zip(granted, some, strict=True)
        for name, part in zip(fold.ids, fold.parts, strict=True)
    }
    grants = [each[one.id] for one in askings]
    told = [
        next((number, fold.ids.index(one.id)) for number, fold in enumerate(some) if one.id in fold.ids)
        for one in askings
    ][:few]
    total = sum(grants) + more + 1e-9
    assert whole_devices_of(granted, some, told, total) == whole_devices(grants, total)[:few]
