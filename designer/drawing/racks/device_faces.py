"""Which face of a device shows which of its ports: as its part says, else as is usual for its kind."""

from typing import Final, Literal, NamedTuple

from msgspec.structs import replace

from designer.drawing.racks.part_picture import part_picture
from designer.drawing.racks.part_shapes import RACK_MM, PartPicture, is_network
from designer.model.kinds import KINDS
from designer.model.parts.part import Part, PortGroup
from designer.model.rooms.rack_slots import Face

Because = Literal["part", "name", "kind"]
PORTS_FACE: Final = "ports_face"
"""Text of a part that begins with "front" or "rear": where its network ports are."""
_ON_FRONT: Final = ("drives", "local_disks")
"""Texts of a part that count what its front alone holds."""


class PortFace(NamedTuple):
    """On which face a port group is.

    Attributes:
        because: Its part says so, the name of the group does, or it is usual for the kind.
    """

    face: Face
    because: Because


def port_face(part: Part, group: PortGroup) -> PortFace:
    """Return the face of PART on which GROUP is.

    Groups that are called front or rear are there. Network ports are where a text of the part says, else on the front
    of kinds that are cabled from the front, and at the rear of all others. What takes or gives power is at the rear:
    cords hang down behind the devices of a rack, beside its PDUs.
    """
    for face in ("front", "rear"):
        if group.name.split("-")[0] == face:
            return PortFace(face, "name")
    if is_network(group):
        stated = part.texts.get(PORTS_FACE, "").casefold()
        for face in ("front", "rear"):
            if stated.startswith(face):
                return PortFace(face, "part")
        kind = KINDS.get(part.kind)
        return PortFace("front" if kind is not None and kind.ports_front else "rear", "kind")
    return PortFace("rear", "kind")


def face_picture(part: Part, face: Face) -> PartPicture:
    """Return the drawing of one FACE of PART: its ports and plugs there, drives on the front alone, fans on both."""
    whole = part_picture(part)
    if whole.width != RACK_MM:
        # Strips, cabinets and signs have one face.
        return whole
    ports = tuple(group for group in part.ports if port_face(part, group).face == face)
    texts = {name: text for name, text in part.texts.items() if face == "front" or name not in _ON_FRONT}
    picture = part_picture(replace(part, ports=ports, texts=texts))
    return replace(picture, caption=picture.caption.replace("Front to scale", f"{face.capitalize()} to scale"))


def face_words(part: Part) -> str:
    """Return where the ports of PART are, and how that is known, in one sentence; "" for a part without ports."""
    network = [port_face(part, group) for group in part.ports if is_network(group)]
    power = any("power" in group.media for group in part.ports)
    if not network and not power:
        return ""
    said: list[str] = []
    faces = {one.face for one in network}
    if faces:
        where = "at the front and the rear" if len(faces) > 1 else f"at the {next(iter(faces))}"
        reasons = {one.because for one in network}
        kind = KINDS[part.kind].plural.lower() if part.kind in KINDS else part.kind
        why = "as its part says" if reasons <= {"part", "name"} else f"as is usual for {kind}"
        said.append(f"network ports {where}, {why}")
    if power:
        said.append("plugs of power at the rear")
    return "; ".join(said)[:1].upper() + "; ".join(said)[1:]
