"""A pod that is broken on purpose: about a dozen errors of different rules, as people make them."""

import msgspec

from designer.edit.links.links import add_link
from designer.edit.nodes.nodes import add_container, add_node, set_choice, set_fact
from designer.model.changes import ChangeSet
from designer.model.design import Design, Link, RackPlace
from tests.shipped import LIBRARY

DGX, LEAF, STRIP, SERVING = "nvidia/dgx-h100", "nvidia/qm9700", "apc/ap8886", "vllm/vllm"


def broken_pod() -> Design:
    """Return the pod; which errors it has is told by `tests/review/effects/test_mending.py`."""
    design = Design()

    def do(edit: ChangeSet) -> None:
        nonlocal design
        design = edit.applied(design)

    do(add_container(design, "rack", 0, 0, name="Rack A", node_id="rack"))
    do(set_fact(design, "rack", "rack_units", 48))
    # Fed for four systems, and six stand in it.
    do(set_fact(design, "rack", "power_limit_w", 40_800))
    do(add_node(design, LIBRARY, DGX, 20, 60, copies=6, parent="rack", node_id="dgx"))
    do(add_node(design, LIBRARY, LEAF, 20, 160, parent="rack", node_id="leaf"))
    do(add_node(design, LIBRARY, STRIP, 20, 260, copies=2, parent="rack", node_id="strip"))
    do(add_node(design, LIBRARY, DGX, 700, 60, copies=2, node_id="apart"))
    do(add_node(design, LIBRARY, LEAF, 700, 160, node_id="lonely"))
    do(add_node(design, LIBRARY, SERVING, 1000, 60, node_id="engine"))
    do(add_link(design, "dgx", "leaf", medium="fabric", cables=48, link_id="rails"))
    do(add_link(design, "apart", "lonely", medium="fabric", cables=16, link_id="others"))
    do(add_link(design, "strip", "dgx", medium="power", cables=12, link_id="cords"))
    do(add_link(design, "engine", "apart", medium="runs_on", link_id="on"))
    do(set_choice(design, LIBRARY, "engine", "model", "meta/llama-3.1-405b"))
    nodes, links = dict(design.nodes), dict(design.links)
    # Two devices in one place.
    nodes["dgx"] = msgspec.structs.replace(nodes["dgx"], rack=RackPlace(u=1))
    nodes["leaf"] = msgspec.structs.replace(nodes["leaf"], rack=RackPlace(u=3))
    # Plugged into a port that it does not fit, and one that leads nowhere.
    links["wrong"] = Link(id="wrong", a="apart", b="leaf", medium="fabric", cables=2, b_port="mgmt")
    links["gone"] = Link(id="gone", a="leaf", b="nobody", medium="fabric", cables=1)
    # More cables than the switch has ports.
    links["others"] = msgspec.structs.replace(links["others"], cables=80)
    return msgspec.structs.replace(design, nodes=nodes, links=links)
