"""Arranging in tiers: 128 servers within the promise of five seconds, and a thousand nodes."""

from collections.abc import Iterator

from designer.edit.arrange import arrange
from designer.model.design import Design, Link, Node
from tests.bench.timing import Row, milliseconds

ARRANGE_MS = 5000.0


def rows() -> Iterator[Row]:
    for hosts, leaves, spines in ((128, 16, 8), (880, 80, 40)):
        design = fabric(hosts, leaves, spines)
        task = f"arrange {hosts + leaves + spines:,} nodes in tiers"
        yield Row(task, milliseconds(lambda d=design: arrange(d), 1), promise_ms=ARRANGE_MS)


def fabric(hosts: int, leaves: int, spines: int) -> Design:
    """Hosts below leaves below spines, each drawn by itself."""
    kinds = [("host", hosts), ("leaf", leaves), ("spine", spines)]
    nodes = {
        f"{kind}{place}": Node(id=f"{kind}{place}", kind="host" if kind == "host" else "switch", order=place)
        for kind, count in kinds
        for place in range(count)
    }
    links: dict[str, Link] = {}
    for place in range(hosts):
        link_id = f"h{place}"
        links[link_id] = Link(id=link_id, a=f"host{place}", b=f"leaf{place % leaves}", medium="fabric")
    for leaf in range(leaves):
        for spine in range(spines):
            link_id = f"u{leaf}-{spine}"
            links[link_id] = Link(id=link_id, a=f"leaf{leaf}", b=f"spine{spine}", medium="fabric")
    return Design(nodes=nodes, links=links)
