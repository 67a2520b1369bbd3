"""Undo gives back the very same order of records: everything that is named first, listed or written follows it."""

from random import Random

import msgspec
import pytest

from designer.analysis.run import analyze
from designer.catalog.library import Library
from designer.edit.nodes.nodes import remove
from designer.edit.session import Session
from designer.edit.templates.templates import build_template
from designer.export.text.text_form import document_of_design
from designer.model.changes import TABLES, ChangeSet, between, merged
from designer.model.design import Design, Node
from designer.store.journal import Journal
from designer.store.recovery import recoverable, resume
from designer.store.rows import decode_changes, encode_changes


def order_of(design: Design) -> dict[str, list[str]]:
    """Return the ids of every table in their order."""
    return {table: list(getattr(design, table)) for table in TABLES[1:]}


@pytest.fixture(scope="module")
def unit(library: Library) -> Design:
    return build_template("dgx-superpod-h100", library, {"scale_units": "1"})


def test_removing_and_undoing_restores_text_and_named_bottleneck(unit: Design, library: Library) -> None:
    text = msgspec.json.encode(document_of_design(unit, library))
    worst = analyze(unit, only=("network",)).network
    assert worst is not None
    for ids in (list(unit.nodes)[:1], list(unit.nodes)[2:5], list(unit.links)[:2], list(unit.nodes)):
        session = Session(unit)
        session.commit(remove(unit, ids))
        removed = session.design
        for _ in range(2):
            session.undo()
            assert session.design == unit
            assert order_of(session.design) == order_of(unit)
            assert msgspec.json.encode(document_of_design(session.design, library)) == text
            session.redo()
            assert order_of(session.design) == order_of(removed)
        session.undo()
        again = analyze(session.design, only=("network",)).network
        assert again is not None
        assert again.bottlenecks == worst.bottlenecks


def shuffled(chance: Random, design: Design, fresh: list[int], *, joins: bool) -> ChangeSet:
    """Return an edit that adds, changes and removes some records; one that JOINS another brings none of it back."""
    nodes = dict(design.nodes)
    for node_id in chance.sample(list(nodes), min(len(nodes), chance.randint(0, 4))):
        if chance.random() < 0.6:
            del nodes[node_id]
        else:
            nodes[node_id] = Node(id=node_id, kind="server", copies=chance.randint(1, 9))
    for _ in range(chance.randint(0, 3)):
        fresh[0] += 1
        # An id that was there before may come back, at the end.
        back = f"n{fresh[0] if joins else chance.randrange(fresh[0])}"
        nodes[back if back not in nodes else f"n{fresh[0]}"] = Node(
            id=back if back not in nodes else f"n{fresh[0]}", kind="server"
        )
    return between(design, Design(nodes=nodes), "Try")


@pytest.mark.parametrize("seed", range(30))
def test_any_edits_joined_or_not_are_undone_and_redone_in_order(seed: int, tmp_path) -> None:
    chance, fresh = Random(seed), [8]
    session = Session(Design(nodes={f"n{n}": Node(id=f"n{n}", kind="server") for n in range(8)}))
    began = [session.design]
    for _ in range(40):
        joins = chance.random() < 0.3 and len(began) > 1 and session.undo_label is not None
        edit = shuffled(chance, session.design, fresh, joins=joins)
        if not edit:
            continue
        steps = len(session.labels)
        session.commit(edit, joins_last=joins)
        if joins:
            began.pop()
            if len(session.labels) < steps:
                continue  # the two together changed nothing
        began.append(session.design)
    orders = [order_of(design) for design in began]
    for order in orders[-2::-1]:
        session.undo()
        assert order_of(session.design) == order
    for order in orders[1:]:
        session.redo()
        assert order_of(session.design) == order


def test_a_recovered_design_has_the_order_too_and_so_has_its_history(tmp_path) -> None:
    start = Design(nodes={f"n{n}": Node(id=f"n{n}", kind="server") for n in range(6)})
    session = Session(start)
    journal = Journal(start, None, tmp_path)
    session.listen(lambda change: journal.record(change, session.last_step))
    session.commit(between(start, Design(nodes={k: v for k, v in start.nodes.items() if k not in {"n1", "n2"}}), "Cut"))
    session.undo()
    session.commit(between(start, Design(nodes={k: v for k, v in start.nodes.items() if k != "n0"}), "Cut"))
    journal.close()
    (found,) = recoverable(tmp_path)
    recovered, again = resume(found)
    assert list(recovered.design.nodes) == list(session.design.nodes)
    later = Session(recovered.design, recovered.done, recovered.undone)
    later.undo()
    assert list(later.design.nodes) == list(start.nodes)
    if again is not None:
        again.discard()


def test_places_are_written_and_read() -> None:
    start = Design(nodes={f"n{n}": Node(id=f"n{n}", kind="server") for n in range(3)})
    back = between(start, Design(), "All").placed(start).inverted()
    again = decode_changes(encode_changes(back))
    assert again == back
    assert again.places == back.places == {("nodes", "n0"): None, ("nodes", "n1"): "n0", ("nodes", "n2"): "n1"}
    assert list(again.applied(Design()).nodes) == ["n0", "n1", "n2"]
    assert merged((back, back.inverted())) == ChangeSet()
