"""What many machines cost together is the sum of what each costs, whichever of them are alike."""

import pytest
from msgspec.structs import replace

from designer.analysis.power.draw import power
from designer.analysis.workloads.shares import Months, machine_month
from designer.model.design import Design, Node
from tests.shipped import LIBRARY


def hosts(number):
    """Machines of two parts, in racks of two sizes or in none, of which some have a price of their own."""
    racks = {f"r{n}": Node(id=f"r{n}", kind="rack", copies=n + 1) for n in range(2)}
    nodes = {
        f"h{n}": Node(
            id=f"h{n}",
            kind="server",
            part=("nvidia/dgx-h100", "nvidia/dgx-a100")[n % 2],
            copies=1 + n % 3,
            parent=(None, "r0", "r1")[n // 3 % 3],
            price_usd=(None, 250_000.0)[n % 5 == 0],
        )
        for n in range(number)
    }
    return LIBRARY.embedded(Design(nodes={**racks, **nodes}))


def test_the_sum_over_alike_machines_is_that_of_each():
    design = hosts(36)
    drawn = power(design)
    groups = [((name,), 0.1 + 0.02 * place) for place, name in enumerate(design.nodes) if name.startswith("h")]
    found = Months(design, drawn).sum_of(groups)
    each = [(machine_month(design, design.nodes[name], drawn), part) for (name,), part in groups]
    for place, end in enumerate(("value", "low", "high")):
        assert found[place] == pytest.approx(sum(getattr(month, end) * part for month, part in each), rel=1e-12)
    # Were each machine as dear as the first, it would be another sum.
    assert len({month.value for month, _ in each}) > 6


def test_what_draws_more_is_no_longer_alike():
    design = hosts(4)
    drawn = power(design)
    first, other = "h0", "h2"
    dearer = replace(drawn, by_node={**drawn.by_node, other: drawn.by_node["h1"]})
    groups = [((first,), 0.5), ((other,), 0.5)]
    expected = sum(machine_month(design, design.nodes[name], dearer).value * 0.5 for (name,), _ in groups)
    assert Months(design, dearer).sum_of(groups)[0] == pytest.approx(expected, rel=1e-12)
