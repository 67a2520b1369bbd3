"""The rear port that a front port of a patch panel leads to, as each version of NetBox says it."""

from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple

from designer.reality.netbox.ledger import number_of, word_of


class RearPlace(NamedTuple):
    """End of a front port inside: the name of the rear port, and the position there, from 1."""

    rear: str
    position: int


def names_by_id(rows: Iterable[Mapping[str, Any]]) -> dict[str, str]:
    """Return the names of rear ports by their ids."""
    return {str(row["id"]): word_of(row.get("name")) for row in rows if row.get("id") is not None}


def rear_places(front: Mapping[str, Any], names: Mapping[str, str]) -> list[RearPlace]:
    """Return where FRONT leads, one for each of its positions.

    Up to 4.4 a front port names one rear port; from 4.5 on it lists the rear ports of its positions by their ids, of
    which NAMES are.
    """
    listed = front.get("rear_ports")
    if not isinstance(listed, list):
        listed = [front]
    found: list[RearPlace] = []
    for one in listed:
        if not isinstance(one, Mapping):
            continue
        rear = one.get("rear_port")
        name = names.get(str(rear)) or word_of(rear)
        if name:
            found.append(RearPlace(name, int(number_of(one.get("rear_port_position")) or 1)))
    return found
