"""Pictures of failures: the tab with its marks, what services hang on, the sweep from start to end, a tried row."""

from functools import partial
from typing import Final

from designer.edit.links.links import add_link
from designer.edit.nodes.nodes import add_node, set_node
from designer.ui.limits.sweep_window import SweepWindow
from tests.shots.limits import PatientCamera

HOST: Final = "nvidia/dgx-h100"
SWITCH: Final = "nvidia/qm9700"


def shoot_failures(stage: PatientCamera, size: tuple[int, int]) -> None:
    """Three leaves under one spine, a SuperPOD swept by one and by two, two planes of which one fails."""
    window = stage.window
    _shoot_single_points(stage)
    _shoot_services(stage, size)
    window.files.new_from("dgx-superpod-h100", {"scale_units": "1"})
    work = window.workspace
    assert work is not None
    stage.analysed()
    work.show_panel("failures")
    stage.take("failures-tab")
    sweep = _sweep(stage, size)
    stage.take("sweep-hint", sweep)
    for box in sweep.kinds.values():
        box.setChecked(True)
    sweep.start()
    stage.wait(lambda: sweep.found is not None and sweep.found.ended == "done")
    sweep.table.choose(1)
    stage.take("sweep-one", sweep)
    stage.take("sweep-one-on-the-canvas")
    sweep.order.choose("2")
    sweep.start()
    stage.wait(lambda: sweep.found is not None and bool(sweep.found.losses))
    stage.take("sweep-two-running", sweep)
    sweep.stop()
    stage.wait(lambda: sweep.found is not None and sweep.found.ended == "cancelled")
    sweep.table.choose(0)
    sweep.try_row()
    stage.analysed()
    stage.take("sweep-two-tried", sweep)
    stage.take("sweep-two-tried-on-the-canvas")
    assert work.document.edit(lambda design: set_node(design, "leaf", name="Leaves"))
    stage.analysed()
    stage.take("sweep-stale", sweep)
    sweep.close()
    work.document.what_if.mend()
    window.files.new_from("dual-plane", {})
    stage.analysed()
    work = window.workspace
    assert work is not None
    window.set_overlay("utilisation")
    work.canvas.select(("leaf-1",))
    window.commands.run("failures.plane")
    stage.analysed()
    stage.take("failures-plane")
    window.set_overlay("")
    work.document.what_if.mend()
    window.files.new_empty()
    empty = _sweep(stage, size)
    stage.take("sweep-empty", empty)
    empty.close()


def _sweep(stage: PatientCamera, size: tuple[int, int]) -> SweepWindow:
    stage.window.commands.run("limits.sweep")
    opened = stage.window.windows.opened(SweepWindow)
    assert opened is not None
    opened.resize(min(size[0] - 100, 920), min(size[1] - 60, 640))
    return opened


def _shoot_services(stage: PatientCamera, size: tuple[int, int]) -> None:
    """What services hang on, and a few kinds of it swept."""
    window = stage.window
    window.files.new_from("ai-stack", {})
    work = window.workspace
    assert work is not None
    work.show_panel("failures")
    stage.analysed()
    stage.take("failures-services")
    sweep = _sweep(stage, size)
    for kind, box in sweep.kinds.items():
        box.setChecked(kind in {"application", "vector-database", "ups", "rack"})
    sweep.start()
    stage.wait(lambda: sweep.found is not None and sweep.found.ended == "done")
    sweep.table.choose(0)
    stage.take("sweep-services", sweep)
    sweep.close()


def _shoot_single_points(stage: PatientCamera) -> None:
    window = stage.window
    window.files.new_empty()
    work = window.workspace
    assert work is not None
    edit, library = work.document.edit, work.document.library
    edit(partial(add_node, library=library, part_id=SWITCH, x=400, y=-300, node_id="spine"))
    for n in range(3):
        edit(partial(add_node, library=library, part_id=HOST, x=n * 400, y=300, node_id=f"dgx{n}"))
        edit(partial(set_node, node_id=f"dgx{n}", copies=4))
        edit(partial(add_node, library=library, part_id=SWITCH, x=n * 400, y=0, node_id=f"leaf{n}"))
        edit(partial(add_link, a=f"dgx{n}", b=f"leaf{n}", cables=32, link_id=f"rails{n}"))
        edit(partial(add_link, a=f"leaf{n}", b="spine", cables=20 if n else 1, link_id=f"up{n}"))
    work.show_panel("failures")
    work.canvas.fit()
    stage.analysed()
    stage.take("failures-single-points")
    for _ in range(5):
        window.commands.run("view.zoom_out")
    stage.take("failures-single-points-far")
