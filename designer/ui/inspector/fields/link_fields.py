"""Fields of links and relations."""

from collections.abc import Callable
from typing import Any, Final, Literal

from designer.edit.links.join_options import join_options
from designer.edit.links.links import MEDIA_IN_ORDER, cables_across, set_link
from designer.edit.nodes.bulk_edit import LinkNumber, edit_each, many_words, set_media, set_numbers, set_texts
from designer.model.changes import ChangeSet
from designer.model.design import WITHIN_ONE, Design, Link
from designer.model.kinds import CABLING
from designer.model.parts.part import NETWORK_WORDS, Medium
from designer.model.relations import RELATION_MEDIA, RELATIONS
from designer.ui.canvas.interaction.linking import otherwise
from designer.ui.inspector.field_spec import ARITHMETIC, FieldSpec, Options, Selected, choice, numbers, required
from designer.ui.widgets.part_words import MEDIUM_TITLES, ends_text, ports_line

FITTING: Final = "-"
_SPREADS: Final = (
    ("even", "Even"),
    ("mesh", "Mesh"),
    ("pairwise", "Pairwise"),
    ("block", "Block"),
    ("ring", "Ring"),
    ("complete", "Complete"),
)


def _is_relation(at: Selected[Link]) -> bool:
    """Return True of a relation by itself; among others it has the fields of links."""
    return at.alone is not None and at.alone.medium in RELATION_MEDIA


def _are_cables(at: Selected[Link]) -> bool:
    return not _is_relation(at)


def _is_cable(at: Selected[Link]) -> bool:
    return at.alone is not None and _are_cables(at)


def _carry_data(at: Selected[Link]) -> bool:
    return all(link.medium in NETWORK_WORDS for link in at.records)


def _number(field: LinkNumber, unit: str, what: str) -> Callable[[Selected[Link], str], ChangeSet]:
    return numbers(unit, what, lambda at, new: set_numbers(at.design, at.ids, field, new))


def _relations(at: Selected[Link]) -> Options:
    """Return what a relation is now, then all else that would join the two."""
    link, design = at.alone, at.design
    if link is None or not {link.a, link.b} <= design.nodes.keys():
        return ()
    ways: dict[Medium, str] = {link.medium: link.a}
    ways |= {one.medium: one.a for one in join_options(design, link.a, link.b) if one.medium != link.medium}
    return [(medium, _verb(design, link, medium, first)) for medium, first in ways.items()]


def _verb(design: Design, link: Link, medium: Medium, first: str) -> str:
    """A way as it reads from the first end of LINK: "asks vLLM", "is read by vLLM", "Power cable"."""
    if medium not in RELATIONS:
        return f"{MEDIUM_TITLES[medium]} cable"
    relation, other = RELATIONS[medium], design.nodes[link.b].title
    return f"{relation.verb if first == link.a else relation.passive} {other}"


def _media(at: Selected[Link]) -> Options:
    """Return all sorts of cables, whose refusal tells why, and relations that make sense where it is one link."""
    link, design = at.alone, at.design
    if link is None:
        return list(MEDIUM_TITLES.items())
    ends = {link.a, link.b} <= design.nodes.keys()
    related = {one.medium for one in join_options(design, link.a, link.b) if one.is_relation} if ends else set[Medium]()
    media = [one for one in MEDIA_IN_ORDER if one not in RELATION_MEDIA or one in related]
    return [(medium, MEDIUM_TITLES[medium]) for medium in media]


def _set_medium(at: Selected[Link], value: str) -> ChangeSet:
    media: dict[str, Medium] = {one: one for one in MEDIA_IN_ORDER}
    link, medium = at.alone, media[value]
    if link is None:
        return set_media(at.design, at.ids, medium)
    ends = {link.a, link.b} <= at.design.nodes.keys()
    ways = {one.medium: one for one in join_options(at.design, link.a, link.b)} if ends else {}
    way = ways.get(medium)
    # A cable that stays one keeps its ports where it can; what is or becomes a relation is joined anew.
    if way is not None and medium != link.medium and (way.is_relation or link.medium in RELATION_MEDIA):
        return otherwise(at.design, link.id, way)
    return set_link(at.design, link.id, medium=medium)


def _groups(at: Selected[Link]) -> Options:
    """Return whose copies a ring or a complete graph joins: its own, or those of a container around both ends."""
    link, design = at.alone, at.design
    if link is None:
        return ()
    around = set(design.ancestors(link.b))
    found = [(FITTING, "Its own copies")]
    for one in design.ancestors(link.a):
        if one in around and design.nodes[one].copies > 1:
            found.append((one, f"Copies of {design.nodes[one].title}"))
    # What it joins is always offered, also where that makes no sense any more.
    return found if link.across in {None, *dict(found)} else [*found, (link.across or "", link.across or "")]


def _set_across(at: Selected[Link], value: str) -> ChangeSet:
    """Join the copies of another container, with as many cables as join any two of them by one."""
    across = None if value == FITTING else value

    def edit(design: Design, link_id: str) -> ChangeSet:
        return set_link(design, link_id, across=across, cables=cables_across(design, link_id, across))

    return edit_each(at.design, at.ids, edit)


def _port(end: Literal["a", "b"], title: str, name: str) -> FieldSpec[Link]:
    """Return the field of the ports at one end."""

    def read(_design: Design, link: Link) -> str:
        return (link.a_port if end == "a" else link.b_port) or FITTING

    def options(at: Selected[Link]) -> Options:
        link = at.alone
        node = at.design.nodes.get(link.a if end == "a" else link.b) if link is not None else None
        groups = at.design.ports_of(node) if node is not None else ()
        return [(FITTING, "The first that fits")] + [(one.name, f"{one.name} · {ports_line(one)}") for one in groups]

    def write(at: Selected[Link], value: str) -> ChangeSet:
        port: dict[str, Any] = {f"{end}_port": None if value == FITTING else value}
        return edit_each(at.design, at.ids, lambda design, one: set_link(design, one, **port))

    words = "The ports that its cables go to at this end; the first that fits where none are chosen."
    return FieldSpec(
        key=f"{end}_port",
        title=title,
        name=name,
        help=words,
        kinds=_is_cable,
        read=read,
        editor=choice(options),
        write=write,
    )


def _cable_parts(at: Selected[Link]) -> Options:
    """Return cables and optics of the catalog, those that are chosen always among them."""
    parts = sorted((part for part in at.library.parts.values() if part.kind in CABLING), key=lambda part: part.name)
    gone = {link.cable_part for link in at.records} - {None} - at.library.parts.keys()
    return [(FITTING, "Not chosen"), *((part.id, part.name) for part in parts), *((one, one) for one in gone if one)]


def _set_cable_part(at: Selected[Link], value: str) -> ChangeSet:
    part = None if value == FITTING else value
    return edit_each(
        at.design,
        at.ids,
        lambda design, one: set_link(design, one, library=at.library, cable_part=part),
        f"Choose the cable of {many_words(at.design, at.records)}",
    )


def _set_spread(at: Selected[Link], value: str) -> ChangeSet:
    label = f"Set the spread of {many_words(at.design, at.records)}"
    return edit_each(at.design, at.ids, lambda design, one: set_link(design, one, spread=value), label)


LINK_FIELDS: Final[tuple[FieldSpec[Link], ...]] = (
    FieldSpec(
        key="relation",
        title="Relation",
        help="What the two are to each other.",
        kinds=_is_relation,
        read=lambda _, link: link.medium,
        editor=choice(_relations),
        write=_set_medium,
    ),
    FieldSpec(
        key="link_name",
        title="Name",
        help="What it is called; empty for its ends. Of many, uplink-## numbers them: uplink-01, uplink-02 …",
        read=lambda _, link: link.name,
        empty=ends_text,
        write=lambda at, text: set_texts(at.design, at.ids, "name", text),
    ),
    FieldSpec(
        key="cables",
        title="Cables",
        help="Physical cables in one copy of what holds both ends.",
        many=ARITHMETIC,
        kinds=_are_cables,
        read=lambda _, link: str(link.cables),
        write=required("", "Cables", lambda at, typed: set_numbers(at.design, at.ids, "cables", typed.count)),
    ),
    FieldSpec(
        key="medium",
        title="Medium",
        help="What runs through it.",
        kinds=_are_cables,
        read=lambda _, link: link.medium,
        editor=choice(_media),
        write=_set_medium,
    ),
    FieldSpec(
        key="spread",
        title="Spread",
        help="How the cables fall on the copies of both ends.",
        kinds=_are_cables,
        read=lambda _, link: link.spread,
        editor=choice(lambda _: _SPREADS),
        write=_set_spread,
    ),
    FieldSpec(
        key="across",
        title="Joins",
        name="Joins the copies of",
        help="A ring or a complete graph joins the copies of the tile in one container, or the copies of a container "
        "around it, such as the groups of a dragonfly; its cables are then counted outside of it.",
        kinds=_is_cable,
        enabled=lambda at: all(link.spread in WITHIN_ONE for link in at.records) and len(_groups(at)) > 1,
        read=lambda _, link: link.across or FITTING,
        editor=choice(_groups),
        write=_set_across,
    ),
    _port("a", "From port", "Port at the first end"),
    _port("b", "To port", "Port at the second end"),
    FieldSpec(
        key="length_m",
        title="Length",
        name="Length of one cable",
        unit="m",
        help="From port to port, as it is to be bought; empty where it is not known.",
        many=ARITHMETIC,
        kinds=_are_cables,
        read=lambda _, link: link.length_m,
        empty=lambda _design, _link: "not known",
        write=_number("length_m", "m", "The length"),
    ),
    FieldSpec(
        key="capacity_gbps",
        title="Capacity",
        name="Capacity of one cable",
        unit="Gb/s",
        help="What one cable carries one way where it is slower than its ports: a leased circuit, a shaped or "
        "half-rate one. Of this and the rate of its ports the smaller counts; empty for the ports alone.",
        many=ARITHMETIC,
        kinds=_are_cables,
        enabled=_carry_data,
        read=lambda _, link: link.capacity_gbps,
        empty=lambda _design, _link: "as its ports",
        write=_number("capacity_gbps", "Gb/s", "The capacity"),
    ),
    FieldSpec(
        key="capacity_back_gbps",
        title="Other way",
        name="Capacity of one cable the other way",
        unit="Gb/s",
        help="What one cable carries from the second end to the first, where that is another rate: the capacity above "
        "then holds from the first end to the second. Empty for the same both ways.",
        many=ARITHMETIC,
        kinds=_are_cables,
        enabled=_carry_data,
        read=lambda _, link: link.capacity_back_gbps,
        empty=lambda _design, _link: "the same",
        write=_number("capacity_back_gbps", "Gb/s", "The capacity"),
    ),
    FieldSpec(
        key="cable_part",
        title="Cable",
        name="Cable or optic",
        help="The part from the catalog that is bought for each cable.",
        kinds=_are_cables,
        read=lambda _, link: link.cable_part or FITTING,
        editor=choice(_cable_parts),
        write=_set_cable_part,
    ),
)
