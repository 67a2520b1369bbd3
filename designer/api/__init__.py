"""Stackwright for scripts and notebooks: open or build a design, analyse it, export it.

    from designer import api

    pod = api.new("dgx-superpod-h100", scale_units=1)
    pod.add("nvidia/dgx-h100", copies=2, name="Spare systems")
    print(pod.analyze().figures["facility"].value)
    pod.save("pod.stackwright")

What cannot be accepted raises `RefusedInput`, whose message is one plain sentence. Edits are the same as in the window
and can be undone; figures are those of `stackwright analyze`. Qt is loaded only where a picture is painted. The guide's
page "Scripting" has a reference and examples.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from designer.api.analysis import Analysis
    from designer.api.calculators import calculate
    from designer.api.comparing import compare
    from designer.api.document import Document
    from designer.api.networkx_graph import to_networkx
    from designer.api.openers import from_networkx, import_graph, new, open, read, variants
    from designer.api.part_catalog import catalog, part, parts, templates
    from designer.api.sweeps import Sweep, sweep
    from designer.model.records import RefusedInput

__all__ = [
    "Analysis",
    "Document",
    "RefusedInput",
    "Sweep",
    "calculate",
    "catalog",
    "compare",
    "from_networkx",
    "import_graph",
    "new",
    "open",
    "part",
    "parts",
    "read",
    "sweep",
    "templates",
    "to_networkx",
    "variants",
]

_PLACES: Final = {
    "Analysis": "analysis",
    "Document": "document",
    "Sweep": "sweeps",
    "calculate": "calculators",
    "catalog": "part_catalog",
    "compare": "comparing",
    "from_networkx": "openers",
    "import_graph": "openers",
    "new": "openers",
    "open": "openers",
    "part": "part_catalog",
    "parts": "part_catalog",
    "read": "openers",
    "sweep": "sweeps",
    "templates": "part_catalog",
    "to_networkx": "networkx_graph",
    "variants": "openers",
}
"""Where each name lies; it is loaded when it is first asked for, so that a command loads what it needs alone."""


def __getattr__(name: str) -> Any:
    if name == "RefusedInput":
        from designer.model.records import RefusedInput

        return RefusedInput
    # Also asked for what is not there, by `hasattr` and by whoever mistypes.
    if name not in _PLACES:
        raise AttributeError(f"designer.api has no {name!r}; it has {', '.join(__all__)}.")
    return getattr(import_module(f"designer.api.{_PLACES[name]}"), name)


def __dir__() -> list[str]:
    return list(__all__)
