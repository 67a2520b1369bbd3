"""Front and rear of devices: ports where the part says, else where its kind has them."""

import pytest

from designer.drawing.racks.device_faces import face_picture, face_words, port_face
from designer.drawing.racks.part_picture import part_picture
from designer.drawing.racks.part_shapes import is_network
from designer.model.kinds import KINDS, RACK
from tests.shipped import LIBRARY


def test_network_and_supplies_of_a_dgx_h100_are_at_its_rear() -> None:
    # NVIDIA, DGX H100/H200 User Guide, 1.2.3: OSFP connectors at the back of the system.
    part = LIBRARY.parts["nvidia/dgx-h100"]
    front, rear = face_picture(part, "front"), face_picture(part, "rear")
    # 4 OSFP cages, 2 + 2 QSFP112 and the port of the BMC; six supplies.
    assert (front.count("cage"), rear.count("cage")) == (0, 9)
    assert (front.count("inlet"), rear.count("inlet")) == (0, 6)
    assert front.count("bay") == 10
    assert rear.count("bay") == 0
    fabric = next(group for group in part.ports if group.name == "fabric")
    assert port_face(part, fabric) == ("rear", "part")
    assert face_words(part) == "Network ports at the rear, as its part says; plugs of power at the rear"
    assert rear.caption.startswith("Rear to scale, 8U")


def test_a_switch_has_its_ports_in_front_and_its_supplies_behind() -> None:
    part = LIBRARY.parts["nvidia/qm9700"]
    front, rear = face_picture(part, "front"), face_picture(part, "rear")
    assert front.count("cage") >= 32
    assert rear.count("cage") == 0
    assert (front.count("inlet"), rear.count("inlet")) == (0, 2)
    assert "as is usual for switches" in face_words(part)


def test_groups_called_front_and_rear_are_there() -> None:
    panel = next(one for one in LIBRARY.parts.values() if {"front", "rear"} <= {group.name for group in one.ports})
    assert {group.name: port_face(panel, group)[0] for group in panel.ports if is_network(group)} == {
        "front": "front",
        "rear": "rear",
    }


@pytest.mark.parametrize(
    "part_id",
    [one.id for one in LIBRARY.parts.values() if one.kind in KINDS and KINDS[one.kind].racked and one.ports],
)
def test_every_port_is_on_one_face_and_both_faces_have_one_size(part_id: str) -> None:
    part = LIBRARY.parts[part_id]
    whole, front, rear = part_picture(part), face_picture(part, "front"), face_picture(part, "rear")
    assert (front.width, front.height) == (rear.width, rear.height) == (whole.width, whole.height)
    if RACK in KINDS[part.kind].parents and "label" not in {shape.role for shape in whole.shapes}:
        faces = [port_face(part, group).face for group in part.ports]
        assert len(faces) == len(part.ports)
        assert set(faces) <= {"front", "rear"}
