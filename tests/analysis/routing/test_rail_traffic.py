"""Accelerators that send by their own network cards: over rails, and from rail to rail inside the host or not."""

import pytest
from msgspec.structs import replace

from designer.analysis.network.bandwidth import network
from designer.model.design import Design, Node
from designer.model.network.card_map import cards_of
from designer.model.parts.part import PortGroup
from designer.model.records import RefusedInput
from designer.model.workloads.choices import require_choice
from tests.analysis.routing.panels import cables, design, host, panel, switch

HOSTS, RAILS = 4, 4


def rails(*, spine: bool = False, crossing: str = "", served: str = "") -> Design:
    """Four hosts of four cards, card n on rail switch n; a spine above them or none (rail-only)."""
    nodes: list[Node] = [host("host", HOSTS, RAILS), switch("rail", RAILS)]
    links = [cables("cards", "host", "rail", HOSTS * RAILS)]
    if spine:
        nodes.append(switch("spine"))
        links.append(cables("up", "rail", "spine", RAILS * HOSTS))
    found = design(*nodes, *links)
    if served:
        found = replace(
            found, nodes={**found.nodes, "host": replace(found.nodes["host"], choices={"gpu_cards": served})}
        )
    return replace(found, settings=replace(found.settings, choices={"crossing": crossing} if crossing else {}))


def told(found: Design) -> tuple[dict[str, float], float]:
    result = network(found, "all-to-all-cards")
    return {row.id: row.load_gbps.value or 0.0 for row in result.links}, result.no_path.value or 0.0


def test_data_that_cross_inside_the_host_stay_on_their_rails() -> None:
    loads, lost = told(rails(spine=True))
    assert loads["up"] == 0
    assert lost == 0
    # Every card is just full: 16 cards of 400 Gb/s.
    assert loads["cards"] == pytest.approx(16 * 400)
    assert told(rails())[1] == 0


def test_data_that_cross_in_the_fabric_take_the_spine_or_have_no_path() -> None:
    # An accelerator sends to 3 hosts × 4; three of four are on other rails.
    loads, lost = told(rails(spine=True, crossing="fabric"))
    assert loads["up"] == pytest.approx(3 / 4 * 16 * 400)
    assert loads["cards"] == pytest.approx(16 * 400)
    assert lost == 0
    assert told(rails(crossing="fabric"))[1] == pytest.approx(3 / 4)


def test_who_serves_whom_is_said_on_the_host() -> None:
    """All four accelerators by card 1 ask four times what it carries; two by each of two cards, twice."""
    for served, use in (("1-4:1", 4), ("1-2:1, 3-4:2", 2), ("1-4:1-4", 1), ("", 1)):
        result = network(rails(served=served), "all-to-all-cards")
        assert result.worst.value == pytest.approx(use)
    beyond = network(rails(served="1:9"), "all-to-all-cards")
    assert any("none numbered 9" in note for note in beyond.notes)


def test_two_planes_share_the_load_and_the_loss_of_one_halves_what_hosts_exchange() -> None:
    sides = tuple(PortGroup(name=f"plane-{n}", media=("fabric",), count=2, rate_gbps=200.0) for n in (1, 2))
    found = design(
        replace(host("host", 8), ports=sides),
        *(switch(f"leaf-{n}", 2, 200.0) for n in (1, 2)),
        *(switch(f"spine-{n}", 2, 200.0) for n in (1, 2)),
        *(cables(f"in-{n}", "host", f"leaf-{n}", 16, a_port=f"plane-{n}") for n in (1, 2)),
        *(cables(f"up-{n}", f"leaf-{n}", f"spine-{n}", 16) for n in (1, 2)),
    )
    whole, half = network(found), network(found, fail=["leaf-1", "spine-1"])
    assert half.bisection_gbps.value == (whole.bisection_gbps.value or 0) / 2
    assert half.pieces is not None
    assert half.pieces.count == 1
    loads = {row.id: row.load_gbps.value for row in network(found, "all-to-all-cards").links}
    assert loads["in-1"] == loads["in-2"] == pytest.approx(16 * 200)


def test_rails_through_panels_are_counted_on_both_cables() -> None:
    found = design(
        host("host", HOSTS, RAILS),
        switch("rail", RAILS),
        panel("panel", port_map="1-16:1-16"),
        cables("low", "host", "panel", 16),
        cables("high", "panel", "rail", 16),
    )
    loads, lost = told(found)
    assert lost == 0
    assert loads["low"] == loads["high"] == pytest.approx(16 * 400)


@pytest.mark.parametrize(
    ("text", "why"), [("1:1, 1:2", "stands twice"), ("1-4:1-2", "give one"), ("x", "names no card")]
)
def test_what_names_no_cards_is_refused(text: str, why: str) -> None:
    with pytest.raises(RefusedInput, match=why):
        require_choice("gpu_cards", text)


def test_cards_are_read_in_runs() -> None:
    assert cards_of("1-4:1, 5-8:2") == {1: 1, 2: 1, 3: 1, 4: 1, 5: 2, 6: 2, 7: 2, 8: 2}
    assert cards_of("1-3:2-4") == {1: 2, 2: 3, 3: 4}
    assert cards_of("") is None
