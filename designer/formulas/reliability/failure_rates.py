"""Rates of interruption of a large training job, and the cost of checkpoints against them."""

from collections.abc import Sequence
from math import sqrt

from msgspec import Struct

from designer.formulas.checks import not_negative, positive, some, whole
from designer.formulas.network.sizing import ceil_div

MEASURED_FAILURES_PER_NODE_DAY = {"Meta RSC-1": 0.0065, "Meta RSC-2": 0.00234, "Llama 3 405B": 0.00379}
"""Published rates: Kokolis et al., "Revisiting Reliability", HPCA 2025; Llama 3 paper, section 3.3.4."""


def job_mttf_h(accelerators: int, accelerators_per_node: int, failures_per_node_day: float) -> float:
    """Mean time to failure of a job, hours: 24 / (nodes · r).

    Valid for large jobs only: at 1,024 accelerators and r = 0.0065 it gives 28.8 h where 7.9 h was measured.
    A node that is used in part counts whole.

    Source: Kokolis et al., "Revisiting Reliability in Large-Scale Machine Learning Research Clusters", HPCA 2025.

    Args:
        accelerators: Accelerators of the job.
        accelerators_per_node: Accelerators in a node.
        failures_per_node_day: Rate r, failures per node and day.

    Raises:
        ValueError: An input is out of range.
    """
    nodes = ceil_div(whole("accelerators", accelerators, 1), whole("accelerators_per_node", accelerators_per_node, 1))
    return 24 / (nodes * positive("failures_per_node_day", failures_per_node_day))


class FailureRate(Struct, frozen=True):
    """Interruptions that were counted on a cluster.

    Attributes:
        unexpected: Interruptions by a failure.
        total: Those and the planned ones.
        shares: Share of each cause in the unexpected ones.
        mean_h_between: Mean hours between unexpected interruptions.
        failures_per_node_day: Unexpected interruptions per node and day.
    """

    unexpected: int
    total: int
    shares: list[float]
    mean_h_between: float
    failures_per_node_day: float


def failure_rate(
    counts: Sequence[float], planned: int, accelerators: int, accelerators_per_node: int, days: float
) -> FailureRate:
    """Rate from counted interruptions: r = unexpected / (nodes · days).

    Source: the definition; Llama 3 paper, section 3.3.4 and Table 5, gives 419 on 16,384 GPUs in 54 days.

    Args:
        counts: Unexpected interruptions, one number per cause.
        planned: Planned interruptions.
        accelerators: Accelerators of the job.
        accelerators_per_node: Accelerators in a node.
        days: Days that were watched.

    Raises:
        ValueError: An input is out of range or nothing was counted.
    """
    causes = [whole("counts", count, 0) for count in some("counts", counts)]
    unexpected = sum(causes)
    if unexpected == 0:
        raise ValueError("counts are all 0: without an interruption no rate can be told.")
    nodes = ceil_div(whole("accelerators", accelerators, 1), whole("accelerators_per_node", accelerators_per_node, 1))
    return FailureRate(
        unexpected=unexpected,
        total=unexpected + whole("planned", planned, 0),
        shares=[count / unexpected for count in causes],
        mean_h_between=positive("days", days) * 24 / unexpected,
        failures_per_node_day=unexpected / (nodes * days),
    )


def checkpoint_interval_h(write_h: float, mttf_h: float) -> float:
    """Hours between checkpoints that lose the least time: √(2·write·MTTF) − write, at least 0.

    Valid while writing is much shorter than the MTTF.

    Source: Young's and Daly's first-order optimum, as in Kokolis et al., HPCA 2025.

    Raises:
        ValueError: WRITE_H is negative or MTTF_H is not above 0.
    """
    write = not_negative("write_h", write_h)
    return max(0.0, sqrt(2 * write * positive("mttf_h", mttf_h)) - write)


def effective_training_ratio(mttf_h: float, restart_h: float, interval_h: float, write_h: float) -> float:
    """Share of the time that trains: (1 − (restart + interval/2)/MTTF) / (1 + write/interval), at least 0.

    Source: Kokolis et al., "Revisiting Reliability in Large-Scale Machine Learning Research Clusters", HPCA 2025
    (there with N·r for 1/MTTF).

    Args:
        mttf_h: Mean time to failure of the job, hours.
        restart_h: Time to start again, hours.
        interval_h: Time between checkpoints, hours.
        write_h: Time that a checkpoint stops the job, hours.

    Raises:
        ValueError: An input is out of range.
    """
    interval = positive("interval_h", interval_h)
    lost = (not_negative("restart_h", restart_h) + interval / 2) / positive("mttf_h", mttf_h)
    return max(0.0, (1 - lost) / (1 + not_negative("write_h", write_h) / interval))
