"""Stages of a one-line diagram: alike elements folded into one, loads gathered by what feeds them."""

from collections.abc import Collection, Mapping, Sequence
from typing import Final, NamedTuple

import msgspec

from designer.analysis.power.records import PlantElement, PlantFailure
from designer.drawing.one_line.words import Stage
from designer.model.copy_ids import CopyId
from designer.model.design import Design
from designer.model.kinds import RACKS

FOLD_FROM: Final = 4
"""So many alike elements are drawn as one."""


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


def sources_of(stage: Stage, elements: Mapping[str, PlantElement], named: Mapping[str, str]) -> tuple[str, ...]:
    """Return the stages that feed any member of STAGE, each once; NAMED tells the stage of a node."""
    above = [source for member in stage.members for source in elements[member].sources]
    return tuple(dict.fromkeys(named[one] for one in above if one in named))


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
    groups: dict[tuple[object, ...], list[str]] = {}
    for name, stage in stages.items():
        if stage.fullest.device and name not in fed:
            rack = _rack_of(design, stage.members[0])
            groups.setdefault((frozenset(sources[name]), rack if sources[name] else name), []).append(name)
    found: list[Gathered] = []
    for names in groups.values():
        racks = {_rack_of(design, member) for name in names for member in stages[name].members}
        rack = next(iter(racks)) if len(racks) == 1 else ""
        title = design.nodes[rack].title if rack else ""
        found.append(Gathered(names[0], tuple(names), title, design.total_copies(rack) if rack else 1))
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
