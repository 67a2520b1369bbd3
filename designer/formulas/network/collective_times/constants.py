"""The constants of collective times, in one table: few, with units, none for a model or a system of its own."""

from typing import Final

from designer.formulas.fitted_constants import FittedConstant, constant_values

FITTED: Final = (
    "fitted to the public rows: ai-dynamo/aiconfigurator (A100, H100, B200), stas00/ml-engineering network/README.md, "
    "NVIDIA/nccl issues 1218, 1229, 1244"
)
AGAIN: Final = "added to the fit: spread is what it becomes with A100, H100 or B200 left out in turn"
ROWS: Final = "5th to 95th percentile of measured ÷ computed over the public rows, widened to round figures"
TREE_IB: Final = "NVIDIA/nccl issue 1218: 340 of 400 GB/s"
TREE_EFA: Final = "NVLS tree forced on 4 × 8 H200 over EFA: 310 of 400 GB/s (aws-ofi-nccl)"

AS_GATHER: Final = "assumed as for all-gather: no measured row"

LATENCY: Final = "time of the call itself with one peer"
STEP: Final = "time that each further peer adds"
RAMP: Final = "what is lost between latency and saturation, at 1 MiB, 450 GB/s and 8 ranks"

CONSTANTS: Final[dict[str, FittedConstant]] = {
    "call_all_reduce": FittedConstant(4.02, "µs", LATENCY, FITTED),
    "call_all_gather": FittedConstant(4.7009, "µs", LATENCY, FITTED),
    "call_reduce_scatter": FittedConstant(4.814, "µs", LATENCY, FITTED),
    "call_all_to_all": FittedConstant(7.0313, "µs", LATENCY, FITTED),
    "call_broadcast": FittedConstant(4.7009, "µs", LATENCY, AS_GATHER, (2.0, 10.0)),
    "peer_all_reduce": FittedConstant(1.7845, "µs", STEP, FITTED),
    "peer_all_gather": FittedConstant(0.7926, "µs", STEP, FITTED),
    "peer_reduce_scatter": FittedConstant(0.6951, "µs", STEP, FITTED),
    "peer_all_to_all": FittedConstant(0.1635, "µs", STEP, FITTED),
    "peer_broadcast": FittedConstant(0.7926, "µs", STEP, AS_GATHER, (0.2, 2.0)),
    "ramp_all_reduce": FittedConstant(7.2734, "µs", RAMP, FITTED),
    "ramp_all_gather": FittedConstant(5.255, "µs", RAMP, FITTED),
    "ramp_reduce_scatter": FittedConstant(4.6001, "µs", RAMP, FITTED),
    "ramp_all_to_all": FittedConstant(4.6512, "µs", RAMP, FITTED),
    "ramp_broadcast": FittedConstant(5.255, "µs", RAMP, AS_GATHER, (2.0, 10.0)),
    "ramp_size": FittedConstant(0.5929, "1", "power of the payload in the ramp", FITTED),
    "ramp_rate": FittedConstant(0.7291, "1", "power of the rate inside the domain in the ramp", FITTED),
    "ramp_ranks": FittedConstant(-0.0293, "1", "power of the ranks of a domain in the ramp", FITTED),
    "ramp_nvlink_3": FittedConstant(1.0, "1", "ramp against NVLink 5", "by the fit: no difference"),
    "ramp_nvlink_4": FittedConstant(0.81, "1", "ramp against NVLink 5", AGAIN, (0.8, 0.9)),
    "ramp_nvlink_5": FittedConstant(1.0, "1", "ramp against NVLink 5", "by definition"),
    "ramp_other": FittedConstant(1.0, "1", "ramp against NVLink 5", "assumed: no measured row", (0.8, 1.5)),
    "latency_nvlink_3": FittedConstant(1.681, "1", "latency against NVLink 4", FITTED),
    "latency_nvlink_4": FittedConstant(1.0, "1", "latency against NVLink 4", "by definition"),
    "latency_nvlink_5": FittedConstant(1.6961, "1", "latency against NVLink 4", FITTED),
    "latency_other": FittedConstant(1.7, "1", "latency against NVLink 4", "assumed: no measured row", (1.0, 3.0)),
    "ring_nvlink_3": FittedConstant(0.78, "1", "share of the rate inside that rings reach", FITTED),
    "ring_nvlink_4": FittedConstant(0.81, "1", "share of the rate inside that rings reach", FITTED),
    "ring_nvlink_5": FittedConstant(0.755, "1", "share of the rate inside that rings reach", FITTED),
    "ring_other": FittedConstant(
        0.8, "1", "share of the rate inside that rings reach", "assumed: no measured row", (0.6, 0.9)
    ),
    "pair": FittedConstant(
        0.85, "1", "share of that which two ranks reach, all operations but all-reduce", AGAIN, (0.82, 0.93)
    ),
    "in_switch_nvlink_4": FittedConstant(0.68, "1", "share of the rate that all-reduce in the switch reaches", FITTED),
    "in_switch_nvlink_5": FittedConstant(0.60, "1", "share of the rate that all-reduce in the switch reaches", FITTED),
    "fabric": FittedConstant(0.9796, "1", "share of the fabric's rate that rings reach", FITTED),
    "tree_ib": FittedConstant(0.87, "1", "share of that which trees reach, InfiniBand and RoCE", TREE_IB),
    "tree_efa": FittedConstant(0.78, "1", "share of that which trees reach, EFA", TREE_EFA),
    "fabric_step": FittedConstant(12.494, "µs", "each step of a ring that leaves a domain", FITTED),
    "network_ib": FittedConstant(35.0, "µs", "latency of the network, InfiniBand and RoCE", FITTED),
    "network_efa": FittedConstant(93.638, "µs", "latency of the network, EFA", FITTED),
    "low_to_1_mib": FittedConstant(0.80, "1", "low end of the range below 1 MiB", ROWS),
    "high_to_1_mib": FittedConstant(1.45, "1", "high end of the range below 1 MiB", ROWS),
    "low_to_16_mib": FittedConstant(0.83, "1", "low end of the range from 1 to 16 MiB", ROWS),
    "high_to_16_mib": FittedConstant(1.45, "1", "high end of the range from 1 to 16 MiB", ROWS),
    "low_to_64_mib": FittedConstant(0.85, "1", "low end of the range from 16 to 64 MiB", ROWS),
    "high_to_64_mib": FittedConstant(1.30, "1", "high end of the range from 16 to 64 MiB", ROWS),
    "low_large": FittedConstant(0.85, "1", "low end of the range from 64 MiB", ROWS),
    "high_large": FittedConstant(1.20, "1", "high end of the range from 64 MiB", ROWS),
    "between": FittedConstant(
        1.25, "1", "factor on both ends between domains", "38 rows, median 21% off where their system is left out"
    ),
    "untested": FittedConstant(1.5, "1", "factor on both ends where no row of the kind was measured", "assumed"),
}
"""Every constant by name."""

VALUES: Final[dict[str, float]] = constant_values(CONSTANTS)
"""The values alone, as `times.collective_times` takes them."""
