"""Ten odd designs beside the templates: what people have drawn when they first ask for a report."""

from collections.abc import Callable, Mapping
from functools import cache
from typing import Final

from designer.edit.links.links import add_link
from designer.edit.nodes.nodes import add_container, add_node
from designer.edit.templates.templates import TEMPLATES, build_template
from designer.model.design import Design, Link
from designer.model.kinds import RACK
from tests.review.effects.broken_pod import broken_pod
from tests.shipped import LIBRARY


def _with(design: Design, part: str, node_id: str, parent: str | None = None, copies: int = 1) -> Design:
    place = 240.0 * len(design.nodes)
    edit = add_node(design, LIBRARY, part, place, 0.0, node_id=node_id, parent=parent, copies=copies)
    return edit.applied(design)


def _one_rack() -> Design:
    design = Design()
    design = add_container(design, RACK, 0.0, 0.0, node_id="rack").applied(design)
    design = _with(design, "nvidia/dgx-h100", "dgx", "rack", 2)
    design = _with(design, "nvidia/qm9700", "leaf", "rack")
    return add_link(design, "dgx", "leaf", cables=16).applied(design)


def _hand_drawn() -> Design:
    """Machines and switches without a room, a rack or a cable part."""
    design = _with(_with(Design(), "nvidia/dgx-h100", "dgx", copies=4), "nvidia/qm9700", "leaf", copies=2)
    design = _with(design, "ddn/ai400x2", "store")
    return add_link(design, "dgx", "leaf", cables=32).applied(design)


def _software_only() -> Design:
    design = _with(_with(Design(), "langchain/langchain", "app"), "vllm/vllm", "engine")
    return add_link(design, "app", "engine", medium="depends_on").applied(design)


def _cyclic() -> Design:
    """Services that ask each other in a ring."""
    design = _software_only()
    back = Link(id="back", a="engine", b="app", medium="depends_on")
    return Design(
        settings=design.settings,
        nodes=design.nodes,
        links={**design.links, "back": back},
        parts=design.parts,
        sources=design.sources,
    )


_MADE: Final[Mapping[str, Callable[[], Design]]] = {
    "empty-design": Design,
    "cloud-only": lambda: build_template("cloud-stack", LIBRARY, {}),
    "one-rack": _one_rack,
    "64-units": lambda: build_template("dgx-superpod-h100", LIBRARY, {"scale_units": "64"}),
    "hand-drawn": _hand_drawn,
    "errors": broken_pod,
    "software-only": _software_only,
    "storage-only": lambda: _with(Design(), "ddn/ai400x2", "store", copies=4),
    "one-chip": lambda: _with(Design(), "nvidia/h100-sxm5-80gb", "chip"),
    "cyclic": _cyclic,
}
ODD: Final = tuple(_MADE)
TEMPLATE_NAMES: Final = tuple(TEMPLATES)


@cache
def odd_design(name: str) -> Design:
    """Return an odd design, or a template, by its name."""
    return _MADE[name]() if name in _MADE else build_template(name, LIBRARY, {})
