"""What may vary is offered with values, what people type becomes a variable, and a space is written and read again."""

import pytest
from msgspec.structs import replace

from designer.edit.templates.templates import build_template
from designer.explore.sweep.reading import read_space
from designer.explore.sweep.space import Counted, Option, Space, Variable
from designer.explore.sweep.space_text import space_text
from designer.explore.sweep.variant import sweep_of, variant_design
from designer.model.kinds import BEARING
from designer.model.records import RefusedInput
from designer.ui.explore_window.offer import Offer
from designer.ui.explore_window.offers import offers_of, variable_of
from designer.ui.explore_window.plan_page import counted_of
from tests.bench.canvas import grid_design

NUMBER = Offer("dgx.copies", "Number of DGX", "Number")


@pytest.fixture(scope="module")
def service(library):
    return build_template("rag-service", library, {})


@pytest.fixture(scope="module")
def offers(service, library):
    return {offer.path: offer for offer in offers_of(service, library, drawn=False)}


def test_counts_parts_parameters_and_work_are_offered(offers, service, library):
    wanted = {"users", "template", "redundancy", "cooling", "growth", "dgx.copies", "dgx.part", "engine.precision"}
    assert wanted <= set(offers)
    assert offers["dgx.copies"].suggested == "1, 2, 4"
    assert offers["dgx.part"].now == "DGX H100"
    assert "fp8" in offers["engine.precision"].known
    assert "template" not in {offer.path for offer in offers_of(service, library, drawn=True)}
    titles = [offer.title for offer in offers.values()]
    assert len(set(titles)) == len(titles), "a column is called by its title"


@pytest.mark.parametrize("path", ["users", "dgx.copies", "dgx.part", "engine.precision", "growth", "model", "hosting"])
def test_each_suggestion_makes_designs(path, offers, service, library):
    variable = variable_of(offers[path], offers[path].suggested)
    space = Space(vary=(variable,), count=(Counted(key="cost.capex_usd"),))
    sweep_of(space, library, service)
    made = [variant_design(space, library, number, base=service) for number in range(len(space))]
    assert len({str(design.nodes) + str(design.links) for design in made}) == len(space)


@pytest.mark.parametrize(("template", "drawn"), [("leaf-spine", False), ("torus", False), ("dgx-superpod-h100", True)])
def test_named_choices_make_designs_for_the_same_need(template, drawn, library):
    design = build_template(template, library, {})
    named = [offer for offer in offers_of(design, library, drawn=drawn) if offer.options]
    offer = next(one for one in named if one.title in ("Topology", "Leaf switch, cables down to up"))
    variable = variable_of(offer, offer.suggested)
    assert [option.name for option in variable.options] == list(offer.known)
    base = design if drawn else None
    space = Space(template="" if drawn else template, vary=(variable,), count=(Counted(key="counts.nodes.total"),))
    sweep_of(space, library, base)
    made = [variant_design(space, library, number, base=base) for number in range(len(space))]
    hosts = [sum(one.total_copies(node.id) for node in one.nodes.values() if node.kind in BEARING) for one in made]
    assert all(count >= hosts[0] for count in hosts), "no topology carries fewer hosts than are asked for"
    assert len({str(one.nodes) + str(one.links) for one in made}) == len(made)
    # A space that is written and read again has the same names.
    written = space_text(replace(space, design="pod.json" if drawn else ""))
    assert read_space(written).vary == (variable,)


def test_of_a_large_design_the_nodes_of_a_part_vary_together(library):
    design = grid_design(400)
    offers = {offer.path: offer for offer in offers_of(design, library, drawn=True)}
    assert len(offers) < 20, "a list of thousands says nothing"
    variable = variable_of(offers["part:server.copies"], "1, 3")
    space = Space(vary=(variable,), count=(Counted(key="counts.nodes.total"),))
    made = variant_design(space, library, 1, base=design)
    assert {node.copies for node in made.nodes.values() if node.part == "server"} == {3}


def test_numbers_are_typed_as_lists_steps_or_ranges():
    assert variable_of(NUMBER, "8, 16 ,32").values == (8.0, 16.0, 32.0)
    assert variable_of(NUMBER, "8 to 32 by 8").values == (8.0, 16.0, 24.0, 32.0)
    assert variable_of(NUMBER, "1 k").values == (1000.0,)
    free = variable_of(NUMBER, "0.5 to 2")
    assert free.is_continuous
    assert (free.low, free.high) == (0.5, 2.0)


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("", "no values"),
        ("8, x", "is not a number"),
        ("8, 8", "twice"),
        ("9 to 3", "has to be greater"),
        ("1 to 9 by 0", "steps above 0"),
    ],
)
def test_what_is_no_list_of_numbers_is_refused(text, why):
    with pytest.raises(RefusedInput, match=why):
        variable_of(NUMBER, text)


def test_parts_are_typed_by_name_or_id(offers):
    found = variable_of(offers["dgx.part"], "DGX H100, nvidia/dgx-b200")
    assert found.values == ("nvidia/dgx-h100", "nvidia/dgx-b200")
    with pytest.raises(RefusedInput, match="cannot be 'teapot'"):
        variable_of(offers["dgx.part"], "teapot")


def test_what_counts_follows_from_the_work(service, library):
    assert counted_of(service) == ["cost.capex_usd", "headlines.tokens", "power.facility_w"]
    training = build_template("training-run", library, {})
    assert counted_of(training) == ["cost.capex_usd", "headlines.days", "power.facility_w"]
    fabric = build_template("leaf-spine", library, {})
    assert counted_of(fabric) == ["cost.capex_usd", "power.facility_w"]


def test_a_space_that_is_written_is_read_as_the_same():
    space = Space(
        name="Variants of mine",
        template="rag-service",
        settings={"users": 4000.0},
        vary=(
            Variable(name="Number of DGX H100", sets="dgx.copies", values=(1.0, 2.0, 4.0)),
            Variable(name="Part", sets="dgx.part", values=("nvidia/dgx-h100", "nvidia/dgx-b200")),
            Variable(name="growth", sets="growth", low=0.5, high=2.0),
            Variable(
                name="How",
                options=(
                    Option(name="own", settings={"redundancy": "N"}),
                    Option(name="safe", settings={"cooling": "air"}),
                ),
            ),
        ),
        count=(Counted(key="cost.capex_usd", at_most=2e6), Counted(key="headlines.tokens", better="higher")),
        method="latin",
        samples=40,
        seed=7,
    )
    assert read_space(space_text(space)) == space
