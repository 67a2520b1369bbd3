"""Fabrics that do not fold, drawn node by node."""

from itertools import product
from math import prod

from designer.model.design import Design, Link, Node
from designer.model.parts.part import PortGroup

_GBPS = 400.0


def _ports(count: int) -> tuple[PortGroup, ...]:
    return (PortGroup(name="ports", media=("fabric",), count=count, rate_gbps=_GBPS),)


def torus(*sides: int) -> Design:
    """Hosts that pass on what others send, joined to the next along every side of three or more."""
    nodes: dict[str, Node] = {}
    links: dict[str, Link] = {}
    ports = _ports(2 * len(sides))
    for place in product(*(range(side) for side in sides)):
        name = "-".join(map(str, place))
        nodes[name] = Node(id=name, kind="host", ports=ports, order=len(nodes))
        for axis, side in enumerate(sides):
            far = [*place]
            far[axis] = (far[axis] + 1) % side
            if side > 2:
                there = "-".join(map(str, far))
                links[f"{axis}:{name}"] = Link(id=f"{axis}:{name}", a=name, b=there, medium="fabric")
    assert len(nodes) == prod(sides)
    return Design(nodes=nodes, links=links)


def dragonfly(groups: int, routers: int, hosts: int, global_ports: int, each: int) -> Design:
    """Groups of routers joined each to each, and EACH cables between any two groups, the same way round for all.

    The group so many places on takes the global ports of that number (the relative arrangement: C. Camarero,
    E. Vallejo, R. Beivide, "Topological characterization of Hamming and dragonfly networks", 2014).
    """
    nodes: dict[str, Node] = {}
    links: dict[str, Link] = {}
    switch, host = _ports(hosts + routers - 1 + global_ports), _ports(1)

    def join(name: str, a: str, b: str, cables: int = 1) -> None:
        links[name] = Link(id=name, a=a, b=b, medium="fabric", cables=cables)

    for group, router in product(range(groups), range(routers)):
        name = f"{group}.{router}"
        nodes[f"r{name}"] = Node(id=f"r{name}", kind="switch", ports=switch, order=len(nodes))
        nodes[f"h{name}"] = Node(id=f"h{name}", kind="host", ports=host, copies=hosts, order=len(nodes))
        join(f"hosts {name}", f"h{name}", f"r{name}", hosts)
        for other in range(router):
            join(f"local {group}.{other}-{router}", f"r{group}.{other}", f"r{name}")
    for group, on in product(range(groups), range(1, groups)):
        other = (group + on) % groups
        for cable in range(each) if group < other else ():
            here, there = ((step - 1) * each + cable for step in (on, groups - on))
            ends = (f"r{group}.{here // global_ports % routers}", f"r{other}.{there // global_ports % routers}")
            join(f"global {group}-{other}-{cable}", *ends)
    return Design(nodes=nodes, links=links)
