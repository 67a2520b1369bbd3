"""What a machine of a Kubernetes cluster keeps, against published examples."""

import pytest

from designer.formulas.workloads.kubelet import kubelet_cores, kubelet_memory_gib, kubelet_memory_of_pods_gib


@pytest.mark.parametrize(("cores", "kept"), [(1, 0.06), (2, 0.07), (4, 0.08), (8, 0.09), (96, 0.31), (192, 0.55)])
def test_cores_by_tiers(cores: float, kept: float) -> None:
    """An m5.large of EKS with 2 vCPU keeps 70 millicores; 96 keep 80 + 92 · 2.5 = 310."""
    assert kubelet_cores(cores) == pytest.approx(kept)


@pytest.mark.parametrize(
    ("memory", "kept"),
    [
        # 1 + 0.8 + 0.8 + 6.72 + 0.44 and 100 MiB, as the calculator of the GKE tiers prints it.
        (150.0, 9.8577),
        (7.5, 1.0 + 0.7 + 100 / 1024),
        (0.5, (255 + 100) / 1024),
        (0.1, 0.1),
    ],
)
def test_memory_by_the_tiers_of_gke(memory: float, kept: float) -> None:
    assert kubelet_memory_gib(memory) == pytest.approx(kept, abs=5e-5)


def test_memory_by_pods_as_eks_counts_it() -> None:
    """29 pods of an m5.large: 574 MiB; 110 pods: 1,465 MiB."""
    assert kubelet_memory_of_pods_gib(29) * 1024 == pytest.approx(574 + 100)
    assert kubelet_memory_of_pods_gib(110) * 1024 == pytest.approx(1_465 + 100)


def test_nonsense_is_refused() -> None:
    for formula in (kubelet_cores, kubelet_memory_gib, kubelet_memory_of_pods_gib):
        with pytest.raises(ValueError, match="-1"):
            formula(-1.0)
