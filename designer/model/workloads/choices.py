"""Choices on a node beside numbers: which model, which precision, which way of batching."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Final, Literal

from designer.model.design import Node
from designer.model.kinds import (
    BEARING,
    DATA_SETS,
    INFERENCE,
    INSTANCES,
    MODEL,
    MODEL_APIS,
    PASSING,
    PIPELINES,
    POWER_STAGES,
    TRAINING_JOBS,
    VECTOR_DATABASES,
    WORKS,
)
from designer.model.network.card_map import GPU_CARDS, cards_of
from designer.model.network.port_map import LONGEST_MAP, PORT_MAP, port_pairs
from designer.model.parts.part import CaseOf
from designer.model.records import Record, RefusedInput

LONGEST: Final = 200


class ChoiceKind(Record, frozen=True, kw_only=True):
    """One thing that can be chosen.

    Attributes:
        kinds: Kinds of nodes that it is asked of.
        options: (value, title) pairs; empty when it is free text or names a part.
        default: What holds when nothing is chosen.
        part_kind: Kind of part that it names; "" when it names none.
        case_of: Sort of a case of the node's own part that it names (see parts.Case); "" when it names none.
        unset: What an empty field says; "" is that it is not said.
    """

    name: str
    title: str
    kinds: frozenset[str]
    options: tuple[tuple[str, str], ...] = ()
    default: str = ""
    part_kind: str = ""
    case_of: CaseOf | Literal[""] = ""
    unset: str = ""
    help: str = ""


_PRECISIONS: Final = (("bf16", "BF16 or FP16"), ("fp8", "FP8"), ("int8", "INT8"), ("fp4", "FP4"), ("int4", "INT4"))

CHOICES: Final[Mapping[str, ChoiceKind]] = {
    choice.name: choice
    for choice in (
        ChoiceKind(
            name="model",
            title="Model",
            kinds=INFERENCE | TRAINING_JOBS,
            part_kind=MODEL,
            help="A model of the catalog, or one of your own parts.",
        ),
        ChoiceKind(
            name="precision",
            title="Precision of weights",
            kinds=INFERENCE | TRAINING_JOBS,
            options=_PRECISIONS,
            default="bf16",
        ),
        ChoiceKind(
            name="cache_precision",
            title="Precision of the cache",
            kinds=INFERENCE,
            options=(("", "As the weights"), ("bf16", "BF16 or FP16"), ("fp8", "FP8")),
            help="Left out, a value takes one byte with weights of FP8 and FP4, and two with others.",
        ),
        ChoiceKind(
            name="prompts",
            title="Prompts are read",
            kinds=INFERENCE,
            options=(
                ("", "Here, beside the answers"),
                ("elsewhere", "On other machines"),
                ("only", "Here, others write answers"),
            ),
            help="Prefill and decode apart: one engine reads the prompts and hands their cache on, another writes the "
            "answers and depends on it.",
        ),
        ChoiceKind(
            name="batching",
            title="Batching",
            kinds=INFERENCE,
            options=(("continuous", "Continuous"), ("static", "Static")),
            default="continuous",
            help="Static waits until a batch is full and ends with its longest answer; continuous joins requests as "
            "others leave.",
        ),
        ChoiceKind(
            name="backend",
            title="Backend",
            kinds=INFERENCE,
            options=(("", "Its own"), ("vllm", "vLLM"), ("sglang", "SGLang"), ("tensorrt-llm", "TensorRT-LLM")),
            help="Of engines that run models through others, such as Triton: what it says of it holds. First tokens "
            "are those that were measured with it.",
        ),
        ChoiceKind(
            name="split",
            title="Split over accelerators",
            kinds=TRAINING_JOBS,
            options=(("auto", "Choose for me"), ("set", "As set below")),
            default="auto",
        ),
        ChoiceKind(
            name="zero_stage",
            title="ZeRO stage",
            kinds=TRAINING_JOBS,
            options=(
                ("", "Choose for me"),
                ("0", "None"),
                ("1", "1: optimizer"),
                ("2", "2: and gradients"),
                ("3", "3: and weights (FSDP)"),
            ),
            help="What is spread over the copies of the model; with pipeline stages 3 gathers the weights once a step.",
        ),
        ChoiceKind(
            name="recompute",
            title="Recomputation",
            kinds=TRAINING_JOBS,
            options=(("", "Choose for me"), ("none", "None"), ("selective", "Selective"), ("full", "Full")),
            help="What of the forward pass is computed again in the backward pass, to save memory.",
        ),
        ChoiceKind(
            name="training_software",
            title="Age of the software",
            kinds=TRAINING_JOBS,
            options=(
                ("", "Of 2024 and later"),
                ("flash-attention-2", "Attention before FlashAttention 3"),
                ("megatron-2021", "Megatron of 2021"),
            ),
            help="Older software reaches less of the peak; what it reached was measured.",
        ),
        ChoiceKind(
            name="without_hosts",
            title="Without enough machines",
            kinds=TRAINING_JOBS,
            options=(("shrink", "It goes on with fewer"), ("wait", "It waits")),
            default="shrink",
            help="What it does while more machines are in repair than spares stand by: whole groups of its data "
            "parallelism are left out, or all of it waits.",
        ),
        ChoiceKind(
            name="index",
            title="Index",
            kinds=VECTOR_DATABASES,
            options=(("hnsw", "HNSW"), ("ivf", "IVF")),
            default="hnsw",
        ),
        ChoiceKind(
            name="lineage",
            title="Lineage",
            kinds=PIPELINES,
            options=(("", "Not said"), ("tracked", "Tracked"), ("not tracked", "Not tracked")),
        ),
        ChoiceKind(
            name="sensitivity",
            title="Sensitivity",
            kinds=DATA_SETS,
            options=(("", "Not said"), ("public", "Public"), ("internal", "Internal"), ("sensitive", "Sensitive")),
        ),
        ChoiceKind(
            name="overload",
            title="When a failure overloads it",
            kinds=frozenset(POWER_STAGES),
            options=(
                ("", "It trips, or a UPS goes to bypass"),
                ("shed", "Whole machines are switched off"),
                ("cap", "All machines are slowed"),
            ),
            help="What happens when the load that is left is more than its rating.",
        ),
        ChoiceKind(
            name="hosts_order",
            title="Machines are taken",
            kinds=INFERENCE | TRAINING_JOBS | VECTOR_DATABASES | PIPELINES | WORKS,
            options=(("", "In the order of the design"), ("racks", "One of each rack in turn")),
            help="Where it takes only some of the machines that it is drawn to run on.",
        ),
        ChoiceKind(
            name=PORT_MAP,
            title="Port map",
            kinds=frozenset(PASSING),
            unset="straight through",
            help="Which port leads to which: 1:3, 2:4 or 1-32:33-64, front to rear. Left out, each goes straight "
            "through, 1 to 1; none joins nothing.",
        ),
        ChoiceKind(
            name=GPU_CARDS,
            title="Cards of accelerators",
            kinds=frozenset(BEARING),
            unset="shared evenly",
            help="Which network card serves which accelerator: 1-8:1-8, or 1-4:1, 5-8:2 where several share one; "
            "left out, they are shared evenly, in order. A card is a cable of the host on the fabric, in the order of "
            "the links.",
        ),
        ChoiceKind(name="version", title="Version", kinds=DATA_SETS, help="Which state of the data is meant."),
        ChoiceKind(
            name="tier",
            title="Usage tier",
            kinds=MODEL_APIS,
            case_of="tier",
            help="A tier as the card of the part names it; left out, the limits of its figures hold.",
        ),
        ChoiceKind(
            name="api_batch",
            title="Answers",
            kinds=MODEL_APIS,
            options=(("", "At once"), ("batch", "In a batch, within a day")),
            help="Requests that may wait for a day are paid at the price of a batch, where there is one.",
        ),
        ChoiceKind(
            name="rent_basis",
            title="Paid",
            kinds=INSTANCES,
            options=(
                ("", "As the price book says"),
                ("on-demand", "On demand"),
                ("reserved", "Reserved"),
                ("spot", "Spot"),
            ),
        ),
        ChoiceKind(
            name="rent_term",
            title="Bound for",
            kinds=INSTANCES,
            options=(
                ("", "As the price book says"),
                ("1-year", "1 year"),
                ("3-years", "3 years"),
                ("capacity-block", "A capacity block"),
            ),
            help="Of what is reserved: where no price of that term is known, the newest reserved price is taken, and a "
            "finding says so.",
        ),
    )
}


def choices_for(kind: str) -> tuple[ChoiceKind, ...]:
    """Return the choices that are asked of nodes of KIND, in the order of a form."""
    return tuple(choice for choice in CHOICES.values() if kind in choice.kinds)


def chosen(node: Node, name: str) -> str:
    """Return the choice of NODE for NAME, else the default.

    Raises:
        KeyError: there is no such choice.
    """
    return node.choices.get(name) or CHOICES[name].default


def chosen_parts(node: Node) -> Iterator[str]:
    """Ids of the parts that NODE's choices name."""
    for name, value in node.choices.items():
        kind = CHOICES.get(name)
        if kind is not None and kind.part_kind and value:
            yield value


def parts_named(nodes: Iterable[Node]) -> Iterator[str]:
    """Ids of the parts that NODES are of, and of those that their choices name."""
    for node in nodes:
        if node.part:
            yield node.part
        if node.choices:
            yield from chosen_parts(node)


def require_choice(name: str, value: str) -> str:
    """VALUE when choice NAME can have it.

    Raises:
        RefusedInput: there is no such choice, or it has no such option.
    """
    kind = CHOICES.get(name)
    if kind is None:
        raise RefusedInput(f"There is nothing to choose called {name!r}; there are {', '.join(CHOICES)}.")
    longest = LONGEST_MAP if name == PORT_MAP else LONGEST
    if len(value) > longest:
        raise RefusedInput(f"{kind.title} has {len(value):,} characters; it may have at most {longest:,}.")
    if name == PORT_MAP:
        port_pairs(value)
    if name == GPU_CARDS:
        cards_of(value)
    options = [option for option, _ in kind.options]
    if options and value and value not in options:
        raise RefusedInput(f"{kind.title} cannot be {value!r}; choose from {', '.join(filter(None, options))}.")
    return value
