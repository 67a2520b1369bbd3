"""Moving around and commanding: the far levels, back and forward, the palette, shortcuts, menus, history."""

from typing import TYPE_CHECKING

from designer.edit.session import Session
from tests.campus import campus

if TYPE_CHECKING:
    from tests.shots.__main__ import Stage

LEVELS = ((0.3, "racks"), (0.17, "pods"), (0.09, "rooms"), (0.045, "sites"))


def shoot_navigating(stage: "Stage") -> None:
    """Every state of it, in the window."""
    shoot_far_levels(stage)


def shoot_far_levels(stage: "Stage") -> None:
    """SuperPODs of 1, 4 and 64 units, and a campus, from ever farther away."""
    window = stage.window
    for units in ("1", "4", "64"):
        window.files.new_from("dgx-superpod-h100", {"scale_units": units})
        stage.analysed()
        _from_afar(stage, f"far-{units}-units", LEVELS[:2])
        if units == "4":
            window.view.set_overlay("utilisation")
            _from_afar(stage, "far-4-units-utilisation", LEVELS[1:2])
            window.view.set_overlay("")
        window.files.close_design()
    window.open_session(Session(campus(stage.studio.shelf.library)))
    stage.analysed()
    _from_afar(stage, "far-campus", LEVELS)
    window.files.close_design()


def _from_afar(stage: "Stage", name: str, levels: tuple[tuple[float, str], ...]) -> None:
    work = stage.window.workspace
    assert work is not None
    for scale, what in levels:
        work.canvas.fit()
        work.canvas.zoom_to(scale)
        stage.take(f"{name}-{what}")
