"""Power by hand: leaves, losses, cooling, and what is unknown."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from designer.analysis.power.draw import power
from designer.model.design import Design, Node, Settings
from designer.model.figures.figure import recompute
from designer.model.parts.part import Contained, Part, Quantity
from tests.long_runs import runs

CHIP = Part(
    id="x/chip",
    kind="accelerator",
    layer="silicon",
    vendor="X",
    name="Chip",
    facts={"power_max_w": Quantity(value=700.0)},
)
SERVER = Part(
    id="x/server",
    kind="server",
    layer="servers_fabric",
    vendor="X",
    name="Server",
    facts={"power_max_w": Quantity(value=10200.0)},
    contains=(Contained(part="x/chip", count=8),),
)
SWITCH = Part(
    id="x/switch",
    kind="switch",
    layer="servers_fabric",
    vendor="X",
    name="Switch",
    facts={"power_max_w": Quantity(value=1720.0), "power_typical_w": Quantity(value=747.0)},
)
DARK = Part(id="x/dark", kind="switch", layer="servers_fabric", vendor="X", name="Dark switch")
TYPICAL_ONLY = Part(
    id="x/half",
    kind="storage",
    layer="data_storage",
    vendor="X",
    name="Half-known store",
    facts={"power_typical_w": Quantity(value=500.0)},
)
UPS = Part(id="x/ups", kind="ups", layer="facility", vendor="X", name="UPS", facts={"efficiency": Quantity(value=0.96)})
TRANSFORMER = Part(
    id="x/tx",
    kind="transformer",
    layer="facility",
    vendor="X",
    name="Transformer",
    facts={"efficiency": Quantity(value=0.99), "power_max_w": Quantity(value=4000.0)},
)
COOLER = Part(
    id="x/crah",
    kind="crah",
    layer="facility",
    vendor="X",
    name="Air handler",
    facts={"power_max_w": Quantity(value=5000.0)},
)
CLOUD = Part(
    id="x/cloud",
    kind="server",
    layer="cloud",
    vendor="X",
    name="Instance",
    facts={"power_max_w": Quantity(value=9999.0)},
    contains=(Contained(part="x/chip", count=8),),
)
CABINET = Part(id="x/cabinet", kind="rack-cabinet", layer="facility", vendor="X", name="Cabinet")
PARTS = {part.id: part for part in (CHIP, SERVER, SWITCH, DARK, TYPICAL_ONLY, UPS, TRANSFORMER, COOLER, CLOUD, CABINET)}


def design(*nodes: Node, **assumptions: float) -> Design:
    return Design(nodes={node.id: node for node in nodes}, parts=PARTS, settings=Settings(assumptions=assumptions))


def node(part: str, copies: int = 1, **fields: object) -> Node:
    return Node(id=part.removeprefix("x/"), kind=PARTS[part].kind, part=part, copies=copies, **fields)  # type: ignore[arg-type]


def test_a_published_maximum_is_taken_and_a_missing_typical_assumed() -> None:
    found = power(design(node("x/server", 4), node("x/switch", 2)))
    # max 4 × 10,200 + 2 × 1,720 = 44,240; typical 4 × 10,200 × 0.8 + 2 × 747 = 32,640 + 1,494 = 34,134.
    assert found.it_max_w.value == 44_240
    assert found.it_typical_w.value == pytest.approx(34_134)
    assert found.it_typical_w.status == "assumed"
    assert found.it_max_w.status == "sourced"
    # Typical load 0.7 to 0.9: 4 × 7,140 + 1,494 = 30,054 to 4 × 9,180 + 1,494 = 38,214.
    assert (found.it_typical_w.low, found.it_typical_w.high) == (pytest.approx(30_054), pytest.approx(38_214))


def test_chips_that_detail_their_server_draw_within_it_and_chips_in_a_bare_one_of_their_own() -> None:
    inside = power(design(node("x/server")))
    beside = power(
        design(node("x/server"), Node(id="extra", kind="accelerator", part="x/chip", copies=2, parent="server"))
    )
    assert inside.it_max_w.value == 10_200
    # The server's part contains chips: those that are drawn inside are some of them, and its power includes them.
    assert beside.it_max_w.value == 10_200


def test_without_a_drawn_plant_the_assumed_pue_is_split_into_losses_and_cooling() -> None:
    found = power(design(node("x/switch", 100), pue=1.5, electrical_efficiency=0.9))
    # IT 74,700 W. Facility 112,050. Losses 74,700 × (1/0.9 − 1) = 8,300. Cooling is the rest, 29,050.
    assert found.it_typical_w.value == 74_700
    assert found.facility_w.value == pytest.approx(112_050)
    assert found.losses_w.value == pytest.approx(8_300)
    assert found.cooling_w.value == pytest.approx(29_050)
    assert found.pue.value == 1.5
    # At maximum: 172,000 × 1.5.
    assert found.facility_max_w.value == pytest.approx(258_000)


def test_losses_never_exceed_the_overhead_of_the_pue() -> None:
    found = power(design(node("x/switch", 100), pue=1.02, electrical_efficiency=0.5))
    assert found.losses_w.value == pytest.approx(74_700 * 0.02)
    assert found.cooling_w.value == 0
    assert found.cooling_w.low == 0
    assert found.facility_w.value == pytest.approx(74_700 * 1.02)


def test_drawn_plant_gives_the_pue_and_the_assumption_is_not_used() -> None:
    found = power(design(node("x/switch", 100), node("x/ups"), node("x/tx", 2), node("x/crah", 3), pue=1.9))
    # Chain 0.99 × 0.96 = 0.9504: losses 74,700 × (1/0.9504 − 1) = 3,898.48. Coolers 3 × 5,000 × 0.8 = 12,000.
    assert found.losses_w.value == pytest.approx(3_898.48, abs=0.01)
    assert found.cooling_w.value == pytest.approx(12_000)
    assert found.facility_w.value == pytest.approx(74_700 + 3_898.48 + 12_000, abs=0.01)
    assert found.pue.value == pytest.approx((74_700 + 3_898.48 + 12_000) / 74_700, abs=1e-6)
    assert "pue" not in {figure.subject for figure in found.facility_w.walk()}
    # The transformer's own draw is its loss, not IT.
    assert found.it_max_w.value == 172_000
    assert "tx" not in found.by_node


def test_the_least_efficient_of_several_ups_counts() -> None:
    worse = Node(id="old", kind="ups", part="x/ups", facts={"efficiency": 0.9})
    found = power(design(node("x/switch", 100), node("x/ups"), worse))
    assert found.losses_w.value == pytest.approx(74_700 * (1 / 0.9 - 1))


def test_unknown_power_is_named_once_and_never_zero() -> None:
    found = power(design(node("x/server"), node("x/dark", 3), Node(id="dark2", kind="switch", part="x/dark")))
    assert found.it_max_w.value == 10_200
    assert found.it_max_w.missing == ("Dark switch: power, maximum",)
    assert found.facility_w.missing == ("Dark switch: power, maximum",)
    assert found.by_node["dark"].max_w.value is None


def test_a_known_typical_bounds_an_unknown_maximum_from_below() -> None:
    found = power(design(node("x/half", 2)))
    assert found.it_max_w.value == 1_000
    assert found.it_max_w.missing == ("Half-known store: power, maximum",)
    assert found.it_typical_w.value == 1_000
    assert found.it_typical_w.missing == ()


def test_the_persons_own_power_comes_first() -> None:
    found = power(design(Node(id="mine", kind="switch", part="x/switch", facts={"power_max_w": 2_000.0})))
    assert found.it_max_w.value == 2_000
    assert found.by_node["mine"].max_w.status == "user"
    assert found.it_typical_w.value == 747


def test_rented_instances_and_bare_cabinets_draw_nothing_here() -> None:
    found = power(design(node("x/cloud", 5), node("x/cabinet", 5)))
    assert found.it_max_w.value == 0
    assert found.it_max_w.missing == ()
    assert found.by_node == {}
    assert found.facility_w.value == 0


def test_unknown_coolers_make_the_facility_at_least() -> None:
    blank = Part(id="x/blank", kind="cdu", layer="facility", vendor="X", name="Blank coolant unit")
    base = design(node("x/switch", 10), Node(id="cdu", kind="cdu", part="x/blank"))
    found = power(Design(nodes=base.nodes, parts={**PARTS, "x/blank": blank}))
    assert found.cooling_w.value is None
    assert found.facility_w.missing == ("Blank coolant unit: power, maximum",)
    assert found.facility_w.value == pytest.approx(7_470 + 7_470 * (1 / 0.95 - 1))


PLACED = st.lists(
    st.tuples(st.sampled_from(sorted(PARTS)), st.integers(1, 50), st.integers(1, 3)), min_size=1, max_size=8
)


@settings(max_examples=runs(20, 60), deadline=None)
@given(placed=PLACED, pue=st.floats(1.0, 3.0), efficiency=st.floats(0.2, 1.0))
def test_the_total_is_the_leaves_plus_losses(placed: list[tuple[str, int, int]], pue: float, efficiency: float) -> None:
    nodes: list[Node] = []
    for number, (part, copies, racks) in enumerate(placed):
        nodes.append(Node(id=f"r{number}", kind="rack", copies=racks, order=2 * number))
        nodes.append(Node(id=f"n{number}", kind=PARTS[part].kind, part=part, copies=copies, parent=f"r{number}"))
    found = power(design(*nodes, pue=pue, electrical_efficiency=efficiency))
    by_hand = 0.0
    for part, copies, racks in placed:
        facts = PARTS[part].facts
        if PARTS[part].kind in {"ups", "transformer", "crah"} or PARTS[part].layer == "cloud":
            continue
        most = facts.get("power_max_w")
        typical = facts.get("power_typical_w")
        by_hand += copies * racks * ((typical.value if typical else most.value * 0.8 if most else 0) or 0)
    assert (found.it_typical_w.value or 0) == pytest.approx(by_hand)
    cooled = sum(
        figure.typical_w.value or 0 for key, figure in found.by_node.items() if placed[int(key[1:])][0] == "x/crah"
    )
    assert sum(figure.value or 0 for figure in found.by_kind.values()) == pytest.approx(by_hand + cooled)
    if found.facility_w.known and found.it_typical_w.known:
        parts = (found.it_typical_w.value or 0) + (found.losses_w.value or 0) + (found.cooling_w.value or 0)
        assert found.facility_w.value == pytest.approx(parts)
    for figure in (found.it_typical_w, found.it_max_w, found.losses_w, found.cooling_w, found.facility_w, found.pue):
        assert recompute(figure) == figure.value
        assert figure.value is None or figure.value >= 0
        if figure.value is not None and figure.low is not None and figure.high is not None:
            assert figure.low - 1e-6 <= figure.value <= figure.high + 1e-6
