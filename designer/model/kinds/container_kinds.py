"""The kinds of places: what holds others and is not bought itself, but for the cabinet of a rack."""

from typing import Final

from designer.model.kinds.kind import PLACES, Kind

CONTAINER_KINDS: Final[tuple[Kind, ...]] = (
    Kind("site", "Site", "container", "facility", building=True),
    Kind("room", "Room", "container", "facility", ("site",), floor_plan=True, building=True),
    Kind(
        "pod",
        "Pod",
        "container",
        "facility",
        ("site", "room", "pod"),
    ),
    Kind(
        "row",
        "Row",
        "container",
        "facility",
        ("site", "room", "pod"),
    ),
    Kind("rack", "Rack", "container", "facility", PLACES, bought_as="rack-cabinet", mounts_devices=True),
)
