"""The collectives window in words; no Qt here."""

from collections.abc import Mapping
from typing import Final

from designer.analysis.limits.collective_records import CollectiveFabric, CollectivePoint, CollectiveTimes
from designer.model.design import Design
from designer.model.figures.figure import Figure, leaf
from designer.model.figures.figure_text import count_text, counted_text, figure_text, number_text, percent_text
from designer.model.naming import link_name

TITLES: Final = (
    ("all-reduce", "All-reduce"),
    ("all-gather", "All-gather"),
    ("reduce-scatter", "Reduce-scatter"),
    ("all-to-all", "All-to-all"),
    ("broadcast", "Broadcast"),
)
NOTHING: Final = (
    "Draw servers with accelerators, such as a DGX H100, and join them to a switch. What an all-reduce, an all-gather "
    "or an all-to-all of theirs costs appears here, by message size and number of ranks."
)
_BYTES: Final = (("GiB", 2**30), ("MiB", 2**20), ("KiB", 2**10))
ALGORITHM_WORDS: Final[Mapping[str, str]] = {
    "ring": "a ring",
    "in-switch": "reduction in the switch",
    "tree": "a tree",
    "in-switch tree": "reduction in the switch and a tree",
    "all-to-all": "sending to all",
}
"""What is taken, in a sentence."""
_SAME: Final = 0.002
"""Rates that differ by less are told as the same."""
_TIMES: Final = 1.05


def size_text(size: float) -> str:
    """A payload: "1 KiB", "16 GiB"."""
    unit, each = next((one for one in _BYTES if size >= one[1]), ("B", 1))
    return f"{number_text(size / each)} {unit}"


def time_text(us: float) -> str:
    """Microseconds in a fitting unit."""
    return figure_text(leaf("", float(f"{us:.3g}"), "µs"))


def ranks_text(ranks: int) -> str:
    """Return how many take part, in words."""
    return f"{counted_text(ranks, 'rank')}"


def place_text(found: CollectiveTimes, ranks: int) -> str:
    """Return where so many ranks run: inside a domain, or on how many hosts and domains."""
    if ranks <= found.domain:
        return "one scale-up domain" if ranks == found.domain else "inside a domain"
    domains = f"{count_text(ranks / found.domain)} domains" if found.domain > 1 else "the fabric alone"
    return f"all, {domains}" if ranks == _most(found) else domains


def usual_ranks(found: CollectiveTimes, counts: tuple[int, ...], most: int = 4) -> tuple[int, ...]:
    """The numbers of ranks that are shown first: one domain, all, and some between; within one domain, the largest."""
    far = [count for count in counts if count >= found.domain]
    if len(far) < 2:
        return counts[-most:]
    if len(far) <= most:
        return tuple(far)
    return tuple(far[round(place * (len(far) - 1) / (most - 1))] for place in range(most))


def limit_words(found: CollectiveTimes) -> str:
    """Return which links carry what: the scale-up link up to a domain, the fabric beyond."""
    inside = found.inside_gb_per_s
    line = next((row.ideal_gb_per_s for row in found.fabrics if row.ideal_gb_per_s.known), None)
    if found.domain < 2:
        return f"Every rank is on the fabric, at {figure_text(line)} each." if line else ""
    said = f"Up to {ranks_text(found.domain)}: the scale-up link, {figure_text(inside)} each"
    if line is None:
        return f"{said}. No fabric joins more."
    said += f". More: the fabric too, {figure_text(line)} each"
    ratio = (inside.value or 0.0) / (line.value or 1.0)
    return f"{said}, {number_text(ratio, 2)} times less." if ratio > _TIMES else f"{said}."


def holding_words(design: Design, found: CollectiveTimes, ranks: int) -> str:
    """Return what holds so many ranks back, in words."""
    row = fabric_of(found, ranks)
    if row is None:
        if ranks > found.domain:
            return "No fabric joins them, so the time is not known."
        return "The scale-up link alone; the fabric takes no part."
    if not row.rate_gb_per_s.known:
        return row.problem or "What the fabric gives them is not known."
    way = {"all-to-all": "all to all", "ring": "as rings"}.get(row.pattern, row.pattern)
    # In order of what binds: a link of the fabric, failed cables at the hosts, collisions, the line rate.
    if row.fullest_link in design.links:
        order = "leaf by leaf" if row.by_leaf else "in random order"
        name = link_name(design, design.links[row.fullest_link])
        return (
            f"{name}: sent {way} at line rate, hosts {order}, its fullest cable would "
            f"have to carry {percent_text(row.fullest_utilisation.value)} of what it can."
        )
    if not _same(row.line_gb_per_s, row.ideal_gb_per_s):
        return (
            f"Cables of the hosts have failed: each rank gets {_one(row.rate_gb_per_s)} of "
            f"{_one(row.ideal_gb_per_s)}. No link of the fabric is asked for more than it carries."
        )
    said = f"No link of the fabric: sent {way}, each rank gets its line rate"
    if row.collisions and not _same(row.rate_gb_per_s, row.line_gb_per_s):
        return f"{said} less what hash collisions take; adaptive routing would leave it whole."
    return f"{said}."


def fabric_of(found: CollectiveTimes, ranks: int) -> CollectiveFabric | None:
    """Return what the fabric gives to so many ranks; None where it takes no part or is not known."""
    return next((row for row in found.fabrics if row.ranks == ranks), None)


def point_words(point: CollectivePoint) -> str:
    """One point in a line."""
    start = f"{ranks_text(point.ranks)}, {size_text(point.bytes)}"
    if not point.time_us.known:
        ideal = f" The ideal: {_one(point.ideal_time_us)}." if point.ideal_time_us.known else ""
        return f"{start}: not known.{ideal}"
    said = f"{start}: {_one(point.time_us)} by {ALGORITHM_WORDS[point.algorithm]}"
    if point.inside_us is not None and point.fabric_us is not None:
        said += f" ({_one(point.inside_us)} inside the domain, {_one(point.fabric_us)} on the fabric at the same time)"
    said += f", {_one(point.bus_gb_per_s)} of bus bandwidth"
    return f"{said}. The ideal: {_one(point.ideal_time_us)}, {_one(point.ideal_bus_gb_per_s)}."


def sure_words(point: CollectivePoint) -> str:
    """Return how sure the time of one point is, in words."""
    sure = point.how_sure.get("time_us")
    return f"How sure: {sure.words}" if sure is not None and point.time_us.known else ""


def chart_words(points: tuple[CollectivePoint, ...]) -> str:
    """Return what the charts show, for those who cannot see them: the ends of each line."""
    by_ranks: dict[int, list[CollectivePoint]] = {}
    for point in points:
        if point.time_us.known:
            by_ranks.setdefault(point.ranks, []).append(point)
    return " ".join(point_words(end) for row in by_ranks.values() for end in (row[:1] + row[1:][-1:]))


def _same(first: Figure, second: Figure) -> bool:
    return abs((first.value or 0.0) - (second.value or 0.0)) <= _SAME * (second.value or 1.0)


def _one(figure: Figure) -> str:
    return figure_text(figure, ranged=False)


def _most(found: CollectiveTimes) -> int:
    return max((point.ranks for point in found.points), default=0)
