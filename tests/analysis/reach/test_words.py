"""Pieces of a network and how full it runs, in words; and covers of more kinds than are looked at one by one."""

import numpy as np
import pytest

from designer.analysis.limits.records import NetworkUse
from designer.analysis.reach import reachability
from designer.analysis.reach.reachability import Memberships, cut_off
from designer.analysis.reach.records import Piece, PieceNode, Pieces
from designer.analysis.reach.words import piece_words, pieces_words, use_words
from designer.model.figures.figure import leaf
from tests.builders.networks import NETWORKS, drawn

RAILS = drawn(NETWORKS["rails"])


def copies(node_id: str, number: int, *spans: tuple[int, int], whole: bool = False) -> PieceNode:
    return PieceNode(id=node_id, copies=number, spans=spans, whole=whole)


def piece(*machines: PieceNode, on: tuple[PieceNode, ...] = ()) -> Piece:
    return Piece(machines=machines, switches=on, endpoints=sum(one.copies for one in machines), accelerators=0)


LEAF = copies("leaf", 1, (0, 0))
ONE = piece(copies("node", 1, (3, 3)))


@pytest.mark.parametrize(
    ("one", "words"),
    [
        (piece(copies("node", 4, whole=True), on=(copies("leaf", 2, whole=True),)), "4 × node on 2 × leaf"),
        (piece(copies("store", 1, whole=True), on=(LEAF,)), "store on leaf [0]"),
        (piece(copies("node", 3, (0, 1), (3, 3)), on=(LEAF,)), "3 × node [0–1, 3] on leaf [0]"),
        # One machine of several is not counted, nor are switches.
        (piece(copies("node", 1, (2, 2)), copies("store", 1, whole=True)), "node [2] and store"),
        (piece(copies("node", 2, (0, 1)), on=(copies("spine", 2, (0, 1)),)), "2 × node [0–1] on spine [0–1]"),
        # More runs than are listed.
        (piece(copies("node", 9, (0, 0), (2, 2), (4, 4), (6, 6))), "9 × node"),
    ],
)
def test_who_is_in_a_piece_and_what_joins_them(one: Piece, words: str):
    assert piece_words(RAILS, one) == words


@pytest.mark.parametrize(
    ("count", "listed", "words"),
    [
        (1, (ONE,), ""),
        (2, (piece(copies("node", 2, (0, 1)), on=(LEAF,)), ONE), "2 × node [0–1] on leaf [0]; node [3] by itself"),
        (3, (piece(copies("node", 2, (0, 1))), ONE, ONE), "2 × node [0–1]; 2 machines that nothing joins to another"),
        # A machine alone on a switch is joined to it. Four are named, of five three.
        (2, (piece(copies("node", 1, (0, 0)), on=(LEAF,)), ONE), "node [0] on leaf [0]; node [3] by itself"),
        (4, (piece(copies("node", 2, (0, 1))),) * 4, "; ".join(["2 × node [0–1]"] * 4)),
        (5, (piece(copies("node", 2, (0, 1))),) * 5, "; ".join(["2 × node [0–1]"] * 3) + "; 2 more"),
        (9, (piece(copies("node", 2, (0, 1))), ONE), "2 × node [0–1]; node [3] by itself; 7 more"),
    ],
)
def test_pieces_by_name(count: int, listed: tuple[Piece, ...], words: str):
    assert pieces_words(RAILS, Pieces(medium="fabric", count=count, listed=listed)) == words


@pytest.mark.parametrize(
    ("fullest", "worst", "note", "lost", "words"),
    [
        ("up", 0.755, "", None, "76% at leaf to spine, when all read from storage"),
        ("up", 0.755, "", 0.25, "76% at leaf to spine, when all read from storage; 25% of it has no path"),
        ("", None, "Too large to lay out.", None, "not known"),
        ("", None, "No machines.", None, "nothing is sent on it"),
        ("", 0.0, "Too large to lay out.", None, "nothing is sent on it"),
    ],
)
def test_how_full_a_network_runs(fullest: str, worst: float | None, note: str, lost: float | None, words: str):
    use = NetworkUse(
        medium="fabric",
        machines=4,
        pieces=None,
        traffic="storage-read",
        fullest=fullest,
        worst=leaf("worst", worst, note=note),
        no_path=leaf("no path", lost),
    )
    assert use_words(RAILS, use) == words


def on(*pairs: tuple[int, int], parts: int) -> Memberships:
    table = np.array(sorted(pairs), dtype=np.int64).reshape(-1, 2)
    return Memberships(table[:, 0], table[:, 1], parts)


@pytest.mark.parametrize(("weight", "gone"), [(1.0, range(24, 36)), (3.0, range(24))])
def test_of_more_kinds_than_are_branched_on_the_heavier_half_stays(weight: float, gone: range):
    """24 machines of 1 stay on one part and 12 on another, each on a part of its own with the machine beside it.

    No two are alike, so that there are 36 kinds, of which each half loses the other; 12 of 3 outweigh 24 of 1.
    """
    own = [(end, 2 + end // 2) for end in range(36)]
    before = on(*((end, 0) for end in range(36)), *own, parts=20)
    after = on(*((end, 0 if end < 24 else 1) for end in range(36)), *own, parts=20)
    weights = np.array([1.0] * 24 + [weight] * 12)
    assert cut_off(before, after, np.arange(36), weights).tolist() == list(gone)


@pytest.mark.parametrize(("most", "gone"), [(3, [4]), (2, [2, 3, 4])])
def test_with_too_many_kinds_those_off_the_heaviest_part_are_cut_off(monkeypatch, most: int, gone: list[int]):
    """0 and 1 meet, and 2 and 3, as before; 4 has lost 0 and 1. A bound counts 2 and 3 too."""
    monkeypatch.setattr(reachability, "_SMALL", -1)
    monkeypatch.setattr(reachability, "MOST_KINDS", most)
    pairs = ((0, 0), (1, 0), (2, 1), (3, 1))
    weights = np.array([2.0, 2.0, 1.0, 1.0, 1.0])
    assert cut_off(on(*pairs, (4, 0), parts=2), on(*pairs, parts=2), np.arange(5), weights).tolist() == gone
