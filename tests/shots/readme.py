"""The pictures of the README: an animation of the real window in which UPSs fail, what fell, a bill and a slide.

    python -m tests.shots.readme resources/guide

The window works offscreen, and every frame is what it shows: which part is failed, what goes dark, which figures move.
The bill and the slide are those of the same design, by the code that writes them for everybody.
"""

import argparse
import io
import os
import sys
import tempfile
from functools import partial
from pathlib import Path
from typing import Final, NamedTuple

from PIL import Image
from pypdfium2 import PdfDocument
from PySide6.QtCore import QBuffer, QIODevice
from PySide6.QtWidgets import QApplication

from designer import clock
from designer.catalog.reading import read_library
from designer.drawing.current_theme import in_theme
from designer.drawing.theme_tokens import theme_named
from designer.export.bills.bill import bill_of
from designer.export.bills.files import write_bill
from designer.export.cables.cable_schedule import cable_schedule
from designer.export.deck.deck import deck_of
from designer.export.deck.pages.drawings import SlideDrawings
from designer.export.deck.pages.layout import slide_pages
from designer.paint.packaged_font import offer_packaged_font
from designer.paint.slides.files import slide_png
from designer.paint.text_widths import text_widths
from designer.ui.app.preferences import Preferences
from designer.ui.app.studio import Studio
from tests.shots.__main__ import Stage, stop_at_problems

SIZE: Final = (1280, 800)
MOST_BYTES: Final = 3_000_000
QUALITY: Final = 70
PICTURE_WIDE: Final = 1280
"""Pixels of a page and of a slide."""
FELL: Final = -2
"""Which frame shows what fell: the one before all is mended."""


class Frame(NamedTuple):
    """One picture of the window and how long it stands."""

    picture: Image.Image
    shown_ms: int


def frames_of(stage: Stage) -> list[Frame]:
    """Play the scene in the window, and return its pictures."""
    found: list[Frame] = []

    def take(shown_ms: int) -> None:
        stage.spin(0.3)
        device = QBuffer()
        device.open(QIODevice.OpenModeFlag.WriteOnly)
        stage.window.grab().save(device, "PNG")  # type: ignore[call-overload]  # the stubs want bytes, Qt takes a name
        found.append(Frame(Image.open(io.BytesIO(bytes(device.data().data()))).convert("RGB"), shown_ms))

    window = stage.window
    window.resize(*SIZE)
    window.files.new_from("ai-stack", {})
    work = window.workspace
    assert work is not None
    stage.analysed()
    window.commands.run("view.fit")
    stage.spin(0.8)
    take(1600)
    for ups, held_ms in (("ups-a", 2200), ("ups-b", 3600)):
        work.canvas.select((ups,))
        take(900)
        window.commands.run("failures.toggle")
        stage.analysed()
        work.canvas.select(())
        take(held_ms)
    work.document.what_if.mend()
    stage.analysed()
    take(1200)
    return found


def write(path: Path, frames: list[Frame]) -> int:
    """Write FRAMES to PATH as an animated WebP that repeats; return its size in bytes."""
    first, *others = (frame.picture for frame in frames)
    durations = [frame.shown_ms for frame in frames]
    first.save(path, save_all=True, append_images=others, duration=durations, loop=0, quality=QUALITY, method=6)
    return path.stat().st_size


def write_documents(folder: Path, stage: Stage) -> None:
    """Write a page of the bill and a slide about money of the design that is open, as pictures."""
    work = stage.window.workspace
    assert work is not None
    design, results, library = work.document.design, work.document.results, work.document.library
    assert results is not None
    today = clock.today()
    with tempfile.TemporaryDirectory() as scratch:
        paper = Path(scratch) / "bill.pdf"
        write_bill(paper, bill_of(design, results, "", today), partial(cable_schedule, design, library.parts))
        pages = PdfDocument(paper)
        scale = PICTURE_WIDE / pages[0].get_width()
        pages[min(1, len(pages) - 1)].render(scale=scale).to_pil().save(folder / "bill.png", optimize=True)
        pages.close()
    deck = deck_of(design, library, results, work.document.findings, today)
    with in_theme(theme_named("light")):
        slides = slide_pages(deck, SlideDrawings(design, results, work.document.findings, text_widths()))
        number = next(place for place, slide in enumerate(deck.slides) if slide.id == "money")
        (folder / "slide.png").write_bytes(slide_png(slides[number], PICTURE_WIDE))


def main() -> None:
    """Make the pictures in the folder that is named; end with 1 where the animation is too large for a README."""
    parser = argparse.ArgumentParser(prog="python -m tests.shots.readme")
    parser.add_argument("folder", type=Path)
    folder = parser.parse_args().folder
    out = folder / "failure.webp"
    state = tempfile.mkdtemp(prefix="readme-")
    for name in ("XDG_CONFIG_HOME", "XDG_STATE_HOME", "XDG_DATA_HOME"):
        os.environ[name] = state
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    sys.excepthook = stop_at_problems
    offer_packaged_font()
    application = QApplication([])
    preferences = Preferences(Path(state) / "window.ini")
    preferences.colours = "light"
    preferences.tour_met = True
    stage = Stage(application, Studio(application, read_library(), preferences), out.parent, "")
    frames = frames_of(stage)
    size = write(out, frames)
    # The frame in which everything has failed.
    frames[FELL].picture.save(folder / "failure.png", optimize=True)
    write_documents(folder, stage)
    print(f"{out}: {size / 1e6:.2f} MB")
    os._exit(int(size > MOST_BYTES))


if __name__ == "__main__":
    main()
