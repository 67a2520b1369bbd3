"""Designs that decks are tried on: every template, and ten that no template makes."""

from collections.abc import Callable, Mapping
from functools import cache
from typing import Any, Final

from designer.edit.nodes.nodes import set_node
from designer.edit.templates.templates import TEMPLATES, build_template
from designer.export.text.text_form import design_of_document
from designer.model.design import Design
from tests.shipped import LIBRARY

SETTINGS: Final[Mapping[str, Mapping[str, str]]] = {
    "dgx-superpod-h100": {"scale_units": "1"},
    "training-run": {"scale_units": "1"},
    "power-chain": {"racks": "10"},
}
"""Templates that are taken smaller than they open, so that all of them take seconds."""

Row = dict[str, Any]


def text_design(nodes: list[Row], links: list[Row] | None = None, **more: Any) -> Design:
    """Return a design of rows of the text form."""
    document = {"format": "stackwright-design", "version": 1, "nodes": nodes, "links": links or [], **more}
    return design_of_document(document, LIBRARY)


def template(name: str) -> Design:
    """Return a template at its small size."""
    return build_template(name, LIBRARY, SETTINGS.get(name, {}))


def _pod(**servers: Any) -> Design:
    return text_design(
        [
            {"id": "dgx", "part": "nvidia/dgx-h100", "copies": 4, **servers},
            {"id": "leaf", "part": "nvidia/qm9700", "copies": 2},
        ],
        [{"id": "rails", "a": "dgx", "b": "leaf", "medium": "fabric", "cables": 32, "spread": "even"}],
        name="Drawn by hand",
    )


def _with_errors() -> Design:
    design = template("dgx-superpod-h100")
    return set_node(design, "leaf", copies=2).applied(design)


def _one_rack() -> Design:
    return text_design(
        [
            {"id": "hall", "kind": "room", "name": "Hall"},
            {"id": "rack", "kind": "rack", "parent": "hall", "floor": {"x_mm": 1200, "y_mm": 1200}},
            {"id": "dgx", "part": "nvidia/dgx-h100", "copies": 2, "parent": "rack"},
            {"id": "leaf", "part": "nvidia/qm9700", "parent": "rack"},
        ],
        [{"id": "rails", "a": "dgx", "b": "leaf", "medium": "fabric", "cables": 16, "spread": "even"}],
        name="One rack",
    )


def _software() -> Design:
    return text_design(
        [
            {"id": "users", "part": "generic/users"},
            {"id": "app", "part": "langchain/langchain"},
            {"id": "base", "part": "weaviate/weaviate"},
        ],
        [
            {"id": "asks", "a": "users", "b": "app", "medium": "asks"},
            {"id": "reads", "a": "app", "b": "base", "medium": "reads"},
        ],
        name="Software alone",
    )


def _cyclic() -> Design:
    return text_design(
        [
            {"id": "one", "part": "langchain/langchain"},
            {"id": "two", "part": "langchain/langsmith"},
            {"id": "dgx", "part": "nvidia/dgx-h100", "copies": 2},
            {"id": "a", "part": "nvidia/qm9700", "copies": 2},
            {"id": "b", "part": "nvidia/qm9700", "copies": 2},
        ],
        [
            {"id": "there", "a": "one", "b": "two", "medium": "asks"},
            {"id": "back", "a": "two", "b": "one", "medium": "asks"},
            {"id": "down", "a": "dgx", "b": "a", "medium": "fabric", "cables": 16, "spread": "even"},
            {"id": "up", "a": "a", "b": "b", "medium": "fabric", "cables": 16, "spread": "even"},
            {"id": "round", "a": "b", "b": "a", "medium": "fabric", "cables": 16, "spread": "even"},
        ],
        name="In a ring",
    )


ODD: Final[Mapping[str, Callable[[], Design]]] = {
    "empty": Design,
    "cloud only": lambda: text_design([{"id": "cloud", "part": "aws/p5.48xlarge", "copies": 4}], name="Cloud alone"),
    "one rack": _one_rack,
    "64 units": lambda: build_template("dgx-superpod-h100", LIBRARY, {"scale_units": "64"}),
    "by hand": _pod,
    "with errors": _with_errors,
    "software": _software,
    "storage": lambda: text_design([{"id": "store", "part": "ddn/ai400x2", "copies": 6}], name="Storage alone"),
    "a chip": lambda: text_design([{"id": "chip", "part": "nvidia/h100-sxm5-80gb"}], name="A chip"),
    "cyclic": _cyclic,
}
"""Ten designs that no template makes, by what is odd about them."""
DRAWN: Final = (*(name for name in TEMPLATES if name != "empty"), *(name for name in ODD if name != "empty"))


@cache
def design_of(name: str) -> Design:
    """Return a template or an odd design, made once."""
    return ODD[name]() if name in ODD else template(name)
