"""Parts that are announced for 2026 say so, and their figures enter no sum as if they were read in a data sheet."""

import pytest

from designer.analysis.counts import counts
from designer.model.design import Design, Node
from tests.shipped import LIBRARY

ANNOUNCED = sorted(part.id for part in LIBRARY.parts.values() if "announced" in part.tags)


@pytest.mark.parametrize("part_id", ANNOUNCED)
def test_it_says_its_state_and_marks_its_figures(part_id: str) -> None:
    part = LIBRARY.parts[part_id]
    assert part.texts["status"]
    weak = {"unverified", "estimate", "derived"}
    assert {fact.status for fact in part.facts.values() if fact.value is not None} <= weak


@pytest.mark.parametrize(
    ("rack", "chip", "chips"),
    [
        ("nvidia/vera-rubin-nvl72", "nvidia/rubin", 72),
        ("nvidia/groq-3-lpx", "nvidia/groq-3-lp30", 256),
        ("amd/helios-mi455x", "amd/mi455x", 72),
    ],
)
def test_the_racks_of_2026_hold_their_chips(rack: str, chip: str, chips: int) -> None:
    design = LIBRARY.embedded(Design(nodes={"r": Node(id="r", kind="rack-system", part=rack)}))
    assert counts(design).accelerators.value == chips
    assert LIBRARY.parts[rack].facts["memory_gb"].value == pytest.approx(
        chips
        * LIBRARY.parts[chip].facts.get("memory_gb", LIBRARY.parts[chip].facts.get("on_chip_memory_mb")).value
        / (1 if "memory_gb" in LIBRARY.parts[chip].facts else 1000)
    )


def test_the_new_generation_is_there() -> None:
    assert {"nvidia/rubin-cpx", "amd/mi455x", "amd/epyc-venice", "broadcom/thor-ultra", "nvidia/q3401-rd"} <= set(
        ANNOUNCED
    )
