"""Pictures of the tab of a year: a plant in a climate, one without a plant, nothing yet, and the field of the price."""

from msgspec.structs import replace
from PySide6.QtWidgets import QScrollArea

from designer.edit.settings import set_assumption, set_site_choice
from designer.model.assumptions.places import PLACES
from designer.model.changes import between
from designer.model.design import Design, Node
from designer.ui.sites.sites_window import SitesWindow
from tests.shots.limits import PatientCamera


def with_plant(design: Design) -> Design:
    """DESIGN with air handlers, chillers and towers beside it."""
    plant = (
        ("crah", "vertiv/cw375", 4),
        ("chiller", "generic/air-cooled-chiller-1500", 2),
        ("cooling-tower", "bac/pt2", 2),
    )
    nodes = {
        kind: Node(id=kind, kind=kind, part=part, copies=copies, order=1000 + place, x=40.0 + 240 * place, y=-240.0)
        for place, (kind, part, copies) in enumerate(plant)
    }
    nodes["cooling-tower"] = replace(nodes["cooling-tower"], facts={"power_max_w": 15_000.0})
    return replace(design, nodes={**design.nodes, **nodes})


def shoot_sites(stage: PatientCamera) -> None:
    """The window of sites over a plant: carbon, compressors, and a place without hours."""
    stage.window.commands.run("energy.sites")
    opened = stage.window.windows.opened(SitesWindow)
    assert opened is not None
    stage.wait(lambda: len(opened.years) == len(PLACES) and not opened.bar.isVisible())
    stage.take("sites", opened)
    opened.shows.choose("compressors")
    opened.table.choose(6)
    stage.take("sites-compressors", opened)
    opened.table.choose(9)
    stage.take("sites-without-hours", opened)
    opened.close()


def shoot_energy(stage: PatientCamera) -> None:
    """The tab in all its states."""
    window = stage.window
    window.files.new_from("dgx-superpod-h100", {"scale_units": "1"})
    work = window.workspace
    assert work is not None
    stage.analysed()
    work.show_panel("energy")
    stage.take("tab-energy")
    document = work.document

    def drawn(design: Design) -> Design:
        return document.library.embedded(with_plant(design))

    document.attempt(lambda design: between(design, drawn(design), "Draw a plant"))
    document.attempt(lambda design: set_site_choice(design, "climate", "northern-virginia"))
    document.attempt(lambda design: set_site_choice(design, "grid", "us-va"))
    document.attempt(lambda design: set_assumption(design, "demand_usd_per_kw_month", 12.0))
    stage.analysed()
    stage.take("tab-energy-plant")
    work.frame.set_across("below", 400)
    stage.spin(0.3)
    stage.take("tab-energy-high")
    work.canvas.select(())
    area = work.inspector.findChildren(QScrollArea)[0]
    area.verticalScrollBar().setValue(430)
    stage.spin(0.2)
    stage.take("tab-energy-assumptions")
    shoot_sites(stage)
    window.files.new_empty()
    stage.analysed()
    assert window.workspace is not None
    window.workspace.show_panel("energy")
    stage.take("tab-energy-empty")
