"""The designs to begin with, by name, with the parameters that people set."""

from collections.abc import Callable, Mapping
from typing import Any, Final

from designer.catalog.library import Library
from designer.edit.fabrics.dragonfly import DRAGONFLY_PARAMETERS, dragonfly_design
from designer.edit.fabrics.dual_plane import PLANE_PARAMETERS, dual_plane_design
from designer.edit.fabrics.fat_tree import FAT_TREE_PARAMETERS, fat_tree_design
from designer.edit.fabrics.leaf_spine import LEAF_SPINE_PARAMETERS, leaf_spine_design
from designer.edit.fabrics.nvl72 import NVL72_PARAMETERS, nvl72_design
from designer.edit.fabrics.rail_optimised import RAIL_PARAMETERS, rail_optimised_design
from designer.edit.fabrics.superpod import SUPERPOD_PARAMETERS, superpod_design
from designer.edit.fabrics.torus import TORUS_PARAMETERS, torus_design
from designer.edit.templates.parameters import Parameter, read_settings
from designer.edit.templates.stories.ai_stack import STACK_PARAMETERS, stack_design
from designer.edit.templates.stories.api_service import API_PARAMETERS, api_design
from designer.edit.templates.stories.cloud_serving import CLOUD_PARAMETERS, cloud_design
from designer.edit.templates.stories.cloud_stack import CLOUD_STACK_PARAMETERS, cloud_stack_design
from designer.edit.templates.stories.data_platform import DATA_PARAMETERS, data_design
from designer.edit.templates.stories.power_chain import POWER_PARAMETERS, power_chain_design
from designer.edit.templates.stories.rag_service import RAG_PARAMETERS, rag_design
from designer.edit.templates.stories.ten_thousand import TEN_THOUSAND_PARAMETERS, ten_thousand_design
from designer.edit.templates.stories.training_run import TRAINING_PARAMETERS, training_design
from designer.model.design import Design, Settings
from designer.model.parts.part import Layer
from designer.model.records import Record, RefusedInput

__all__ = ["TEMPLATES", "Parameter", "Template", "build_template"]


class Template(Record, frozen=True, kw_only=True):
    """A design to begin with.

    Attributes:
        name: As the command line takes it.
        title: For people.
        summary: One or two sentences.
        parameters: What can be set.
        group: Heading that it stands under; "" above all headings.
        line: What it shows, in a few words for a card.
        layers: Layers that its devices and services belong to, in the order of `LAYERS`.
    """

    name: str
    title: str
    summary: str
    parameters: tuple[Parameter, ...] = ()
    group: str = ""
    line: str = ""
    layers: tuple[Layer, ...] = ()


FABRICS: Final = "Fabrics"
WORK: Final = "Training, services and data"
TEMPLATES: Final[Mapping[str, Template]] = {
    template.name: template
    for template in (
        Template(
            name="ai-stack",
            title="AI stack, from users to utility",
            summary="An assistant with its own model on DGX H100 and an API beside it, its data, a training job, "
            "racks, networks, power from two sides and cooling.",
            line="From the people who ask to the power that answers",
            layers=("facility", "servers_fabric", "cloud", "data_storage", "training", "serving_apps"),
            parameters=STACK_PARAMETERS,
        ),
        Template(
            name="dgx-superpod-h100",
            title="DGX SuperPOD H100",
            summary="NVIDIA's reference design: scalable units of 32 DGX H100 with compute fabric, storage, management "
            "and power.",
            line="NVIDIA's reference design in units of 32 systems",
            layers=("facility", "servers_fabric", "data_storage"),
            parameters=SUPERPOD_PARAMETERS,
        ),
        Template(
            name="leaf-spine",
            title="Leaf and spine",
            summary="Hosts on a fabric of two tiers, or three where two do not reach, sized from ports and "
            "oversubscription.",
            line="Two or three tiers, sized from ports",
            layers=("servers_fabric",),
            parameters=LEAF_SPINE_PARAMETERS,
            group=FABRICS,
        ),
        Template(
            name="fat-tree",
            title="k-ary fat tree",
            summary="The three-tier fat tree of Al-Fares: k pods of k-port switches, non-blocking.",
            line="Three tiers of equal switches, non-blocking",
            layers=("facility", "servers_fabric"),
            parameters=FAT_TREE_PARAMETERS,
            group=FABRICS,
        ),
        Template(
            name="rail-optimised",
            title="Rail-optimised fabric",
            summary="In each pod one leaf per rail: the same card of every host meets on the same switch.",
            line="The same card of every host on one leaf",
            layers=("facility", "servers_fabric"),
            parameters=RAIL_PARAMETERS,
            group=FABRICS,
        ),
        Template(
            name="dual-plane",
            title="Dual-plane fabric",
            summary="Each port of a network card goes to a fabric of its own; the planes share no switch.",
            line="Two fabrics that share no switch",
            layers=("facility", "servers_fabric"),
            parameters=PLANE_PARAMETERS,
            group=FABRICS,
        ),
        Template(
            name="dragonfly",
            title="Dragonfly",
            summary="Groups of routers after Kim and others: all joined inside, one cable or more between two groups.",
            line="Groups joined inside, few cables between them",
            layers=("facility", "servers_fabric"),
            parameters=DRAGONFLY_PARAMETERS,
            group=FABRICS,
        ),
        Template(
            name="torus",
            title="Torus",
            summary="Hosts or chips in two or three dimensions, each joined to its neighbours, with wrap-around.",
            line="Every host joined to its neighbours, wrapped around",
            layers=("facility", "servers_fabric"),
            parameters=TORUS_PARAMETERS,
            group=FABRICS,
        ),
        Template(
            name="nvl72",
            title="NVL72 domains",
            summary="GB200 NVL72 racks, 72 GPUs in one NVLink domain each, joined by leaves and spines.",
            line="GB200 racks of 72 GPUs in one NVLink domain",
            layers=("servers_fabric",),
            parameters=NVL72_PARAMETERS,
            group=FABRICS,
        ),
        Template(
            name="rag-service",
            title="Answers from documents",
            summary="Users, LangChain, vLLM on DGX H100 and a vector database: does it fit, how fast does it answer, "
            "what does a request cost.",
            line="A model that answers from a vector database",
            layers=("facility", "servers_fabric", "data_storage", "serving_apps"),
            parameters=RAG_PARAMETERS,
            group=WORK,
        ),
        Template(
            name="training-run",
            title="Training run",
            summary="A Llama 3.1 learns on DGX SuperPOD units: days, memory, failures and checkpoints, energy, cost.",
            line="Days, failures, energy and cost of one training",
            layers=("facility", "servers_fabric", "data_storage", "training"),
            parameters=TRAINING_PARAMETERS,
            group=WORK,
        ),
        Template(
            name="api-service",
            title="Service on a model API",
            summary="Thousands of users a day on a model that is paid by the token, with pgvector beside it.",
            line="A rented model that is paid by the token",
            layers=("servers_fabric", "cloud", "data_storage", "serving_apps"),
            parameters=API_PARAMETERS,
            group=WORK,
        ),
        Template(
            name="cloud-serving",
            title="Serving in the cloud",
            summary="vLLM on rented instances: on demand, reserved or spot.",
            line="vLLM on demand, reserved or spot",
            layers=("cloud", "serving_apps"),
            parameters=CLOUD_PARAMETERS,
            group=WORK,
        ),
        Template(
            name="cloud-stack",
            title="Inference in the cloud, an API as fallback",
            summary="vLLM on rented instances under EKS, passages in Pinecone, and a model API that takes over.",
            line="Rented GPUs under EKS, an API takes over",
            layers=("servers_fabric", "cloud", "data_storage", "training", "serving_apps"),
            parameters=CLOUD_STACK_PARAMETERS,
            group=WORK,
        ),
        Template(
            name="data-platform",
            title="Data platform",
            summary="A petabyte in an object store, a job that is too fast for it, file systems that are not, and the "
            "pipeline between them.",
            line="A petabyte, and what reads it fast enough",
            layers=("facility", "servers_fabric", "data_storage", "training"),
            parameters=DATA_PARAMETERS,
            group=WORK,
        ),
        Template(
            name="ten-thousand-h100",
            title="Ten thousand H100",
            summary="7 MW for the chips alone, and what systems, switches and cooling add.",
            line="Chips, switches and cooling of 10,000 GPUs",
            layers=("facility", "servers_fabric"),
            parameters=TEN_THOUSAND_PARAMETERS,
            group=WORK,
        ),
        Template(
            name="power-chain",
            title="2N power chain",
            summary="Racks behind two sides that share nothing from utility to PDU: fail any part and see what holds.",
            line="Two sides from utility to rack: fail any part",
            layers=("facility", "servers_fabric"),
            parameters=POWER_PARAMETERS,
            group=WORK,
        ),
        Template(name="empty", title="Empty design", summary="An empty canvas."),
    )
}


def _empty(library: Library, values: Mapping[str, Any]) -> Design:
    return Design(settings=Settings(made_by="empty"))


BUILDERS: Final[Mapping[str, Callable[[Library, Mapping[str, Any]], Design]]] = {
    "ai-stack": stack_design,
    "dgx-superpod-h100": superpod_design,
    "leaf-spine": leaf_spine_design,
    "fat-tree": fat_tree_design,
    "rail-optimised": rail_optimised_design,
    "dual-plane": dual_plane_design,
    "dragonfly": dragonfly_design,
    "torus": torus_design,
    "nvl72": nvl72_design,
    "rag-service": rag_design,
    "training-run": training_design,
    "api-service": api_design,
    "cloud-serving": cloud_design,
    "cloud-stack": cloud_stack_design,
    "data-platform": data_design,
    "ten-thousand-h100": ten_thousand_design,
    "power-chain": power_chain_design,
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
    return BUILDERS[name](library, values)
