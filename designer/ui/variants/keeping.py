"""The open design becomes what another design of the project is."""

from msgspec import structs

from designer.model.changes import ChangeSet, between
from designer.model.design import Design


def kept(design: Design, other: Design) -> ChangeSet:
    """Return what makes DESIGN what OTHER is, under its own name."""
    named = structs.replace(other, settings=structs.replace(other.settings, name=design.name))
    return between(design, named, f"Take over {other.name}")
