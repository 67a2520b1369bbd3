"""A campus of sites, rooms, pods and racks, each of them drawn out, to be seen from far away."""

import msgspec

from designer.catalog.library import Library
from designer.edit.nodes.nodes import add_node
from designer.model.design import Design, Link, Node

SERVER, SWITCH = "nvidia/dgx-h100", "nvidia/qm9700"


def campus(library: Library, sites: int = 2, rooms: int = 2, pods: int = 2, racks: int = 4) -> Design:
    """SITES of ROOMS of PODS of RACKS with three servers each, a leaf in every pod and a spine in every room."""
    start = add_node(Design(), library, SERVER, 0, 0).applied(Design())
    start = add_node(start, library, SWITCH, 0, 0).applied(start)
    nodes: dict[str, Node] = {}
    links: dict[str, Link] = {}

    def put(name: str, kind: str, title: str, parent: str | None, at: tuple[float, float], part: str | None) -> str:
        nodes[name] = Node(id=name, kind=kind, name=title, parent=parent, x=at[0], y=at[1], part=part, order=len(nodes))
        return name

    def join(a: str, b: str, cables: int) -> None:
        links[f"{a}.{b}"] = Link(id=f"{a}.{b}", a=a, b=b, medium="fabric", cables=cables)

    pod_width = racks * 264.0 + 80.0
    room_width = pods * pod_width + 560.0
    for s in range(sites):
        site = put(f"s{s}", "site", f"Site {s + 1}", None, (0, 0), None)
        for r in range(rooms):
            left, top = s * (rooms * room_width + 480.0) + r * room_width, 0.0
            room = put(f"s{s}r{r}", "room", f"Hall {s + 1}{'AB'[r % 2]}", site, (left, top), None)
            spine = put(f"{room}spine", "switch", "Spine", room, (left + room_width / 2 - 150, top), SWITCH)
            for p in range(pods):
                at = left + p * pod_width
                pod = put(f"{room}p{p}", "pod", f"Pod {p + 1}", room, (at, top + 200), None)
                leaf = put(f"{pod}leaf", "switch", "Leaf", pod, (at + pod_width / 2 - 150, top + 240), SWITCH)
                join(leaf, spine, 16)
                for k in range(racks):
                    rack = put(f"{pod}k{k}", "rack", f"Rack {k + 1}", pod, (at + k * 264, top + 420), None)
                    for n in range(3):
                        where = (at + k * 264 + 16, top + 460 + n * 80)
                        server = put(f"{rack}n{n}", "server", f"Server {n + 1}", rack, where, SERVER)
                        join(server, leaf, 2)
    if sites > 1:
        for r in range(rooms):
            join(f"s0r{r}spine", f"s1r{r}spine", 8)
    return msgspec.structs.replace(start, nodes=nodes, links=links)
