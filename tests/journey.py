"""A newcomer's way on a real display: `python -m tests.journey [FOLDER]` prints actions and seconds.

Needs Xvfb and xdotool; pictures of the way are written into FOLDER where ImageMagick is there.
"""

import os
import sys
import tempfile
import time
from pathlib import Path

from tests.newcomer import MOST_ACTIONS, build_pod
from tests.ui.app.seat import Seat

QT_TO_X = {"Ctrl": "ctrl", "Shift": "shift", "/": "slash"}


class Newcomer:
    """Hand and eyes at a seat; counts what the hand does."""

    def __init__(self, seat: Seat, bill: Path) -> None:
        self.seat = seat
        self.bill = bill
        self.actions: list[tuple[float, str]] = []
        self.began = time.monotonic()

    def _acts(self, words: str) -> None:
        self.actions.append((time.monotonic() - self.began, words))

    def begin(self) -> None:
        """Click "New empty design"."""
        self.seat.wait(lambda seen: seen["new"], "the start page came")
        self.seat.steady()
        self.seat.picture("1-start")
        self._acts("click New empty design")
        self.seat.click(self.seat.seen["new"])
        self.seat.wait(lambda seen: seen["nodes"] == {}, "the canvas came")
        self.seat.front("Stackwright")

    def chord(self, keys: str) -> None:
        """Press keys together."""
        self._acts(keys)
        self.seat.keys("+".join(QT_TO_X.get(key, key.lower() if len(key) == 1 else key) for key in keys.split("+")))
        time.sleep(0.3)

    def word(self, text: str) -> None:
        """Type TEXT over what stands there."""
        self._acts(f"type {text}")
        self.seat.type(text)
        time.sleep(0.4)

    def wire(self, start: str, end: str) -> None:
        """Drag from a handle of one tile to another."""
        self.seat.steady()
        self._acts(f"drag {start} to {end}")
        self.seat.hand("mousemove", *self._place(start))
        self.seat.steady()  # the handle of the tile where the pointer was before may stand there for a moment
        seen = self.seat.wait(lambda seen: seen["handle"], "the handle came")
        self.seat.drag(seen["handle"], self._place(end))

    def placed(self, part: str) -> None:
        """Wait until PART is there."""
        self.seat.wait(lambda seen: part in [one for one, _ in seen["nodes"].values()], f"{part} was placed")

    def joined(self, start: str, end: str) -> None:
        """Wait until there is a link."""
        ends = {self._id(start), self._id(end)}
        self.seat.wait(lambda seen: ends in [{a, b} for a, b, _ in seen["links"]], "the link was drawn")

    def proposed(self) -> None:
        """Wait until the dialog can be accepted."""
        self.seat.picture("2-drawn")
        self.seat.wait(lambda seen: seen["accept"], "the proposal came", 60.0)
        self.seat.front("Make it real")
        self.seat.picture("3-proposal")

    def real(self) -> None:
        """Wait until all of it is there."""
        self.seat.wait(lambda seen: seen["fresh"] and len(seen["nodes"]) > 6, "it was made real", 60.0)
        self.seat.steady()
        self.seat.picture("4-real")
        self.seat.front("Stackwright")

    def asked(self) -> None:
        """Wait for the dialog of the file."""
        self.seat.wait(lambda seen: "Export the bill of materials" in seen["dialogs"], "the file dialog came")
        self.seat.front("Export the bill")

    def billed(self) -> None:
        """Wait until the bill is written."""
        self.seat.wait(lambda seen: seen["status"] == f"Wrote {self.bill}.", "the bill was written")
        self.seat.picture("5-billed")

    def _id(self, part: str) -> str:
        return next(name for name, (one, _) in self.seat.seen["nodes"].items() if one == part)

    def _place(self, part: str) -> list[int]:
        place: list[int] = self.seat.seen["nodes"][self._id(part)][1]
        return place


def main(arguments: list[str]) -> int:
    """Go the way once and tell what it took."""
    if arguments:
        Path(arguments[0]).mkdir(parents=True, exist_ok=True)
        os.environ["JOURNEY_PICTURES"] = arguments[0]
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        seat = Seat(folder, "light")
        try:
            newcomer = Newcomer(seat, folder / "bill.csv")
            build_pod(newcomer, newcomer, str(newcomer.bill))
            seconds = time.monotonic() - newcomer.began
            lines = newcomer.bill.read_text("utf-8-sig").count("\n")
        finally:
            seat.end()
    for number, (at, words) in enumerate(newcomer.actions, 1):
        print(f"{number:3} {at:6.1f} s  {words}")
    print(f"{len(newcomer.actions)} actions of at most {MOST_ACTIONS}, {seconds:.0f} s, a bill of {lines} lines")
    return 0 if len(newcomer.actions) <= MOST_ACTIONS else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
