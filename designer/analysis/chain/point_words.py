"""Single points in plain words: what stops without one, and in which network what is cut off."""

from collections.abc import Collection, Sequence
from typing import Final

from designer.analysis.quantities import role_of
from designer.analysis.results import ServicePoint, SinglePoint
from designer.model.design import Design
from designer.model.kinds import CONTAINERS, KINDS, MODEL_APIS, MODELS, RACKS, USERS, VECTOR_DATABASES
from designer.model.parts.part import NETWORK_WORDS
from designer.model.wording import listed

_ANSWERING: Final = MODEL_APIS | VECTOR_DATABASES | MODELS
_PLACES: Final = frozenset(CONTAINERS) - RACKS
_NAMED: Final = 3


def cut_off_words(point: SinglePoint) -> str:
    """Return what POINT cuts off and from what.

    "2 machines are cut off from the storage network (16 accelerators)"; where the accelerators that lose their storage
    are others, "2 machines are cut off from the storage network, and 256 accelerators lose their storage".
    """
    count = point.lost_endpoints
    number = point.lost_accelerators
    words = f"{count:,} machine{'s are' if count != 1 else ' is'} cut off from the {NETWORK_WORDS[point.medium]}"
    words = f"{words} ({number:,} accelerator{'s' if number != 1 else ''})" if number else words
    return words + lost_storage_words(point)


def lost_storage_words(point: SinglePoint) -> str:
    """Return ", and 256 accelerators lose their storage", shorter where POINT cuts just these off."""
    number = point.accelerators_without_storage
    if number and number == point.lost_accelerators:
        # Who is cut off from the storage network has lost it: its words say so already.
        return "" if point.medium == "storage" else f" and lose{'' if number != 1 else 's'} storage"
    if not number:
        return ""
    return f", and {number:,} accelerator{'s lose their' if number != 1 else ' loses its'} storage"


def services_of(design: Design, ids: Collection[str]) -> tuple[str, ...]:
    """Return those of IDS that are services: software that gives something; all of IDS where none is."""
    found = tuple(
        one for one in ids if role_of(design.nodes[one]) == "software" and design.nodes[one].kind not in USERS
    )
    return found or tuple(ids)


def stops_words(design: Design, ids: Collection[str], most: int = _NAMED) -> str:
    """Return what happens to the services of IDS, MOST or one more named: "Spark and Lustre stop"."""
    services = services_of(design, ids)
    words = listed((design.nodes[one].title for one in services), most)
    one = len(services) == 1
    # Only what answers requests can "answer nothing"; all else stops.
    if all(_answers(design, service) for service in services):
        return f"{words} {'answers' if one else 'answer'} nothing"
    return f"{words} {'stops' if one else 'stop'}"


def point_sentence(design: Design, point: ServicePoint) -> str:
    """Return what hangs on POINT, in a sentence: "If Weaviate fails, Assistant answers nothing."."""
    return f"If {design.nodes[point.id].title} fails, {stops_words(design, point.services)}."


def worst_point(design: Design, points: Sequence[ServicePoint]) -> ServicePoint | None:
    """Return the point that takes the most services along, one that is more than the place they stand in if any is.

    That a whole room takes along what stands in it goes without saying, so it is told only where nothing else is.
    """
    serving = [point for point in points if takes_services(design, point)]
    ranked = sorted(told_points(design, points) or serving, key=lambda point: -len(services_of(design, point.services)))
    return ranked[0] if ranked else None


def told_points(design: Design, points: Sequence[ServicePoint]) -> list[ServicePoint]:
    """Return those of POINTS that take services along and are more than the place that these stand in."""
    return [one for one in points if takes_services(design, one) and design.nodes[one.id].kind not in _PLACES]


def takes_services(design: Design, point: ServicePoint) -> bool:
    """Return whether software that gives something falls with POINT."""
    return any(
        role_of(design.nodes[one]) == "software" and design.nodes[one].kind not in USERS for one in point.services
    )


def _answers(design: Design, node_id: str) -> bool:
    kind = KINDS.get(design.nodes[node_id].kind)
    return kind is not None and (kind.work == "rate" or kind.id in _ANSWERING)
