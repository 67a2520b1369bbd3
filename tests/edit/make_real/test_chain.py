"""The power chain behind the strips of small halls, worked out by hand: all that is drawn and said."""

from collections.abc import Mapping
from itertools import chain
from typing import Any, NamedTuple

import pytest

from designer.edit.make_real.chain import draw_chain
from designer.edit.make_real.records import Draws, Wishes
from designer.model.design import Link, Node
from tests.builders.designs import design_of, link
from tests.builders.power import equipment, inlets, library_of, part_of, strip
from tests.builders.racks import device, rack
from tests.builders.told import drawn_in, line_text, sections

SERVER = part_of("server", "server", inlets(2))
SHELVED = part_of("shelved", "rack-system", inlets(3))
COOLER = part_of("cooler", "crah", inlets(1), power_max_w=9_000.0)
STRIP = strip("strip", 20_000, 12)
PARTS = (
    equipment("panel", "rpp"),
    equipment("rated", "rpp", 100_000.0),
    equipment("board", "switchgear"),
    equipment("ups50", "ups", 50_000.0),
    equipment("ups200", "ups", 200_000.0),
    # It stands in a rack and feeds a handful: nothing for a floor.
    equipment("rackups", "ups", 60_000.0, 8),
    equipment("grid", "utility"),
    equipment("sts", "sts"),
    equipment("t300", "transformer", 300_000.0),
    equipment("g300", "generator", 300_000.0),
    equipment("transformer", "transformer", 1_000_000.0),
    equipment("generator", "generator", 1_000_000.0),
)
CATALOG = library_of(*PARTS)


class Case(NamedTuple):
    """What stands there, and what it draws, W."""

    redundancy: str
    inside: tuple[Node | Link, ...]
    max_w: Mapping[str, float]
    hall: bool = False
    wishes: Mapping[str, Any] = {}
    without: tuple[str, ...] = ()


def racks(copies: int, *sides: str, name: str = "") -> tuple[Node | Link, ...]:
    """Return racks with a server, and one strip for each of SIDES that nothing feeds; "" is a third strip."""
    inside: list[Node | Link] = [
        rack(f"rack{name}", copies=copies, parent=None),
        device(f"server{name}", f"rack{name}", 1, part="server"),
    ]
    for side in sides:
        strip_id = f"strip{name}{side or '3'}"
        inside += [
            device(strip_id, f"rack{name}", kind="pdu", part="strip"),
            link(strip_id, f"server{name}", "power", side=side),
        ]
    return tuple(inside)


def stands(name: str, kind: str, part: str = "", copies: int = 1, **facts: float) -> Node:
    """Return a piece of power equipment that stands there already."""
    return device(name, kind=kind, part=part, copies=copies, facts=facts)


def feeds(source: str, fed: str, side: str = "", cables: int = 1) -> Link:
    """Return a power cable that is drawn already."""
    return link(source, fed, "power", cables, side=side)


ROOM = Node(id="hall", kind="room")
TWO = racks(3, "A", "B")
FED_SIDES = tuple(
    one
    for side in "AB"
    for one in (
        stands(f"p{side}", "rpp", "panel"),
        stands(f"u{side}", "ups", "ups50"),
        feeds(f"p{side}", f"strip{side}", side, 3),
        feeds(f"u{side}", f"p{side}", side),
    )
)
THREE_BEFORE_TWO = (
    stands("b", "switchgear", "board", 2),
    stands("t", "transformer", "", 3, capacity_w=50_000.0),
    feeds("t", "b", "", 3),
)
COOLERS = (device("c", kind="crah", part="cooler", copies=60, facts={"power_max_w": 80_000.0}),)
CASES = {
    # 3 racks of 10 kW on each side: 30 / 0.8 = 37.5 kW of UPS a side. A panel of 225 kW is the smallest.
    "two-sides": Case("2N", TWO, {"server": 10_000.0}),
    # One side without a name, 30 kW in all; one UPS of 50 kW and one more, which work on one board.
    "one-more": Case("N+1", racks(3, ""), {"server": 10_000.0}),
    "as-needed": Case("N", racks(3, ""), {"server": 10_000.0}),
    # 40 kW are exactly 80 % of 50 kW; with 4 W more two of 50 kW are less than one of 200.
    "ups-exactly-full": Case("N", racks(4, ""), {"server": 10_000.0}),
    "ups-a-watt-short": Case("N", racks(4, ""), {"server": 10_001.0}),
    # 200 / 0.8 = 250 kW: five of 50 kW would be one more than a board takes, so that there are two of 200 kW.
    "more-than-a-board-takes": Case("N", racks(20, ""), {"server": 10_000.0}),
    # 18 × 10 kW are exactly 80 % of 225 kW, and 32 of 400 kW; 33 need two panels.
    "panel-exactly-full": Case("N", racks(18, ""), {"server": 10_000.0}),
    "panel-of-400": Case("N", racks(32, ""), {"server": 10_000.0}),
    "two-panels": Case("N", racks(33, ""), {"server": 10_000.0}),
    # 81 strips are one more than a panel has cables for.
    "panel-by-cables": Case("N", racks(81, ""), {"server": 100.0}),
    "panel-exactly-by-cables": Case("N", racks(80, ""), {"server": 100.0}),
    # Unlike racks share a panel as far as both fit: 200 + 100 kW of 320, not 200 + 130.
    "share-a-panel": Case("N", (*racks(20, ""), *racks(12, "", name="2")), {"server": 10_000.0, "server2": 10_000.0}),
    "share-no-panel": Case("N", (*racks(20, ""), *racks(13, "", name="2")), {"server": 10_000.0, "server2": 10_000.0}),
    "panel-swapped": Case("N", racks(9, ""), {"server": 10_000.0}, wishes={"swaps": {"panel:panel": "rated"}}),
    "ups-swapped": Case("N", racks(3, ""), {"server": 10_000.0}, wishes={"swaps": {"ups:ups50": "ups200"}}),
    "no-panel-wanted": Case("N", racks(3, ""), {"server": 10_000.0}, wishes={"left_out": ("panel:panel",)}),
    "no-ups-wanted": Case("N", racks(3, ""), {"server": 10_000.0}, wishes={"left_out": ("ups:ups50",)}),
    "no-panel-on-hand": Case("N", racks(3, ""), {"server": 10_000.0}, without=("panel", "rated")),
    "no-ups-on-hand": Case("N", racks(3, ""), {"server": 10_000.0}, without=("ups50", "ups200")),
    "no-board-on-hand": Case("N+1", racks(3, ""), {"server": 10_000.0}, without=("board",)),
    # In a room the panel and the UPS stand in it, in two copies of a room nobody knows in which.
    "in-a-room": Case("N", (ROOM, rack(), device("s", "hall", kind="pdu", part="strip")), {}),
    "in-two-rooms": Case(
        "N", (Node(id="hall", kind="room", copies=2), rack(), device("s", "hall", kind="pdu", part="strip")), {}
    ),
    # Third strips: 10 kW of three racks hang on all three; a panel behind a transfer switch that both UPSs feed.
    "third-strips": Case("2N", racks(3, "A", "B", ""), {"server": 10_000.0}),
    "third-strips-without-switch": Case("2N", racks(3, "A", "B", ""), {"server": 10_000.0}, without=("sts",)),
    "third-strips-not-wanted": Case(
        "2N", racks(3, "A", "B", ""), {"server": 10_000.0}, wishes={"left_out": ("third-transfer:sts",)}
    ),
    # The other strips of the racks are fed: the third hangs on the UPSs of their panels, unless no panel is wanted.
    "third-strip-alone": Case("2N", (*racks(3, "A", "B", ""), *FED_SIDES), {"server": 10_000.0}),
    "third-strip-alone-without-panel": Case(
        "2N", (*racks(3, "A", "B", ""), *FED_SIDES), {"server": 10_000.0}, wishes={"left_out": ("panel:panel",)}
    ),
    # A panel behind a transfer switch takes third strips; one that is not takes none.
    "third-strip-onto-its-panel": Case(
        "2N",
        (
            *racks(3, "A", "B", ""),
            *FED_SIDES,
            stands("p3", "rpp", "panel"),
            stands("s", "sts", "sts"),
            feeds("s", "p3"),
        ),
        {"server": 10_000.0},
    ),
    # Strips without cords are of side A, then B, then A again.
    "sides-in-order": Case(
        "2N", (rack(parent=None), *(device(name, "rack", kind="pdu", part="strip") for name in "xyz")), {}
    ),
    # Beside strips of both sides one that feeds nothing is no third strip.
    "idle-strip": Case("2N", (*racks(1, "A", "B"), device("x", "rack", kind="pdu", part="strip")), {"server": 1_000.0}),
    # Only a board takes its rating from what stands before it.
    "panel-behind-a-small-transformer": Case(
        "N",
        (*racks(3, ""), stands("p", "rpp", "panel"), stands("t", "transformer", capacity_w=1_000.0), feeds("t", "p")),
        {"server": 10_000.0},
    ),
    # Racks with power shelves hang on the panels: two of three cords on A, one on B, 60 kW on either side.
    "racks-with-shelves": Case("2N", (device("r", kind="rack-system", part="shelved", copies=2),), {"r": 30_000.0}),
    "racks-with-shelves-n": Case("N", (device("r", kind="rack-system", part="shelved", copies=2),), {"r": 30_000.0}),
    # A strip that is hung anew goes onto the panel of its side, as far as it carries: 30 + 30 of 60 kW.
    "onto-the-panel": Case(
        "2N",
        (
            *TWO,
            stands("pa", "rpp", capacity_w=30_000.0),
            stands("pb", "rpp", capacity_w=30_000.0),
            feeds("pa", "stripA", "A"),
        ),
        {"server": 10_000.0},
    ),
    "panel-is-too-weak": Case(
        "N", (*racks(3, ""), stands("p", "rpp", "panel", capacity_w=29_999.0)), {"server": 10_000.0}
    ),
    "panel-is-just-enough": Case(
        "N", (*racks(3, ""), stands("p", "rpp", "panel", capacity_w=30_000.0)), {"server": 10_000.0}
    ),
    "panel-of-other-side": Case(
        "2N",
        (*racks(1, "B"), stands("p", "rpp", "panel"), device("x", kind="pdu", part="strip"), feeds("p", "x", "A")),
        {"server": 1_000.0},
    ),
    # The UPS there has room for 10 kW beside the 10 of another panel.
    "onto-the-ups": Case(
        "N",
        (
            *racks(1, ""),
            *racks(1, name="2"),
            stands("u", "ups", "ups50", capacity_w=20_000.0),
            stands("p", "rpp", capacity_w=1.0),
            feeds("u", "p"),
            feeds("p", "server2"),
        ),
        {"server": 10_000.0, "server2": 10_000.0},
    ),
    "ups-is-full": Case(
        "N",
        (
            *racks(1, ""),
            *racks(1, name="2"),
            stands("u", "ups", "ups50", capacity_w=19_999.0),
            stands("p", "rpp", capacity_w=1.0),
            feeds("u", "p"),
            feeds("p", "server2"),
        ),
        {"server": 10_000.0, "server2": 10_000.0},
    ),
    # A hall: 600 kW × PUE 1.54 = 924 kW, 1.155 MW at 80 %: two transformers and two generators of 1 MW.
    "hall": Case("N", racks(60, ""), {"server": 10_000.0}, hall=True),
    "hall-two-sides": Case("2N", racks(30, "A", "B"), {"server": 10_000.0}, hall=True),
    "hall-one-more": Case("N+1", racks(30, ""), {"server": 10_000.0}, hall=True),
    # 3.2 MW are more than one block of 3 MW: two boards for it.
    "hall-of-two-blocks": Case("N", racks(320, ""), {"server": 10_000.0}, hall=True),
    "hall-of-own-blocks": Case(
        "N", (*racks(160, ""), *racks(160, "", name="2")), {"server": 10_000.0, "server2": 10_000.0}, hall=True
    ),
    # With one more of each a block is of 1.5 MW, so that 1.6 MW have two boards.
    "hall-of-two-spare-blocks": Case("N+1", racks(160, ""), {"server": 10_000.0}, hall=True),
    # Coolers of two blocks hang on a switchgear of their own: 3.2 MW × 0.54 = 1.73 MW, which 3 of 1 MW carry.
    "blocks-with-coolers": Case(
        "N",
        (*racks(160, ""), *racks(160, "", name="2"), device("c", kind="crah", part="cooler", copies=100)),
        {"server": 10_000.0, "server2": 10_000.0},
        hall=True,
    ),
    # What stands there: the board takes the UPS, as far as its transformer of 50 kW carries 30 kW × 1.54.
    "hall-with-board": Case(
        "N",
        (
            *racks(3, ""),
            stands("b", "switchgear", "board"),
            stands("t", "transformer", capacity_w=50_000.0),
            feeds("t", "b"),
        ),
        {"server": 10_000.0},
        hall=True,
    ),
    "hall-with-weak-board": Case(
        "N",
        (
            *racks(3, ""),
            stands("b", "switchgear", "board"),
            stands("t", "transformer", capacity_w=46_000.0),
            feeds("t", "b"),
        ),
        {"server": 10_000.0},
        hall=True,
    ),
    # Three transformers of 50 kW carry two boards together: 97 kW × 1.54 = 149.4 kW, not 98 kW.
    "hall-with-two-boards": Case("N", (*racks(1, ""), *THREE_BEFORE_TWO), {"server": 97_000.0}, hall=True),
    "hall-with-two-weak-boards": Case("N", (*racks(1, ""), *THREE_BEFORE_TWO), {"server": 98_000.0}, hall=True),
    # One of the transformers does not say what it carries, so that the board takes anything.
    "hall-with-unknown-transformer": Case(
        "N",
        (*racks(1, ""), *THREE_BEFORE_TWO, stands("t2", "transformer"), feeds("t2", "b")),
        {"server": 900_000.0},
        hall=True,
    ),
    # 450 kW × 1.54 / 0.8 = 866 kW: three of 300 kW are more than the two inputs left, so that one of 1 MW carries it.
    "hall-by-inputs": Case("N", racks(45, ""), {"server": 10_000.0}, hall=True),
    # Coolers of 9 kW each: past the UPSs, from the utility; at 2N by a transfer switch.
    "coolers": Case("N", (device("c", kind="crah", part="cooler", copies=3),), {}),
    "coolers-two-sides": Case("2N", (device("c", kind="crah", part="cooler", copies=81),), {}),
    # Those that come later hang on the switch that feeds coolers already.
    "coolers-onto-their-switch": Case(
        "2N",
        (
            device("c", kind="crah", part="cooler", copies=2),
            device("d", kind="crah", part="cooler"),
            stands("s", "sts", "sts"),
            feeds("s", "d"),
        ),
        {},
    ),
    "hall-with-coolers": Case(
        "2N", (*racks(30, "A", "B"), device("c", kind="crah", part="cooler", copies=3)), {"server": 10_000.0}, hall=True
    ),
    # The board takes coolers of 3 × 20 kW where its transformer of 60 kW carries them.
    "coolers-onto-the-board": Case(
        "N",
        (
            device("c", kind="crah", part="cooler", copies=3, facts={"power_max_w": 20_000.0}),
            stands("b", "switchgear", "board"),
            stands("t", "transformer", capacity_w=60_000.0),
            feeds("t", "b"),
        ),
        {},
        hall=True,
    ),
    "coolers-too-much-for-the-board": Case(
        "N",
        (
            device("c", kind="crah", part="cooler", copies=3, facts={"power_max_w": 20_001.0}),
            stands("b", "switchgear", "board"),
            stands("t", "transformer", capacity_w=60_000.0),
            feeds("t", "b"),
        ),
        {},
        hall=True,
    ),
    # Those that the utility feeds are no reason to hang others on it at 2N.
    "coolers-fed-by-the-utility": Case(
        "2N",
        (
            *(device(one, kind="crah", part="cooler") for one in "cd"),
            stands("u", "utility", "grid"),
            feeds("u", "d", "A"),
        ),
        {},
    ),
    # 4.8 MW are what one board carries, half of that where one more stands beside each.
    "coolers-of-one-board": Case("N", COOLERS, {}, hall=True),
    "coolers-of-two-boards": Case("N+1", COOLERS, {}, hall=True),
    "hall-of-coolers-alone": Case("N", (device("c", kind="crah", part="cooler", copies=3),), {"x": 1.0}, hall=True),
}
EXPECTED = """
## two-sides
panel-a -> stripA x3 A; power
panel-a: rpp panel; Power panel A; capacity_w 225000
panel-b -> stripB x3 B; power
panel-b: rpp panel; Power panel B; capacity_w 225000
ups-a -> panel-a x1 A; power
ups-a: ups ups50; UPS A
ups-b -> panel-b x1 B; power
ups-b: ups ups50; UPS B
utility-a -> ups-a x1 A; power
utility-a: utility grid; Utility A
utility-b -> ups-b x1 B; power
utility-b: utility grid; Utility B
* panel:panel panel x2 or rated: panel; each carries up to 320 kW, 80% of its rating, and 80 cables
* ups:ups50 ups50 x2 or ups200: ups50; 30 kW at most 80% full, on each side; one carries 50 kW
* utility:grid grid x2: grid; one for each side
## one-more
output-board -> panel x1; power
output-board: switchgear board; UPS output board
panel -> strip3 x3; power
panel: rpp panel; Power panel; capacity_w 225000
ups -> output-board x2; power
ups: ups ups50 x2; UPS
utility -> ups x2; power
utility: utility grid; Utility
* panel:panel panel x1 or rated: panel; each carries up to 320 kW, 80% of its rating, and 80 cables
* ups:ups50 ups50 x2 or ups200: ups50; 30 kW at most 80% full, one more than is needed; one carries 50 kW
* output-board:board board x1: UPS output board; joins several UPSs, so that each carries its share; its rating
    is ordered with it
* utility:grid grid x1: grid; one for each side
## as-needed
panel -> strip3 x3; power
panel: rpp panel; Power panel; capacity_w 225000
ups -> panel x1; power
ups: ups ups50; UPS
utility -> ups x1; power
utility: utility grid; Utility
* panel:panel panel x1 or rated: panel; each carries up to 320 kW, 80% of its rating, and 80 cables
* ups:ups50 ups50 x1 or ups200: ups50; 30 kW at most 80% full; one carries 50 kW
* utility:grid grid x1: grid; one for each side
## ups-exactly-full
panel -> strip3 x4; power
panel: rpp panel; Power panel; capacity_w 225000
ups -> panel x1; power
ups: ups ups50; UPS
utility -> ups x1; power
utility: utility grid; Utility
* panel:panel panel x1 or rated: panel; each carries up to 320 kW, 80% of its rating, and 80 cables
* ups:ups50 ups50 x1 or ups200: ups50; 40 kW at most 80% full; one carries 50 kW
* utility:grid grid x1: grid; one for each side
## ups-a-watt-short
output-board -> panel x1; power
output-board: switchgear board; UPS output board
panel -> strip3 x4; power
panel: rpp panel; Power panel; capacity_w 225000
ups -> output-board x2; power
ups: ups ups50 x2; UPS
utility -> ups x2; power
utility: utility grid; Utility
* panel:panel panel x1 or rated: panel; each carries up to 320 kW, 80% of its rating, and 80 cables
* ups:ups50 ups50 x2 or ups200: ups50; 40 kW at most 80% full; one carries 50 kW
* output-board:board board x1: UPS output board; joins several UPSs, so that each carries its share; its rating
    is ordered with it
* utility:grid grid x1: grid; one for each side
## more-than-a-board-takes
output-board -> panel x1; power
output-board: switchgear board; UPS output board
panel -> strip3 x20; power
panel: rpp panel; Power panel; capacity_w 400000
ups -> output-board x2; power
ups: ups ups200 x2; UPS
utility -> ups x2; power
utility: utility grid; Utility
* panel:panel panel x1 or rated: panel; each carries up to 320 kW, 80% of its rating, and 80 cables
* ups:ups200 ups200 x2 or ups50: ups200; 200 kW at most 80% full; one carries 200 kW
* output-board:board board x1: UPS output board; joins several UPSs, so that each carries its share; its rating
    is ordered with it
* utility:grid grid x1: grid; one for each side
## panel-exactly-full
output-board -> panel x1; power
output-board: switchgear board; UPS output board
panel -> strip3 x18; power
panel: rpp panel; Power panel; capacity_w 225000
ups -> output-board x2; power
ups: ups ups200 x2; UPS
utility -> ups x2; power
utility: utility grid; Utility
* panel:panel panel x1 or rated: panel; each carries up to 320 kW, 80% of its rating, and 80 cables
* ups:ups200 ups200 x2 or ups50: ups200; 180 kW at most 80% full; one carries 200 kW
* output-board:board board x1: UPS output board; joins several UPSs, so that each carries its share; its rating
    is ordered with it
* utility:grid grid x1: grid; one for each side
## panel-of-400
output-board -> panel x1; power
output-board: switchgear board; UPS output board
panel -> strip3 x32; power
panel: rpp panel; Power panel; capacity_w 400000
ups -> output-board x2; power
ups: ups ups200 x2; UPS
utility -> ups x2; power
utility: utility grid; Utility
* panel:panel panel x1 or rated: panel; each carries up to 320 kW, 80% of its rating, and 80 cables
* ups:ups200 ups200 x2 or ups50: ups200; 320 kW at most 80% full; one carries 200 kW
* output-board:board board x1: UPS output board; joins several UPSs, so that each carries its share; its rating
    is ordered with it
* utility:grid grid x1: grid; one for each side
## two-panels
output-board -> panel x2; power
output-board: switchgear board; UPS output board
panel -> strip3 x33; power
panel: rpp panel x2; Power panel; capacity_w 225000
ups -> output-board x3; power
ups: ups ups200 x3; UPS
utility -> ups x3; power
utility: utility grid; Utility
* panel:panel panel x2 or rated: panel; each carries up to 320 kW, 80% of its rating, and 80 cables
* ups:ups200 ups200 x3 or ups50: ups200; 330 kW at most 80% full; one carries 200 kW
* output-board:board board x1: UPS output board; joins several UPSs, so that each carries its share; its rating
    is ordered with it
* utility:grid grid x1: grid; one for each side
## panel-by-cables
panel -> strip3 x81; power
panel: rpp panel x2; Power panel; capacity_w 225000
ups -> panel x2; power
ups: ups ups50; UPS
utility -> ups x1; power
utility: utility grid; Utility
* panel:panel panel x2 or rated: panel; each carries up to 320 kW, 80% of its rating, and 80 cables
* ups:ups50 ups50 x1 or ups200: ups50; 8.1 kW at most 80% full; one carries 50 kW
* utility:grid grid x1: grid; one for each side
## panel-exactly-by-cables
panel -> strip3 x80; power
panel: rpp panel; Power panel; capacity_w 225000
ups -> panel x1; power
ups: ups ups50; UPS
utility -> ups x1; power
utility: utility grid; Utility
* panel:panel panel x1 or rated: panel; each carries up to 320 kW, 80% of its rating, and 80 cables
* ups:ups50 ups50 x1 or ups200: ups50; 8 kW at most 80% full; one carries 50 kW
* utility:grid grid x1: grid; one for each side
## share-a-panel
output-board -> panel x1; power
output-board: switchgear board; UPS output board
panel -> strip23 x12; power
panel -> strip3 x20; power
panel: rpp panel; Power panel; capacity_w 400000
ups -> output-board x2; power
ups: ups ups200 x2; UPS
utility -> ups x2; power
utility: utility grid; Utility
* panel:panel panel x1 or rated: panel; each carries up to 320 kW, 80% of its rating, and 80 cables
* ups:ups200 ups200 x2 or ups50: ups200; 320 kW at most 80% full; one carries 200 kW
* output-board:board board x1: UPS output board; joins several UPSs, so that each carries its share; its rating
    is ordered with it
* utility:grid grid x1: grid; one for each side
## share-no-panel
output-board -> panel x1; power
output-board -> panel-2 x1; power
output-board: switchgear board; UPS output board
panel -> strip3 x20; power
panel-2 -> strip23 x13; power
panel-2: rpp panel; Power panel 2; capacity_w 225000
panel: rpp panel; Power panel; capacity_w 400000
ups -> output-board x3; power
ups: ups ups200 x3; UPS
utility -> ups x3; power
utility: utility grid; Utility
* panel:panel panel x2 or rated: panel; each carries up to 320 kW, 80% of its rating, and 80 cables
* ups:ups200 ups200 x3 or ups50: ups200; 330 kW at most 80% full; one carries 200 kW
* output-board:board board x1: UPS output board; joins several UPSs, so that each carries its share; its rating
    is ordered with it
* utility:grid grid x1: grid; one for each side
## panel-swapped
output-board -> panel x2; power
output-board: switchgear board; UPS output board
panel -> strip3 x9; power
panel: rpp rated x2; Power panel
ups -> output-board x3; power
ups: ups ups50 x3; UPS
utility -> ups x3; power
utility: utility grid; Utility
* panel:panel rated x2 or panel: rated; each carries up to 80 kW, 80% of its rating, and 80 cables
* ups:ups50 ups50 x3 or ups200: ups50; 90 kW at most 80% full; one carries 50 kW
* output-board:board board x1: UPS output board; joins several UPSs, so that each carries its share; its rating
    is ordered with it
* utility:grid grid x1: grid; one for each side
## ups-swapped
panel -> strip3 x3; power
panel: rpp panel; Power panel; capacity_w 225000
ups -> panel x1; power
ups: ups ups200; UPS
utility -> ups x1; power
utility: utility grid; Utility
* panel:panel panel x1 or rated: panel; each carries up to 320 kW, 80% of its rating, and 80 cables
* ups:ups50 ups200 x1 or ups50: ups200; 30 kW at most 80% full; one carries 200 kW
* utility:grid grid x1: grid; one for each side
## no-panel-wanted
* panel:panel panel x1 or rated (left out): panel; each carries up to 320 kW, 80% of its rating, and 80 cables
## no-ups-wanted
panel -> strip3 x3; power
panel: rpp panel; Power panel; capacity_w 225000
* panel:panel panel x1 or rated: panel; each carries up to 320 kW, 80% of its rating, and 80 cables
* ups:ups50 ups50 x1 or ups200 (left out): ups50; 30 kW at most 80% full; one carries 50 kW
## no-panel-on-hand
* panel:none x0 (a problem): Power panel; the catalog holds no panel for a floor
## no-ups-on-hand
panel -> strip3 x3; power
panel: rpp panel; Power panel; capacity_w 225000
* panel:panel panel x1 or rated: panel; each carries up to 320 kW, 80% of its rating, and 80 cables
* ups:none x0 (a problem): UPS; no part of the catalog says that it carries 30 kW
## no-board-on-hand
panel -> strip3 x3; power
panel: rpp panel; Power panel; capacity_w 225000
ups -> panel x1; power
ups: ups ups50 x2; UPS
utility -> ups x2; power
utility: utility grid; Utility
* panel:panel panel x1 or rated: panel; each carries up to 320 kW, 80% of its rating, and 80 cables
* ups:ups50 ups50 x2 or ups200: ups50; 30 kW at most 80% full, one more than is needed; one carries 50 kW
* utility:grid grid x1: grid; one for each side
## in-a-room
panel -> s x1; power
panel: rpp panel in hall; Power panel; capacity_w 225000
ups -> panel x1; power
ups: ups ups50 in hall; UPS
utility -> ups x1; power
utility: utility grid; Utility
* panel:panel panel x1 or rated: panel; each carries up to 320 kW, 80% of its rating, and 80 cables
* ups:ups50 ups50 x1 or ups200: ups50; 0 W at most 80% full; one carries 50 kW
* utility:grid grid x1: grid; one for each side
## in-two-rooms
panel -> s x2; power
panel: rpp panel; Power panel; capacity_w 225000
ups -> panel x1; power
ups: ups ups50; UPS
utility -> ups x1; power
utility: utility grid; Utility
* panel:panel panel x1 or rated: panel; each carries up to 320 kW, 80% of its rating, and 80 cables
* ups:ups50 ups50 x1 or ups200: ups50; 0 W at most 80% full; one carries 50 kW
* utility:grid grid x1: grid; one for each side
## third-strips
panel -> strip3 x3; power
panel-a -> stripA x3 A; power
panel-a: rpp panel; Power panel A; capacity_w 225000
panel-b -> stripB x3 B; power
panel-b: rpp panel; Power panel B; capacity_w 225000
panel: rpp panel; Power panel; capacity_w 225000
sts -> panel x1; power
sts: sts sts; Transfer switch for third strips
ups-a -> panel-a x1 A; power
ups-a -> sts x1 A; power
ups-a: ups ups50; UPS A
ups-b -> panel-b x1 B; power
ups-b -> sts x1 B; power
ups-b: ups ups50; UPS B
utility-a -> ups-a x1 A; power
utility-a: utility grid; Utility A
utility-b -> ups-b x1 B; power
utility-b: utility grid; Utility B
* panel:panel panel x3 or rated: panel; each carries up to 320 kW, 80% of its rating, and 80 cables
* ups:ups50 ups50 x2 or ups200: ups50; 30 kW at most 80% full, on each side; one carries 50 kW
* utility:grid grid x2: grid; one for each side
* third-transfer:sts sts x1: sts; feeds the third strips from either side, so that two thirds of the supplies
    stay live
## third-strips-without-switch
panel-a -> stripA x3 A; power
panel-a: rpp panel; Power panel A; capacity_w 225000
panel-b -> stripB x3 B; power
panel-b: rpp panel; Power panel B; capacity_w 225000
ups-a -> panel-a x1 A; power
ups-a: ups ups50; UPS A
ups-b -> panel-b x1 B; power
ups-b: ups ups50; UPS B
utility-a -> ups-a x1 A; power
utility-a: utility grid; Utility A
utility-b -> ups-b x1 B; power
utility-b: utility grid; Utility B
* panel:panel panel x2 or rated: panel; each carries up to 320 kW, 80% of its rating, and 80 cables
* ups:ups50 ups50 x2 or ups200: ups50; 30 kW at most 80% full, on each side; one carries 50 kW
* utility:grid grid x2: grid; one for each side
* thirds:none x0 (a problem): Third strips; nothing feeds both sides of strip3
## third-strips-not-wanted
panel -> strip3 x3; power
panel-a -> stripA x3 A; power
panel-a: rpp panel; Power panel A; capacity_w 225000
panel-b -> stripB x3 B; power
panel-b: rpp panel; Power panel B; capacity_w 225000
panel: rpp panel; Power panel; capacity_w 225000
ups-a -> panel-a x1 A; power
ups-a: ups ups50; UPS A
ups-b -> panel-b x1 B; power
ups-b: ups ups50; UPS B
utility-a -> ups-a x1 A; power
utility-a: utility grid; Utility A
utility-b -> ups-b x1 B; power
utility-b: utility grid; Utility B
* panel:panel panel x3 or rated: panel; each carries up to 320 kW, 80% of its rating, and 80 cables
* ups:ups50 ups50 x2 or ups200: ups50; 30 kW at most 80% full, on each side; one carries 50 kW
* utility:grid grid x2: grid; one for each side
* third-transfer:sts sts x1 (left out): sts; feeds the third strips from either side, so that two thirds of the
    supplies stay live
## third-strip-alone
panel -> strip3 x3; power
panel: rpp panel; Power panel; capacity_w 225000
sts -> panel x1; power
sts: sts sts; Transfer switch for third strips
uA -> sts x1 A; power
uB -> sts x1 B; power
* panel:panel panel x1 or rated: panel; each carries up to 320 kW, 80% of its rating, and 80 cables
* third-transfer:sts sts x1: sts; feeds the third strips from either side, so that two thirds of the supplies
    stay live
## third-strip-alone-without-panel
* panel:panel panel x1 or rated (left out): panel; each carries up to 320 kW, 80% of its rating, and 80 cables
## third-strip-onto-its-panel
p3 -> strip3 x3; power
## sides-in-order
panel-a -> x x1 A; power
panel-a -> z x1 A; power
panel-a: rpp panel; Power panel A; capacity_w 225000
panel-b -> y x1 B; power
panel-b: rpp panel; Power panel B; capacity_w 225000
ups-a -> panel-a x1 A; power
ups-a: ups ups50; UPS A
ups-b -> panel-b x1 B; power
ups-b: ups ups50; UPS B
utility-a -> ups-a x1 A; power
utility-a: utility grid; Utility A
utility-b -> ups-b x1 B; power
utility-b: utility grid; Utility B
* panel:panel panel x2 or rated: panel; each carries up to 320 kW, 80% of its rating, and 80 cables
* ups:ups50 ups50 x2 or ups200: ups50; 0 W at most 80% full, on each side; one carries 50 kW
* utility:grid grid x2: grid; one for each side
## idle-strip
panel-a -> stripA x1 A; power
panel-a -> x x1 A; power
panel-a: rpp panel; Power panel A; capacity_w 225000
panel-b -> stripB x1 B; power
panel-b: rpp panel; Power panel B; capacity_w 225000
ups-a -> panel-a x1 A; power
ups-a: ups ups50; UPS A
ups-b -> panel-b x1 B; power
ups-b: ups ups50; UPS B
utility-a -> ups-a x1 A; power
utility-a: utility grid; Utility A
utility-b -> ups-b x1 B; power
utility-b: utility grid; Utility B
* panel:panel panel x2 or rated: panel; each carries up to 320 kW, 80% of its rating, and 80 cables
* ups:ups50 ups50 x2 or ups200: ups50; 1 kW at most 80% full, on each side; one carries 50 kW
* utility:grid grid x2: grid; one for each side
## panel-behind-a-small-transformer
p -> strip3 x3; power
## racks-with-shelves
output-board-a -> panel-a x1 A; power
output-board-a: switchgear board; UPS output board A
output-board-b -> panel-b x1 B; power
output-board-b: switchgear board; UPS output board B
panel-a -> r x4 A; power
panel-a: rpp panel; Power panel A; capacity_w 225000
panel-b -> r x2 B; power
panel-b: rpp panel; Power panel B; capacity_w 225000
ups-a -> output-board-a x2 A; power
ups-a: ups ups50 x2; UPS A
ups-b -> output-board-b x2 B; power
ups-b: ups ups50 x2; UPS B
utility-a -> ups-a x2 A; power
utility-a: utility grid; Utility A
utility-b -> ups-b x2 B; power
utility-b: utility grid; Utility B
* panel:panel panel x2 or rated: panel; each carries up to 320 kW, 80% of its rating, and 80 cables
* ups:ups50 ups50 x4 or ups200: ups50; 60 kW at most 80% full, on each side; one carries 50 kW
* output-board:board board x2: UPS output board; joins several UPSs, so that each carries its share; its rating
    is ordered with it
* utility:grid grid x2: grid; one for each side
## racks-with-shelves-n
output-board -> panel x1; power
output-board: switchgear board; UPS output board
panel -> r x6; power
panel: rpp panel; Power panel; capacity_w 225000
ups -> output-board x2; power
ups: ups ups50 x2; UPS
utility -> ups x2; power
utility: utility grid; Utility
* panel:panel panel x1 or rated: panel; each carries up to 320 kW, 80% of its rating, and 80 cables
* ups:ups50 ups50 x2 or ups200: ups50; 60 kW at most 80% full; one carries 50 kW
* output-board:board board x1: UPS output board; joins several UPSs, so that each carries its share; its rating
    is ordered with it
* utility:grid grid x1: grid; one for each side
## onto-the-panel
panel-b -> stripB x3 B; power
panel-b: rpp panel; Power panel B; capacity_w 225000
ups-b -> panel-b x1 B; power
ups-b: ups ups50; UPS B
utility-b -> ups-b x1 B; power
utility-b: utility grid; Utility B
* panel:panel panel x1 or rated: panel; each carries up to 320 kW, 80% of its rating, and 80 cables
* ups:ups50 ups50 x1 or ups200: ups50; 30 kW at most 80% full, on each side; one carries 50 kW
* utility:grid grid x1: grid; one for each side
## panel-is-too-weak
panel -> strip3 x3; power
panel: rpp panel; Power panel; capacity_w 225000
ups -> panel x1; power
ups: ups ups50; UPS
utility -> ups x1; power
utility: utility grid; Utility
* panel:panel panel x1 or rated: panel; each carries up to 320 kW, 80% of its rating, and 80 cables
* ups:ups50 ups50 x1 or ups200: ups50; 30 kW at most 80% full; one carries 50 kW
* utility:grid grid x1: grid; one for each side
## panel-is-just-enough
p -> strip3 x3; power
## panel-of-other-side
panel-b -> stripB x1 B; power
panel-b: rpp panel; Power panel B; capacity_w 225000
ups-b -> panel-b x1 B; power
ups-b: ups ups50; UPS B
utility-b -> ups-b x1 B; power
utility-b: utility grid; Utility B
* panel:panel panel x1 or rated: panel; each carries up to 320 kW, 80% of its rating, and 80 cables
* ups:ups50 ups50 x1 or ups200: ups50; 1 kW at most 80% full, on each side; one carries 50 kW
* utility:grid grid x1: grid; one for each side
## onto-the-ups
panel -> strip3 x1; power
panel: rpp panel; Power panel; capacity_w 225000
u -> panel x1; power
* panel:panel panel x1 or rated: panel; each carries up to 320 kW, 80% of its rating, and 80 cables
## ups-is-full
panel -> strip3 x1; power
panel: rpp panel; Power panel; capacity_w 225000
ups -> panel x1; power
ups: ups ups50; UPS
utility -> ups x1; power
utility: utility grid; Utility
* panel:panel panel x1 or rated: panel; each carries up to 320 kW, 80% of its rating, and 80 cables
* ups:ups50 ups50 x1 or ups200: ups50; 10 kW at most 80% full; one carries 50 kW
* utility:grid grid x1: grid; one for each side
## hall
generator -> switchgear x2; power
generator: generator generator x2; Generator
output-board -> panel x2; power
output-board: switchgear board; UPS output board
panel -> strip3 x60; power
panel: rpp panel x2; Power panel; capacity_w 400000
switchgear -> ups x4; power
switchgear: switchgear board; Switchgear
transformer -> switchgear x2; power
transformer: transformer transformer x2; Transformer
ups -> output-board x4; power
ups: ups ups200 x4; UPS
utility -> transformer x2; power
utility: utility grid; Utility
* panel:panel panel x2 or rated: panel; each carries up to 320 kW, 80% of its rating, and 80 cables
* ups:ups200 ups200 x4 or ups50: ups200; 600 kW at most 80% full; one carries 200 kW
* output-board:board board x1: UPS output board; joins several UPSs, so that each carries its share; its rating
    is ordered with it
* switchgear:board board x1: Switchgear; takes either source; its rating is ordered with it
* transformer:transformer transformer x2 or t300: transformer; 924 kW at most 80% full: IT at its maximum times
    the PUE; one carries 1 MW
* utility:grid grid x1: grid; one for each side
* generator:generator generator x2 or g300: generator; 924 kW at most 80% full: IT at its maximum times the PUE,
    when the utility is lost; one carries 1 MW
## hall-two-sides
generator-a -> switchgear-a x2 A; power
generator-a: generator g300 x2; Generator A
generator-b -> switchgear-b x2 B; power
generator-b: generator g300 x2; Generator B
output-board-a -> panel-a x1 A; power
output-board-a: switchgear board; UPS output board A
output-board-b -> panel-b x1 B; power
output-board-b: switchgear board; UPS output board B
panel-a -> stripA x30 A; power
panel-a: rpp panel; Power panel A; capacity_w 400000
panel-b -> stripB x30 B; power
panel-b: rpp panel; Power panel B; capacity_w 400000
switchgear-a -> ups-a x2 A; power
switchgear-a: switchgear board; Switchgear A
switchgear-b -> ups-b x2 B; power
switchgear-b: switchgear board; Switchgear B
transformer-a -> switchgear-a x2 A; power
transformer-a: transformer t300 x2; Transformer A
transformer-b -> switchgear-b x2 B; power
transformer-b: transformer t300 x2; Transformer B
ups-a -> output-board-a x2 A; power
ups-a: ups ups200 x2; UPS A
ups-b -> output-board-b x2 B; power
ups-b: ups ups200 x2; UPS B
utility-a -> transformer-a x2 A; power
utility-a: utility grid; Utility A
utility-b -> transformer-b x2 B; power
utility-b: utility grid; Utility B
* panel:panel panel x2 or rated: panel; each carries up to 320 kW, 80% of its rating, and 80 cables
* ups:ups200 ups200 x4 or ups50: ups200; 300 kW at most 80% full, on each side; one carries 200 kW
* output-board:board board x2: UPS output board; joins several UPSs, so that each carries its share; its rating
    is ordered with it
* switchgear:board board x2: Switchgear; takes either source; its rating is ordered with it
* transformer:t300 t300 x4 or transformer: t300; 462 kW at most 80% full: IT at its maximum times the PUE, on
    each side; one carries 300 kW
* utility:grid grid x2: grid; one for each side
* generator:g300 g300 x4 or generator: g300; 462 kW at most 80% full: IT at its maximum times the PUE, when the
    utility is lost, on each side; one carries 300 kW
## hall-one-more
generator -> switchgear x2; power
generator: generator generator x2; Generator
output-board -> panel x1; power
output-board: switchgear board; UPS output board
panel -> strip3 x30; power
panel: rpp panel; Power panel; capacity_w 400000
switchgear -> ups x3; power
switchgear: switchgear board; Switchgear
transformer -> switchgear x2; power
transformer: transformer transformer x2; Transformer
ups -> output-board x3; power
ups: ups ups200 x3; UPS
utility -> transformer x2; power
utility: utility grid; Utility
* panel:panel panel x1 or rated: panel; each carries up to 320 kW, 80% of its rating, and 80 cables
* ups:ups200 ups200 x3 or ups50: ups200; 300 kW at most 80% full, one more than is needed; one carries 200 kW
* output-board:board board x1: UPS output board; joins several UPSs, so that each carries its share; its rating
    is ordered with it
* switchgear:board board x1: Switchgear; takes either source; its rating is ordered with it
* transformer:transformer transformer x2 or t300: transformer; 462 kW at most 80% full: IT at its maximum times
    the PUE, one more than is needed; one carries 1 MW
* utility:grid grid x1: grid; one for each side
* generator:generator generator x2 or g300: generator; 462 kW at most 80% full: IT at its maximum times the PUE,
    when the utility is lost, one more than is needed; one carries 1 MW
## hall-of-two-blocks
generator -> switchgear x21; power
generator: generator g300 x21; Generator
output-board -> panel x10; power
output-board: switchgear board x5; UPS output board
panel -> strip3 x320; power
panel: rpp panel x10; Power panel; capacity_w 400000
switchgear -> ups x20; power
switchgear: switchgear board x2; Switchgear
transformer -> switchgear x21; power
transformer: transformer t300 x21; Transformer
ups -> output-board x20; power
ups: ups ups200 x20; UPS
utility -> transformer x21; power
utility: utility grid; Utility
* panel:panel panel x10 or rated: panel; each carries up to 320 kW, 80% of its rating, and 80 cables
* ups:ups200 ups200 x20 or ups50: ups200; 3.2 MW at most 80% full; one carries 200 kW
* output-board:board board x5: UPS output board; joins several UPSs, so that each carries its share; its rating
    is ordered with it
* switchgear:board board x2: Switchgear; takes either source; its rating is ordered with it
* transformer:t300 t300 x21 or transformer: t300; 4.93 MW at most 80% full: IT at its maximum times the PUE; one
    carries 300 kW
* utility:grid grid x1: grid; one for each side
* generator:g300 g300 x21 or generator: g300; 4.93 MW at most 80% full: IT at its maximum times the PUE, when
    the utility is lost; one carries 300 kW
## hall-of-own-blocks
generator -> switchgear x11; power
generator-2 -> switchgear-2 x11; power
generator-2: generator g300 x11; Generator 12
generator: generator g300 x11; Generator
output-board -> panel x5; power
output-board-2 -> panel-2 x5; power
output-board-2: switchgear board x3; UPS output board 4
output-board: switchgear board x3; UPS output board
panel -> strip3 x160; power
panel-2 -> strip23 x160; power
panel-2: rpp panel x5; Power panel 6; capacity_w 400000
panel: rpp panel x5; Power panel; capacity_w 400000
switchgear -> ups x10; power
switchgear-2 -> ups-2 x10; power
switchgear-2: switchgear board; Switchgear 2
switchgear: switchgear board; Switchgear
transformer -> switchgear x11; power
transformer-2 -> switchgear-2 x11; power
transformer-2: transformer t300 x11; Transformer 12
transformer: transformer t300 x11; Transformer
ups -> output-board x10; power
ups-2 -> output-board-2 x10; power
ups-2: ups ups200 x10; UPS 11
ups: ups ups200 x10; UPS
utility -> transformer x11; power
utility -> transformer-2 x11; power
utility: utility grid; Utility
* panel:panel panel x10 or rated: panel; each carries up to 320 kW, 80% of its rating, and 80 cables
* ups:ups200 ups200 x20 or ups50: ups200; 1.6 MW at most 80% full; one carries 200 kW
* output-board:board board x6: UPS output board; joins several UPSs, so that each carries its share; its rating
    is ordered with it
* switchgear:board board x2: Switchgear; takes either source; its rating is ordered with it
* transformer:t300 t300 x22 or transformer: t300; 2.46 MW at most 80% full: IT at its maximum times the PUE; one
    carries 300 kW
* utility:grid grid x1: grid; one for each side
* generator:g300 g300 x22 or generator: g300; 2.46 MW at most 80% full: IT at its maximum times the PUE, when
    the utility is lost; one carries 300 kW
## hall-of-two-spare-blocks
generator -> switchgear x12; power
generator: generator g300 x12; Generator
output-board -> panel x5; power
output-board: switchgear board x11; UPS output board
panel -> strip3 x160; power
panel: rpp panel x5; Power panel; capacity_w 400000
switchgear -> ups x41; power
switchgear: switchgear board x2; Switchgear
transformer -> switchgear x12; power
transformer: transformer t300 x12; Transformer
ups -> output-board x41; power
ups: ups ups50 x41; UPS
utility -> transformer x12; power
utility: utility grid; Utility
* panel:panel panel x5 or rated: panel; each carries up to 320 kW, 80% of its rating, and 80 cables
* ups:ups50 ups50 x41 or ups200: ups50; 1.6 MW at most 80% full, one more than is needed; one carries 50 kW
* output-board:board board x11: UPS output board; joins several UPSs, so that each carries its share; its rating
    is ordered with it
* switchgear:board board x2: Switchgear; takes either source; its rating is ordered with it
* transformer:t300 t300 x12 or transformer: t300; 2.46 MW at most 80% full: IT at its maximum times the PUE, one
    more than is needed; one carries 300 kW
* utility:grid grid x1: grid; one for each side
* generator:g300 g300 x12 or generator: g300; 2.46 MW at most 80% full: IT at its maximum times the PUE, when
    the utility is lost, one more than is needed; one carries 300 kW
## blocks-with-coolers
generator -> switchgear x11; power
generator-2 -> switchgear-2 x11; power
generator-2: generator g300 x11; Generator 12
generator-3 -> switchgear-3 x8; power
generator-3: generator g300 x8; Generator 13
generator: generator g300 x11; Generator
output-board -> panel x5; power
output-board-2 -> panel-2 x5; power
output-board-2: switchgear board x3; UPS output board 4
output-board: switchgear board x3; UPS output board
panel -> strip3 x160; power
panel-2 -> strip23 x160; power
panel-2: rpp panel x5; Power panel 6; capacity_w 400000
panel: rpp panel x5; Power panel; capacity_w 400000
switchgear -> ups x10; power
switchgear-2 -> ups-2 x10; power
switchgear-2: switchgear board; Switchgear 2
switchgear-3 -> c x100; power
switchgear-3: switchgear board; Switchgear 3
switchgear: switchgear board; Switchgear
transformer -> switchgear x11; power
transformer-2 -> switchgear-2 x11; power
transformer-2: transformer t300 x11; Transformer 12
transformer-3 -> switchgear-3 x8; power
transformer-3: transformer t300 x8; Transformer 13
transformer: transformer t300 x11; Transformer
ups -> output-board x10; power
ups-2 -> output-board-2 x10; power
ups-2: ups ups200 x10; UPS 11
ups: ups ups200 x10; UPS
utility -> transformer x11; power
utility -> transformer-2 x11; power
utility -> transformer-3 x8; power
utility: utility grid; Utility
* panel:panel panel x10 or rated: panel; each carries up to 320 kW, 80% of its rating, and 80 cables
* ups:ups200 ups200 x20 or ups50: ups200; 1.6 MW at most 80% full; one carries 200 kW
* output-board:board board x6: UPS output board; joins several UPSs, so that each carries its share; its rating
    is ordered with it
* switchgear:board board x3: Switchgear; takes either source; its rating is ordered with it
* transformer:t300 t300 x30 or transformer: t300; 2.46 MW at most 80% full: IT at its maximum times the PUE; one
    carries 300 kW
* utility:grid grid x1: grid; one for each side
* generator:g300 g300 x30 or generator: g300; 2.46 MW at most 80% full: IT at its maximum times the PUE, when
    the utility is lost; one carries 300 kW
## hall-with-board
b -> ups x1; power
panel -> strip3 x3; power
panel: rpp panel; Power panel; capacity_w 225000
ups -> panel x1; power
ups: ups ups50; UPS
* panel:panel panel x1 or rated: panel; each carries up to 320 kW, 80% of its rating, and 80 cables
* ups:ups50 ups50 x1 or ups200: ups50; 30 kW at most 80% full; one carries 50 kW
## hall-with-weak-board
generator -> switchgear x1; power
generator: generator g300; Generator
panel -> strip3 x3; power
panel: rpp panel; Power panel; capacity_w 225000
switchgear -> ups x1; power
switchgear: switchgear board; Switchgear
transformer -> switchgear x1; power
transformer: transformer t300; Transformer
ups -> panel x1; power
ups: ups ups50; UPS
utility -> transformer x1; power
utility: utility grid; Utility
* panel:panel panel x1 or rated: panel; each carries up to 320 kW, 80% of its rating, and 80 cables
* ups:ups50 ups50 x1 or ups200: ups50; 30 kW at most 80% full; one carries 50 kW
* switchgear:board board x1: Switchgear; takes either source; its rating is ordered with it
* transformer:t300 t300 x1 or transformer: t300; 46.2 kW at most 80% full: IT at its maximum times the PUE; one
    carries 300 kW
* utility:grid grid x1: grid; one for each side
* generator:g300 g300 x1 or generator: g300; 46.2 kW at most 80% full: IT at its maximum times the PUE, when the
    utility is lost; one carries 300 kW
## hall-with-two-boards
b -> ups x3; power
output-board -> panel x1; power
output-board: switchgear board; UPS output board
panel -> strip3 x1; power
panel: rpp panel; Power panel; capacity_w 225000
ups -> output-board x3; power
ups: ups ups50 x3; UPS
* panel:panel panel x1 or rated: panel; each carries up to 320 kW, 80% of its rating, and 80 cables
* ups:ups50 ups50 x3 or ups200: ups50; 97 kW at most 80% full; one carries 50 kW
* output-board:board board x1: UPS output board; joins several UPSs, so that each carries its share; its rating
    is ordered with it
## hall-with-two-weak-boards
generator -> switchgear x1; power
generator: generator g300; Generator
output-board -> panel x1; power
output-board: switchgear board; UPS output board
panel -> strip3 x1; power
panel: rpp panel; Power panel; capacity_w 225000
switchgear -> ups x3; power
switchgear: switchgear board; Switchgear
transformer -> switchgear x1; power
transformer: transformer t300; Transformer
ups -> output-board x3; power
ups: ups ups50 x3; UPS
utility -> transformer x1; power
utility: utility grid; Utility
* panel:panel panel x1 or rated: panel; each carries up to 320 kW, 80% of its rating, and 80 cables
* ups:ups50 ups50 x3 or ups200: ups50; 98 kW at most 80% full; one carries 50 kW
* output-board:board board x1: UPS output board; joins several UPSs, so that each carries its share; its rating
    is ordered with it
* switchgear:board board x1: Switchgear; takes either source; its rating is ordered with it
* transformer:t300 t300 x1 or transformer: t300; 151 kW at most 80% full: IT at its maximum times the PUE; one
    carries 300 kW
* utility:grid grid x1: grid; one for each side
* generator:g300 g300 x1 or generator: g300; 151 kW at most 80% full: IT at its maximum times the PUE, when the
    utility is lost; one carries 300 kW
## hall-with-unknown-transformer
b -> ups x23; power
output-board -> panel x3; power
output-board: switchgear board x6; UPS output board
panel -> strip3 x1; power
panel: rpp panel x3; Power panel; capacity_w 400000
ups -> output-board x23; power
ups: ups ups50 x23; UPS
* panel:panel panel x3 or rated: panel; each carries up to 320 kW, 80% of its rating, and 80 cables
* ups:ups50 ups50 x23 or ups200: ups50; 900 kW at most 80% full; one carries 50 kW
* output-board:board board x6: UPS output board; joins several UPSs, so that each carries its share; its rating
    is ordered with it
## hall-by-inputs
generator -> switchgear x1; power
generator: generator generator; Generator
output-board -> panel x2; power
output-board: switchgear board; UPS output board
panel -> strip3 x45; power
panel: rpp panel x2; Power panel; capacity_w 400000
switchgear -> ups x3; power
switchgear: switchgear board; Switchgear
transformer -> switchgear x1; power
transformer: transformer transformer; Transformer
ups -> output-board x3; power
ups: ups ups200 x3; UPS
utility -> transformer x1; power
utility: utility grid; Utility
* panel:panel panel x2 or rated: panel; each carries up to 320 kW, 80% of its rating, and 80 cables
* ups:ups200 ups200 x3 or ups50: ups200; 450 kW at most 80% full; one carries 200 kW
* output-board:board board x1: UPS output board; joins several UPSs, so that each carries its share; its rating
    is ordered with it
* switchgear:board board x1: Switchgear; takes either source; its rating is ordered with it
* transformer:transformer transformer x1 or t300: transformer; 693 kW at most 80% full: IT at its maximum times
    the PUE; one carries 1 MW
* utility:grid grid x1: grid; one for each side
* generator:generator generator x1 or g300: generator; 693 kW at most 80% full: IT at its maximum times the PUE,
    when the utility is lost; one carries 1 MW
## coolers
utility -> c x3; power
utility: utility grid; Utility
* utility:grid grid x1: grid; one for each side
## coolers-two-sides
sts -> c x81; power
sts: sts sts x2; Transfer switch for cooling
utility-a -> sts x2 A; power
utility-a: utility grid; Utility A
utility-b -> sts x2 B; power
utility-b: utility grid; Utility B
* utility:grid grid x2: grid; one for each side
* transfer:sts sts x2: sts; feeds the coolers from either side, past the UPSs
## coolers-onto-their-switch
s -> c x2; power
## hall-with-coolers
generator-a -> switchgear-a x2 A; power
generator-a: generator g300 x2; Generator A
generator-b -> switchgear-b x2 B; power
generator-b: generator g300 x2; Generator B
output-board-a -> panel-a x1 A; power
output-board-a: switchgear board; UPS output board A
output-board-b -> panel-b x1 B; power
output-board-b: switchgear board; UPS output board B
panel-a -> stripA x30 A; power
panel-a: rpp panel; Power panel A; capacity_w 400000
panel-b -> stripB x30 B; power
panel-b: rpp panel; Power panel B; capacity_w 400000
sts -> c x3; power
sts: sts sts; Transfer switch for cooling
switchgear-a -> sts x1 A; power
switchgear-a -> ups-a x2 A; power
switchgear-a: switchgear board; Switchgear A
switchgear-b -> sts x1 B; power
switchgear-b -> ups-b x2 B; power
switchgear-b: switchgear board; Switchgear B
transformer-a -> switchgear-a x2 A; power
transformer-a: transformer t300 x2; Transformer A
transformer-b -> switchgear-b x2 B; power
transformer-b: transformer t300 x2; Transformer B
ups-a -> output-board-a x2 A; power
ups-a: ups ups200 x2; UPS A
ups-b -> output-board-b x2 B; power
ups-b: ups ups200 x2; UPS B
utility-a -> transformer-a x2 A; power
utility-a: utility grid; Utility A
utility-b -> transformer-b x2 B; power
utility-b: utility grid; Utility B
* panel:panel panel x2 or rated: panel; each carries up to 320 kW, 80% of its rating, and 80 cables
* ups:ups200 ups200 x4 or ups50: ups200; 300 kW at most 80% full, on each side; one carries 200 kW
* output-board:board board x2: UPS output board; joins several UPSs, so that each carries its share; its rating
    is ordered with it
* switchgear:board board x2: Switchgear; takes either source; its rating is ordered with it
* transformer:t300 t300 x4 or transformer: t300; 462 kW at most 80% full: IT at its maximum times the PUE, on
    each side; one carries 300 kW
* utility:grid grid x2: grid; one for each side
* generator:g300 g300 x4 or generator: g300; 462 kW at most 80% full: IT at its maximum times the PUE, when the
    utility is lost, on each side; one carries 300 kW
* transfer:sts sts x1: sts; feeds the coolers from either side, past the UPSs
## coolers-onto-the-board
b -> c x3; power
## coolers-too-much-for-the-board
generator -> switchgear x1; power
generator: generator g300; Generator
switchgear -> c x3; power
switchgear: switchgear board; Switchgear
transformer -> switchgear x1; power
transformer: transformer t300; Transformer
utility -> transformer x1; power
utility: utility grid; Utility
* switchgear:board board x1: Switchgear; takes either source; its rating is ordered with it
* transformer:t300 t300 x1 or transformer: t300; 60 kW at most 80% full: IT at its maximum times the PUE; one
    carries 300 kW
* utility:grid grid x1: grid; one for each side
* generator:g300 g300 x1 or generator: g300; 60 kW at most 80% full: IT at its maximum times the PUE, when the
    utility is lost; one carries 300 kW
## coolers-fed-by-the-utility
sts -> c x1; power
sts: sts sts; Transfer switch for cooling
u -> sts x1 A; power
utility-b -> sts x1 B; power
utility-b: utility grid; Utility B
* utility:grid grid x1: grid; one for each side
* transfer:sts sts x1: sts; feeds the coolers from either side, past the UPSs
## coolers-of-one-board
generator -> switchgear x6; power
generator: generator generator x6; Generator
switchgear -> c x60; power
switchgear: switchgear board; Switchgear
transformer -> switchgear x6; power
transformer: transformer transformer x6; Transformer
utility -> transformer x6; power
utility: utility grid; Utility
* switchgear:board board x1: Switchgear; takes either source; its rating is ordered with it
* transformer:transformer transformer x6 or t300: transformer; 4.8 MW at most 80% full: IT at its maximum times
    the PUE; one carries 1 MW
* utility:grid grid x1: grid; one for each side
* generator:generator generator x6 or g300: generator; 4.8 MW at most 80% full: IT at its maximum times the PUE,
    when the utility is lost; one carries 1 MW
## coolers-of-two-boards
generator -> switchgear x21; power
generator: generator g300 x21; Generator
switchgear -> c x60; power
switchgear: switchgear board x2; Switchgear
transformer -> switchgear x21; power
transformer: transformer t300 x21; Transformer
utility -> transformer x21; power
utility: utility grid; Utility
* switchgear:board board x2: Switchgear; takes either source; its rating is ordered with it
* transformer:t300 t300 x21 or transformer: t300; 4.8 MW at most 80% full: IT at its maximum times the PUE, one
    more than is needed; one carries 300 kW
* utility:grid grid x1: grid; one for each side
* generator:g300 g300 x21 or generator: g300; 4.8 MW at most 80% full: IT at its maximum times the PUE, when the
    utility is lost, one more than is needed; one carries 300 kW
## hall-of-coolers-alone
generator -> switchgear x1; power
generator: generator g300; Generator
switchgear -> c x3; power
switchgear: switchgear board; Switchgear
transformer -> switchgear x1; power
transformer: transformer t300; Transformer
utility -> transformer x1; power
utility: utility grid; Utility
* switchgear:board board x1: Switchgear; takes either source; its rating is ordered with it
* transformer:t300 t300 x1 or transformer: t300; 27 kW at most 80% full: IT at its maximum times the PUE; one
    carries 300 kW
* utility:grid grid x1: grid; one for each side
* generator:g300 g300 x1 or generator: g300; 27 kW at most 80% full: IT at its maximum times the PUE, when the
    utility is lost; one carries 300 kW
"""


def outcome(name: str) -> list[str]:
    """Return what is drawn, then the lines."""
    case = CASES[name]
    design = design_of(*case.inside, SERVER, SHELVED, COOLER, STRIP, *PARTS if not case.without else ())
    catalog = library_of(*(part for part in PARTS if part.id not in case.without))
    wishes = Wishes(redundancy=case.redundancy, **case.wishes)
    made = draw_chain(design, catalog, wishes, Draws(max_w=case.max_w, hall=case.hall))
    return [*drawn_in(design, made.edit.applied(design)), *chain.from_iterable(map(line_text, made.lines))]


@pytest.mark.parametrize("name", CASES)
def test_all_that_is_drawn_and_said(name):
    assert outcome(name) == sections(EXPECTED)[name]
