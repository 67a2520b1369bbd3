"""Parts side by side: rows of figures in one unit, which differ, and which is the best where that is no question."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from typing import Final, Literal

from designer.catalog.check import stale_after
from designer.catalog.library import Library
from designer.catalog.parts.accelerator_advice import VERDICT_WORDS, suitability
from designer.catalog.parts.exact_figures import exact_number, quantities_words
from designer.catalog.parts.part_sheet import Marks, fact_groups, source_line, text_title
from designer.model.figures.figure_text import count_text
from designer.model.kinds import FACTS, KINDS
from designer.model.money.pricing import PlannedPrice, PriceBook, planned_price
from designer.model.network.ports import rate_text
from designer.model.parts.part import PER_WORDS, Medium, Part, Per, PortGroup, Quantity, Source
from designer.model.records import Record

MOST_PARTS: Final = 4
NOT_GIVEN: Final = "–"
Better = Literal["higher", "lower", ""]

HIGHER_IS_BETTER: Final = frozenset(
    {
        "memory_gb",
        "memory_bandwidth_gb_per_s",
        "bf16_dense_tflops",
        "fp16_dense_tflops",
        "fp8_dense_tflops",
        "fp4_dense_tflops",
        "int8_dense_tops",
        "scale_up_gb_per_s",
        "scale_up_chips",
        "on_chip_memory_mb",
        "system_memory_gb",
        "cpu_cores",
        "vcpus",
        "local_disk_tb",
        "switching_tbps",
        "read_gb_per_s",
        "write_gb_per_s",
        "reads_per_s",
        "writes_per_s",
        "throughput_mb_per_s_per_tib",
        "capacity_tb",
        "capacity_most_tb",
        "capacity_w",
        "capacity_va",
        "cooling_capacity_w",
        "efficiency",
        "reach_m",
        "rate_gbps",
        "load_limit_kg",
        "inlet_max_c",
        "nodes_most",
        "pods_most",
        "pods_per_node_most",
        "jobs_per_s",
        "jobs_most",
        "dimensions_most",
        "context_tokens",
    }
)
LOWER_IS_BETTER: Final = frozenset(
    {"port_latency_ns", "vector_memory_factor", "batch_price_share", "cache_read_price_share", "servers_least"}
)
"""Draw, weight and size are in neither: more of them may come with more work done."""

_PORTS: Final[tuple[tuple[str, Medium, str], ...]] = (
    ("Fabric ports", "fabric", ""),
    ("Storage ports", "storage", ""),
    ("Management ports", "management", ""),
    ("NVLink ports", "nvlink", ""),
    ("Power inlets", "power", "in"),
    ("Power outlets", "power", "out"),
    ("Coolant connections", "coolant", ""),
)


class CompareCell(Record, frozen=True, kw_only=True):
    """Cell of a comparison: what one part says in one row.

    Attributes:
        text: The value in the unit of the row; "–" where it is not given.
        note: Conditions and other published values.
        standing: How well it is known, where it is not simply sourced.
        marks: Numbers of its sources.
        best: Whether it is the best of a row in which all are known.
    """

    text: str
    note: str = ""
    standing: str = ""
    marks: tuple[int, ...] = ()
    best: bool = False


class CompareRow(Record, frozen=True, kw_only=True):
    """One row.

    Attributes:
        differs: Whether the parts do not all say the same.
    """

    title: str
    unit: str
    cells: tuple[CompareCell, ...]
    differs: bool


class CompareGroup(Record, frozen=True, kw_only=True):
    """Rows under one heading."""

    title: str
    rows: tuple[CompareRow, ...]


class Comparison(Record, frozen=True, kw_only=True):
    """Parts side by side.

    Attributes:
        names: Of the parts, in order.
        sources: In the order of their numbers, the first is 1.
    """

    names: tuple[str, ...]
    groups: tuple[CompareGroup, ...]
    sources: tuple[Source, ...]

    @property
    def differing(self) -> int:
        """Return how many rows differ."""
        return sum(row.differs for group in self.groups for row in group.rows)


def compare(parts: Sequence[Part], library: Library, today: date, book: PriceBook | None = None) -> Comparison:
    """PARTS side by side on the day TODAY, prices as BOOK plans them."""
    marks = Marks(library)
    groups = (
        CompareGroup(title="Part", rows=tuple(_heads(parts, library))),
        CompareGroup(title="Price", rows=tuple(_prices(parts, book or PriceBook(), today, marks))),
        *_figures(parts, marks),
        CompareGroup(title="Ports", rows=tuple(_ports(parts))),
        CompareGroup(title="In words", rows=tuple(_texts(parts, marks))),
    )
    return Comparison(
        names=tuple(part.name for part in parts),
        groups=tuple(group for group in groups if group.rows),
        sources=marks.sources,
    )


def _row(title: str, cells: Iterable[CompareCell], unit: str = "") -> CompareRow | None:
    """The row of CELLS; None when none of them says anything."""
    cells = tuple(cells)
    texts = {cell.text for cell in cells}
    if texts == {NOT_GIVEN}:
        return None
    return CompareRow(title=title, unit=unit, cells=cells, differs=len(texts) > 1)


def _texts_row(title: str, texts: Iterable[str]) -> CompareRow | None:
    return _row(title, (CompareCell(text=text or NOT_GIVEN) for text in texts))


def _known(rows: Iterable[CompareRow | None]) -> Iterator[CompareRow]:
    return (row for row in rows if row is not None)


def _heads(parts: Sequence[Part], library: Library) -> Iterator[CompareRow]:
    found = [suitability(part, library) for part in parts]
    yield from _known(
        (
            _texts_row("Vendor", (part.vendor for part in parts)),
            _texts_row("Kind", (KINDS[part.kind].title if part.kind in KINDS else part.kind for part in parts)),
            _texts_row("Revision", (part.revision for part in parts)),
            _texts_row("Part number", (part.part_number for part in parts)),
            _texts_row("Contains", (_contents(part, library) for part in parts)),
            _texts_row("Training", (VERDICT_WORDS[one.training] if one else "" for one in found)),
            _texts_row("Inference", (VERDICT_WORDS[one.inference] if one else "" for one in found)),
        )
    )


def _contents(part: Part, library: Library) -> str:
    inner = {inside.part: library.parts.get(inside.part) for inside in part.contains}
    return ", ".join(
        f"{count_text(inside.count)} × {found.name if (found := inner[inside.part]) else inside.part}"
        for inside in part.contains
    )


# ---- Figures ----


def _figures(parts: Sequence[Part], marks: Marks) -> Iterator[CompareGroup]:
    named: dict[str, None] = {}
    for part in parts:
        named.update(dict.fromkeys(part.facts))
    for title, names in fact_groups(named):
        yield CompareGroup(title=title, rows=tuple(_fact_row(name, parts, marks) for name in names))


def _fact_row(name: str, parts: Sequence[Part], marks: Marks) -> CompareRow:
    kind = FACTS.get(name)
    facts = [part.facts.get(name) for part in parts]
    texts, unit = quantities_words(facts, kind.unit if kind else "")
    best = _best([fact.value if fact is not None else None for fact in facts], better(name))
    cells = tuple(
        _fact_cell(fact, text, marks, best=value) for fact, text, value in zip(facts, texts, best, strict=True)
    )
    return CompareRow(
        title=kind.title if kind else name, unit=unit, cells=cells, differs=len({cell.text for cell in cells}) > 1
    )


def _fact_cell(fact: Quantity | None, text: str, marks: Marks, *, best: bool) -> CompareCell:
    if fact is None:
        return CompareCell(text=NOT_GIVEN)
    others = f"also published: {fact.others}" if fact.others else ""
    return CompareCell(
        text=text,
        note="; ".join(word for word in (fact.conditions, others) if word),
        standing="" if fact.status == "sourced" or fact.value is None else fact.status,
        marks=marks.of(fact.sources),
        best=best,
    )


def better(name: str) -> Better:
    """Return which is better of fact NAME, "higher" or "lower"; "" where that depends."""
    if name in HIGHER_IS_BETTER:
        return "higher"
    return "lower" if name in LOWER_IS_BETTER else ""


def _best(values: Sequence[float | None], wanted: Better) -> list[bool]:
    """Return a flag for each of VALUES that is the best: none while one is unknown, or all are equal."""
    known = [value for value in values if value is not None]
    if not wanted or len(known) < len(values) or len(set(known)) < 2:
        return [False] * len(values)
    best = max(known) if wanted == "higher" else min(known)
    return [value == best for value in values]


# ---- Prices ----


def _prices(parts: Sequence[Part], book: PriceBook, today: date, marks: Marks) -> Iterator[CompareRow]:
    measures: dict[tuple[Per, str], None] = {}
    # Prices of different measures are rows of their own; a dictionary keeps their order.
    for part in parts:
        for price in (*book.prices.get(part.id, ()), *part.prices):
            measures[price.per, price.item] = None
    for per, item in measures:
        # As a plan with this price book would take them, so that figures here and in the design agree.
        planned = [planned_price(part, per, book, item) for part in parts]
        values = [found.price.typical * found.factor if found is not None else None for found in planned]
        best = _best(values, "lower")
        words = f"Per {PER_WORDS[per]}" if PER_WORDS[per] else "Each"
        row = _row(
            f"{words}, {item}" if item else words,
            (_price_cell(found, today, marks, best=one) for found, one in zip(planned, best, strict=True)),
        )
        if row is not None:
            yield row
    yield from _known([_texts_row("Availability", (part.availability for part in parts))])


def _price_cell(found: PlannedPrice | None, today: date, marks: Marks, *, best: bool) -> CompareCell:
    if found is None:
        return CompareCell(text=NOT_GIVEN)
    price = found.price
    span = f" ({exact_number(price.low)}–{exact_number(price.high)})" if price.low != price.high else ""
    limit = stale_after(price, today)
    notes = [
        "own price" if found.own else price.basis,
        price.region,
        f"as of {price.date}" if price.date else "undated",
    ]
    notes += [f"{exact_number(round(found.discount.share * 100, 6))}% off in a plan"] if found.discount else []
    notes += [f"older than {limit} days"] if limit else []
    return CompareCell(
        text=f"{exact_number(price.typical)}{span} {price.currency}",
        note=", ".join(note for note in notes if note),
        standing="" if price.status in {"sourced", "user"} else price.status,
        marks=marks.of(price.sources),
        best=best,
    )


# ---- Ports and words ----


def _ports(parts: Sequence[Part]) -> Iterator[CompareRow]:
    yield from _known(
        _texts_row(title, (_port_words(part.ports, medium, role) for part in parts)) for title, medium, role in _PORTS
    )


def _port_words(groups: Iterable[PortGroup], medium: Medium, role: str) -> str:
    """All groups that carry MEDIUM: "8 × 400G OSFP + 2 × 400G QSFP112"."""
    words: list[str] = []
    for group in groups:
        if medium in group.media and (not role or group.role == role):
            rate = rate_text(group.rate_gbps) if group.rate_gbps is not None else ""
            kind = " ".join(word for word in (rate, group.connector) if word)
            words.append(f"{count_text(group.count)} × {kind}" if kind else count_text(group.count))
    return " + ".join(words)


def _texts(parts: Sequence[Part], marks: Marks) -> Iterator[CompareRow]:
    names: dict[str, None] = {}
    for part in parts:
        names.update(dict.fromkeys(part.texts))
    for name in names:
        cells = (
            CompareCell(text=part.texts[name], marks=marks.of(part.sources))
            if part.texts.get(name)
            else CompareCell(text=NOT_GIVEN)
            for part in parts
        )
        yield from _known([_row(text_title(name), cells)])


# ---- As a table ----


def comparison_table(comparison: Comparison, *, only_differences: bool = False) -> tuple[tuple[str, ...], ...]:
    """All rows as texts for a spreadsheet: heading, groups, rows with the unit, then the sources."""
    width = len(comparison.names) + 2
    rows: list[tuple[str, ...]] = [("", "Unit", *comparison.names)]
    for group in comparison.groups:
        kept = [row for row in group.rows if row.differs or not only_differences]
        if kept:
            rows.append(_padded((group.title,), width))
            rows += [(row.title, row.unit, *(cell_text(cell) for cell in row.cells)) for row in kept]
    rows += [
        _padded((f"[{number}]", source_line(source)), width) for number, source in enumerate(comparison.sources, 1)
    ]
    return tuple(rows)


def cell_text(cell: CompareCell) -> str:
    """CELL in one line: value, standing, conditions, numbers of sources, and whether it is the best."""
    notes = f"({cell.note})" if cell.note else ""
    marks = " ".join(f"[{mark}]" for mark in cell.marks)
    best = "best" if cell.best else ""
    text = "not given" if cell.text == NOT_GIVEN else cell.text
    return " ".join(word for word in (text, cell.standing, best, notes, marks) if word)


def _padded(row: tuple[str, ...], width: int) -> tuple[str, ...]:
    return row + ("",) * (width - len(row))
