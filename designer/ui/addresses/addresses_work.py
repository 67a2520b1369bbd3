"""Work of the window of addresses in a background process; no Qt here."""

from typing import NamedTuple

from designer.catalog.library import Library
from designer.model.design import Design
from designer.ui.jobs.background_process import Progress


class AddressesFound(NamedTuple):
    """The ports of a plan under the headings of its table, and what is to be known of them.

    Attributes:
        table: A line for each port, its cells parted by tabs.
        devices: How many devices they are of.
        routers: How many of those route.
        planes: Planes in words: "2 planes of fabric"; "" without any.
        notes: One plain line each.
    """

    table: str
    devices: int
    routers: int
    planes: str
    notes: tuple[str, ...]


def find_addresses(progress: Progress, design: Design, library: Library) -> AddressesFound:
    """Return the address plan of DESIGN.

    Raises:
        RefusedInput: a prefix is too small.
    """
    from designer.export.cables.drawn_network import addresses_of
    from designer.export.containerlab.address_tables import address_rows
    from designer.model.wording import counted, listed

    progress(0, 2, "Cabling")
    plan = addresses_of(design, library.joined(design).parts)
    progress(1, 2, "Listing")
    planes = listed((f"{counted(many, 'plane')} of {medium}" for medium, many in plan.planes.items()), None)
    routers = sum(device.routes for device in plan.devices)
    lines = ("\t".join([" ".join(str(cell).split()) for cell in row]) for row in address_rows(plan))
    return AddressesFound("\n".join(lines), len(plan.devices), routers, planes, plan.notes)
