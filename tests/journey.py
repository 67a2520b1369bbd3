"""A newcomer's way on a real display: `python -m tests.journey [FOLDER [SIZE]]` prints actions and seconds.

Needs Xvfb and xdotool; pictures of the way and the files are written into FOLDER where ImageMagick is there.
"""

import os
import shutil
import sys
import tempfile
import time
from pathlib import Path

from tests.newcomer import BILL, DECK, MOST_ACTIONS, MOST_SECONDS, PROJECT, build_pod
from tests.newcomer_files import differences, read_files
from tests.ui.app.seat import Seat

QT_TO_X = {"Ctrl": "ctrl", "Shift": "shift", "/": "slash"}


class Newcomer:
    """Hand and eyes at a seat; counts what the hand does."""

    def __init__(self, seat: Seat) -> None:
        self.seat = seat
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
        self.seat.picture(f"placed-{part.partition('/')[2]}")

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

    def open_outputs(self) -> None:
        """Click "Export" at the top."""
        self._acts("click Export")
        self.seat.click(self.seat.seen["export"])
        self.seat.wait(lambda seen: seen["entries"], "the page came")
        self.seat.front("Export")
        self.seat.picture("6-outputs")

    def pick(self, words: str) -> None:
        """Double-click a card of the page that is open."""
        self._acts(f"double-click {words}")
        self.seat.click(self.seat.seen["entries"][words])
        self.seat.click(self.seat.seen["entries"][words])

    def asked(self, title: str) -> None:
        """Wait for the dialog of the file."""
        self.seat.wait(lambda seen: title in seen["dialogs"], "the file dialog came")
        self.seat.front(title)
        self.seat.picture(f"asked-{title.split()[-1]}")

    def written(self, path: Path) -> None:
        """Wait until the file is written and the window says so."""
        self.seat.wait(
            lambda seen: seen["status"] in (f"Wrote {path}.", f"Saved {path.name}."), f"{path.name} was written", 60.0
        )
        self.seat.front("Stackwright")
        self.seat.picture(f"wrote-{path.stem}")

    def _id(self, part: str) -> str:
        return next(name for name, (one, _) in self.seat.seen["nodes"].items() if one == part)

    def _place(self, part: str) -> list[int]:
        place: list[int] = self.seat.seen["nodes"][self._id(part)][1]
        return place


def main(arguments: list[str]) -> int:
    """Go the way once and tell what it took."""
    size = arguments[1] if len(arguments) > 1 else "1600x1000"
    if arguments:
        Path(arguments[0]).mkdir(parents=True, exist_ok=True)
        os.environ["JOURNEY_PICTURES"] = arguments[0]
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        seat = Seat(folder, "light", size)
        try:
            newcomer = Newcomer(seat)
            build_pod(newcomer, newcomer, folder)
            seconds = time.monotonic() - newcomer.began
        finally:
            seat.end()
        if arguments:
            for written in (BILL, DECK, PROJECT):
                shutil.copy(folder / written, arguments[0])
        seen = read_files(folder)
    for number, (at, words) in enumerate(newcomer.actions, 1):
        print(f"{number:3} {at:6.1f} s  {words}")
    print(f"{len(newcomer.actions)} actions of at most {MOST_ACTIONS}, {seconds:.0f} s of at most {MOST_SECONDS}")
    print(f"bill: {seen.lines} lines; deck: {len(seen.titles)} slides")
    print("\n".join(f"  {title}" for title in seen.titles))
    wrong = [*differences(seen), *seat.seen.get("problems", ())]
    print("\n".join(wrong) or "bill, deck and `analyze --json` of the saved project agree")
    return 0 if len(newcomer.actions) <= MOST_ACTIONS and seconds <= MOST_SECONDS and not wrong else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
