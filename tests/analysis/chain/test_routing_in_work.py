"""What a job gets of the fabric hangs on the routing that the design has chosen."""

import pytest
from msgspec.structs import replace

from designer.model.design import Design
from tests.analysis.chain.given_fabric import fabric_of_work
from tests.analysis.routing.panels import cables, design, host, switch


def halves() -> Design:
    """Four hosts on two leaves, whose hosts meet over a cable of 100 and one of 400 Gb/s."""
    return design(
        host("left", 2),
        host("right", 2),
        switch("a"),
        switch("b"),
        cables("in", "left", "a", 2),
        cables("slow", "a", "b", capacity_gbps=100.0),
        cables("fast", "a", "b"),
        cables("out", "right", "b", 2),
    )


@pytest.mark.parametrize(
    ("routing", "share"), [("", 100 / 266.6666667), ("wcmp", 500 / 533.3333333), ("adaptive", 500 / 533.3333333)]
)
def test_unequal_cables_hold_a_job_up_less_by_capacity(routing: str, share: float) -> None:
    """All to all, each host sends a third of 400 Gb/s to each other: 2 · 2 · 133.3 = 533.3 Gb/s cross."""
    found = halves()
    chosen = replace(found, settings=replace(found.settings, choices={"routing": routing} if routing else {}))
    told = fabric_of_work(chosen, list(chosen.nodes.values())[:2])
    assert told.out_gb_per_s.value == pytest.approx(400 / 8 * share)
