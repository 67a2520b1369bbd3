"""The routing beside the traffic: chosen there, kept in the design, undone."""

import pytest

pytestmark = pytest.mark.usefixtures("figures")


def test_the_routing_is_chosen_beside_the_traffic_and_undone(window):
    window.files.new_empty()
    work = window.workspace
    document = work.document
    panel = work.utilisation
    assert panel.routing.accessibleName() == "Routing"
    panel.routing.chosen.emit("wcmp")
    assert document.design.settings.choices["routing"] == "wcmp"
    panel.refresh()
    assert panel.routing.currentData() == "wcmp"
    document.undo()
    assert "routing" not in document.design.settings.choices


def test_where_data_cross_is_asked_for_the_traffic_that_it_concerns(window):
    window.files.new_empty()
    work = window.workspace
    panel = work.utilisation
    panel.show_traffic("all-to-all")
    assert panel.crossing.isHidden()
    panel.show_traffic("all-to-all-cards")
    assert not panel.crossing.isHidden()
    panel.crossing.chosen.emit("fabric")
    assert work.document.design.settings.choices["crossing"] == "fabric"
