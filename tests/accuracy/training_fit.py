"""The constants of a training step fitted anew to some of the rows, so that others can judge them.

Least squares on log ratios of the step with a pseudo-Huber loss of scale 0.2. All constants are held near round start
values, which are no fit: 0.7 of the peak for every sort of chip and precision, and half of what could be hidden. Splits
that a row leaves open are those that the shipped constants choose.
"""

from collections.abc import Callable, Mapping
from typing import Final
from unittest import mock

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import least_squares

from designer.formulas.workloads.training_step import step
from designer.formulas.workloads.training_step.constants import VALUES
from designer.formulas.workloads.training_step.runs import Runs, Splits
from designer.formulas.workloads.training_step.step import step_times

Floats = NDArray[np.float64]

START: Final = {
    "gemm_a100": 0.7,
    "gemm_hopper": 0.7,
    "gemm_hopper_fp8": 0.7,
    "gemm_blackwell": 0.7,
    "gemm_blackwell_fp8": 0.7,
    "gemm_blackwell_mxfp8": 0.7,
    "gemm_blackwell_nvfp4": 0.7,
    "gemm_blackwell_ultra": 1.0,
    "gemm_tpu_v4": 0.7,
    "gemm_tpu_v5": 0.7,
    "gemm_tpu_v6": 0.7,
    "gemm_megatron_2021": 0.8,
    "gemm_experts": 0.7,
    "half_hidden": 500.0,
    "half_ffn": 500.0,
    "half_tokens": 250.0,
    "half_expert": 1000.0,
    "attention_old": 0.4,
    "attention_hopper": 0.5,
    "attention_blackwell": 0.5,
    "traffic": 150.0,
    "traffic_low": 100.0,
    "launch": 250.0,
    "launch_experts": 200.0,
    "tensor_shown": 0.5,
    "tensor_shown_2021": 0.8,
    "expert_shown": 0.5,
    "sharded_shown": 0.25,
    "stage_shown": 0.25,
    "waiting": 0.005,
    "maturity": 0.05,
}
"""The constants that a fit may move; what is counted, assumed or bounded stays."""
DEVIATION: Final = 0.3
"""Of the logarithm of a constant from its start."""
PULL: Final = 10.0
"""Weight of a constant beside one row."""
HUBER: Final = 0.2
MOST_STEPS: Final = 15


class Measured:
    """Rows with the step that was measured of them."""

    def __init__(self, runs: Runs, splits: Splits, step_s: Floats) -> None:
        self.runs, self.splits, self.step_s = runs, splits, step_s

    def steps(self, constants: Mapping[str, float] = VALUES) -> Floats:
        """Return the computed step of each row, s."""
        return step_times(self.runs, self.splits, constants).total

    def some(self, used: NDArray[np.bool_]) -> "Measured":
        """Return the USED of them."""
        places = np.flatnonzero(used)
        return Measured(self.runs.take(places), self.splits.take(places), self.step_s[places])


def fitted(rows: Measured, used: NDArray[np.bool_]) -> Mapping[str, float]:
    """Return the constants that fit the USED of ROWS."""
    part, names = rows.some(used), list(START)

    def made(logs: Floats) -> dict[str, float]:
        return {**VALUES, **{name: START[name] * float(np.exp(log)) for name, log in zip(names, logs, strict=True)}}

    def residuals(logs: Floats) -> Floats:
        ratios = np.log(part.steps(made(logs)) / part.step_s)
        # Pseudo-Huber: as squares near 0, as the absolute value far away.
        robust = HUBER * np.sqrt(2 * (np.sqrt(1 + (ratios / HUBER) ** 2) - 1)) / HUBER
        return np.concatenate([robust, np.sqrt(PULL) * HUBER * logs / DEVIATION])

    with mock.patch.object(step, "collective", _kept(step.collective)):
        return made(least_squares(residuals, np.zeros(len(names)), method="trf", max_nfev=MOST_STEPS).x)


def _kept(collective: Callable[..., Floats]) -> Callable[..., Floats]:
    """Return COLLECTIVE with its answers kept: a fit asks the same ones hundreds of times with the same rows."""
    known: dict[tuple[int, str, bytes, bytes, bytes], Floats] = {}

    def answer(op: int, payload: Floats, ranks: Floats, inside: Floats, runs: Runs, group: str) -> Floats:
        key = (op, group, payload.tobytes(), ranks.tobytes(), inside.tobytes())
        if key not in known:
            known[key] = collective(op, payload, ranks, inside, runs, group)
        return known[key]

    return answer
