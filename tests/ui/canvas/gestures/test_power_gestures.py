"""Power cables drawn by hand: from outlet to inlet whichever way the mouse goes, and refused where no plug exists."""

import pytest

from designer.edit.nodes.nodes import add_node
from designer.model.design import Design

UPS, SMALL_UPS, PDU, BUSWAY = (
    "schneider/galaxy-vxl-1250",
    "apc/smart-ups-srt2200",
    "apc/ap8886",
    "generic/busway",
)


def hall(library, ups):
    design = add_node(Design(), library, ups, -304, -200, node_id="ups").applied(Design())
    design = add_node(design, library, PDU, 200, 100, node_id="pdu").applied(design)
    return add_node(design, library, BUSWAY, 200, -200, node_id="bus", name="Busway A").applied(design)


def edge(person, node_id):
    person.hover(person.middle(node_id))
    return person.corner(node_id, -4.0, 20)


@pytest.mark.parametrize(("start", "end"), [("ups", "pdu"), ("pdu", "ups")])
def test_a_ups_feeds_a_pdu_whichever_way_the_wire_is_drawn(begin, library, start, end):
    person = begin(hall(library, UPS))
    person.drag(edge(person, start), person.middle(end))
    (link,) = person.design.links.values()
    assert {link.a: link.a_port, link.b: link.b_port} == {"ups": "output", "pdu": "input"}
    assert link.medium == "power"


def test_a_small_ups_is_refused_with_what_would_fit(begin, library):
    person = begin(hall(library, SMALL_UPS))
    start = edge(person, "ups")
    person.press(start)
    person.pull(start, person.middle("pdu"))
    assert person.preview.card.mood == "no"
    assert person.preview.card.lines[0].startswith(
        "No plug joins Smart-UPS SRT 2200 to Rack PDU 2G AP8886: the outlets"
    )
    person.let_go(person.middle("pdu"))
    assert not person.design.links
    assert "Busway A would feed it" in person.said[-1]


def test_from_the_whole_ups_only_inlets_light_up(begin, library):
    person = begin(hall(library, UPS))
    start = edge(person, "ups")
    person.press(start)
    person.pull(start, person.middle("pdu"))
    fits = person.preview.fits
    assert fits["pdu", "input"].verdict == "yes"
    assert fits["pdu", "c19"].verdict == "no"
    assert "feeds Rack PDU 2G AP8886, from an outlet to an inlet" in fits["pdu", "c19"].reason
    person.let_go(person.middle("pdu"))


def test_from_the_inlet_of_a_ups_no_wire_goes_into_an_outlet_of_a_strip(begin, library):
    person = begin(hall(library, UPS))
    person.hover(person.middle("ups"))
    start = person.port("ups", "input")
    person.press(start)
    person.pull(start, person.middle("pdu"))
    assert person.preview.fits["pdu", "c19"].verdict == "no"
    assert person.preview.card.mood == "no"
    person.let_go(person.middle("pdu"))
    assert not person.design.links
    assert "only takes power" in person.said[-1]
    person.drag(start, person.port("pdu", "c19"))
    assert not person.design.links
    assert "more than the 5 kVA that an outlet C19 gives at most" in person.said[-1]


def test_a_strip_whose_inlet_is_taken_says_so(begin, library):
    person = begin(hall(library, UPS))
    person.drag(edge(person, "ups"), person.middle("pdu"))
    start = edge(person, "ups")
    person.press(start)
    person.pull(start, person.middle("pdu"))
    assert person.preview.card.title == "The port input is in use"
    person.let_go(person.middle("pdu"))
    assert len(person.design.links) == 1
