"""The constants of a serving step fitted anew to some of the rows, so that others can judge them.

Least squares on log ratios with a pseudo-Huber loss of scale 0.3: the time per token, 0.3 times the first token and
0.5 times the whole latency. All constants are held near round start values, which are no fit. These are weights in the
sum of squares, that of a constant, √3, too: so fitted to all public rows, the constants come to those of the method.

Source: METHOD_SERVING, section 4; only some of its start values are told.
"""

import math
from collections.abc import Mapping
from typing import Final

import numpy as np
from msgspec.structs import replace
from numpy.typing import NDArray
from scipy.optimize import least_squares

from designer.formulas.workloads.serving_step.constants import CONSTANTS, Constants, EngineConstants
from designer.formulas.workloads.serving_step.step import Columns, steps_of

Floats = NDArray[np.float64]

START: Final = {
    "weights": 1.0,
    "experts": 1.25,
    "cache": 1.4,
    "arithmetic": 1.6,
    "layer_s": 50e-6,
    "expert_layer_s": 20e-6,
    "latent_layer_s": 20e-6,
    "sparse_layer_s": 15e-6,
    "narrow_s": 3e-6,
    "expert_call_s": 50e-9,
    "reduce_s": 8e-6,
    "link": 2.2,
    "request_s": 15e-6,
    "prefill": 0.8,
    "prompt": 1.4,
    "attention": 2.5,
    "first_layer_s": 0.12e-3,
    "first_weights": 1.5,
    "first_step": 1.5,
}
ENGINE_START: Final = EngineConstants(50e-3, 0.8e-3, 0.2)
ENGINES: Final = ("vllm", "sglang", "trtllm")
DEVIATION: Final = 0.3
"""Of the logarithm of a constant from its start."""
ENGINE_DEVIATION: Final = 0.5
PULL: Final = math.sqrt(3.0)
"""Weight of a constant beside one row, in the sum of squares."""
HUBER: Final = 0.3


class Measured:
    """Rows with what was measured of them."""

    def __init__(self, columns: Columns, token_ms: Floats, first_ms: Floats) -> None:
        self.columns, self.token_s, self.first_s = columns, token_ms / 1e3, first_ms / 1e3
        self.latency_s = self.first_s + columns.output * self.token_s
        self.rate = columns.concurrency * columns.output / self.latency_s


def fitted(rows: Measured, used: NDArray[np.bool_]) -> tuple[Constants, Mapping[str, EngineConstants]]:
    """Return the constants that fit the USED of ROWS."""
    names, engine_fields = list(START), ENGINE_START.__struct_fields__
    spread = np.array([DEVIATION] * len(names) + [ENGINE_DEVIATION] * len(ENGINES) * len(engine_fields))

    def made(logs: Floats) -> tuple[Constants, Mapping[str, EngineConstants]]:
        factors = np.exp(logs)
        changed = {
            name: replace(getattr(CONSTANTS, name), value=START[name] * factor)
            for name, factor in zip(names, factors, strict=False)
        }
        each = factors[len(names) :].reshape(len(ENGINES), -1)
        engines = {
            name: EngineConstants(
                *(getattr(ENGINE_START, field) * factor for field, factor in zip(engine_fields, row, strict=True))
            )
            for name, row in zip(ENGINES, each, strict=True)
        }
        return replace(CONSTANTS, **changed), engines | {"other": ENGINE_START}

    def residuals(logs: Floats) -> Floats:
        worked = steps_of(rows.columns, *made(logs))
        latency = worked.first_s + rows.columns.output * worked.token_s
        ratios = np.concatenate(
            [
                np.log(worked.token_s / rows.token_s)[used],
                np.sqrt(0.3) * np.log(worked.first_s / rows.first_s)[used],
                np.sqrt(0.5) * np.log(latency / rows.latency_s)[used],
            ]
        )
        # Pseudo-Huber: as squares near 0, as the absolute value far away.
        robust = HUBER * np.sqrt(2 * (np.sqrt(1 + (ratios / HUBER) ** 2) - 1))
        return np.concatenate([robust, np.sqrt(PULL) * logs / spread])

    found = least_squares(residuals, np.zeros(spread.size), method="trf", max_nfev=30)
    return made(found.x)
