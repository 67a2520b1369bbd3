"""The dragonfly as one group with copies: in three tiles what is drawn router by router otherwise."""

from collections import Counter
from pathlib import Path

import pytest

from designer.analysis.counts import counts
from designer.analysis.network.bandwidth import network
from designer.analysis.resilience.single_failures import resilience
from designer.catalog.library import Library
from designer.edit.fabrics.amounts import expected_records
from designer.edit.templates.templates import build_template
from designer.export.text.text_form import read_text_design, write_text_design
from designer.model.design import Design
from designer.model.network.cable_spread import cable_ends
from designer.model.records import RefusedInput
from designer.model.validity import require_valid
from tests.long_runs import runs

ONE_GROUP = {"drawn": "One group with copies"}


def made(library: Library, settings: dict[str, str]) -> tuple[Design, Design]:
    """The same dragonfly as one group, and router by router."""
    one = require_valid(build_template("dragonfly", library, {**settings, **ONE_GROUP}))
    drawn = require_valid(build_template("dragonfly", library, {**settings, "order": "In turn"}))
    return one, drawn


def joined(design: Design) -> Counter[frozenset[tuple[int, int]]]:
    """Cables between any two routers, each called by its group and its place in that, from 0."""
    a = int(design.settings.parameters["a"])
    found: Counter[frozenset[tuple[int, int]]] = Counter()
    for link in design.links.values():
        if "host" in link.a or "host" in link.b:
            continue
        for i, j in cable_ends(design, link):
            if link.a == "router":
                ends = [divmod(i, a), divmod(j, a)]
            else:
                ends = [(int(name.split("-")[1]) - 1, int(name.split("-")[2]) - 1) for name in (link.a, link.b)]
            found[frozenset(ends)] += 1
    return found


SETTINGS: list[dict[str, str]] = [
    {},
    {"g": "5", "each": "2"},
    {"a": "3", "h": "3", "g": "6"},  # fewer groups than there could be: the global cables are spread evenly
    {"a": "6", "h": "4", "g": "7", "each": "3"},
    {"a": "1", "h": "4", "g": "5"},
    {"groups": "In a ring"},
    {"groups": "In a ring", "each": "4", "g": "6"},
    {"groups": "In a ring", "each": "3", "g": "3"},
    {"groups": "In a ring", "g": "2"},
    {"g": "1"},
]


@pytest.mark.scaled
@pytest.mark.parametrize("settings", SETTINGS[:: runs(2, 1)])
def test_it_is_the_one_drawn_router_by_router(settings: dict[str, str], library: Library) -> None:
    one, drawn = made(library, settings)
    assert joined(one) == joined(drawn)
    assert len(one.nodes) == 3
    a_count, b_count = counts(one), counts(drawn)
    assert (a_count.cables, a_count.cables_by_medium) == (b_count.cables, b_count.cables_by_medium)
    folded, single = network(one), network(drawn)
    assert folded.endpoints == single.endpoints
    for figure, other in (
        (folded.bisection_gbps, single.bisection_gbps),
        (folded.worst, single.worst),
        (folded.no_path, single.no_path),
    ):
        assert (figure.value, figure.low, figure.high) == (
            pytest.approx(other.value),
            pytest.approx(other.low),
            pytest.approx(other.high),
        )
    for sort in ("hosts", "local", "global"):
        uses = [row.utilisation.value or 0.0 for row in single.links if row.id.startswith(sort)]
        assert max((row.utilisation.value or 0.0 for row in folded.links if row.id == sort), default=0.0) == (
            pytest.approx(max(uses, default=0.0))
        ), sort
    # A tile has one row, that of the worst of its copies.
    assert worst_points(one) == worst_points(drawn)


def worst_points(design: Design) -> dict[str, float]:
    """The most that a single point of each kind takes away, in Gb/s."""
    found: dict[str, float] = {}
    for point in resilience(design).single_points_of_failure:
        found[point.kind] = max(found.get(point.kind, 0.0), round(point.lost_gbps.value or 0.0, 3))
    return found


def test_a_frontier_size_dragonfly_is_three_tiles(library: Library) -> None:
    """37,888 NICs on 74 groups of 32 routers with 16 NICs each: counts of the unfolded one, in three nodes.

    Source: S. Atchley and others, "Frontier: Exploring Exascale", SC 2023: 74 compute groups of 32 switches of 64
    ports, 16 of which go to NICs; here four cables join any two groups.
    """
    settings = {"a": "32", "p": "16", "h": "10", "g": "74", "each": "4", **ONE_GROUP}
    assert expected_records("dragonfly", settings) == 0
    assert expected_records("dragonfly", {**settings, "drawn": "Router by router"}) == 3 * 74 * 32 + 74 * 496 + 2701 * 4
    found = counts(build_template("dragonfly", library, settings))
    assert found.by_kind == {"switch": 2368, "host": 37_888}
    assert found.cables_by_medium == {"fabric": 37_888 + 74 * 32 * 31 // 2 + 74 * 73 // 2 * 4}


@pytest.mark.parametrize(("groups", "spread"), [("each to each", "complete"), ("in a ring", "ring")])
def test_its_text_says_what_is_joined(groups: str, spread: str, tmp_path: Path, library: Library) -> None:
    design = build_template("dragonfly", library, {"g": "6", "a": "3", "h": "3", "groups": groups, **ONE_GROUP})
    path = tmp_path / "folded.yaml"
    write_text_design(path, design, library)
    text = path.read_text("utf-8")
    assert "across: group" in text
    assert f"spread: {spread}" in text
    again = read_text_design(path, library)
    assert again.links == design.links
    assert again.settings.parameters["order"] == "In turn"


def test_a_ring_that_the_ports_do_not_take_is_refused(library: Library) -> None:
    with pytest.raises(RefusedInput, match=r"with 5 cables to the next takes 4 global ports of a router") as refusal:
        build_template("dragonfly", library, {"groups": "In a ring", "each": "5", **ONE_GROUP})
    assert "\n" not in str(refusal.value)
