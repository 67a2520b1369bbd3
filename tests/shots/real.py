"""Pictures of what mends and completes a design: make it real, and fix all, over designs with much to do."""

from typing import TYPE_CHECKING

from designer.ui.commands.actions.edit import fix_all
from designer.ui.explore.mend_dialog import MendDialog
from designer.ui.make_real.dialog import MakeRealDialog
from tests.shots.gestures import fabric

if TYPE_CHECKING:
    from tests.shots.__main__ import Stage


def shoot_real(stage: "Stage") -> None:
    """Both dialogs over a pod that was drawn by hand, then over one in which nothing is left to do."""
    window = stage.window
    window.files.new_empty()
    fabric(window)
    stage.analysed()
    _shoot_mending(stage, "fix-all")
    _shoot_making(stage, "make-real")
    stage.analysed()
    stage.take("made-real")
    _shoot_mending(stage, "fix-all-none")
    _shoot_making(stage, "make-real-none")
    window.files.close_design()
    stage.spin(3.0)
    stage.take("welcome-pictures")


def _shoot_making(stage: "Stage", name: str) -> None:
    """Take the dialog while it works and when it has a proposal, and accept that where there is one."""
    window = stage.window
    window.commands.run("design.make_real")
    for dialog in window.findChildren(MakeRealDialog):
        stage.take(f"{name}-working", dialog)
        stage.wait(lambda dialog=dialog: not dialog.waiting)
        stage.spin(0.5)
        stage.take(name, dialog)
        if dialog.accept_button.isEnabled():
            dialog.apply()
        else:
            dialog.close()
    stage.spin(0.3)


def _shoot_mending(stage: "Stage", name: str) -> None:
    """Take the dialog when it knows what mends the errors, and the warnings too."""
    window = stage.window
    fix_all(window.context)
    for dialog in window.findChildren(MendDialog):
        stage.wait(lambda dialog=dialog: not dialog.waiting)
        stage.take(name, dialog)
        dialog.warnings_too.click()
        stage.wait(lambda dialog=dialog: not dialog.waiting)
        stage.take(f"{name}-warnings", dialog)
        dialog.close()
    stage.spin(0.1)
