"""Slides of the place: the hall, what it takes of floor, power and air, and the drawings."""

from collections import Counter

from designer.export.deck.context import DeckContext
from designer.export.deck.records import Bound, Claim, DeckSlide, Diagram, Figures, LeftOut, Mark, Picture, Table
from designer.model.design import View
from designer.model.figures.figure_text import count_text, figure_text
from designer.model.kinds import FLOOR_RACKS, ROOMS, SOURCES
from designer.model.rooms.floor_positions import standing
from designer.model.wording import counted, listed


def main_view(context: DeckContext) -> tuple[View, str]:
    """Return the view that shows most at a glance, and what is seen on it: the hall, else the topology."""
    racks = _racks_on_floor(context)
    name = context.design.name
    if racks:
        return View(id="deck-hall", name=name, shows="isometric"), f"The hall of {name} with {counted(racks, 'rack')}"
    return View(id="deck-topology", name=name, detail="plain"), f"What {name} is made of and how it hangs together"


def _racks_on_floor(context: DeckContext) -> int:
    found = standing(context.design)
    nodes = context.design.nodes
    counts = Counter(found.ids[row] for row in found.node.tolist())
    return sum(number for one, number in counts.items() if one in nodes and nodes[one].kind in FLOOR_RACKS)


def hall(context: DeckContext) -> DeckSlide | LeftOut:
    """Return the slide of the hall; left out where no rack stands on a floor."""
    racks = _racks_on_floor(context)
    if not racks:
        return LeftOut(id="hall", why="No rack stands on a floor yet; Make it real draws the hall.")
    rooms = [node for node in context.design.nodes_in_order() if node.kind in ROOMS]
    named = f" in {listed([room.title for room in rooms])}" if rooms else ""
    view, alt = main_view(context)
    stand = "stands" if racks == 1 else "stand"
    title = Claim(
        text=f"{counted(racks, 'rack')} {stand}{named}, drawn to scale",
        bound=(Bound(path="design.racks_on_floor", value=float(racks)),),
    )
    return DeckSlide(id="hall", title=title, left=(Picture(view=view, alt=alt),))


def place_and_power(context: DeckContext) -> DeckSlide | LeftOut:
    """Return the slide of what the site has to give: power, cooling, air, weight."""
    power, cooling = context.results.power, context.results.cooling
    if power is None or cooling is None or not (power.it_max_w.value or 0.0):
        return LeftOut(id="place", why="It takes no power and no floor of one's own.")
    drawn = {finding.rule for finding in context.findings}
    plant = context.results.plant
    fed = plant is not None and any(element.kind in SOURCES for element in plant.elements.values())
    rows: list[tuple[str, str]] = []
    marks: list[Mark] = []
    heaviest = max(
        (rack.weight_kg for rack in cooling.racks.values() if rack.weight_kg.known), key=_value, default=None
    )
    hottest = max((rack.max_w for rack in cooling.racks.values() if rack.max_w.known), key=_value, default=None)
    ask: Mark = "ask"
    site = "short" if "site-over-supply" in drawn else "fits" if fed and "hall-without-plant" not in drawn else ask
    air = (
        "short"
        if {"rack-dense-for-air", "cooling-too-small"} & drawn
        else "ask"
        if cooling.capacity_w.value is None
        else "fits"
    )
    for words, figure, mark in (
        ("Equipment, in use", power.it_typical_w, "fits"),
        ("Equipment, full load", power.it_max_w, "fits"),
        ("Site, full load", power.facility_max_w, site),
        ("Heat to remove", cooling.heat_w, air),
        ("Air through the racks", cooling.airflow_cfm, air),
        ("Fullest rack draws", hottest, air),
        ("Heaviest rack weighs", heaviest, ask),
    ):
        if figure is not None and figure.known:
            rows.append((words, figure_text(figure, ranged=False)))
            marks.append(mark)  # type: ignore[arg-type]
    site_words = context.words(power.facility_max_w, ranged=False)
    bound = (
        Bound(path="power.facility_max_w", value=power.facility_max_w.value),
        Bound(path="cooling.heat_w", value=cooling.heat_w.value),
    )
    # The weight of racks is to be asked always: it is in the table, and no part of the claim.
    claimed = {site, air}
    short = "short" in claimed
    text = f"The site gives {site_words} at full load and takes the heat away"
    if short:
        text = f"The site has to give {site_words}, and more than is drawn"
    elif ask in claimed:
        text = f"To ask of the site: {site_words}, and as much heat taken away"
    title = Claim(text=text, bound=bound, stance="opposite" if short else "said")
    table = Table(
        header=("What", "how much"),
        rows=tuple(rows),
        numbers=(1,),
        marks=tuple(marks),
        widths=(0.6, 0.4),
        note="✓ drawn and fits   ? ask the site   ! needs more than is drawn",
    )
    figures = tuple(
        context.large(key)
        for key in ("facility", "it_max")
        if (figure := context.headline(key)) is not None and figure.known
    )
    return DeckSlide(id="place", title=title, left=(table,), right=(Figures(figures=figures),) if figures else ())


def _value(figure: object) -> float:
    return getattr(figure, "value", None) or 0.0


def appendix(context: DeckContext) -> DeckSlide:
    """Return the slide of the drawing, as shapes that can be moved."""
    counts = context.results.counts
    title = Claim(
        text=f"How {count_text(counts.nodes)} parts hang together by {counted(counts.cables, 'cable')}",
        bound=(
            Bound(path="counts.nodes.total", value=float(counts.nodes)),
            Bound(path="counts.cables.total", value=float(counts.cables)),
        ),
    )
    view = View(id="deck-drawing", name=context.design.name, detail="plain" if context.level == "board" else "full")
    return DeckSlide(
        id="appendix", title=title, left=(Diagram(view=view, alt=f"The topology of {context.design.name}"),)
    )
