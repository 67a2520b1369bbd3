"""Pictures of the Explore window, from its plan to a point that lost, and of the Optimise window and its answers."""

from typing import TYPE_CHECKING

import numpy as np
from PySide6.QtWidgets import QLineEdit

from designer.ui.explore_window.variants import Range
from designer.ui.optimise.dialog import SORTS, OptimiseDialog
from designer.ui.widgets.fields import Choice

if TYPE_CHECKING:
    from tests.shots.__main__ import Stage

COPIES, PART, PRECISION = "dgx.copies", "dgx.part", "engine.precision"
SPEED, POWER = "headlines.tokens", "power.facility_w"


def shoot_explore(stage: "Stage", size: tuple[int, int]) -> None:
    """A service on 48 kinds of machines, from the first page to a point that lost."""
    window = stage.window
    window.files.new_from("rag-service", {})
    stage.analysed()
    window.commands.run("explore.designs")
    explorer = window.context.explorer
    assert explorer is not None
    explorer.resize(size[0] - 60, size[1] - 60)
    stage.take("explore-plan-empty", explorer)
    explorer.plan.vary(COPIES, "1, 2, 4, 8")
    explorer.plan.vary(PART, "DGX H100, DGX H200, DGX B200")
    explorer.plan.vary(PRECISION, "bf16, fp8, int8, fp4")
    explorer.plan.vary_table.choose(0)
    stage.take("explore-plan", explorer)
    explorer.plan.method.buttons["latin"].click()
    stage.take("explore-plan-samples", explorer)
    explorer.plan.method.buttons["grid"].click()
    explorer.start()
    stage.wait(lambda: explorer.state == "done")
    stage.take("explore-points-nothing-asked", explorer)
    results = explorer.results
    results.set_goals({SPEED: Range(low=40e3), POWER: Range(high=400e3)})
    stage.take("explore-points", explorer)
    results.scatter.choose(results.best)
    stage.take("explore-points-best", explorer)
    results.bound_button.click()
    stage.take("explore-points-bound", explorer)
    variants = results.variants
    assert variants is not None
    worst = int(np.nanargmax(variants.axes[variants.counts[0]].values))
    results.scatter.choose(worst)
    stage.take("explore-points-lost", explorer)
    for view in ("axes", "table"):
        explorer.views.buttons[view].click()
        stage.take(f"explore-{view}", explorer)
    results.set_goals({SPEED: Range(low=1e9)})
    explorer.views.buttons["points"].click()
    results.pick(-1)
    stage.take("explore-none-meets", explorer)
    explorer.close()


def shoot_optimise(stage: "Stage", size: tuple[int, int]) -> None:
    """Every page of wishes, a small fabric with its chain, and one that nothing meets."""
    window = stage.window
    window.commands.run("explore.optimise")
    (dialog,) = window.findChildren(OptimiseDialog)
    dialog.resize(min(1000, size[0] - 40), min(720, size[1] - 40))
    for sort, _ in SORTS:
        dialog.sort.buttons[sort].click()
        stage.take(f"optimise-{sort}", dialog)
    for links, name in (("2", "found"), ("1", "collides")):
        for wish, text in (("nodes", "6"), ("links_per_node", links)):
            control = dialog.controls["all"][wish]
            assert isinstance(control, QLineEdit)
            control.setText(text)
        survive = dialog.controls["all"]["survive"]
        assert isinstance(survive, Choice)
        survive.setCurrentIndex(survive.findData("switch"))
        dialog.search()
        stage.wait(lambda: not dialog.waiting)
        stage.take(f"optimise-{name}", dialog)
    dialog.close()
