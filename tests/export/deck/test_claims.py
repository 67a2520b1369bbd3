"""What a deck says is true of the design after every change, by a checker that reads documents alone."""

from itertools import pairwise

import pytest

from designer.edit.links.links import set_link
from designer.edit.nodes.nodes import remove, set_node
from designer.edit.templates.templates import build_template
from designer.export.deck.context import MOST_SUBTITLE, MOST_TITLE
from designer.export.deck.deck import STANDARD
from designer.export.deck.records import Deck, Picture, Table
from designer.model.deck_settings import LEVELS, Level
from designer.model.design import Design
from designer.model.kinds import KINDS
from tests.export.deck.changes import CHAINS
from tests.export.deck.claim_checker import ALL, judged, number, racks, value
from tests.export.deck.designs import DRAWN, design_of
from tests.export.deck.told import at, claims, told
from tests.shipped import LIBRARY


def check(deck: Deck, document: dict[str, object]) -> set[str]:
    """Each claim is true, and each bound figure is that of the document; return the forms that were told."""
    forms: set[str] = set()
    for claim in claims(deck):
        form, true = judged(claim.text, document)
        assert true, (form, claim)
        forms.add(form)
        for bound in claim.bound:
            # What is counted in the design itself, racks on a floor, the checker has counted too.
            if not bound.path.startswith("design."):
                assert at(document, bound) == pytest.approx(bound.value), (claim.text, bound)
    return forms


def test_fifty_changes_leave_no_false_sentence_and_turn_each_form_false() -> None:
    assert sum(len(steps) for _, steps in CHAINS.values()) >= 50
    told_forms, turned = set[str](), set[str]()
    for base, steps in CHAINS.values():
        design = base()
        # Places are compared in a manager's deck, and in none of a board.
        level: Level = "manager" if design.settings.sites else "board"
        deck, document = told(design, level)
        told_forms |= check(deck, document)
        for what, change in steps:
            before, design = claims(deck), change(design)
            deck, document = told(design, level)
            told_forms |= check(deck, document)
            now = {claim.text for claim in claims(deck)}
            for claim in before:
                form, true = judged(claim.text, document)
                if not true:
                    turned.add(form)
                    # A sentence that is false of the changed design was written anew.
                    assert claim.text not in now, (what, claim.text)
    # Every form that the checker knows was told, and every one of them became false at least once.
    assert told_forms == set(ALL)
    assert turned == set(ALL)


@pytest.mark.parametrize("name", DRAWN)
def test_each_drawn_design_has_six_to_ten_slides_of_one_line_titles(name: str) -> None:
    for level in LEVELS if name in {"ai-stack", "cloud-stack", "one rack"} else ("board",):
        deck, document = told(design_of(name), level)
        check(deck, document)
        assert 6 <= len(deck.slides) <= 10
        assert sorted((*(slide.id for slide in deck.slides), *(one.id for one in deck.left_out))) == sorted(STANDARD)
        assert all(one.why.endswith(".") for one in deck.left_out)
        for slide in deck.slides:
            assert len(slide.title.text) <= MOST_TITLE, slide.title.text
            assert slide.subtitle is None or len(slide.subtitle.text) <= MOST_SUBTITLE, slide.subtitle
            assert slide.left, slide.id
        # No two slides say the same, nor show the same view.
        assert len({slide.title.text for slide in deck.slides}) == len(deck.slides)
        # A hall is seen from two sides: as it is, and coloured by what its racks draw.
        pictures = [block for slide in deck.slides for block in slide.left if isinstance(block, Picture)]
        views = [(block.view.shows, block.view.quarter, block.overlay) for block in pictures]
        assert len(set(views)) == len(views)


def test_a_quarter_of_the_uplinks_turns_the_sentence_into_its_opposite() -> None:
    design = build_template("dgx-superpod-h100", LIBRARY, {"scale_units": "1"})
    title = next(slide for slide in told(design)[0].slides if slide.id == "delivers").title
    assert (title.text, title.stance) == ("All 31 servers can talk at full speed", "said")
    cut = design
    for link in design.links.values():
        ends = {design.nodes[link.a].kind, design.nodes[link.b].kind}
        if link.medium == "fabric" and ends == {"switch"}:
            cut = set_link(cut, link.id, cables=link.cables // 4).applied(cut)
    deck, document = told(cut)
    check(deck, document)
    title = next(slide for slide in deck.slides if slide.id == "delivers").title
    assert title.stance == "opposite"
    # 31 × 8 cables of servers and 4 of fabric managers go down, 256 / 4 go up: 252 / 64.
    assert title.text.startswith("Servers share their uplinks 3.94 : 1")


def test_what_the_site_gives_is_asked_for_only_where_it_is_not_drawn() -> None:
    design = build_template("ai-stack", LIBRARY, {})
    deck, document = told(design)
    title = next(slide for slide in deck.slides if slide.id == "place").title
    assert title.text.startswith("The site gives at least 808 kW")
    check(deck, document)
    coolers = [node.id for node in design.nodes.values() if KINDS[node.kind].role == "cooling"]
    deck, document = told(remove(design, coolers).applied(design))
    check(deck, document)
    title = next(slide for slide in deck.slides if slide.id == "place").title
    assert not title.text.startswith("The site gives")


def test_an_empty_design_has_a_deck_that_says_so() -> None:
    deck, document = told(Design())
    check(deck, document)
    assert deck.slides[0].title.check
    assert {one.id for one in deck.left_out} >= {"hall", "money", "place", "timeline"}


def test_a_design_with_errors_is_a_draft() -> None:
    design = build_template("dgx-superpod-h100", LIBRARY, {"scale_units": "1"})
    assert told(design)[0].draft == ""
    leaf = next(node.id for node in design.nodes.values() if node.id == "leaf")
    broken = set_node(design, leaf, copies=2).applied(design)
    deck, document = told(broken)
    assert deck.draft.startswith("Draft: ")
    check(deck, document)


@pytest.mark.parametrize("name", ["dgx-superpod-h100", "ai-stack", "one rack"])
def test_each_row_beside_the_hall_says_what_the_documents_say(name: str) -> None:
    deck, document = told(design_of(name), "manager")
    table = next(slide for slide in deck.slides if slide.id == "place").right[0]
    assert isinstance(table, Table)
    rows = {row[0]: row[1] for row in table.rows}
    assert number(rows.pop("Racks")) == racks(document)
    corners = [
        node["plan"]["outline"] for node in document["design"]["nodes"] if (node.get("plan") or {}).get("outline")
    ]
    # Twice the area by the corners in turn (the shoelace formula); a room without walls has no row.
    twice = sum(
        abs(
            sum(
                a.get("x_mm", 0) * b.get("y_mm", 0) - b.get("x_mm", 0) * a.get("y_mm", 0)
                for a, b in pairwise([*one, one[0]])
            )
        )
        for one in corners
    )
    floor = rows.pop("Floor", "")
    assert (number(floor.removesuffix("m²")) if floor else 0.0) == pytest.approx(twice / 2e6, rel=0.006)
    places = {
        "Equipment, in use": "power.it_w.typical",
        "Equipment, full load": "power.it_w.max",
        "Site, full load": "power.facility_max_w",
        "Heat to remove": "cooling.heat_w",
        "Air through the racks": "cooling.airflow_cfm",
    }
    cooling = document["cooling"]["racks"].values()
    wanted = {words: value(document, path) for words, path in places.items()}
    wanted["Fullest rack draws"] = max(rack["max_w"]["value"] or 0.0 for rack in cooling)
    wanted["Heaviest rack weighs"] = max(rack["weight_kg"]["value"] or 0.0 for rack in cooling)
    for words, text in rows.items():
        scale = {"kW": 1e3, "MW": 1e6, "CFM": 1.0, "kg": 1.0, "k CFM": 1e3, "t": 1e3, "W": 1.0}[text.rpartition(" ")[2]]
        told_value = wanted[words]
        assert told_value is not None, words
        assert number(text) * scale == pytest.approx(told_value, rel=0.006), (words, text)
