"""The drawing kept readable: hidden media, heat overlays, a breakout, a badly placed design, dense fabrics."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint

from designer.edit.session import Session
from designer.model.design import Design, Link, Node
from designer.model.parts.part import Part, PortGroup
from designer.ui.canvas.rendering.layer_visibility_popover import ShownPopover

if TYPE_CHECKING:
    from tests.shots.__main__ import Stage


def shoot_readable(stage: "Stage") -> None:
    """Every state of it, in the window."""
    window = stage.window
    window.files.new_from("dgx-superpod-h100", {"scale_units": "1"})
    stage.analysed()
    work = window.workspace
    assert work is not None
    stage.take("routes-superpod-1")
    for overlay in ("utilisation", "power", "cost"):
        window.set_overlay(overlay)
        stage.take(f"heat-{overlay}")
    window.set_overlay("")
    work.canvas.set_hidden(("facility",), ("power", "management", "coolant"))
    stage.take("hidden-media")
    work.canvas.choose_shown(work.canvas.mapToGlobal(QPoint(12, 52)))
    stage.spin(0.1)
    for popover in work.canvas.findChildren(ShownPopover):
        stage.take("layers-and-media", popover)
        popover.close()
    work.canvas.set_hidden((), ())
    window.files.close_design()
    for name, template, settings in (
        ("superpod-4", "dgx-superpod-h100", {"scale_units": "4"}),
        ("dragonfly", "dragonfly", {}),
        ("training", "training-run", {}),
    ):
        window.files.new_from(template, settings)
        stage.analysed()
        stage.take(f"routes-{name}")
        window.files.close_design()
    for name, design in (("breakout", breakout()), ("badly-placed", badly_placed()), ("fat-tree-8", fat_tree(8))):
        window.open_session(Session(design))
        stage.analysed()
        stage.take(f"routes-{name}")
        window.files.close_design()


def breakout() -> Design:
    """Two 800G switches over four hosts with 400G ports, and one with 200G."""
    fast = PortGroup(
        name="ports", media=("fabric",), count=32, rate_gbps=800, connector="OSFP", breakouts=(2, 4), lanes=8
    )
    parts = {"switch": Part(id="switch", kind="switch", layer="servers_fabric", vendor="T", name="S", ports=(fast,))}
    for rate in (400, 200):
        port = PortGroup(name="nic", media=("fabric",), count=2, rate_gbps=rate, connector="OSFP")
        parts[f"host{rate}"] = Part(
            id=f"host{rate}", kind="host", layer="servers_fabric", vendor="T", name="H", ports=(port,)
        )
    nodes = {
        f"s{i}": Node(id=f"s{i}", kind="switch", part="switch", name=f"Switch {i}", x=160 + 520 * i, order=i)
        for i in range(2)
    }
    nodes |= {
        f"h{i}": Node(
            id=f"h{i}",
            kind="host",
            part="host200" if i == 3 else "host400",
            name=f"Host {i}",
            x=280.0 * i,
            y=240,
            order=9 + i,
        )
        for i in range(4)
    }
    links = {
        f"l{i}{k}": Link(id=f"l{i}{k}", a=f"s{k}", b=f"h{i}", medium="fabric", cables=1)
        for i in range(4)
        for k in range(2)
    }
    links["between"] = Link(id="between", a="s0", b="s1", medium="fabric", cables=8)
    return Design(nodes=nodes, links=links, parts=parts)


def badly_placed() -> Design:
    """Racks and switches on top of each other."""
    ports = (PortGroup(name="ports", media=("fabric",), count=64, rate_gbps=400),)
    parts = {"p": Part(id="p", kind="switch", layer="servers_fabric", vendor="T", name="p", ports=ports)}
    nodes = {
        f"n{i}": Node(
            id=f"n{i}",
            kind="switch",
            part="p",
            name=f"Switch {i}",
            x=i * 190.0 % 1100,
            y=i * 110.0 % 700,
            order=i,
            copies=1 + i % 3,
            parent=f"rack{i % 4}" if i % 4 < 3 else None,
        )
        for i in range(16)
    }
    nodes |= {f"rack{i}": Node(id=f"rack{i}", kind="rack", name=f"Rack {i}", copies=4, order=30 + i) for i in range(3)}
    links = {
        f"l{i}": Link(id=f"l{i}", a=f"n{i}", b=f"n{(i * 5 + 3) % 16}", medium="fabric", cables=40) for i in range(16)
    }
    return Design(nodes=nodes, links=links, parts=parts)


def fat_tree(k: int) -> Design:
    """All 128 hosts and 80 switches of a fat tree with k = 8, each drawn by itself."""
    half = k // 2
    nodes: dict[str, Node] = {}
    links: dict[str, Link] = {}

    def put(name: str, kind: str, x: float, y: float) -> None:
        nodes[name] = Node(id=name, kind=kind, name=name, x=x, y=y, order=len(nodes))

    def join(a: str, b: str) -> None:
        links[f"{a}-{b}"] = Link(id=f"{a}-{b}", a=a, b=b, medium="fabric")

    pod_width = half * 280.0
    for core in range(half * half):
        put(f"core {core}", "switch", core * k * pod_width / (half * half), 0.0)
    for pod in range(k):
        left = pod * (pod_width + 80)
        for i in range(half):
            put(f"agg {pod}.{i}", "switch", left + i * 280, 480.0)
            put(f"edge {pod}.{i}", "switch", left + i * 280, 760.0)
            for j in range(half):
                put(f"host {pod}.{i}.{j}", "host", left + i * 280, 960.0 + j * 96)
                join(f"edge {pod}.{i}", f"host {pod}.{i}.{j}")
                join(f"core {i * half + j}", f"agg {pod}.{i}")
        for i in range(half):
            for j in range(half):
                join(f"agg {pod}.{i}", f"edge {pod}.{j}")
    return Design(nodes=nodes, links=links)
