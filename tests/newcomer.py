"""What somebody does who sits down at the window for the first time: a pod drawn, made real, billed and shown.

The same steps are done by events of Qt in a test and by `python -m tests.journey` on a real display. An action is one
click, one drag, one chord of keys or one word that is typed, Enter being a chord.
"""

from pathlib import Path
from typing import Final, Protocol

MOST_ACTIONS: Final = 45
MOST_SECONDS: Final = 120
BILL, DECK, PROJECT = "bill.xlsx", "deck.pptx", "pod.stackwright"
"""Files that are written, in one folder."""
SERVER, LEAF, STORAGE = "nvidia/dgx-h100", "nvidia/qm9700", "ddn/ai400x2"
PARTS: Final = (("4 dgx h100", SERVER), ("2 qm9700", LEAF), ("ai400x2", STORAGE))
"""What is typed for each part, with how many of it, and the part that is meant."""
WIRES: Final = ((SERVER, LEAF, ""), (STORAGE, LEAF, "8"))
"""Each wire, with how many cables are typed; "" takes what the wire proposes."""


class Hand(Protocol):
    """Mouse and keyboard; each call is one action."""

    def begin(self) -> None:
        """Click "New empty design"."""
        ...

    def chord(self, keys: str) -> None:
        """Press keys together."""
        ...

    def word(self, text: str) -> None:
        """Type what is searched for, or a name."""
        ...

    def wire(self, start: str, end: str) -> None:
        """Drag from the handle of the tile of one part to the tile of another."""
        ...

    def open_outputs(self) -> None:
        """Click "Export" at the top."""
        ...

    def pick(self, words: str) -> None:
        """Double-click a card of the page that is open."""
        ...


class Waits(Protocol):
    """What a person waits for between two actions; none of it is one."""

    def placed(self, part: str) -> None:
        """Wait until PART stands on the canvas."""
        ...

    def joined(self, start: str, end: str) -> None:
        """Wait until a link of these parts is there."""
        ...

    def proposed(self) -> None:
        """Wait until the dialog says what would be added."""
        ...

    def real(self) -> None:
        """Wait until it was added and the figures are there."""
        ...

    def asked(self, title: str) -> None:
        """Wait until the dialog with TITLE asks for the name of a file."""
        ...

    def written(self, path: Path) -> None:
        """Wait until the file is there."""
        ...


def build_pod(hand: Hand, waits: Waits, folder: Path) -> None:
    """Draw four servers, two leaves and a storage appliance, make them real, and write what a board wants to see."""
    hand.begin()
    for words, part in PARTS:
        hand.chord("/")
        hand.word(words)
        hand.chord("Return")
        waits.placed(part)
    for start, end, cables in WIRES:
        hand.wire(start, end)
        waits.joined(start, end)
        if cables:
            hand.word(cables)
        hand.chord("Return")
    hand.chord("Ctrl+Shift+I")
    waits.proposed()
    hand.chord("Return")
    waits.real()
    hand.chord("Ctrl+B")
    _name(hand, waits, "Export the bill of materials", folder / BILL)
    hand.open_outputs()
    hand.pick("Deck for a board")
    _name(hand, waits, "Export the deck", folder / DECK)
    hand.chord("Ctrl+S")
    _name(hand, waits, "Save the design", folder / PROJECT)


def _name(hand: Hand, waits: Waits, title: str, path: Path) -> None:
    waits.asked(title)
    hand.chord("Ctrl+A")
    hand.word(str(path))
    hand.chord("Return")
    waits.written(path)
