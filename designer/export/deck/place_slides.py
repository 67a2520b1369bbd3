"""Slides of the place: the hall, what it takes of floor, power and air, and the drawings."""

from collections import Counter
from collections.abc import Sequence

from designer.drawing.layer_words import LAYER_TITLES, SHORT_LAYER_TITLES
from designer.export.deck.context import DeckContext, fitting
from designer.export.deck.records import Bound, Claim, DeckSlide, Diagram, Figures, LeftOut, Mark, Picture, Table
from designer.model.design import Node, View
from designer.model.figures.figure_text import count_text, counted_text, figure_text, number_text
from designer.model.kinds import FLOOR_RACKS, KINDS, ROOMS, SOURCES
from designer.model.parts.part import LAYERS, Layer
from designer.model.rooms.floor_positions import standing
from designer.model.rooms.room_plan import area_m2
from designer.model.wording import counted, listed, noun


def main_view(context: DeckContext) -> tuple[View, str]:
    """Return the view that shows most at a glance, and what is seen on it: the hall, else the topology."""
    racks = _racks_on_floor(context)
    name = context.design.name
    if racks:
        return View(id="deck-hall", name=name, shows="isometric"), f"The hall of {name} with {counted(racks, 'rack')}"
    view = View(id="deck-logical", name=name, shows="topology-logical", detail="plain")
    return view, f"What {name} is made of and how it hangs together"


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
    stand = "stands" if racks == 1 else "stand"
    title = Claim(
        text=fitting(
            f"{counted(racks, 'rack')} {stand}{named}, drawn to scale",
            f"{counted(racks, 'rack')} {stand} drawn to scale",
        ),
        bound=(Bound(path="design.racks_on_floor", value=float(racks)),),
    )
    view = View(id="deck-floor", name=context.design.name, shows="floor", detail="plain")
    alt = f"The floor of {context.design.name} from above, with {counted(racks, 'rack')}"
    return DeckSlide(id="hall", title=title, subtitle=_size_claim(rooms), left=(Picture(view=view, alt=alt),))


def _size_claim(rooms: Sequence[Node]) -> Claim | None:
    """Return how large the only room is; None where there are several, or it has no walls."""
    if len(rooms) != 1 or rooms[0].plan is None or not rooms[0].plan.outline:
        return None
    corners = rooms[0].plan.outline
    wide = (max(one.x_mm for one in corners) - min(one.x_mm for one in corners)) / 1000
    deep = (max(one.y_mm for one in corners) - min(one.y_mm for one in corners)) / 1000
    text = f"The room is {number_text(wide)} × {number_text(deep)} m from wall to wall."
    bound = (Bound(path="design.room_width_m", value=wide), Bound(path="design.room_depth_m", value=deep))
    return Claim(text=text, bound=bound)


def layers(context: DeckContext) -> DeckSlide | LeftOut:
    """Return the slide of the layers of the AI stack that are drawn; left out where the hall is shown instead."""
    if _racks_on_floor(context):
        return LeftOut(id="layers", why="The hall is shown instead.")
    design = context.design
    found: set[Layer] = set()
    for node in design.nodes.values():
        part = design.part_of(node)
        if node.kind in KINDS and not KINDS[node.kind].container:
            found.add(part.layer if part is not None else KINDS[node.kind].layer)
    if not found:
        return LeftOut(id="layers", why="Nothing is drawn yet.")
    names = [SHORT_LAYER_TITLES[layer] for layer in LAYERS if layer in found]
    bound = (Bound(path="design.layers", value=float(len(names))),)
    text = f"It reaches over {len(names)} layers of the AI stack"
    if len(names) == 1:
        text = f"All of it is in the layer {LAYER_TITLES[next(iter(found))]}"
    view = View(id="deck-stack", name=context.design.name, shows="stack", detail="plain")
    return DeckSlide(
        id="layers",
        title=Claim(text=text, bound=bound),
        subtitle=Claim(text=f"From bottom to top: {' · '.join(names)}.", bound=bound) if len(names) > 1 else None,
        left=(Picture(view=view, alt=f"The layers of {context.design.name}"),),
    )


def place_and_power(context: DeckContext) -> DeckSlide | LeftOut:
    """Return the slide of what the site has to give: power, cooling, air, weight."""
    power, cooling = context.results.power, context.results.cooling
    if power is None or cooling is None or not (power.it_max_w.value or 0.0):
        unknown = power is not None and power.it_max_w.missing
        why = (
            "How much power its parts take is not known." if unknown else "It takes no power and no floor of one's own."
        )
        return LeftOut(id="place", why=why)
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
    racks = _racks_on_floor(context)
    floor = sum(area_m2(node.plan.outline) for node in context.design.nodes.values() if node.plan and node.plan.outline)
    if racks and floor:
        rows.append(("Floor", f"{number_text(floor)} m²"))
        marks.append("fits")
    if racks:
        rows.append(("Racks", count_text(racks)))
        marks.append("fits")
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
            # Beside the hall room is short: "≥ 277 kW".
            text = context.short(figure, ranged=False) if racks else figure_text(figure, ranged=False)
            rows.append((words, text))
            marks.append(mark)  # type: ignore[arg-type]
    most = power.facility_max_w
    says = (context.words(most, ranged=False), context.short(most, ranged=False))
    bound = (
        Bound(path="power.facility_max_w", value=power.facility_max_w.value),
        Bound(path="cooling.heat_w", value=cooling.heat_w.value),
    )
    # The weight of racks is to be asked always: it is in the table, and no part of the claim.
    claimed = {site, air}
    short = "short" in claimed
    form = "The site gives {} and takes the heat away"
    if short:
        form = "The site has to give {}: more than is drawn"
    elif ask in claimed:
        form = "Ask the site for {} and to take the heat away"
    text = fitting(*(form.format(one) for one in says))
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
    if racks:
        name = context.design.name
        view = View(id="deck-place", name=name, shows="isometric", quarter=2)
        alt = f"The hall of {name} from the other side, each of {counted(racks, 'rack')} coloured by what it draws"
        hall_picture = Picture(view=view, alt=alt, overlay="power")
        return DeckSlide(id="place", title=title, subtitle=_air_claim(context), left=(hall_picture,), right=(table,))
    right = (Figures(figures=figures),) if figures else ()
    return DeckSlide(id="place", title=title, subtitle=_air_claim(context), left=(table,), right=right)


def _air_claim(context: DeckContext) -> Claim | None:
    """Return what the fullest rack draws beside what air alone carries away; None where either is not known."""
    cooling = context.results.cooling
    if cooling is None:
        return None
    racks = {rack_id: rack for rack_id, rack in cooling.racks.items() if _value(rack.max_w)}
    if not racks:
        return None
    hottest = max(racks, key=lambda rack_id: _value(racks[rack_id].max_w))
    heat = cooling.heat.racks.get(hottest)
    if heat is None or not heat.limit_w.value:
        return None
    drawn, limit = racks[hottest].max_w, heat.limit_w
    over = _value(drawn) > _value(limit)
    words = f"The fullest rack draws {context.words(drawn, ranged=False)}"
    words += f"; air alone carries {'only ' if over else ''}about {context.words(limit, ranged=False)} a rack."
    bound = (
        Bound(path=f"cooling.racks.{hottest}.max_w", value=drawn.value),
        Bound(path=f"cooling.racks.{hottest}.air_limit_w", value=limit.value),
    )
    return Claim(text=words, bound=bound, stance="opposite" if over else "said")


def _value(figure: object) -> float:
    return getattr(figure, "value", None) or 0.0


def appendix(context: DeckContext) -> DeckSlide | LeftOut:
    """Return the slide of the drawing, as shapes that can be moved; left out where nothing is drawn."""
    counts = context.results.counts
    if not counts.nodes:
        return LeftOut(id="appendix", why="Nothing is drawn yet.")
    parts = counted_text(counts.nodes, "part")
    text = f"How {parts} hang together by {counted_text(counts.cables, 'cable')}"
    if not counts.cables:
        text = f"{parts} {noun(counts.nodes, 'is', 'are')} drawn, without any cable"
    bound = (
        Bound(path="counts.nodes.total", value=float(counts.nodes)),
        Bound(path="counts.cables.total", value=float(counts.cables)),
    )
    # The logical picture names its parts where the topology as drawn has no room for a word on a slide. By their own
    # names, for a board too: it would read "Network" on every switch.
    name = context.design.name
    view = View(id="deck-drawing", name=name, shows="topology-logical")
    diagram = Diagram(view=view, alt=f"How the parts of {name} hang together")
    return DeckSlide(id="appendix", title=Claim(text=text, bound=bound), subtitle=_left_out(context), left=(diagram,))


def _left_out(context: DeckContext) -> Claim | None:
    """Return how many power cables the logical picture leaves out; None where none is drawn."""
    many = context.results.counts.cables_by_medium.get("power", 0)
    if not many:
        return None
    text = f"{counted_text(many, 'power cable')} {noun(many, 'is', 'are')} left out of this picture."
    return Claim(text=text, bound=(Bound(path="counts.cables.by_medium.power", value=float(many)),))
