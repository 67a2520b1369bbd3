"""Rent by the hour, by what is stored, and by the basis that a node chooses for itself."""

from datetime import date

import pytest
from msgspec.structs import replace

from designer.analysis.money.rents import rents
from designer.analysis.run import analyze
from designer.edit.nodes.nodes import add_node, set_choice
from designer.model.design import Design, Node, Settings
from designer.model.money.pricing import PriceBook
from designer.review.rules import review


def rented(library, **choices):
    design = add_node(Design(), library, "aws/p4d.24xlarge", 0, 0, node_id="box", copies=2).applied(Design())
    for name, value in choices.items():
        design = set_choice(design, library, "box", name, value).applied(design)
    return design


def test_a_node_chooses_how_it_is_paid(library):
    """Reserved and spot of the list of 2023 are 18.83 and 9.83 USD an hour; reserved is paid in all hours."""
    usual, reserved, spot = (
        sum(figure.value for figure in rents(rented(library, **({"rent_basis": basis} if basis else {}))))
        for basis in ("", "reserved", "spot")
    )
    assert usual == pytest.approx(2 * 21.957642 * 8760 * 0.9)
    assert reserved == pytest.approx(2 * 18.830479 * 8760)
    assert spot == pytest.approx(2 * 9.8318 * 8760 * 0.9)


def test_nodes_of_one_part_that_are_paid_differently_stand_apart(library):
    design = rented(library)
    node = replace(design.nodes["box"], id="other", choices={"rent_basis": "spot"})
    both = replace(design, nodes={**design.nodes, "other": node})
    assert len(list(rents(both))) == 2
    rent = analyze(both, only={"cost"}).cost.rent_usd_per_year
    assert rent.value == pytest.approx(2 * 8760 * 0.9 * (21.957642 + 9.8318))


def test_a_basis_that_nobody_published_is_told(library):
    design = add_node(Design(), library, "aws/p5.4xlarge", 0, 0, node_id="box").applied(Design())
    (rent,) = rents(set_choice(design, library, "box", "rent_basis", "reserved").applied(design))
    assert any("No reserved price is known" in figure.note for figure in rent.walk())


def test_a_commitment_has_a_term(library):
    """One year of 2023 is 18.83 USD an hour, a capacity block of 2024 is 14.75; both are paid in all hours."""
    year = analyze(rented(library, rent_basis="reserved", rent_term="1-year"), only={"cost"}).cost.rent_lines[0]
    block = analyze(rented(library, rent_term="capacity-block"), only={"cost"}).cost.rent_lines[0]
    assert (year.term, year.upfront_share) == ("1-year", 1.0)
    assert year.total_usd.value == pytest.approx(2 * 18.830479 * 8760)
    assert (block.basis, block.term) == ("reserved", "capacity-block")
    assert block.total_usd.value == pytest.approx(2 * 14.75 * 8760)


def test_a_term_that_nobody_published_is_told(library):
    design = rented(library, rent_term="3-years")
    results = analyze(design, only={"power", "cost"})
    (line,) = results.cost.rent_lines
    assert line.total_usd.label.endswith("bound for 1 year, as no price for 3 years is known")
    told = [one for one in review(design, results, date(2026, 11, 27)) if one.rule == "wanted-price-missing"]
    assert [one.message for one in told] == ["For 1 part no reserved price for 3 years is known: p4d.24xlarge."]
    assert told[0].detail.startswith("It is billed reserved, bound for 1 year, instead.")


def test_what_has_no_reserved_price_at_all_is_told_once_and_apart(library):
    """Of two parts one is bound for another time, the other paid on demand: no finding says so of both."""
    parts = {part_id: library.part(part_id) for part_id in ("aws/p4d.24xlarge", "lambda/1x-h100")}
    book = PriceBook(rent_basis="reserved", rent_term="3-years")
    nodes = {
        part_id: Node(id=part_id, kind=part.kind, part=part_id, order=number)
        for number, (part_id, part) in enumerate(parts.items())
    }
    design = library.embedded(Design(settings=Settings(prices=book), nodes=nodes))
    results = analyze(design, only={"power", "cost"})
    told = [one for one in review(design, results, date(2026, 11, 27)) if one.rule == "wanted-price-missing"]
    assert [(one.message, one.detail.partition(" instead")[0]) for one in told] == [
        (
            "For 1 part no reserved price for 3 years is known: p4d.24xlarge.",
            "It is billed reserved, bound for 1 year,",
        ),
        ("For 1 part no reserved price is known: 1 × H100 SXM.", "It is billed on-demand"),
    ]
    assert {one.severity for one in told} == {"warning"}
