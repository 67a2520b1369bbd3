"""Names of single devices for paper and plugs: each copy by one name that no other has."""

from collections import Counter
from typing import Final

from designer.model.copy_ids import CopyId
from designer.model.design import Design
from designer.model.identity_cache import Remembered
from designer.model.kinds import FLOOR_RACKS
from designer.model.naming import copy_title, rack_names


class DeviceNames:
    """Names of the copies of a design: "Leaf switch 3"; the id behind it where several nodes have one title."""

    def __init__(self, design: Design) -> None:
        self._racks = rack_names(design)
        titles = {node.id: " ".join(node.title.split()) for node in design.nodes.values()}
        self._many = Counter(titles.values())
        self._titles = titles
        self._design = design
        self._copies: dict[str, int] = {}

    def copies(self, node_id: str) -> int:
        """Return how many of a node stand in the whole design."""
        known = self._copies.get(node_id)
        if known is None:
            known = self._copies[node_id] = self._design.total_copies(node_id)
        return known

    def of(self, node_id: str, copy: int = 0) -> str:
        """Return the name of COPY, from 0 through the whole design, of a node."""
        if self._design.nodes[node_id].kind in FLOOR_RACKS:
            return self._racks.of(node_id, copy)
        title = self._titles[node_id]
        several = self.copies(node_id) > 1
        name = copy_title(title, copy) if several else title
        # A node that is called "Leaf 3" itself and the third of forty called "Leaf" would have one name.
        if self._many[title] == 1 and not (several and self._many[name]):
            return name
        # "Rack PDU 3" of three nodes called so would be three devices: the id tells them apart.
        return f"{title} ({CopyId(node_id, copy) if several else node_id})"


_device_names: Final = Remembered[DeviceNames]()


def device_names(design: Design) -> DeviceNames:
    """Return the names of all devices of DESIGN; kept as long as its nodes are the very same."""
    return _device_names.of((design.nodes,), None, lambda: DeviceNames(design))
