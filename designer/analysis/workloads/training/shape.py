"""The model that a job trains, as its figures and as the step of training takes it."""

from math import ceil, log2
from typing import Final, NamedTuple

from msgspec.structs import replace

from designer.analysis.serving_rows.parts import shape_of as published_shape
from designer.analysis.workloads.service_graph import ServiceGraph
from designer.formulas.workloads.serving_step.model_shape import ModelShape
from designer.formulas.workloads.training_step.shapes import Shape as StepShape
from designer.model.design import Design, Node
from designer.model.figures.figure import Figure, leaf
from designer.model.kinds import MODELS
from designer.model.parts.part import Part, Quantity
from designer.model.workloads.choices import chosen

VOCABULARY: Final = 51_200.0
"""Tokens of the vocabulary where a model states none: that of GPT-2 rounded up, as Megatron-LM trains."""
FEWEST_EXPERTS: Final = 8.0
"""Experts that a mixture is taken to have at least, where their number is not published."""
GATED: Final = 3
"""Matrices of a feed-forward with a gate; one without, four times as wide as the model, has as many parameters."""


class Shape(NamedTuple):
    """A model as training sees it; `active` are the parameters that a token uses."""

    part: Part
    params: Figure
    active: Figure
    layers: Figure
    hidden: Figure
    heads: Figure
    vocabulary: Figure

    @property
    def unknown(self) -> str:
        """Return the names of its figures that are not known; "" where all are."""
        named = {
            "parameters": self.params,
            "layers": self.layers,
            "hidden size": self.hidden,
            "attention heads": self.heads,
        }
        return ", ".join(words for words, figure in named.items() if figure.or_zero < 1)


class Sizes(NamedTuple):
    """The sizes of a model.

    Attributes:
        step: As the step of training takes them.
        published: Whether the width of the feed-forward is published, and does not follow from all parameters.
        untested: Sorts of layers of which no training was measured, in words.
    """

    step: StepShape
    published: bool
    untested: tuple[str, ...]


def shape_of(design: Design, graph: ServiceGraph, node: Node) -> Shape | None:
    """Return the model that NODE trains: the chosen one, else one that is drawn and asked; None when there is none."""
    part = design.parts.get(chosen(node, "model"))
    if part is None:
        asked = (design.nodes[edge.b] for edge in graph.asks.get(node.id, ()) if graph.kinds[edge.b] in MODELS)
        part = next(filter(None, map(design.part_of, asked)), None)
    if part is None:
        return None
    params, vocabulary = part.fact("params", ""), part.fact("vocabulary", "")
    usual = leaf(
        f"{part.name}: vocabulary",
        VOCABULARY,
        status="assumed",
        subject=part.id,
        note="Assumed where the model does not state it: that of the measured models.",
    )
    return Shape(
        part=part,
        params=params,
        active=part.fact("active_params", "") if "active_params" in part.facts else params,
        layers=part.fact("layers", ""),
        hidden=part.fact("hidden", ""),
        heads=part.fact("attention_heads", ""),
        vocabulary=vocabulary if vocabulary.value else usual,
    )


def sizes_of(shape: Shape) -> Sizes | str:
    """Return the sizes of SHAPE, of which all that `Shape.unknown` names is known; or why there are none, in words.

    Key–value heads and the size of a head that are not stated are those of plain attention.
    """
    part = shape.part
    stated = {name: quantity for name, quantity in part.facts.items() if quantity.value}
    heads, hidden = shape.heads.value or 1.0, shape.hidden.value or 1.0
    # What a part does not publish is filled with what is usual for its heads and width.
    usual = {"kv_heads": heads, "head_dim": hidden / heads, "vocabulary": shape.vocabulary.value or VOCABULARY}
    filled = {name: Quantity(value=value) for name, value in usual.items() if name not in stated}
    found = published_shape(replace(part, facts={**stated, **filled}))
    if isinstance(found, str):
        return f"The parameters of {part.name} do not go into its layers: {found}."
    sizes, published = found
    if not published and sizes.experts:
        sizes = _whole_experts(sizes)
    return Sizes(_step_shape(sizes), published, _untested(sizes))


def _whole_experts(sizes: ModelShape) -> ModelShape:
    """Return SIZES, in which a token chooses one of some experts by a fraction, with a whole number that divides."""
    experts = max(2.0 ** ceil(log2(sizes.experts)), FEWEST_EXPERTS)
    share = sizes.experts / experts
    return replace(sizes, experts=experts, experts_per_token=1 / share, expert_ffn=sizes.expert_ffn * share)


def _step_shape(sizes: ModelShape) -> StepShape:
    mixture = sizes.experts > 0
    return StepShape(
        layers=sizes.layers,
        hidden=sizes.hidden,
        ffn=sizes.ffn,
        heads=sizes.heads,
        kv_heads=sizes.kv_heads,
        head=sizes.head_dim,
        vocabulary=sizes.vocabulary,
        matrices=GATED,
        experts=sizes.experts,
        chosen=sizes.experts_per_token,
        expert_ffn=sizes.expert_ffn,
        shared=sizes.shared_ffn / sizes.expert_ffn if sizes.expert_ffn else 0.0,
        dense_layers=min(sizes.dense_layers, sizes.layers) if mixture else 0.0,
        latent=sizes.latent_kv > 0,
        windowed=sizes.window_share,
        window=sizes.window_tokens or 1.0,
        full=1 / sizes.full_attention_every if sizes.full_attention_every else 1.0,
        own_attention=sizes.attention_params / sizes.layers,
    )


def _untested(sizes: ModelShape) -> tuple[str, ...]:
    """Return the sorts of layers of SIZES of which no training was measured."""
    sorts = (("linear attention", sizes.full_attention_every), ("sparse attention", sizes.sparse_top_tokens))
    return tuple(words for words, has in sorts if has)
