"""Validity of a design that came from outside: ids, counts, numbers and references."""

import math
from collections.abc import Mapping
from difflib import get_close_matches
from typing import Final

import msgspec
from msgspec.structs import astuple

from designer.limits import MOST_NESTED
from designer.model.address_settings import require_addresses
from designer.model.assumptions.places import require_places
from designer.model.assumptions.site_choices import require_site_choice
from designer.model.assumptions.table import ASSUMPTIONS
from designer.model.changes import TABLES
from designer.model.deck_settings import require_deck
from designer.model.design import Design, Link, Node
from designer.model.giving_way import give_way
from designer.model.kinds import KINDS
from designer.model.marks import mark_problem, require_picture
from designer.model.money.price_validity import require_conditions, require_price_book
from designer.model.network.drawn_flows import flow_problems
from designer.model.network.flow_asks import MOST_FLOWS
from designer.model.parts.part import PortGroup
from designer.model.phase_plan import require_phases
from designer.model.record_limits import LONGEST_TEXT
from designer.model.record_problems import MAX_PORTS, problems
from designer.model.records import (
    MAX_QUANTITY,
    Record,
    RefusedInput,
    require_count,
    require_id,
    require_quantity,
)
from designer.model.rooms.room_plan import RoomPlan, plan_problem
from designer.model.workloads.choices import CHOICES, chosen_parts, require_choice

MAX_TEXT: Final = LONGEST_TEXT
_SMALL: Final = 1_000_000_000
MAX_NODES: Final = 1_000_000
MAX_LENGTHS: Final = 1_000
LEAST_LENGTH_M: Final = 0.001


def require_valid(design: Design) -> Design:
    """DESIGN when every record in it can be trusted by edits and analysis.

    Raises:
        RefusedInput: the first thing that is wrong, in one plain line.
    """
    if len(design.nodes) > MAX_NODES or len(design.links) > MAX_NODES:
        raise RefusedInput(f"The design has more than {MAX_NODES:,} nodes or links; use copies instead.")
    for table in TABLES[1:]:
        rows: Mapping[str, Record] = getattr(design, table)
        for record_id, record in rows.items():
            give_way()
            own_id = getattr(record, "id", record_id)
            require_id(record_id, table[:-1])
            if own_id != record_id:
                raise RefusedInput(f"{table[:-1]} {record_id!r} calls itself {own_id!r}; the two must be the same.")
            _require_plain(record, f"{table[:-1]} {record_id}")
            _require_sound(record, f"{table[:-1]} {record_id}")
    _require_plain(design.settings, "design")
    _require_sound(design.settings, "design")
    _require_sound(design.settings.title_block, "title block")
    _require_assumptions(design.settings.assumptions)
    for name, value in design.settings.choices.items():
        require_site_choice(name, value)
    require_price_book(design.settings.prices)
    require_deck(design.settings.deck)
    require_phases(design.settings.phases)
    require_places(design.settings.sites)
    require_addresses(design.settings.addresses)
    for node in design.nodes.values():
        give_way()
        _require_node(design, node)
    _require_flows(design)
    for link in design.links.values():
        _require_link(design, link)
    _require_parts(design)
    _require_marks(design)
    return design


def _require_marks(design: Design) -> None:
    for picture in design.pictures.values():
        require_picture(picture)
    for mark in design.marks.values():
        problem = mark_problem(mark)
        if problem:
            raise RefusedInput(f"mark {mark.id} {problem}.")
        if mark.picture is not None and mark.picture not in design.pictures:
            raise RefusedInput(f"mark {mark.id} shows the picture {mark.picture!r}, which is not in the design.")
        for end in mark.ends:
            if end and end not in design.nodes:
                raise RefusedInput(f"mark {mark.id} sticks to {end!r}, which does not exist.")


def _require_flows(design: Design) -> None:
    flows = design.settings.flows
    require_count(len(flows), "flows", least=0, most=MOST_FLOWS)
    seen: set[tuple[tuple[str, ...], tuple[str, ...]]] = set()
    for flow in flows:
        for problem in flow_problems(design, flow):
            raise RefusedInput(f"flow {flow.title} {problem}.")
        if flow.ends in seen:
            raise RefusedInput(f"flow {flow.title} is there twice; give it once, with both rates together.")
        seen.add(flow.ends)


def _require_node(design: Design, node: Node) -> None:
    what = f"node {node.id}"
    if node.kind not in KINDS:
        near = get_close_matches(node.kind[:40], KINDS, n=3, cutoff=0.0)
        raise RefusedInput(f"{what} has the unknown kind {node.kind!r}; the nearest are {', '.join(near)}.")
    if node.part is not None and node.part not in design.parts:
        raise RefusedInput(f"{what} names the part {node.part!r}, which is not in the design or the catalog.")
    if node.parent is not None and node.parent not in design.nodes:
        raise RefusedInput(f"{what} stands in {node.parent!r}, which does not exist.")
    if problem := nesting_problem(design.nodes, node):
        raise RefusedInput(f"{what} {problem}; take it out of {node.parent!r}.")
    # Nested copies multiply: each alone may be harmless.
    require_count(design.total_copies(node.id), f"{what}: copies in the whole design", most=100_000_000)
    for name, value in node.choices.items():
        if name in CHOICES:  # what a newer version asks is kept as it is
            require_choice(name, value)
    for part_id in chosen_parts(node):
        if part_id not in design.parts:
            raise RefusedInput(f"{what} names the part {part_id!r}, which is not in the design or the catalog.")
    for group in node.ports:
        _require_cages(group, what)
    if node.plan is not None:
        _require_plan(design, node.plan, what)


def _require_plan(design: Design, plan: RoomPlan, what: str) -> None:
    if problem := plan_problem(plan):
        raise RefusedInput(f"{what} {problem}.")
    if plan.underlay is not None and plan.underlay.picture not in design.pictures:
        raise RefusedInput(f"{what} lies over the picture {plan.underlay.picture!r}, which is not in the design.")


def nesting_problem(nodes: Mapping[str, Node], node: Node) -> str:
    """Return what is wrong with where NODE stands among NODES: inside itself or too deep; "" where nothing is."""
    seen: set[str] = set()
    current: Node | None = node
    while current is not None:
        if current.id in seen:
            return "stands inside itself"
        if len(seen) > MOST_NESTED:
            return f"stands more than {MOST_NESTED} places deep"
        seen.add(current.id)
        current = nodes.get(current.parent) if current.parent else None
    return ""


def _require_link(design: Design, link: Link) -> None:
    what = f"link {link.id}"
    for end in (link.a, link.b):
        if end not in design.nodes:
            raise RefusedInput(f"{what} goes to {end!r}, which does not exist.")


def _require_parts(design: Design) -> None:
    for part in design.parts.values():
        for group in part.ports:
            _require_ports(group, f"part {part.id}")
        for facts in (part.facts, *(case.facts for case in part.cases)):
            for name, fact in facts.items():
                for value in (fact.low, fact.value, fact.high):
                    if value is not None:
                        require_quantity(value, f"part {part.id}: {name}")
        for inside in part.contains:
            require_count(inside.count, f"part {part.id}: contained {inside.part}", most=MAX_PORTS)
        require_count(len(part.lengths), f"part {part.id}: stock lengths", least=0, most=MAX_LENGTHS)
        for stock in part.lengths:
            require_quantity(stock.length_m, f"part {part.id}: a stock length", least=LEAST_LENGTH_M)
        for price in (*part.prices, *(stock.price for stock in part.lengths if stock.price is not None)):
            if not 0 <= price.low <= price.typical <= price.high <= MAX_QUANTITY:
                raise RefusedInput(f"part {part.id}: a price must have low ≤ typical ≤ high, none negative.")
            require_conditions(price, f"part {part.id}: a price")


def _require_ports(group: PortGroup, what: str) -> None:
    require_count(group.count, f"{what}: ports {group.name}", most=MAX_PORTS)
    if group.rate_gbps is not None:
        require_quantity(group.rate_gbps, f"{what}: rate_gbps of {group.name}")
    _require_cages(group, what)


def _require_cages(group: PortGroup, what: str) -> None:
    for name in ("lanes", "cages"):
        number: int | None = getattr(group, name)
        if number is not None:
            require_count(number, f"{what}: {name} of {group.name}", most=MAX_PORTS)
    for ways in group.breakouts:
        require_count(ways, f"{what}: breakouts of {group.name}", most=MAX_PORTS)


def _require_assumptions(assumptions: Mapping[str, float]) -> None:
    for name, value in assumptions.items():
        known = ASSUMPTIONS.get(name)  # what a newer version assumes is kept as it is
        if known is not None and not known.least <= value <= known.most:
            allowed = f"from {known.least:g} to {known.most:g}"
            raise RefusedInput(f"The assumption {name} is {value:g}; it must be {allowed}.")


def _require_sound(record: Record, what: str) -> None:
    """Refuse RECORD where edits would refuse it too, with its field as the text form calls it."""
    for problem in problems(record):
        raise RefusedInput(f"{what}: {problem.field or problem.title} {problem.words}")


def _require_plain(record: Record, what: str) -> None:
    """Refuse numbers that are not finite or too large and texts that are too long, anywhere in RECORD."""
    # Nearly all that records hold are short texts, small whole numbers and nothing: these are let pass by their type
    # alone, as designs have hundreds of thousands of them.
    waiting: list[object] = [record]
    while waiting:
        value = waiting.pop()
        kind = type(value)
        if value is None or kind is bool or (kind is str and len(value) <= MAX_TEXT):  # type: ignore[arg-type]
            continue
        if kind is int and -_SMALL < value < _SMALL:  # type: ignore[operator]
            continue
        if isinstance(value, str):
            if len(value) > MAX_TEXT:
                raise RefusedInput(f"{what} holds a text of {len(value):,} characters; {MAX_TEXT:,} are the most.")
        elif isinstance(value, msgspec.Struct):
            waiting.extend(astuple(value))
        elif isinstance(value, tuple):
            waiting.extend(value)
        elif isinstance(value, float):
            if not (math.isfinite(value) and abs(value) <= MAX_QUANTITY):
                raise RefusedInput(
                    f"{what} holds the number {value}; numbers must be finite and below {MAX_QUANTITY:g}."
                )
        elif isinstance(value, int):
            if abs(value) > MAX_QUANTITY:
                raise RefusedInput(f"{what} holds a number above {MAX_QUANTITY:g}.")
        elif isinstance(value, Mapping):
            waiting.extend(value)
            waiting.extend(value.values())
