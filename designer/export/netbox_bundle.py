"""A design as a bundle that NetBox takes in."""

from collections.abc import Mapping
from pathlib import Path

from designer.export.cables.cable_schedule import cable_schedule
from designer.export.cables.drawn_network import drawn_cables
from designer.export.safe_cells import safe_cell
from designer.files.writing import write_whole
from designer.model.design import Design
from designer.model.parts.part import Part
from designer.reality.netbox.bundle import bundle_bytes
from designer.reality.netbox.outgoing import NetBoxBundle, objects_of


def write_netbox_bundle(path: Path, design: Design, parts: Mapping[str, Part]) -> NetBoxBundle:
    """Write DESIGN to PATH, a .zip, as a bundle for NetBox, and return what is in it.

    Args:
        path: The file.
        design: The design.
        parts: On hand, of which cables are chosen.

    Raises:
        RefusedInput: a part cannot be written in NetBox's form, or PATH cannot be written.
    """
    bundle = objects_of(design, drawn_cables(cable_schedule(design, parts)))
    write_whole(path, bundle_bytes(bundle, safe_cell))
    return bundle
