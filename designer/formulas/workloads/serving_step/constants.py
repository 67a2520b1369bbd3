"""The constants of a serving step: few, with a unit and a meaning, and none for a single model.

They were fitted to 1,592 measured rows (ai-dynamo/aiconfigurator, silicon_sample.csv, commit 095f58a5, Apache-2.0; the
rows of InferenceX among them, Apache-2.0), all together, by least squares on log ratios; the spread is the 10th to the
90th percentile of 60 refits to groups of rows drawn with replacement. Rows are from October 2025 to April 2026.

Experts in a 4-bit width that the chip multiplies itself need no constant of their own: they are read as dense weights
are, with `weights`. Where the chip lacks that width they are unpacked to BF16 on the way (vllm-project/vllm, pull
request 53709: Hopper has only weight-only kernels for them), which `experts` holds.
"""

from typing import Final

from msgspec import Struct

from designer.formulas.fitted_constants import FittedConstant

FITTED: Final = "1,592 measured rows of ai-dynamo/aiconfigurator, silicon_sample.csv, commit 095f58a5"
BY_HAND: Final = "chosen by hand on rows of ai-dynamo/aiconfigurator, silicon_sample.csv, commit 095f58a5"


class Constants(Struct, frozen=True):
    """All constants of the time per token and of the first token."""

    weights: FittedConstant = FittedConstant(
        0.955, "1", "reads of dense weights and native 4-bit experts, in part behind other work", FITTED, (0.88, 1.04)
    )
    experts: FittedConstant = FittedConstant(
        1.32, "1", "reads of experts reach 76% of the bandwidth, but for native 4 bits", FITTED, (1.21, 1.40)
    )
    cache: FittedConstant = FittedConstant(
        1.46, "1", "attention reads the cache at 68% of the bandwidth", FITTED, (1.11, 1.96)
    )
    arithmetic: FittedConstant = FittedConstant(1.69, "1", "arithmetic reaches 59% of the peak", FITTED, (1.48, 1.83))
    layer_s: FittedConstant = FittedConstant(
        54.8e-6, "s", "short kernels of a layer, whatever the batch", FITTED, (48.8e-6, 59.6e-6)
    )
    expert_layer_s: FittedConstant = FittedConstant(
        23.6e-6, "s", "more of them in a layer of experts", FITTED, (18.9e-6, 31.8e-6)
    )
    latent_layer_s: FittedConstant = FittedConstant(
        25.6e-6, "s", "more of them where attention is latent", FITTED, (18.9e-6, 38.2e-6)
    )
    sparse_layer_s: FittedConstant = FittedConstant(
        19.0e-6, "s", "more of them where attention is sparse", FITTED, (15.0e-6, 24.4e-6)
    )
    narrow_s: FittedConstant = FittedConstant(
        3.26e-6, "s", "a kernel that narrows the input of an FP8 layer, four a layer", FITTED, (3.12e-6, 3.39e-6)
    )
    """The four stand alone: 240 of them in a step of 60 layers, profiled in sgl-project/sglang, issue 31504."""
    expert_call_s: FittedConstant = FittedConstant(
        50.3e-9, "s", "one tile for each expert that a rank is asked for", FITTED, (47e-9, 55e-9)
    )
    reduce_s: FittedConstant = FittedConstant(7.27e-6, "s", "latency of an all-reduce", FITTED, (6.4e-6, 8.8e-6))
    link: FittedConstant = FittedConstant(2.47, "1", "a link reaches 1/2.47 of its rate", FITTED, (2.1, 2.7))
    exchange_s: FittedConstant = FittedConstant(
        15e-6, "s", "latency of an all-to-all, chosen by hand on 126 rows", BY_HAND
    )
    request_s: FittedConstant = FittedConstant(
        15.2e-6, "s", "sampling and scheduling of a request", FITTED, (11.7e-6, 19.1e-6)
    )
    prefill: FittedConstant = FittedConstant(
        0.846, "1", "share of the prompts of others that falls between tokens", FITTED, (0.75, 0.95)
    )
    prompt: FittedConstant = FittedConstant(
        1.37, "1", "arithmetic of a prompt reaches 73% of the peak", FITTED, (1.26, 1.71)
    )
    attention: FittedConstant = FittedConstant(
        2.73, "1", "attention of a prompt reaches 37% of the peak", FITTED, (2.2, 3.1)
    )
    across: FittedConstant = FittedConstant(
        8.0, "1", "an exchange between hosts takes that much longer to begin; read off 8 rows", BY_HAND
    )
    first_layer_s: FittedConstant = FittedConstant(
        0.121e-3, "s", "short kernels of a layer while a prompt is read; hardly pinned", FITTED
    )
    first_weights: FittedConstant = FittedConstant(
        1.58, "1", "reads of all weights for the first token; hardly pinned", FITTED
    )
    first_step: FittedConstant = FittedConstant(
        1.51, "1", "steps of others before the first token; hardly pinned", FITTED
    )


class EngineConstants(Struct, frozen=True):
    """Constants of an engine that only the first token needs.

    Attributes:
        front_s: Front end: reading text into tokens, queueing, streaming.
        request_s: Admission of a request.
        ahead: Share of the other prompts that are in front.
    """

    front_s: float
    request_s: float
    ahead: float


CONSTANTS: Final = Constants()

ENGINES: Final = {
    "vllm": EngineConstants(30.2e-3, 0.635e-3, 0.126),
    "sglang": EngineConstants(135e-3, 0.992e-3, 0.347),
    "trtllm": EngineConstants(56.4e-3, 0.784e-3, 0.133),
    "other": EngineConstants(49.9e-3, 0.886e-3, 0.23),
}
"""By engine; of "other" the spread of the front end is 39 to 55 ms."""

MEMORY_SHARE: Final = 0.92
"""Of the memory, what an engine takes: the default of vLLM."""
RUNTIME_BYTES: Final = 3e9
"""Runtime and graphs beside weights and cache; an assumption."""


class Spread(Struct, frozen=True):
    """Measured over computed, over rows of model families that the fit had not seen: 10th and 90th percentile.

    Attributes:
        low: Factor of the low end.
        high: Factor of the high end.
    """

    low: float
    high: float


TOKEN_SPREAD: Final = Spread(0.76, 1.36)
RATE_SPREAD: Final = Spread(0.73, 1.24)
FIRST_SPREAD: Final = Spread(0.52, 2.28)
"""Wide enough for four in five of the rows whose system the fit had not seen, too: 0.54 to 2.24 held just less."""
FIRST_SPREAD_OTHER: Final = Spread(0.40, 2.35)
"""Of the first token where the engine is not one of the three."""
WIDER: Final = 1.4
"""Each end once more for chips, pipelines and hosts that were not measured; a judgement, not a measurement."""
LONG_PROMPT: Final = 4096
"""From so many tokens of input on attention data parallelism is taken as outside of what was measured."""
TESTED_INPUT: Final = (1000, 8192)
"""Tokens of a prompt in the measured rows, from the fewest to the most."""
TESTED_OUTPUT: Final = (100, 8192)
"""Tokens of an answer in them."""
TESTED_BATCH: Final = (4, 512)
"""Requests at once in them."""
