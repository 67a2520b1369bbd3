"""What a loose wire could go to."""

from designer.catalog.parts.compatibility import joining
from designer.model.network.ports import fit
from tests.shipped import LIBRARY


def joined(part_id, port):
    part = LIBRARY.parts[part_id]
    groups = [group for group in part.ports if group.name == port]
    return groups[0], joining(part, groups, LIBRARY)


def test_what_joins_a_port_comes_nearest_first_and_generic_parts_last():
    fabric, found = joined("nvidia/dgx-h100", "fabric")
    # 400G OSFP of the same vendor, as it is, and a switch: nothing is likelier.
    assert found[0][0].kind == "switch"
    assert found[0][0].vendor == "NVIDIA"
    assert found[0][1] == "yes"
    ids = [part.id for part, _ in found]
    assert ids.index("nvidia/qm9700") < ids.index("generic/switch")
    assert all(any(fit(fabric, port).verdict != "no" for port in part.ports) for part, _ in found)
    assert not any(part.layer == "cloud" for part, _ in found)


def test_only_known_plugs_join_an_inlet():
    _, found = joined("nvidia/qm9700", "psu")
    ids = [part.id for part, _ in found]
    assert "apc/ap8868" in ids
    assert "nvidia/dgx-h100" not in ids
    assert found[0][0].kind == "pdu"
    assert joining(None, [], LIBRARY) == []
