"""Offers of what may vary in a design, with values to begin with; and what people type, as values. No Qt here."""

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Final

from designer.catalog.library import Library
from designer.edit.templates.templates import TEMPLATES, Parameter
from designer.explore.sweep.space import Variable, stepped
from designer.model.design import Design, Node
from designer.model.figures.figure_text import count_text, number_text
from designer.model.figures.typed_quantity import typed_quantity
from designer.model.kinds import FACTS, KINDS
from designer.model.naming import link_name
from designer.model.records import RefusedInput
from designer.model.workloads.choices import CHOICES
from designer.ui.explore_window.captions import IN_EACH, NUMBER_OF, PART_OF
from designer.ui.explore_window.named_offers import hosting_offer, topology_offer, uplink_offers
from designer.ui.explore_window.offer import (
    COOLING,
    COUNTS,
    GROWTH,
    HOSTED,
    PARAMETERS,
    PARTS,
    SAFETY,
    SOFTWARE,
    TOPOLOGY,
    WORK,
    Offer,
)

_ORDER: Final = (PARAMETERS, HOSTED, TOPOLOGY, COUNTS, PARTS, SAFETY, COOLING, GROWTH, WORK, SOFTWARE)
_MOST_PARTS: Final = 4
_MOST_NODES: Final = 300
"""Of larger designs all nodes of a part vary together."""
_MOST_LINKS: Final = 600
"""In larger designs no link is offered by itself."""
_PARALLEL: Final = ("tensor_parallel", "pipeline_parallel", "data_parallel", "expert_parallel")
_SPLITS: Final[Mapping[str, str]] = dict.fromkeys(_PARALLEL, "1, 2, 4, 8")
_TO: Final = re.compile(
    r"(?P<low>.+?)\s*(?:\bto\b|…|–)\s*(?P<high>.+?)(?:\s*\b(?:by|step)\b\s*(?P<step>.+))?", re.DOTALL
)
_MOST_SHOWN: Final = 40


def offers_of(design: Design, library: Library, *, drawn: bool) -> tuple[Offer, ...]:
    """Return what may vary of DESIGN, which its generator made just now unless it was DRAWN on."""
    found: dict[str, Offer] = {}
    for offer in sorted(_all(design, library, drawn), key=lambda one: _ORDER.index(one.group)):
        found.setdefault(offer.path, offer)
    # A column is called by the title, so that two alike get what tells them apart.
    titles = [offer.title for offer in found.values()]
    return tuple(
        offer if titles.count(offer.title) == 1 else offer._replace(title=f"{offer.title} ({offer.path})")
        for offer in found.values()
    )


def _all(design: Design, library: Library, drawn: bool) -> Iterator[Offer]:
    template = design.settings.made_by
    if template in TEMPLATES:
        settings = design.settings.parameters
        for parameter in TEMPLATES[template].parameters:
            yield _parameter(parameter, settings.get(parameter.name, parameter.default))
        # What was drawn on cannot become another template.
        alike = () if drawn else _alike(template)
        if not drawn:
            yield from topology_offer(template, settings)
        if alike:
            yield Offer(
                "template",
                "Template",
                TOPOLOGY,
                template,
                ", ".join((template, *alike)),
                True,
                (*TEMPLATES,),
            )
    yield from hosting_offer(design, library)
    yield from uplink_offers(design)
    yield Offer("redundancy", "Redundancy", SAFETY, "as drawn", "N, N+1, 2N", True, ("N", "N+1", "2N"))
    yield Offer("cooling", "Cooling", COOLING, "as drawn", "air, liquid", True, ("air", "liquid"))
    if any("users" in node.facts for node in design.nodes.values()):
        yield Offer("growth", "Growth of users", GROWTH, "1", "1, 2, 4")
    for node, count in _told_apart(design):
        yield from _of_node(design, library, node, count)
    large = len(design.nodes) > _MOST_NODES or len(design.links) > _MOST_LINKS
    for link in () if large else design.links.values():
        if link.a in design.nodes and link.b in design.nodes and link.cables > 1:
            name = link_name(design, link)
            steps = f"{max(link.cables // 2, 1)}, {link.cables}, {link.cables * 2}"
            yield Offer(f"{link.id}.cables", f"Cables of {name}", COUNTS, count_text(link.cables), steps)


def _parameter(parameter: Parameter, now: str) -> Offer:
    return Offer(
        parameter.name,
        parameter.title,
        PARAMETERS,
        now,
        ", ".join(parameter.choices) if parameter.choices else _around(now, whole=parameter.whole),
        parameter.words,
        parameter.choices if parameter.words else (),
    )


def _alike(template: str) -> tuple[str, ...]:
    """Return the templates that take a parameter of TEMPLATE too, so that both can be made by the same settings."""
    mine = {parameter.name for parameter in TEMPLATES[template].parameters}
    counted = {
        name: len(mine & {parameter.name for parameter in other.parameters})
        for name, other in TEMPLATES.items()
        if name != template
    }
    return tuple(name for name in sorted(counted, key=lambda name: -counted[name]) if counted[name])[:2]


def _told_apart(design: Design) -> Iterator[tuple[Node, int]]:
    """Yield the nodes of DESIGN in their order, and 1; in a large one those of one part together, and how many.

    Of ten thousand machines that are drawn one by one a person means all, not one of them; the list stays readable.
    """
    nodes = design.nodes_in_order()
    if len(nodes) <= _MOST_NODES:
        yield from ((node, 1) for node in nodes)
        return
    counts = Counter(node.part for node in nodes)
    told: set[str | None] = set()
    for node in nodes:
        count = counts[node.part] if node.part is not None else 1
        if count == 1 and node.part is not None:
            yield node, 1
        elif node.part is not None and node.part not in told:
            told.add(node.part)
            yield node, count


def _of_node(design: Design, library: Library, node: Node, count: int) -> Iterator[Offer]:
    """Offer what may vary of NODE, which stands for COUNT of its part where that is more than 1."""
    found = _of_one(design, library, node)
    if count == 1:
        yield from found
        return
    part = design.parts.get(node.part or "")
    name = f"all {count_text(count)} {part.name if part is not None else node.part}"
    for offer in found:
        # Every field of the one becomes the field of all of its part; the title says of how many.
        field = offer.path.rpartition(".")[2]
        yield offer._replace(path=f"part:{node.part}.{field}", title=offer.title.replace(node.title, name))


def _of_one(design: Design, library: Library, node: Node) -> Iterator[Offer]:
    name, kind = node.title, KINDS.get(node.kind)
    if kind is None:
        return
    if kind.role != "software":
        around = design.nodes.get(node.parent or "")
        # What stands in a rack of which there are several is there so many times in each.
        several = around is not None and design.total_copies(node.id) > node.copies
        title = f"{NUMBER_OF}{name}{IN_EACH}{around.title}" if several and around is not None else f"{NUMBER_OF}{name}"
        now = count_text(node.copies)
        # More units of the power chain come with the cables that lead to them.
        field = "units" if kind.power_stage is not None else "copies"
        yield Offer(f"{node.id}.{field}", title, COUNTS, now, _around(str(node.copies)))
    if node.part is not None and kind.role != "container":
        yield _part(library, node, name, SOFTWARE if kind.role == "software" else PARTS)
    for choice in CHOICES.values():
        if node.kind in choice.kinds and choice.options:
            values = [value for value, _ in choice.options if value]
            now = str(node.choices.get(choice.name, choice.default))
            title = f"{choice.title}, {name}"
            yield Offer(f"{node.id}.{choice.name}", title, WORK, now, ", ".join(values), True, tuple(values))
    # A fact that nobody set has no value to vary around, but for how a model is split over accelerators.
    for asked in kind.asked:
        fact = FACTS.get(asked.name)
        value = node.facts.get(asked.name)
        if fact is None or (value is None and asked.name not in _PARALLEL):
            continue
        now = "chosen for you" if value is None else number_text(value)
        suggested = _SPLITS.get(asked.name) or _around(f"{value:g}", whole=False)
        yield Offer(f"{node.id}.{asked.name}", f"{fact.title}, {name}", WORK, now, suggested)


def _part(library: Library, node: Node, name: str, group: str) -> Offer:
    """Offer parts of the same kind, those that are sold or rented first."""
    now = node.part or ""
    maker = now.partition("/")[0]
    others = [part for part in library.parts.values() if part.kind == node.kind and part.id != now]
    others.sort(key=lambda part: (part.availability not in ("sold", "rented"), part.id.partition("/")[0] != maker))
    here = library.parts.get(now)
    parts = [*([here] if here is not None else []), *others]
    names = [part.name for part in parts]
    # Names that two makers give are told apart by the id alone; one with a comma would be two in a list.
    called = [part.id if names.count(part.name) > 1 or "," in part.name else part.name for part in parts]
    suggested = ", ".join(called[:_MOST_PARTS])
    known = tuple(part.id for part in parts)
    return Offer(f"{node.id}.part", f"{PART_OF}{name}", group, called[0], suggested, True, known, tuple(called))


def _around(now: str, *, whole: bool = True) -> str:
    """Return values around NOW: its half, itself, and its double."""
    try:
        value = float(now)
    except ValueError:
        return now
    values = [value / 2, value, value * 2]
    if whole:
        values = [max(round(one), 1) for one in values]
    return ", ".join(typed_text(one) for one in dict.fromkeys(values))


def typed_text(value: float) -> str:
    """Return VALUE as a person would type it, whole numbers with all their digits."""
    return str(int(value)) if value == int(value) and abs(value) < 1e15 else f"{value:.6g}"


def values_text(offer: Offer) -> str:
    """Return what OFFER can be in one line, for its help."""
    if offer.known:
        shown = (offer.called or offer.known)[:_MOST_SHOWN]
        more = f" and {len(offer.known) - len(shown)} more" if len(offer.known) > len(shown) else ""
        return f"Words, parted by commas: {', '.join(shown)}{more}."
    return "Numbers, parted by commas, or from low to high: 8 to 64 by 8. Without a step any number between is drawn."


def variable_of(offer: Offer, text: str) -> Variable:
    """Return OFFER as a variable with the values in TEXT.

    Raises:
        RefusedInput: it has none, or one that cannot be.
    """
    text = text.strip()
    if not text:
        raise RefusedInput(f"{offer.title}: no values; write some, parted by commas.")
    if offer.options:
        by_name = {option.name: option for option in offer.options}
        return Variable(name=offer.title, options=tuple(by_name[name] for name in _words(offer, text)))
    if offer.words:
        return Variable(name=offer.title, sets=offer.path, values=_words(offer, text))
    match = _TO.fullmatch(text)
    if match is not None and "," not in text:
        low, high = (_number(offer, match[end]) for end in ("low", "high"))
        if not low < high:
            raise RefusedInput(f"{offer.title} goes from {low:g} to {high:g}; the second has to be greater.")
        if match["step"]:
            return Variable(name=offer.title, sets=offer.path, values=stepped(low, high, _number(offer, match["step"])))
        return Variable(name=offer.title, sets=offer.path, low=low, high=high)
    values = tuple(_number(offer, one) for one in text.split(",") if one.strip())
    twice = next((one for one in values if values.count(one) > 1), None)
    if twice is not None:
        raise RefusedInput(f"{offer.title} has the value {twice:g} twice.")
    return Variable(name=offer.title, sets=offer.path, values=values)


def _words(offer: Offer, text: str) -> tuple[str, ...]:
    ids = {name.casefold(): id for name, id in zip(offer.called or offer.known, offer.known, strict=False)}
    typed = (one.strip() for one in text.split(",") if one.strip())
    values = tuple(dict.fromkeys(ids.get(one.casefold(), one) for one in typed))
    unknown = next((one for one in values if offer.known and one not in offer.known), None)
    if unknown is not None:
        known = ", ".join((offer.called or offer.known)[:8])
        raise RefusedInput(f"{offer.title} cannot be {unknown[:60]!r}; it can be {known}.")
    return values


def _number(offer: Offer, text: str) -> float:
    return typed_quantity(text, "", offer.title)
