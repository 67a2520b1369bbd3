"""Pictures of tidying: heaps of tiles before and after, locks, and the status line while it works."""

from random import Random

import msgspec

from designer.edit.nodes.locks import set_locked
from designer.edit.session import Session
from designer.model.design import Design
from tests.bench.layout import fabric
from tests.edit.layouts.test_tidy import fat_tree
from tests.shots.catalog import Camera

STYLES = ("tiers", "tree", "radial", "grid")


def shoot_arranging(stage: Camera, size: tuple[int, int]) -> None:
    """Each style on the designs that people draw."""
    window = stage.window
    window.preferences.motion = "jump"
    for name, parameters in (
        ("dgx-superpod-h100", {"scale_units": "1"}),
        ("dragonfly", {}),
        ("training-run", {}),
        ("rag-service", {}),
    ):
        window.files.new_from(name, parameters)
        _throw_about(stage)
        stage.take(f"tidy-{name}-before")
        for style in STYLES:
            window.commands.run(f"arrange.tidy_{style}")
            stage.take(f"tidy-{name}-{style}")
    for name, design in (("fat-tree", fat_tree(4)), ("leaf-spine", fabric(24, 6, 2))):
        window.open_session(Session(_messy(design)))
        stage.take(f"tidy-{name}-before")
        for style in STYLES:
            window.commands.run(f"arrange.tidy_{style}")
            stage.take(f"tidy-{name}-{style}")
    work = window.workspace
    assert work is not None
    window.commands.run("arrange.tidy_tiers")
    work.document.edit(lambda design: set_locked(design, ["spine0", "leaf3", "host5"], locked=True))
    work.canvas.select(("leaf3",))
    stage.take("tidy-locked")
    window.preferences.motion = "glide"
    window.commands.run("arrange.tidy_tree")
    work.canvas.glide._timer.stop()
    work.canvas.glide._show(0.4)
    stage.take("tidy-gliding")
    work.canvas.glide.finish()
    work.canvas.select(("leaf1", "leaf2", "leaf3"))
    menu = work.canvas.context_menu()
    if menu is not None:
        menu.popup(window.mapToGlobal(window.rect().center()))
        stage.take("tidy-menu", menu)
        menu.close()
    window.open_session(Session(_messy(fabric(240, 16, 8))))
    window.commands.run("arrange.tidy_tiers")
    stage.take("tidy-working")
    window.tidying.stop()


def _throw_about(stage: Camera) -> None:
    """Leave the open design as a heap."""
    stage.analysed()
    work = stage.window.workspace
    assert work is not None
    stage.window.open_session(Session(_messy(work.document.design)))


def _messy(design: Design) -> Design:
    rnd = Random(4)
    side = 110.0 * len(design.nodes) ** 0.5
    nodes = {
        node.id: msgspec.structs.replace(node, x=rnd.uniform(-side, side), y=rnd.uniform(-side, side) * 0.6)
        for node in design.nodes.values()
    }
    return msgspec.structs.replace(design, nodes=nodes)
