"""The steps of the first tour, from an empty canvas to a bill and a slide."""

from collections.abc import Callable, Collection
from typing import Final

from designer.model.design import Design
from designer.model.kinds import RACKS, SERVER, SWITCHES
from designer.ui.learn.tour.step import Button, Kind, Named, Seen, Step

_SERVERS: Final = frozenset({SERVER})


def _count(design: Design, kinds: Collection[str]) -> int:
    return sum(1 for node in design.nodes.values() if node.kind in kinds)


def _more_of(kinds: Collection[str]) -> Callable[[Seen], bool]:
    return lambda seen: _count(seen.now, kinds) > _count(seen.begun, kinds)


def _joined(seen: Seen) -> bool:
    nodes = seen.now.nodes
    ends = ((nodes.get(link.a), nodes.get(link.b)) for link in seen.now.links.values() if link.medium != "power")
    kinds = ({one.kind for one in pair if one is not None} for pair in ends)
    return any(found & _SERVERS and found & SWITCHES for found in kinds)


def _several(seen: Seen) -> bool:
    return any(node.copies > 1 for node in seen.now.nodes.values() if node.kind in _SERVERS)


def _shows(window: str) -> Callable[[Seen], bool]:
    return lambda seen: window in seen.shown


STEPS: Final = (
    Step(
        "Place a server",
        "A DGX H100 is a server with eight accelerators, the chips that run a model.",
        "Type “dgx h100” into the search and drag the first row onto the canvas.",
        "Type “dgx h100” and press Enter.",
        _more_of(_SERVERS),
        Named("Search parts"),
        opens="edit.add_part",
    ),
    Step(
        "Make it four servers",
        "One tile can stand for many alike. Power and price follow its number.",
        "Click the server, type 4 and press Enter.",
        "Go to the server by Tab, type 4 and press Enter.",
        _several,
        Kind(_SERVERS),
        opens="view.topology",
    ),
    Step(
        "Add a switch",
        "Servers exchange results over a network. A QM9700 has 64 ports of 400 Gb/s.",
        "Type “qm9700” and drag the row beside the server.",
        "Type “qm9700” and press Enter.",
        _more_of(SWITCHES),
        Named("Search parts"),
        opens="edit.add_part",
    ),
    Step(
        "Join the two",
        "A line is a bundle of cables, one for each server. Ports and rate are chosen for you.",
        "Rest on the server: handles come up at its edges. Drag one onto the switch.",
        "Press Esc, select both with {edit.select_all}, then press L.",
        _joined,
        Kind(_SERVERS),
        opens="view.topology",
    ),
    Step(
        "Make it real",
        "A sketch has no racks, power or cooling yet. A proposal shows all that is missing, with its price; nothing "
        "changes until you accept it.",
        "Press the button below, look at the lines, then press Accept.",
        "Press {design.make_real}, then go to Accept by Tab and press Enter.",
        _more_of(RACKS),
        Button("design.make_real"),
        offers="design.make_real",
        offer="Make it real…",
    ),
    Step(
        "Read the bill",
        "What everything costs to buy and to run. A click on any figure says why, down to the source of each price.",
        "Press the button below.",
        "Press {money.open}, then 4.",
        _shows("money"),
        Button("money.places"),
        offers="money.places",
        offer="Where the money sits…",
    ),
    Step(
        "Show it",
        "A deck for a board, true of the design as it is. F asks what if; Escape takes it back, then leaves.",
        "Close the bill and press Present.",
        "Press Esc, then {present.start}.",
        _shows("slides"),
        Button("present.start"),
        offers="present.start",
        offer="Present",
    ),
)
"""Each is done by mouse or by keys, and none changes the design by itself."""
