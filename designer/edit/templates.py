"""The designs to begin with, by name, with the parameters that people set."""

from collections.abc import Callable, Mapping
from typing import Final

from designer.catalog.library import Library
from designer.edit.fat_tree import FAT_TREE_PARAMETERS, fat_tree_design
from designer.edit.leaf_spine import LEAF_SPINE_PARAMETERS, leaf_spine_design
from designer.edit.parameters import Parameter, read_settings
from designer.edit.superpod import SUPERPOD_PARAMETERS, superpod_design
from designer.model.design import Design, Settings
from designer.model.records import Record, RefusedInput

__all__ = ["TEMPLATES", "Parameter", "Template", "build_template"]


class Template(Record, frozen=True, kw_only=True):
    """A design to begin with.

    Attributes:
        name: As the command line takes it.
        title: For people.
        summary: One or two sentences.
        parameters: What can be set.
    """

    name: str
    title: str
    summary: str
    parameters: tuple[Parameter, ...] = ()


TEMPLATES: Final[Mapping[str, Template]] = {
    template.name: template
    for template in (
        Template(
            name="dgx-superpod-h100",
            title="DGX SuperPOD H100",
            summary="NVIDIA's reference design: scalable units of 32 DGX H100 with compute fabric, storage, management "
            "and power.",
            parameters=SUPERPOD_PARAMETERS,
        ),
        Template(
            name="leaf-spine",
            title="Leaf and spine",
            summary="Hosts on a fabric of two tiers, or three where two do not reach, sized from ports and "
            "oversubscription.",
            parameters=LEAF_SPINE_PARAMETERS,
        ),
        Template(
            name="fat-tree",
            title="k-ary fat tree",
            summary="The three-tier fat tree of Al-Fares: k pods of k-port switches, non-blocking.",
            parameters=FAT_TREE_PARAMETERS,
        ),
        Template(name="empty", title="Empty design", summary="An empty canvas."),
    )
}


def _empty(library: Library, values: Mapping[str, float | int]) -> Design:
    return Design(settings=Settings(made_by="empty"))


_BUILDERS: Final[Mapping[str, Callable[[Library, Mapping[str, float | int]], Design]]] = {
    "dgx-superpod-h100": superpod_design,
    "leaf-spine": leaf_spine_design,
    "fat-tree": fat_tree_design,
    "empty": _empty,
}


def build_template(name: str, library: Library, settings: Mapping[str, str]) -> Design:
    """The design that template NAME gives with SETTINGS: parts embedded, placed, with views.

    Raises:
        RefusedInput: there is no such template or parameter, a value is not allowed, or the library lacks a part.
    """
    template = TEMPLATES.get(name)
    if template is None:
        raise RefusedInput(f"There is no template {name!r}; there are {', '.join(TEMPLATES)}.")
    values = read_settings(template.title, template.parameters, settings)
    return _BUILDERS[name](library, values)
