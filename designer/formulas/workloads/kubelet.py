"""Cores and memory that a machine of a Kubernetes cluster keeps for itself, as managed services publish it."""

from functools import lru_cache
from math import inf
from typing import Final

from designer.formulas.checks import not_negative

_CORES: Final = ((1.0, 0.06), (1.0, 0.01), (2.0, 0.005), (inf, 0.0025))
_MEMORY_GIB: Final = ((4.0, 0.25), (4.0, 0.20), (8.0, 0.10), (112.0, 0.06), (inf, 0.02))
_SMALL_GIB: Final = 255.0 / 1024.0
"""Kept of a machine with less than 1 GiB."""
_EVICTION_GIB: Final = 100.0 / 1024.0
"""Of memory, what must stay free before pods are evicted."""


def kubelet_cores(cores: float) -> float:
    """Return the cores that kubelet and system keep: 6% of the first, 1% of the second, 0.5% of two, 0.25% of the rest.

    Source: Google, "Plan GKE Standard node sizes", and the bootstrap script of the Amazon EKS AMI, which agree.

    Args:
        cores: Cores or virtual CPUs of the machine.

    Raises:
        ValueError: The number is negative or not finite.
    """
    return _tiered(not_negative("cores", cores), _CORES)


def kubelet_memory_gib(memory: float) -> float:
    """Return the memory that kubelet, system and eviction keep, in GiB, by the tiers of GKE.

    25% of the first 4 GiB, 20% of the next 4, 10% of the next 8, 6% of the next 112 and 2% of the rest, or 255 MiB of
    less than 1 GiB; and 100 MiB for eviction.

    Source: Google, "Plan GKE Standard node sizes"; AKS keeps the same with 750 MiB for eviction.

    Args:
        memory: Memory of the machine, GiB.

    Raises:
        ValueError: The number is negative or not finite.
    """
    tiers = _tiered(not_negative("memory", memory), _MEMORY_GIB)
    return min(memory, (tiers if memory >= 1.0 else _SMALL_GIB) + _EVICTION_GIB)


def kubelet_memory_of_pods_gib(pods: float) -> float:
    """Return the memory that kubelet, system and eviction keep, in GiB, as EKS counts it: 255 MiB + 11 MiB a pod.

    Source: the bootstrap script of the Amazon EKS AMI; and 100 MiB for eviction.

    Args:
        pods: Pods that the machine may run at most.

    Raises:
        ValueError: The number is negative or not finite.
    """
    return (255.0 + 11.0 * not_negative("pods", pods)) / 1024.0 + _EVICTION_GIB


@lru_cache(maxsize=256)
def _tiered(amount: float, tiers: tuple[tuple[float, float], ...]) -> float:
    kept, left = 0.0, amount
    for width, share in tiers:
        here = min(left, width)
        kept += here * share
        left -= here
    return kept
