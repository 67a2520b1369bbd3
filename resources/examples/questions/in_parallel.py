"""Read one design in several threads: analyses never change it."""

from concurrent.futures import ThreadPoolExecutor

from designer import api

design = api.new("leaf-spine", nodes=32, rate_gbps=400)


def busiest(traffic: str) -> float | None:
    """Return how full the fullest part of the network is, as a share."""
    return design.analyze(only=["network"], traffic=traffic).value("busiest")


asked = ["all-to-all", "all-reduce-ring"]
with ThreadPoolExecutor() as threads:
    for traffic, share in zip(asked, threads.map(busiest, asked), strict=True):
        print(f"{traffic}: {share * 100:.0f} %" if share is not None else f"{traffic}: not known")
