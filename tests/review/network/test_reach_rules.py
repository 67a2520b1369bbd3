"""How far light goes through panels: the pieces of a path add up against the reach of its optics."""

from datetime import date

import pytest
from msgspec.structs import replace

from designer.analysis.results import Results
from designer.analysis.run import analyze
from designer.catalog.library import Library
from designer.model.design import Design
from designer.review.findings import Finding
from designer.review.network.reach_rules import path_does_not_reach
from tests.analysis.routing.panels import cables, design, panel, switch

TODAY = date(2026, 11, 28)
OPTIC = "nvidia/mma4z00-ns"


@pytest.fixture(scope="module")
def optic(library: Library) -> str:
    """An 800G optic of the catalog that reaches 50 m over multimode fibre."""
    (found,) = [one for one in library.parts if one == OPTIC]
    assert library.parts[found].facts["reach_m"].value == 50
    return found


def path(library: Library, optic: str, *metres: float | None, loss: float | None = None) -> Design:
    """A switch, as many panels as there are METRES but one, and a switch; a length for each cable."""
    stops = ["a", *(f"m{n}" for n in range(len(metres) - 1)), "b"]
    links = [
        cables(f"c{n}", one, other, length_m=length, cable_part=optic if n == 0 else None)
        for n, (one, other, length) in enumerate(zip(stops, stops[1:], metres, strict=False))
    ]
    made = design(switch("a"), *(panel(name) for name in stops[1:-1]), switch("b"), *links)
    facts = {} if loss is None else {"insertion_loss_db": loss}
    nodes = {name: replace(node, facts=facts) if name in stops[1:-1] else node for name, node in made.nodes.items()}
    return replace(made, nodes=nodes, parts={optic: library.parts[optic]})


def about(found: Design, results: Results | None = None) -> list[Finding]:
    return list(path_does_not_reach(found, results or analyze(found, only=("network",)), TODAY))


def test_pieces_that_each_reach_do_not_reach_together(library: Library, optic: str) -> None:
    """30 + 32 m through one panel is 62 of 50; 30 + 20 m just reaches."""
    (finding,) = about(path(library, optic, 30.0, 32.0, loss=0.75))
    assert finding.rule == "path-does-not-reach"
    assert finding.severity == "error"
    assert finding.message.endswith("reaches 50 m, and from a through m0 to b it is 62 m (30 + 32).")
    assert "take 0.75 dB of the light" in finding.detail
    assert finding.ids == ("c0", "c1", "a", "b", "m0")
    assert about(path(library, optic, 30.0, 20.0)) == []


def test_three_pieces_and_one_of_no_known_length(library: Library, optic: str) -> None:
    (finding,) = about(path(library, optic, 20.0, 20.0, 20.0, loss=0.5))
    assert "through m0 and m1 to b it is 60 m (20 + 20 + 20)." in finding.message
    assert "take 1 dB of the light" in finding.detail
    (finding,) = about(path(library, optic, 45.0, None, 20.0))
    assert "it is at least 65 m (45 + 20)." in finding.message
    assert "is not stated, and comes on top" in finding.detail
    assert about(path(library, optic, 45.0, None)) == []


def test_without_an_optic_nothing_is_said(library: Library, optic: str) -> None:
    made = path(library, optic, 300.0, 300.0)
    links = {name: replace(link, cable_part=None) for name, link in made.links.items()}
    assert about(replace(made, links=links)) == []
