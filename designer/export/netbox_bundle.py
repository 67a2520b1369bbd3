"""A design as a bundle that NetBox takes in."""

from collections.abc import Mapping
from pathlib import Path

from msgspec.structs import replace

from designer.analysis.addresses.records import AddressPlan
from designer.export.cables.cable_schedule import cable_schedule
from designer.export.cables.drawn_network import addresses_of, drawn_cables
from designer.export.safe_cells import safe_cell
from designer.files.writing import write_whole
from designer.model.address_settings import USUAL
from designer.model.design import Design
from designer.model.parts.part import Part
from designer.model.records import RefusedInput
from designer.reality.netbox.bundle import bundle_bytes
from designer.reality.netbox.outgoing import USUAL_PREFIXES, NetBoxBundle, objects_of


def write_netbox_bundle(path: Path, design: Design, parts: Mapping[str, Part]) -> NetBoxBundle:
    """Write DESIGN to PATH, a .zip, as a bundle for NetBox, and return what is in it.

    Args:
        path: The file.
        design: The design.
        parts: On hand, of which cables are chosen.

    Raises:
        RefusedInput: a part cannot be written in NetBox's form, or PATH cannot be written.
    """
    # The usual prefixes are in use in many a network, so that they are written only where a person chose them.
    plan: AddressPlan | str = USUAL_PREFIXES
    if replace(design.settings.addresses, numbers={}) != USUAL:
        try:
            plan = addresses_of(design, parts)
        except RefusedInput as problem:
            plan = f"Addresses, VLANs and autonomous systems: {problem}"
    bundle = objects_of(design, drawn_cables(cable_schedule(design, parts)), plan)
    write_whole(path, bundle_bytes(bundle, safe_cell))
    return bundle
