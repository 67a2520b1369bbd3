"""The memory of accelerators in bytes: what is sold as GB are GiB."""

from typing import Final

GIB: Final = 2.0**30


def sold_bytes(memory_gb: float) -> float:
    """Return the bytes of an accelerator whose memory is sold as MEMORY_GB.

    Source: ai-dynamo/aiconfigurator, aic-core/src/aiconfigurator_core/systems/*.yaml, mem_capacity: 80 GiB of an H100,
    141 GiB of an H200, 180 GiB of a B200. Disks are sold in GB of 10⁹ bytes; this is for accelerators alone.
    """
    return memory_gb * GIB
