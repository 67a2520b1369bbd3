"""Pictures of cooling: the tab with and without coolers, the floor coloured by it, sound and with a cooler failed."""

from designer.model.changes import between
from tests.cooled_hall import cooled_hall
from tests.shots.limits import PatientCamera


def shoot_cooling(stage: PatientCamera) -> None:
    """A cooled hall, what fails in it, and a design without coolers."""
    window = stage.window
    window.files.new_from("dgx-superpod-h100", {})
    work = window.workspace
    assert work is not None
    stage.analysed()
    work.show_panel("cooling")
    stage.take("cooling-hint")
    window.files.new_empty()
    work = window.workspace
    assert work is not None
    hall = cooled_hall(work.document.library)
    work.document.edit(lambda design: between(design, hall))
    stage.analysed()
    work.show_panel("cooling")
    work.canvas.select(("crah",))
    window.commands.run("view.fit")
    stage.take("cooling")
    window.commands.run("view.floor")
    work.floor.view.set_overlay("cooling")
    stage.spin(0.3)
    stage.take("cooling-floor")
    work.document.what_if.fail_just(("crah[0]",))
    stage.analysed()
    stage.spin(0.3)
    stage.take("cooling-failed")
    work.document.what_if.fail_just(("hoses",))
    stage.analysed()
    stage.spin(0.3)
    stage.take("cooling-loop-failed")
    work.document.what_if.mend()
