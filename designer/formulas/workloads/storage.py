"""Storage that training needs. GB are 10⁹ bytes, GiB 2³⁰."""

from msgspec import Struct

from designer.formulas.checks import not_negative, positive, share, share_above_zero, whole

CHECKPOINT_BYTES_PER_PARAM = 14.0
"""Weights and optimizer of a parameter in a checkpoint (MLPerf Storage)."""


def training_read_gb_per_s(
    batch: int, record_bytes: float, compute_s: float, accelerators: int = 1, accelerator_utilisation: float = 1.0
) -> float:
    """Rate at which training reads, GB/s: batch · record bytes / compute time · accelerators · utilisation.

    Source: MLPerf Storage, the DLIO workload model.

    Args:
        batch: Records of a batch.
        record_bytes: Bytes of a record.
        compute_s: Compute time of a batch, seconds.
        accelerators: Accelerators that read.
        accelerator_utilisation: Share of its time that an accelerator computes; MLPerf asks for 0.9 of unet3d.

    Raises:
        ValueError: An input is out of range.
    """
    read = whole("batch", batch, 1) * positive("record_bytes", record_bytes) / positive("compute_s", compute_s)
    used = share_above_zero("accelerator_utilisation", accelerator_utilisation)
    return read / 1e9 * whole("accelerators", accelerators, 1) * used


class Checkpoint(Struct, frozen=True):
    """A checkpoint.

    Attributes:
        gib: Size, GiB.
        seconds: Time to write it, seconds.
    """

    gib: float
    seconds: float


def checkpoint(params: float, bytes_per_param: float, write_gb_per_s: float) -> Checkpoint:
    """Size and write time of a checkpoint: params · bytes, over the write bandwidth.

    Source: MLPerf Storage, submission guidelines, Table 2 (its "GB" are GiB); about 14 B per parameter.

    Args:
        params: Parameters.
        bytes_per_param: Bytes written for each.
        write_gb_per_s: Write bandwidth of the storage, GB/s.

    Raises:
        ValueError: An input is out of range.
    """
    size = positive("params", params) * positive("bytes_per_param", bytes_per_param)
    return Checkpoint(size / 2**30, size / (positive("write_gb_per_s", write_gb_per_s) * 1e9))


def stall_min_per_day(write_s: float, interval_h: float, blocking: float = 1.0) -> float:
    """Minutes a day that checkpoints stop training: write time · BLOCKING · 24 h / interval.

    Source: arithmetic; the interval is counted from start to start.

    Args:
        write_s: Time to write a checkpoint, seconds.
        interval_h: Hours from one checkpoint to the next.
        blocking: Share of the write that stops training: 1 where it is synchronous.

    Raises:
        ValueError: An input is out of range.
    """
    stops = not_negative("write_s", write_s) * share("blocking", blocking)
    return min(stops / 60 * 24 / positive("interval_h", interval_h), 24 * 60.0)
