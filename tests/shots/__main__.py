"""Renders the window offscreen, light and dark, in two sizes and at five scales, for people to look at.

With `--check` it also finds every text that is cut outside of the list with reasons, `tests/shots/allowed.py`, prints
a table of all themes, sizes and scales, and ends with 1 where a text is cut. Each of them is a process of its own, of
which `--jobs` run at once; `--table` prints the table of what earlier runs found, so that a run may be taken in pieces.
"""

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
import traceback
from collections.abc import Callable, Iterable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Final

from PySide6.QtWidgets import QApplication, QWidget

from designer.catalog.reading import read_library
from designer.paint.packaged_font import offer_packaged_font
from designer.ui.app.preferences import Preferences
from designer.ui.app.studio import Studio
from designer.ui.app.window import DesignerWindow
from designer.ui.commands.command_palette import CommandPalette
from designer.ui.explore.why_dialog import WhyDialog
from tests.shots.allowed import reason
from tests.shots.arranging import shoot_arranging
from tests.shots.availability import shoot_availability
from tests.shots.bulk_edit import shoot_many
from tests.shots.cables import shoot_cables
from tests.shots.catalog import shoot_catalog
from tests.shots.clipped import Cut, CutTexts
from tests.shots.cooling import shoot_cooling
from tests.shots.energy import shoot_energy
from tests.shots.explore import shoot_explore, shoot_optimise
from tests.shots.failures import shoot_failures
from tests.shots.floor import shoot_floor
from tests.shots.flows import shoot_flows
from tests.shots.gestures import shoot_gestures
from tests.shots.isometric import shoot_isometric
from tests.shots.learn import shoot_learn
from tests.shots.limits import shoot_limits
from tests.shots.marks import shoot_marks
from tests.shots.navigating import shoot_gallery, shoot_navigating, shoot_tabs
from tests.shots.planning import shoot_phases, shoot_variants
from tests.shots.power import shoot_power
from tests.shots.racks import shoot_racks
from tests.shots.readable import shoot_readable
from tests.shots.real import shoot_real
from tests.shots.summary import Found, keep, read, table
from tests.shots.workloads import shoot_workloads

SIZES = ((1600, 1000), (1100, 700))
SCALES = (1.0, 1.25, 1.5, 1.75, 2.0)
PATIENCE_S = 60.0


class Stage:
    """One window with a camera in front of it."""

    def __init__(self, application: QApplication, studio: Studio, out: Path, only: str) -> None:
        self.application = application
        self.studio = studio
        self.out = out
        self.only = only
        self.window: DesignerWindow = studio.open_window()
        self.window.questions.keep_changes = lambda name: "discard"
        self.label = ""
        self.cuts: dict[Cut, str] = {}
        self.texts: CutTexts | None = None
        self.pictures = 0
        self.window.showNormal()  # it fills the small screen of the offscreen platform

    def spin(self, seconds: float) -> None:
        """Let the window live for a while."""
        until = time.monotonic() + seconds
        while time.monotonic() < until:
            self.application.processEvents()
            time.sleep(0.005)

    def wait(self, holds: Callable[[], bool]) -> None:
        """Let it live until HOLDS."""
        until = time.monotonic() + PATIENCE_S
        while not holds():
            if time.monotonic() > until:
                sys.exit("shots: the window did not get ready")
            self.spin(0.02)

    def take(self, name: str, widget: QWidget | None = None) -> None:
        """Save a picture, of the window with what floats over it, or of one widget."""
        if self.only and self.only not in name:
            return
        self.spin(0.15)
        for _ in range(3):  # a round that took all of this time may have asked for a layout that nobody made yet
            self.application.processEvents()
        if self.texts is not None:
            self.texts.painted.clear()
        picture = (widget or self.window).grab()
        if self.texts is not None:
            for cut in self.texts.found() - self.cuts.keys():
                self.cuts[cut] = f"{name}-{self.label}"
                if not reason(cut):
                    print(f"cut: {cut.where}: {cut.text!r} in {self.cuts[cut]}", flush=True)
        path = self.out / f"{name}-{self.label}.png"
        picture.save(str(path))
        self.pictures += 1
        print(path, flush=True)

    def analysed(self) -> None:
        """Wait for the figures."""
        work = self.window.workspace
        assert work is not None
        self.wait(lambda: work.document.fresh)
        self.spin(0.2)


def shoot_main(stage: Stage, size: tuple[int, int]) -> None:
    """The window with a SuperPOD, and what every design has."""
    window = stage.window
    window.resize(*size)
    window.files.close_design()
    stage.spin(0.6)
    stage.take("welcome")
    window.files.new_from("ai-stack", {})
    stage.analysed()
    window.commands.run("view.fit")
    stage.spin(0.6)
    stage.take("whole-stack")
    window.files.new_from("dgx-superpod-h100", {"scale_units": "1"})
    work = window.workspace
    assert work is not None
    stage.analysed()
    stage.take("main")
    window.set_overlay("utilisation")
    stage.take("heat")
    window.set_overlay("")
    design = work.document.design
    leaf = next(node.id for node in design.nodes_in_order() if node.part and node.kind == "switch")
    server = next(node.id for node in design.nodes_in_order() if node.part and node.kind == "server")
    rack = next(node.id for node in design.nodes_in_order() if node.kind == "rack")
    link = max(design.links.values(), key=lambda link: link.cables).id
    for name, ids in (
        ("select-switch", (leaf,)),
        ("select-server", (server,)),
        ("select-rack", (rack,)),
        ("select-link", (link,)),
        ("select-many", (leaf, server)),
    ):
        work.canvas.select(ids)
        stage.take(name)
    work.canvas.select(())
    work.palette_panel.search.setText("dgx")
    stage.take("search")
    work.palette_panel.search.setText("")
    for tab in ("utilisation", "power", "cooling", "cost", "history"):
        if tab == "history":
            work.canvas.select((leaf,))
            window.commands.run("edit.duplicate")
            stage.analysed()
        work.show_panel(tab)
        stage.take(f"tab-{tab}")
    work.show_panel("findings")
    work.ask_headline("buy")
    dialogs(stage, "why", WhyDialog)
    window.open_palette()
    for palette in window.findChildren(CommandPalette):
        palette.search.setText("gr")
        stage.take("command-palette", palette)
        palette.close()
    window.open_shortcuts()
    stage.spin(0.1)
    for dialog in window.findChildren(QWidget):
        if type(dialog).__name__ == "ShortcutsDialog":
            stage.take("shortcuts", dialog)
            dialog.close()
    stage.take("menu", window.top_bar.menu)
    present(stage, size)


def shoot_superpod_catalog(stage: Stage, size: tuple[int, int]) -> None:
    """The windows about parts over a SuperPOD."""
    stage.window.files.new_from("dgx-superpod-h100", {"scale_units": "1"})
    stage.analysed()
    shoot_catalog(stage, size)


def shoot_empty(stage: Stage) -> None:
    """A design with nothing in it."""
    stage.window.files.new_empty()
    stage.analysed()
    stage.take("empty")


def dialogs(stage: Stage, name: str, kind: type[QWidget]) -> None:
    """Take and close the open dialogs of one kind."""
    for dialog in stage.window.findChildren(kind):
        stage.take(name, dialog)
        dialog.close()


def present(stage: Stage, size: tuple[int, int]) -> None:
    """The first two slides."""
    stage.window.commands.run("present.start")
    presenter = stage.window.context.presenter
    assert presenter is not None
    presenter.showNormal()
    presenter.resize(*size)
    stage.take("presenter-1", presenter)
    presenter.go(1)
    presenter.notes_shown = True
    stage.take("presenter-2", presenter)
    presenter.close()


PARTS: Final[Mapping[str, Callable[[Stage, tuple[int, int]], None]]] = {
    "main": shoot_main,
    "flows": lambda stage, _: shoot_flows(stage),
    "catalog": shoot_superpod_catalog,
    "workloads": shoot_workloads,
    "many": shoot_many,
    "marks": shoot_marks,
    "limits": shoot_limits,
    "availability": shoot_availability,
    "explore": shoot_explore,
    "optimise": shoot_optimise,
    "phases": shoot_phases,
    "variants": shoot_variants,
    "racks": lambda stage, _: shoot_racks(stage),
    "failures": shoot_failures,
    "power": lambda stage, _: shoot_power(stage),
    "cooling": lambda stage, _: shoot_cooling(stage),
    "cables": lambda stage, _: shoot_cables(stage),
    "energy": lambda stage, _: shoot_energy(stage),
    "floor": shoot_floor,
    "isometric": shoot_isometric,
    "readable": lambda stage, _: shoot_readable(stage),
    "navigating": lambda stage, _: shoot_navigating(stage),
    "gallery": lambda stage, _: shoot_gallery(stage),
    "tabs": lambda stage, _: shoot_tabs(stage),
    "gestures": shoot_gestures,
    "arranging": shoot_arranging,
    "learn": lambda stage, _: shoot_learn(stage),
    "real": lambda stage, _: shoot_real(stage),
    "empty": lambda stage, _: shoot_empty(stage),
}
"""Each begins with a design of its own, so that one can be taken without the others."""


def shoot(stage: Stage, size: tuple[int, int], parts: Iterable[str]) -> Iterator[Found]:
    """Take the pictures of PARTS in one theme and size; yield what was found in each."""
    for part in parts:
        stage.cuts, stage.pictures = {}, 0
        PARTS[part](stage, size)
        stage.window.files.close_design()
        cuts = tuple((cut.where, cut.text, picture) for cut, picture in stage.cuts.items())
        yield Found(stage.label, part, stage.pictures, cuts)


def stop_at_problems(kind, problem, trace) -> None:
    """A picture of a broken window is none."""
    traceback.print_exception(kind, problem, trace)
    os._exit(1)


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m tests.shots")
    parser.add_argument("out", type=Path)
    parser.add_argument("--only", default="", help="only pictures with this in their name")
    parser.add_argument("--theme", choices=("light", "dark"))
    parser.add_argument("--size", choices=[f"{w}x{h}" for w, h in SIZES])
    parser.add_argument("--scale", type=float, help="pixels of the picture per pixel of the window")
    parser.add_argument("--part", nargs="+", choices=PARTS, default=list(PARTS), help="only these parts")
    parser.add_argument("--check", action="store_true", help="end with 1 where a text is cut")
    parser.add_argument("--jobs", type=int, default=os.cpu_count() or 1, help="processes at once")
    parser.add_argument("--here", action="store_true", help="in this process; of one theme, size and scale")
    parser.add_argument("--table", action="store_true", help="only print the table of what earlier checks found")
    arguments = parser.parse_args()
    if arguments.table:
        sys.exit(tell_table(read(arguments.out)))
    if arguments.here:
        sys.exit(shoot_one(arguments))
    themes = [arguments.theme] if arguments.theme else ["light", "dark"]
    sizes = [arguments.size] if arguments.size else [f"{w}x{h}" for w, h in SIZES]
    scales = [arguments.scale] if arguments.scale else SCALES
    looks = [
        ["--theme", theme, "--size", size, "--scale", str(scale)]
        for theme in themes
        for size in sizes
        # Larger scales show the same texts: the small window is where they have least room.
        for scale in (scales if size == sizes[-1] else scales[:1])
    ]
    given = [str(arguments.out), "--here", "--only", arguments.only, *(["--check"] if arguments.check else [])]
    # Beginning a process costs as much as a part, so parts are shared out only as far as processes would be idle.
    shares = min(max(arguments.jobs // len(looks), 1), len(arguments.part))
    runs = [[*given, *look, "--part", *arguments.part[one::shares]] for look in looks for one in range(shares)]
    began = time.time()  # noqa: TID251 - files of this run are younger
    with ThreadPoolExecutor(arguments.jobs) as pool:
        codes = list(pool.map(run_one, runs))
    if arguments.check:
        tell_table(read(arguments.out, since=began))
    sys.exit(max(codes))


def run_one(given: list[str]) -> int:
    """Take the pictures of some parts in one theme, size and scale in a process of its own; return how it ended."""
    return subprocess.run([sys.executable, "-m", "tests.shots", *given], check=False).returncode


def tell_table(found: list[Found]) -> int:
    """Print the table of what was FOUND; return 1 where a text is cut that may not be."""
    print(table(found))
    return int(any(one.wrong for one in found))


def shoot_one(arguments: argparse.Namespace) -> int:
    """Take the pictures of one theme, size and scale; return 1 where a text is cut that may not be."""
    os.environ["QT_SCALE_FACTOR"] = str(arguments.scale)
    state = tempfile.mkdtemp(prefix="shots-")
    for name in ("XDG_CONFIG_HOME", "XDG_STATE_HOME", "XDG_DATA_HOME"):
        os.environ[name] = state
    os.environ["QT_QPA_PLATFORM"] = f"offscreen:configfile={screen_file(Path(state), arguments.size, arguments.scale)}"
    arguments.out.mkdir(parents=True, exist_ok=True)
    sys.excepthook = stop_at_problems
    offer_packaged_font()
    application = QApplication([])
    preferences = Preferences(Path(state) / "window.ini")
    preferences.colours = arguments.theme
    preferences.tour_met = True
    stage = Stage(application, Studio(application, read_library(), preferences), arguments.out, arguments.only)
    stage.texts = CutTexts() if arguments.check else None
    stage.label = f"{arguments.theme}-{arguments.size}" + ("" if arguments.scale == 1 else f"@{arguments.scale:g}")
    width, height = (int(one) for one in arguments.size.split("x"))
    stage.window.resize(width, height)
    stage.spin(0.3)
    wrong = 0
    for found in shoot(stage, (width, height), arguments.part):
        if arguments.check:
            keep(arguments.out, found)
            wrong += len(found.wrong)
            told = f"{len(found.wrong)} cut, {len(found.cuts) - len(found.wrong)} with a reason"
            print(f"{told}, in {found.part} {found.look}", flush=True)
    stage.window.close()
    return int(wrong > 0)


def screen_file(folder: Path, size: str, scale: float) -> Path:
    """Describe to the offscreen platform a screen that holds a window of SIZE at SCALE; its own has 800 by 800 pixels.

    Dialogs fit themselves to the screen.
    """
    width, height = (round(int(one) * scale) for one in size.split("x"))
    screen = {"name": "shots", "x": 0, "y": 0, "width": width, "height": height}
    screen |= {"logicalDpi": 96, "logicalBaseDpi": 96, "dpr": 1}
    path = folder / "screen.json"
    path.write_text(json.dumps({"screens": [screen]}), encoding="utf-8")
    return path


if __name__ == "__main__":
    main()
