"""Layout that follows from a split: data-parallel ranks, layers of the slowest stage, parameters of a rank."""

from typing import Final

import numpy as np
from msgspec import Struct

from designer.formulas.workloads.training_step.runs import Floats, Masks, Runs, Splits

FSDP: Final = 3
"""The ZeRO stage that spreads weights as well."""


class Layout(Struct, frozen=True):
    """Figures of each candidate (R,).

    Attributes:
        data: Data-parallel ranks d, rounded down.
        rounds: Micro-batches that each pipeline works through.
        micro_tokens: Tokens of a micro-batch on a rank.
        stage_layers: Layers of the slowest stage.
        dense_layer: Parameters of a layer on a rank that all tokens pass, mean over the layers.
        expert_layer: Parameters of a layer's experts on a rank, mean over the layers.
        dense: Parameters of the fullest rank that all tokens pass, with embedding and loss.
        experts: Parameters of experts on the fullest rank.
        replicas: Ranks that hold the same dense parameters, D.
        expert_replicas: Ranks that hold the same experts.
        gathered: Whether weights are gathered layer by layer (ZeRO-3).
        used: Accelerators that work, t·p·c·d.
    """

    data: Floats
    rounds: Floats
    micro_tokens: Floats
    stage_layers: Floats
    dense_layer: Floats
    expert_layer: Floats
    dense: Floats
    experts: Floats
    replicas: Floats
    expert_replicas: Floats
    gathered: Masks
    used: Floats


def stage_layers(layers: Floats, pipeline: Floats, virtual: Floats) -> Floats:
    """Return the layers on the slowest stage (R,).

    L/p where they divide evenly; else embedding and loss count as a layer each: v·⌈(L+2)/(p·v)⌉, at most
    ⌈L/p⌉ + v − 1. Source: layouts of Llama 3.1 405B (126 layers on 16 stages), arXiv 2407.21783, section 3.3.2.
    """
    # Layers are cut into p · v chunks; where they do not divide evenly, the last stage carries embedding and loss too.
    chunks = pipeline * virtual
    uneven = np.minimum(virtual * np.ceil((layers + 2) / chunks), np.ceil(layers / pipeline) + virtual - 1)
    return np.where(np.mod(layers, chunks) == 0, layers / pipeline, uneven)


def lay_out(runs: Runs, splits: Splits) -> Layout:
    """Return the layout of each candidate; RUNS and SPLITS have the same length."""
    t, p, c = splits.tensor, splits.pipeline, splits.context
    room = np.maximum(np.floor(runs.accelerators / (t * p * c)), 1.0)
    data = np.where(splits.data > 0, splits.data, room)
    replicas = data * c
    expert = np.where(runs.mixture, splits.expert, 1.0)
    layers = stage_layers(runs.layers, p, splits.virtual)
    # Parameters of a layer: attention, shared experts or the dense feed-forward; first dense layers spread evenly.
    dense_ffn = runs.matrices * runs.hidden * runs.ffn
    always = np.where(
        runs.mixture,
        3 * runs.shared * runs.hidden * runs.expert_ffn + runs.dense_layers / runs.layers * dense_ffn,
        dense_ffn,
    )
    dense_layer = (runs.attention_params + always) / t
    expert_layers = (runs.layers - runs.dense_layers) / runs.layers
    expert_layer = 3 * runs.experts * runs.hidden * runs.expert_ffn * expert_layers / expert
    # Embedding and loss stand on one rank without stages; with stages the fullest rank has one of them.
    ends = np.where(p == 1, 2.0, 1.0) * runs.vocabulary * runs.hidden / t
    return Layout(
        data=data,
        rounds=np.maximum(np.ceil(runs.sequences / (splits.micro * data)), 1.0),
        micro_tokens=splits.micro * runs.tokens / c,
        stage_layers=layers,
        dense_layer=dense_layer,
        expert_layer=expert_layer,
        dense=dense_layer * layers + ends,
        experts=expert_layer * layers,
        replicas=replicas,
        expert_replicas=np.maximum(replicas * t / expert, 1.0),
        gathered=(splits.zero == FSDP) & (p == 1),
        used=t * p * c * data,
    )
