"""Stages of a one-line diagram: alike elements folded into one, loads gathered by what feeds them."""

from collections.abc import Collection, Mapping, Sequence
from typing import Final, NamedTuple

import msgspec

from designer.analysis.power.copy_loads import CopyLoad
from designer.analysis.power.records import PlantElement, PlantFailure
from designer.drawing.one_line.words import Stage
from designer.model.copy_ids import CopyId
from designer.model.design import Design
from designer.model.device_names import device_names
from designer.model.figures.figure import Figure, leaf
from designer.model.kinds import RACKS

FOLD_FROM: Final = 4
"""So many alike elements are drawn as one."""


MOST_APART: Final = 48
"""So many copies at most are drawn one by one."""


class Unit(NamedTuple):
    """A unit that is drawn copy by copy: a rack with all that is in it, or a piece of equipment by itself.

    Attributes:
        id: Of the container or node.
        copies: How many of it there are.
        nodes: Pieces of the chain in it, or itself alone.
    """

    id: str
    copies: int
    nodes: tuple[str, ...]


def unit_of(design: Design, node_id: str, known: Collection[str]) -> Unit | None:
    """Return what NODE_ID is drawn with when its copies are drawn one by one; None where it stands once.

    Args:
        design: With its nodes.
        node_id: A piece of the chain.
        known: All pieces of the chain.
    """
    around = [one for one in design.ancestors(node_id) if design.total_copies(one) > 1]
    whole = around[0] if around else node_id
    copies = design.total_copies(whole)
    if copies < 2:
        return None
    inside = tuple(one for one in known if one == whole or whole in design.ancestors(one))
    return Unit(whole, copies, inside)


def split_stages(
    design: Design,
    stages: Mapping[str, Stage],
    units: Collection[Unit],
    apart: Mapping[str, Sequence[CopyLoad]],
) -> dict[str, Stage]:
    """Return STAGES with those of UNITS copy by copy, called "node@0", "node@1" ….

    Args:
        design: With its nodes.
        stages: By id; those of the units stand for one node each.
        units: What is drawn copy by copy.
        apart: The copies of their nodes.
    """
    found: dict[str, Stage] = {}
    split = {node_id: unit for unit in units for node_id in unit.nodes}
    for name, stage in stages.items():
        unit = split.get(name)
        if unit is None or name not in apart or len(stage.members) > 1:
            found[name] = stage
            continue
        # Copies of the node in one copy of its unit, and the loads of those.
        each = len(apart[name]) // unit.copies
        for copy in range(unit.copies):
            own = apart[name][copy * each : (copy + 1) * each]
            element = stage.fullest
            found[f"{name}@{copy}"] = Stage(
                fullest=msgspec.structs.replace(
                    element,
                    id=f"{name}@{copy}",
                    copies=each,
                    load_typical_w=leaf(f"copy {copy + 1}, typical", max(one.typical_w for one in own), "W"),
                    load_max_w=leaf(f"copy {copy + 1}, maximum", max(one.max_w for one in own), "W"),
                    utilisation=_share(element, max(one.max_w for one in own)),
                ),
                members=(name,),
                copies=each,
                dark=sum(one.dark for one in own),
                failed=sum(one.failed for one in own),
                bypassed=stage.bypassed,
                place=device_names(design).of(unit.id, copy),
                above=tuple(dict.fromkeys(source for one in own for source in one.sources)),
            )
    return found


def _share(element: PlantElement, watts: float) -> Figure:
    """Return the utilisation of one copy: that of the fullest one in proportion to their loads, at one capacity."""
    most, full = element.load_max_w.value, element.utilisation
    if not most or full.value is None:
        return full
    return msgspec.structs.replace(full, value=full.value * watts / most, low=None, high=None)


class Gathered(NamedTuple):
    """Devices that hang on the very same stages, drawn below each other in one place.

    Attributes:
        id: That of the first of them.
        stages: Ids of the stages.
        rack: Title of the rack that holds all of them; "" where they share none.
        racks: Copies of that rack.
    """

    id: str
    stages: tuple[str, ...]
    rack: str = ""
    racks: int = 1


def stages_of(
    design: Design,
    elements: Mapping[str, PlantElement],
    failure: PlantFailure | None,
    gone: Mapping[str, int],
    unfolded: Collection[str] = (),
) -> dict[str, Stage]:
    """Return the stages by the id of their first member: alike elements that hang on the same are one.

    Args:
        design: With its parts embedded.
        elements: Of the power chain.
        failure: What the failed ids take along.
        gone: Failed copies by node.
        unfolded: Ids of stages whose members are drawn one by one.
    """
    dark = {**failure.dark, **failure.unpowered} if failure else {}
    over = failure.overloaded if failure else {}
    keys: dict[str, tuple[object, ...]] = {}
    groups: dict[tuple[object, ...], list[str]] = {}
    # From the top down: whether two stages are alike depends on whether those above them are.
    for node_id, element in sorted(elements.items(), key=lambda item: item[1].level):
        above = frozenset(keys.get(one, (one,)) for one in element.sources)
        below = frozenset((design.nodes[one].kind, design.nodes[one].part) for one in element.feeds if one in elements)
        key = (element.kind, design.nodes[node_id].part, element.side, element.level, above, below)
        keys[node_id] = key
        groups.setdefault(key, []).append(node_id)
    found: dict[str, Stage] = {}
    for members in groups.values():
        # Few alike ones are drawn one by one; many become one, its figures those of the fullest.
        folded = len(members) >= FOLD_FROM and members[0] not in unfolded
        for chosen in [members] if folded else [[one] for one in members]:
            fullest = max((elements[one] for one in chosen), key=lambda one: one.utilisation.value or 0.0)
            found[chosen[0]] = Stage(
                fullest=msgspec.structs.replace(fullest, id=chosen[0]),
                members=tuple(chosen),
                copies=sum(elements[one].copies for one in chosen),
                dark=sum(dark.get(one, 0) for one in chosen),
                overloaded=sum(over[one].copies for one in chosen if one in over),
                failed=sum(gone.get(one, 0) for one in chosen),
                bypassed=bool(failure) and all(one in failure.bypassed for one in chosen),
            )
    return found


def holders_of(stages: Mapping[str, Stage]) -> dict[str, list[str]]:
    """Return the stages that stand for each node: one, or one for each of its copies."""
    found: dict[str, list[str]] = {}
    for name, stage in stages.items():
        for member in stage.members:
            found.setdefault(member, []).append(name)
    return found


def split_sources(design: Design, stage: Stage, holders: Mapping[str, Sequence[str]]) -> tuple[str, ...]:
    """Return the stages that feed STAGE, one of several copies, each once."""
    found: list[str] = []
    for source in stage.above:
        node_id, copy = CopyId.read(source)
        named = holders.get(node_id, ())
        if len(named) < 2:
            found += named
            continue
        # Copies of a node fall on the copies of its unit in order, equally many on each.
        found.append(named[(copy or 0) * len(named) // design.total_copies(node_id)])
    return tuple(dict.fromkeys(found))


def sources_of(
    stage: Stage, elements: Mapping[str, PlantElement], holders: Mapping[str, Sequence[str]]
) -> tuple[str, ...]:
    """Return the stages that feed any member of STAGE, each once; HOLDERS tells the stages of a node."""
    above = [source for member in stage.members for source in elements[member].sources]
    return tuple(dict.fromkeys(name for one in above for name in holders.get(one, ())))


def opened_stages(stages: Mapping[str, Stage], folded: Mapping[str, Stage]) -> dict[str, tuple[str, ...]]:
    """Return the STAGES that stand in place of each of FOLDED, where those are several."""
    return {
        name: tuple(one for one in stage.members if one in stages)
        for name, stage in folded.items()
        if len(stage.members) > 1 and len(stages[name].members) == 1
    }


def gathered_loads(
    design: Design, stages: Mapping[str, Stage], sources: Mapping[str, Sequence[str]], fed: Collection[str]
) -> list[Gathered]:
    """Return the devices that feed nothing, those that hang on the same stages together.

    Args:
        design: With its nodes.
        stages: By id.
        sources: Stages that feed each.
        fed: Stages that feed others.
    """
    # By (stages that feed them, place or rack): ids of the loads.
    groups: dict[tuple[object, ...], list[str]] = {}
    for name, stage in stages.items():
        if stage.fullest.device and name not in fed:
            rack = _rack_of(design, stage.members[0])
            key = frozenset(sources[name]), stage.place or (rack if sources[name] else name)
            groups.setdefault(key, []).append(name)
    found: list[Gathered] = []
    for names in groups.values():
        racks = {_rack_of(design, member) for name in names for member in stages[name].members}
        rack = next(iter(racks)) if len(racks) == 1 else ""
        place = stages[names[0]].place
        title = place if rack and place else design.nodes[rack].title if rack else ""
        found.append(Gathered(names[0], tuple(names), title, design.total_copies(rack) if rack and not place else 1))
    return found


def _rack_of(design: Design, node_id: str) -> str:
    """Return the rack in which a node stands; "" for none."""
    return next((one for one in design.ancestors(node_id) if design.nodes[one].kind in RACKS), "")


def failed_copies(design: Design, failed: Collection[str]) -> dict[str, int]:
    """Failed copies by node, those in failed containers too."""
    found: dict[str, int] = {}
    for name in failed:
        target, copy = CopyId.read(name)
        if name in design.nodes:
            target, copy = name, None
        for node_id in design.nodes:
            if node_id == target or target in design.ancestors(node_id):
                copies = design.total_copies(node_id)
                gone = copies // max(design.total_copies(target), 1) if copy is not None else copies
                found[node_id] = min(found.get(node_id, 0) + gone, copies)
    return found
