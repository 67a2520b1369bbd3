"""Pictures of what teaches the program: the offer of the tour, its steps, a card of a word, the glossary."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint

from designer.catalog.glossary import shipped_glossary
from designer.edit.nodes.nodes import add_node
from designer.ui.learn.glossary_dialog import GlossaryDialog
from designer.ui.learn.six_layers_walk import walk_of
from designer.ui.learn.term_card import TermCard
from designer.ui.learn.tour.steps import STEPS
from designer.ui.learn.tour.tour import offer_tour, tour_of

if TYPE_CHECKING:
    from tests.shots.__main__ import Stage


def shoot_learn(stage: "Stage") -> None:
    """Take them, and leave the welcome screen."""
    window = stage.window
    window.files.close_design()
    window.preferences.tour_met = False
    offer_tour(window.context)
    stage.spin(0.3)
    stage.take("learn-offer")
    tour = tour_of(window.context)
    tour.begin()
    stage.spin(0.4)
    stage.take("learn-tour-place")
    work = window.workspace
    assert work is not None
    library = work.document.library
    for part, x in (("nvidia/dgx-h100", 0.0), ("nvidia/qm9700", 480.0)):
        work.document.edit(lambda design, part=part, x=x: add_node(design, library, part, x, 0))
    stage.spin(0.4)
    for step in range(len(STEPS) + 1):
        tour.go(step)
        stage.spin(0.3)
        stage.take(f"learn-tour-{step + 1}")
    tour.stop()
    card = TermCard((shipped_glossary().terms["oversubscription"], shipped_glossary().terms["rail"]), window)
    card.show_at(window.mapToGlobal(QPoint(200, 200)))
    stage.take("learn-term", card)
    card.close()
    glossary = GlossaryDialog(window)
    glossary.show_term("kv-cache")
    glossary.show()
    stage.spin(0.2)
    stage.take("learn-glossary", glossary)
    glossary.close()
    window.files.new_empty()
    empty = window.workspace
    assert empty is not None
    for panel in ("cables", "energy", "cost", "findings"):
        empty.show_panel(panel)
        stage.spin(0.2)
        stage.take(f"learn-empty-{panel}")
    for view in ("stack", "topology-logical", "rack"):
        empty.views.show_view(view)
        stage.spin(0.2)
        stage.take(f"learn-empty-{view}")
    window.commands.run("help.six_layers")
    stage.spin(0.5)
    stage.analysed()
    stage.take("learn-six-layers")
    walk = walk_of(window.context)
    for stop in range(1, len(walk.stops)):
        walk.go(stop)
        stage.spin(0.5)
        stage.take(f"learn-six-layers-{stop + 1}")
    walk.stop()
    window.files.close_design()
