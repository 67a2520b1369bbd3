"""Whole numbers of a design, counted by hand."""

from designer.analysis.counts import counts
from designer.analysis.quantities import accelerators_in
from designer.model.design import Design, Link, Node
from designer.model.figures.figure import recompute
from designer.model.parts.part import Contained, Part, Price

CHIP = Part(id="x/chip", kind="accelerator", layer="silicon", vendor="X", name="Chip")
BOARD = Part(
    id="x/board",
    kind="server",
    layer="silicon",
    vendor="X",
    name="Board",
    contains=(Contained(part="x/chip", count=4),),
)
SERVER = Part(
    id="x/server",
    kind="server",
    layer="servers_fabric",
    vendor="X",
    name="Server",
    contains=(Contained(part="x/board", count=2),),
)
SWITCH = Part(id="x/switch", kind="switch", layer="servers_fabric", vendor="X", name="Switch")
INSTANCE = Part(
    id="x/instance",
    kind="server",
    layer="cloud",
    vendor="X",
    name="Instance",
    contains=(Contained(part="x/chip", count=8),),
)
LOOP = Part(
    id="x/loop",
    kind="server",
    layer="servers_fabric",
    vendor="X",
    name="Loop",
    contains=(Contained(part="x/loop", count=2), Contained(part="x/chip", count=1)),
)
PARTS = {part.id: part for part in (CHIP, BOARD, SERVER, SWITCH, INSTANCE, LOOP)}


def design(*records: Node | Link) -> Design:
    return Design(
        nodes={record.id: record for record in records if isinstance(record, Node)},
        links={record.id: record for record in records if isinstance(record, Link)},
        parts=PARTS,
    )


POD = design(
    Node(id="pod", kind="pod", copies=2),
    Node(id="rack", kind="rack", copies=4, parent="pod"),
    Node(id="srv", kind="server", part="x/server", copies=3, parent="rack"),
    Node(id="leaf", kind="switch", part="x/switch", copies=2, parent="rack"),
    Node(id="spine", kind="switch", part="x/switch", copies=5),
    Link(id="down", a="srv", b="leaf", medium="fabric", cables=6),
    Link(id="up", a="leaf", b="spine", medium="fabric", cables=80),
    Link(id="mgmt", a="srv", b="spine", medium="management", cables=24),
    Link(id="soft", a="srv", b="spine", medium="runs_on", cables=1),
    Link(id="lost", a="srv", b="nowhere", medium="fabric", cables=99),
)


def test_copies_of_containers_multiply_and_containers_do_not_count() -> None:
    found = counts(POD)
    # 2 pods × 4 racks = 8 racks: 24 servers, 16 leaves; 5 spines in the open.
    assert found.by_part == {"x/server": 24, "x/switch": 21}
    assert found.by_kind == {"server": 24, "switch": 21}
    assert found.nodes == 45


def test_chips_are_counted_through_boards() -> None:
    found = counts(POD)
    # 24 servers × 2 boards × 4 chips.
    assert found.accelerators.value == 192
    assert found.accelerators_by_part == {"x/chip": 192}
    assert found.accelerators_rented == 0
    assert recompute(found.accelerators) == 192
    assert recompute(found.accelerators, {("srv", "copies of srv"): 4.0}) == 256


def test_cables_multiply_with_the_container_that_holds_both_ends() -> None:
    found = counts(POD)
    # down is inside the rack: 6 × 8; up and mgmt leave the pods: as drawn; soft and lost have no cable.
    assert found.cables_by_link == {"down": 48, "up": 80, "mgmt": 24}
    assert found.cables_by_medium == {"fabric": 128, "management": 24}
    assert found.cables == 152


def test_rented_accelerators_are_part_of_the_total_and_apart() -> None:
    found = counts(
        design(
            Node(id="own", kind="server", part="x/server"),
            Node(id="cloud", kind="server", part="x/instance", copies=10),
            Node(id="bare", kind="accelerator", part="x/chip", copies=2),
        )
    )
    assert found.accelerators.value == 8 + 80 + 2
    assert found.accelerators_rented == 80


def test_a_chip_that_is_let_and_never_sold_is_rented() -> None:
    let = Part(
        id="x/let",
        kind="accelerator",
        layer="silicon",
        vendor="X",
        name="Let",
        availability="rented",
        prices=(Price(low=1, typical=1, high=1, basis="on-demand", per="hour"),),
    )
    found = counts(
        Design(nodes={"let": Node(id="let", kind="accelerator", part="x/let", copies=3)}, parts={"x/let": let})
    )
    assert (found.accelerators.value, found.accelerators_rented) == (3, 3)


def test_a_part_that_contains_itself_is_counted_once() -> None:
    assert accelerators_in(design(), LOOP) == {"x/chip": 1}


def test_an_empty_design_has_nothing() -> None:
    found = counts(design())
    assert (found.nodes, found.cables, found.accelerators.value) == (0, 0, 0)


def test_a_node_whose_part_is_not_there_still_counts() -> None:
    found = counts(design(Node(id="odd", kind="server", part="who/knows", copies=2)))
    assert found.by_part == {"who/knows": 2}
    assert found.accelerators.value == 0
