"""Workloads and ranges: a demand graph of 2,000 services, and Monte Carlo on the largest pod."""

import random
import tempfile
from collections.abc import Iterator
from functools import partial
from pathlib import Path

from designer.analysis.chain.needs import Needs
from designer.analysis.run import analyze
from designer.analysis.uncertainty import monte_carlo
from designer.analysis.workloads.demand import demand
from designer.catalog.reading import read_library
from designer.edit.templates import build_template
from designer.model.design import Design, Link, Node
from designer.model.figures import Figure, recompute
from tests.bench.timing import Row, milliseconds

SERVICES = 2_000
DRAWS = 10_000


def rows() -> Iterator[Row]:
    design = services(SERVICES)
    yield Row(
        "demand through 2,000 services",
        milliseconds(lambda: demand(design, Needs(design).services)),
        promise_ms=100.0,
    )
    with tempfile.TemporaryDirectory() as name:
        library = read_library(own_folder=Path(name))
    pod = build_template("dgx-superpod-h100", library, {"scale_units": "64"})
    cost = analyze(pod, only={"cost"}).cost
    assert cost is not None
    yield Row(
        "Monte Carlo, 64 units, 10,000 draws",
        milliseconds(lambda: monte_carlo(cost.monthly_usd, draws=DRAWS)),
        baseline_ms=milliseconds(partial(one_by_one, cost.monthly_usd, 100)) * DRAWS / 100,
        baseline="a draw at a time",
        promise_ms=1000.0,
        least_ratio=10.0,
    )


def services(number: int) -> Design:
    """Applications in layers over a few engines, each asked by two that stand a little above it."""
    chance = random.Random(1)
    use = {"users": 100.0, "requests_per_user_hour": 1.0, "input_tokens": 500.0, "output_tokens": 100.0}
    nodes = {
        f"s{place}": Node(
            id=f"s{place}",
            kind="application" if place < number * 19 // 20 else "serving",
            order=place,
            facts=use if place < number // 20 else {},
        )
        for place in range(number)
    }
    links: dict[str, Link] = {}
    for place in range(1, number):
        for way in range(2):
            above = chance.randrange(max(0, place - 60), place)
            link_id = f"l{place}-{way}"
            links[link_id] = Link(id=link_id, a=f"s{above}", b=f"s{place}", medium="depends_on")
    return Design(nodes=nodes, links=links)


def one_by_one(figure: Figure, draws: int) -> None:
    """The tree evaluated again for each draw."""
    for _ in range(draws):
        recompute(figure)
