"""Pictures of the power chain: sound, with a side failed, with devices dark, with none drawn, in a SuperPOD."""

from designer.edit.nodes.nodes import set_fact
from tests.shots.limits import PatientCamera


def shoot_power(stage: PatientCamera) -> None:
    """The 2N chain of 40 racks, what fails in it, and designs that have no chain or only rack PDUs."""
    window = stage.window
    window.files.new_from("power-chain", {})
    work = window.workspace
    assert work is not None
    stage.analysed()
    window.commands.run("view.power")
    stage.take("power")
    work.canvas.select(("ups-a",))
    work.document.what_if.fail_just(("ups-a",))
    stage.analysed()
    stage.take("power-side-failed")
    work.document.what_if.fail_just(("ups-a", "busway-b[0]"))
    stage.analysed()
    stage.take("power-dark")
    work.document.what_if.mend()
    for name, value in (("battery_min", 5.0), ("bypass", 1.0)):
        work.document.edit(lambda now, fact=name, to=value: set_fact(now, "ups-a", fact, to))
    work.document.what_if.fail_just(("ups-a",))
    stage.analysed()
    stage.take("power-bypass")
    work.document.what_if.fail_just(("utility-a",))
    stage.analysed()
    stage.take("power-battery")
    work.document.what_if.mend()
    window.files.new_from("nvl72", {})
    work = window.workspace
    assert work is not None
    stage.analysed()
    window.commands.run("view.power")
    stage.take("power-hint")
    work.plant.draw_chain()
    stage.analysed()
    stage.take("power-simple-chain")
    window.files.new_from("dgx-superpod-h100", {})
    work = window.workspace
    assert work is not None
    stage.analysed()
    window.commands.run("view.power")
    stage.take("power-superpod")
    window.files.new_from("ai-stack", {})
    stage.analysed()
    window.commands.run("view.power")
    stage.take("power-stack")
