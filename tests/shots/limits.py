"""Pictures of the windows about limits: what collectives cost, the smallest cut between two selections."""

from collections.abc import Callable
from typing import Protocol

from designer.ui.limits.collectives_window import CollectivesWindow
from designer.ui.limits.cut_dialog import CutDialog
from tests.shots.catalog import Camera


class PatientCamera(Camera, Protocol):
    """One that can wait for what a picture is to show."""

    def wait(self, holds: Callable[[], bool]) -> None: ...


def shoot_limits(stage: PatientCamera, size: tuple[int, int]) -> None:
    """Collectives of NVL72 racks on an oversubscribed fabric, of a failed leaf, and of nothing; a cut."""
    window = stage.window
    width, height = min(size[0] - 100, 1300), min(size[1] - 60, 840)
    window.files.new_from("nvl72", {"racks": "8", "oversubscription": "2"})
    stage.analysed()
    window.commands.run("limits.collectives")
    opened = window.windows.opened(CollectivesWindow)
    assert opened is not None
    opened.resize(width, height)
    for op in ("all-reduce", "all-to-all"):
        opened.op.choose(op)
        opened.refresh()
        stage.wait(lambda: opened.fresh)
        stage.take(f"collectives-{op}", opened)
    opened.view.choose("bus")
    opened.page.turn("bus")
    stage.take("collectives-bus", opened)
    opened.close()
    window.files.new_from("dgx-superpod-h100", {"scale_units": "1"})
    work = window.workspace
    assert work is not None
    stage.analysed()
    work.document.what_if.toggle(("leaf",))
    window.commands.run("limits.collectives")
    opened = window.windows.opened(CollectivesWindow)
    assert opened is not None
    opened.resize(width, height)
    stage.wait(lambda: opened.fresh)
    stage.take("collectives-failed", opened)
    opened.close()
    work.document.what_if.mend()
    window.files.new_from("leaf-spine", {"oversubscription": "3"})
    stage.analysed()
    window.commands.run("limits.between")
    cut = window.windows.opened(CutDialog)
    assert cut is not None
    stage.take("cut-hint", cut)
    cut.take_halves()
    stage.wait(lambda: cut.between is not None and cut.bound is not None)
    stage.take("cut-halves", cut)
    stage.take("cut-halves-on-the-canvas")
    bar = cut.area.verticalScrollBar()
    bar.setValue(bar.maximum())
    stage.take("cut-halves-below", cut)
    cut.close()
    window.files.new_empty()
    stage.analysed()
    window.commands.run("limits.collectives")
    opened = window.windows.opened(CollectivesWindow)
    assert opened is not None
    opened.resize(width, height)
    stage.wait(lambda: opened.fresh)
    stage.take("collectives-nothing", opened)
    opened.close()
