"""Networks drawn in a few lines of text."""

import re

from designer.model.design import Design, Link, Node
from designer.model.parts.part import Contained, Part, Quantity

_NODE = re.compile(r"(?P<id>\S+): (?P<kind>\S+)(?: x(?P<copies>\d+))?(?: in (?P<parent>\S+))?")
_LINK = re.compile(
    r"(?P<id>\S+): (?P<a>\S+) -- (?P<b>\S+)(?: x(?P<cables>\d+))?"
    r"(?: (?P<spread>even|mesh|pairwise|block|ring|complete))?"
    r"(?: at (?P<gbps>\S+))?(?: on (?P<medium>\S+))?(?: across (?P<across>\S+))?"
)
NETWORK_PARTS = {
    part.id: part
    for part in (
        Part(id="gpu", kind="accelerator", layer="silicon", vendor="test", name="GPU"),
        Part(
            id="gpu-server",
            kind="server",
            layer="servers_fabric",
            vendor="test",
            name="GPU server",
            contains=(Contained(part="gpu", count=8),),
        ),
        Part(
            id="array",
            kind="storage",
            layer="data_storage",
            vendor="test",
            name="Array",
            facts={"read_gb_per_s": Quantity(value=10.0, sources=("sheet",))},
        ),
    )
}
_KINDS = {"gpu-server": ("server", "gpu-server"), "array": ("storage", "array")}


def drawn(text: str) -> Design:
    """The design that TEXT draws, one line a node or a link:

    id: KIND [x COPIES] [in PARENT]                                      a node
    id: A -- B [x CABLES] [SPREAD] [at GBPS] [on MEDIUM] [across GROUP]  a link; "at ?" is a rate nobody
        knows, "at 100/40" one of 100 from A to B and of 40 back
    """
    nodes: dict[str, Node] = {}
    links: dict[str, Link] = {}
    for line in filter(None, (line.strip() for line in text.splitlines())):
        if found := _LINK.fullmatch(line):
            gbps = found["gbps"]
            links[found["id"]] = Link(
                id=found["id"],
                a=found["a"],
                b=found["b"],
                cables=int(found["cables"] or 1),
                spread=found["spread"] or "even",
                medium=found["medium"] or "fabric",
                across=found["across"],
                capacity_gbps=None if gbps == "?" else float((gbps or "100").partition("/")[0]),
                capacity_back_gbps=float(gbps.partition("/")[2]) if gbps and "/" in gbps else None,
            )
        elif found := _NODE.fullmatch(line):
            kind, part = _KINDS.get(found["kind"], (found["kind"], None))
            nodes[found["id"]] = Node(
                id=found["id"],
                kind=kind,
                part=part,
                copies=int(found["copies"] or 1),
                parent=found["parent"],
                order=len(nodes),
            )
        else:
            raise ValueError(f"neither a node nor a link: {line}")
    return Design(nodes=nodes, links=links, parts=NETWORK_PARTS)


NETWORKS = {
    # Two rails: each server has a cable to either leaf; a leaf has 2 × 400 up for 4 × 400 and a store's 200 below.
    "rails": """
        node: gpu-server x4
        store: array
        leaf: switch x2
        spine: switch x2
        access: node -- leaf x8 at 400
        data: store -- leaf x2 at 200
        up: leaf -- spine x4 at 400
        """,
    # Two pods of two racks; 4 × 100 in a rack, 2 × 100 up to two spines of a pod, 2 × 100 a spine up to one core.
    "pods": """
        pod: pod x2
        rack: rack x2 in pod
        node: gpu-server x2 in rack
        tor: switch in rack
        spine: switch x2 in pod
        core: switch
        access: node -- tor x4
        rise: tor -- spine x4
        cross: spine -- core x4
        """,
    # Leaves drawn one by one: the third misses a spine, the second has two cables to one of them.
    "slips": """
        n1: gpu-server
        n2: gpu-server
        n3: gpu-server
        n4: gpu-server
        l1: switch
        l2: switch
        l3: switch
        l4: switch
        s1: switch
        s2: switch
        a1: n1 -- l1 x2
        a2: n2 -- l2 x2
        a3: n3 -- l3 x2
        a4: n4 -- l4 x2
        u11: l1 -- s1
        u12: l1 -- s2
        u21: l2 -- s1 x2
        u22: l2 -- s2
        u31: l3 -- s1
        u41: l4 -- s1
        u42: l4 -- s2
        """,
    # Three leaves with two uplinks each to three spines: they share some of them, where they were to share all.
    "few": "n: gpu-server x3\nleaf: switch x3\nspine: switch x3\na: n -- leaf x3 at 400\nu: leaf -- spine x6 at 200",
    # A ring of five switches with a host at each, and a cable across.
    "ring": """
        n: gpu-server x5
        s: switch x5
        a: n -- s x5
        r: s -- s x5 ring
        x: n -- s x2 at 50
        """,
    # All with all: three groups of an inner and an outer switch, the outer ones all joined.
    "groups": """
        group: pod x3
        n: gpu-server x4 in group
        s: switch in group
        t: switch in group
        a: n -- s x4
        inside: s -- t x2
        between: t -- t x3 complete across group
        """,
    # A fabric, a storage network and a management network; one server is on none of them, two are apart.
    "three-media": """
        n: gpu-server x4
        lone: gpu-server x2
        idle: gpu-server
        store: array x2
        f: switch x2
        s: switch
        m: switch
        fa: n -- f x8
        fu: f -- f x1 ring
        sn: n -- s x4 at 50 on storage
        ss: store -- s x2 at 200 on storage
        mn: n -- m x4 at 1 on management
        pair: lone -- lone x1 complete
        """,
    # What comes back is slower: 100 up, 40 down.
    "each-way": """
        n: gpu-server x2
        far: gpu-server x2
        s: switch
        t: switch
        a: n -- s x2
        b: far -- t x2
        u: s -- t x3 at 100/40
        """,
    # A server hangs on one switch, a bridge joins two halves, a manager hangs on the spine.
    "bridge": """
        n1: gpu-server x2
        n2: gpu-server x3
        manager: host
        l1: switch
        l2: switch
        bridge: switch
        a1: n1 -- l1 x4
        a2: n2 -- l2 x3
        b1: l1 -- bridge x2 at 40
        b2: bridge -- l2 x1
        m: manager -- bridge at 10
        """,
    # Two cables of unlike rate beside each other, and a way around them that is longer by a switch.
    "unlike": """
        left: gpu-server x2
        right: gpu-server x3
        a: switch
        b: switch
        c: switch
        in: left -- a x4 at 200
        out: right -- b x3 at 200
        slow: a -- b at 50
        fast: a -- b x2 at 150/100
        up: a -- c at 100
        down: c -- b x2 at 60
        """,
    # Through a panel: four leaves with two cables each to two spines, and a panel that joins port by port.
    "panel": """
        n: gpu-server x8
        leaf: switch x4
        spine: switch x2
        panel: patch-panel
        a: n -- leaf x8
        up: leaf -- panel x8
        top: panel -- spine x8
        """,
    # Leaves of unlike width: three servers on 2 uplinks, two on 4, one on a leaf that hangs on another leaf.
    "uneven": """
        n1: gpu-server x3
        n2: gpu-server x2
        n3: gpu-server
        l1: switch
        l2: switch
        l3: switch
        spine: switch x2
        a1: n1 -- l1 x3 at 200
        a2: n2 -- l2 x4 at 100
        a3: n3 -- l3 x2
        u1: l1 -- spine x2
        u2: l2 -- spine x4
        hop: l3 -- l2 at 50
        """,
}
