"""All that is known of a part as titled lines with numbered sources: what its card, its text and a comparison show."""

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Final

from designer.catalog.check import stale_after
from designer.catalog.library import Library
from designer.catalog.parts.condition_words import case_title, condition_words
from designer.catalog.parts.exact_figures import exact_number, quantity_words
from designer.model.figures.figure_text import count_text, number_text
from designer.model.kinds import FACTS, KINDS
from designer.model.money.pricing import PlannedPrice, PriceBook, planned_price
from designer.model.network.ports import rate_text
from designer.model.parts.part import (
    PER_WORDS,
    PLATFORMS,
    Availability,
    Part,
    Per,
    PlatformSupport,
    Price,
    Quantity,
    Source,
)
from designer.model.records import Record
from designer.model.workloads.workload_facts import MODEL_FACTS

FACT_GROUPS: Final[Mapping[str, tuple[str, ...]]] = {
    "Power and cooling": (
        "power_max_w",
        "power_typical_w",
        "optics_in_typical",
        "optics_in_max",
        "power_idle_w",
        "heat_btu_per_h",
        "liquid_heat_share",
        "airflow_cfm",
        "inlet_min_c",
        "inlet_max_c",
        "coolant_max_c",
        "flow_l_per_min",
        "cooling_capacity_w",
        "supply_c",
        "approach_c",
        "coolant_volume_l",
        "cop",
        "water_l_per_kwh",
        "psu_count",
        "psu_rating_w",
    ),
    "Electrical": (
        "capacity_w",
        "capacity_va",
        "volts",
        "amps",
        "phases",
        "banks",
        "bank_amps",
        "efficiency",
        "battery_min",
        "battery_kwh",
        "bypass",
        "fuel_l_per_h",
    ),
    "Delivery": ("lead_time_weeks",),
    "Failures": ("mtbf_h", "repair_h"),
    "Size and weight": (
        "height_u",
        "rack_units",
        "height_mm",
        "width_mm",
        "depth_mm",
        "weight_kg",
        "load_limit_kg",
        "power_limit_w",
    ),
    "Compute": (
        "bf16_dense_tflops",
        "fp16_dense_tflops",
        "fp8_dense_tflops",
        "fp4_dense_tflops",
        "int8_dense_tops",
        "cpu_cores",
        "vcpus",
    ),
    "Memory": ("memory_gb", "memory_bandwidth_gb_per_s", "on_chip_memory_mb", "system_memory_gb"),
    "Network": (
        "rate_gbps",
        "reach_m",
        "switching_tbps",
        "port_latency_ns",
        "scale_up_gb_per_s",
        "scale_up_chips",
    ),
    "Storage": (
        "capacity_tb",
        "capacity_least_tb",
        "capacity_most_tb",
        "local_disk_tb",
        "read_gb_per_s",
        "write_gb_per_s",
        "reads_per_s",
        "writes_per_s",
        "throughput_mb_per_s_per_tib",
        "stripe_width",
        "parity_blocks",
        "hot_spares",
        "reserved_share",
        "stripe_count",
        "stripe_mb",
        "targets_per_server",
        "target_gb_per_s",
        "client_network_share",
        "client_cores",
        "client_memory_gb",
    ),
    "Speed": (
        "first_token_s",
        "output_tokens_per_s",
        "tokens_per_s_per_user_most",
        "tokens_per_s_most",
        "chips_measured",
        "query_mean_ms",
        "query_p50_ms",
        "query_p95_ms",
        "query_p99_ms",
        "queries_per_s_measured",
        "recall",
        "promised_availability",
    ),
    "Limits and rules": (
        "requests_per_min",
        "tokens_per_min",
        "input_tokens_per_min",
        "output_tokens_per_min",
        "spend_most_usd_per_month",
        "query_results",
        "query_bytes",
        "read_units_per_gb",
        "read_units_least",
        "read_units_per_s",
        "write_units_per_kb",
        "write_units_least",
        "trains",
        "reduces_on_the_way",
        "flops_share_most",
        "continuous_batching",
        "batch_wait_ms",
        "batch_default",
        "ensembles",
        "versions_data",
        "servers_least",
        "nodes_most",
        "pods_most",
        "pods_per_node_most",
        "jobs_per_s",
        "jobs_most",
        "kubelet_keeps",
        "bytes_per_dimension",
        "vector_memory_factor",
        "dimensions_most",
        "gpu_memory_share",
        "kv_block_tokens",
        "bytes_per_parameter",
        "bytes_per_parameter_kept",
        "bytes_per_parameter_spread",
        "flops_share",
        "context_tokens",
        "batch_price_share",
        "cache_read_price_share",
        "cache_write_price_factor",
    ),
    "Model": tuple(fact.name for fact in MODEL_FACTS),
    "Demand": (
        "users",
        "requests_per_user_hour",
        "peak_factor",
        "growth_per_month",
        "token_within_ms",
        "first_token_within_s",
        "answer_within_s",
        "input_tokens",
        "output_tokens",
        "cached_input_share",
        "context_reserved",
        "model_calls",
        "retrievals",
        "batch_most",
        "experiments_users",
    ),
    "Training run": (
        "tensor_parallel",
        "attention_groups",
        "expert_parallel",
        "requests_at_once",
        "pipeline_parallel",
        "data_parallel",
        "sequence_tokens",
        "global_batch",
        "micro_batch",
        "interleaved_stages",
        "checkpoint_interval_h",
        "failures_per_1000_node_days",
        "restart_min",
        "checkpoint_stall_s",
        "spare_hosts",
        "enough_hosts_share",
    ),
    "Data and replicas": (
        "data_tb",
        "tb_per_day",
        "grows_with_users",
        "bytes_per_token",
        "vectors",
        "dimensions",
        "replicas",
        "pods",
        "vcpus_each",
        "memory_each_gb",
        "notebook_cpu_cores",
        "notebook_memory_gb",
        "notebook_disk_gb",
    ),
}
"""In which group each fact stands, in the order of reading."""

OTHER_GROUP: Final = "Others"
PLATFORM_GROUP: Final = "Platforms"
_INITIALS: Final = frozenset({"cpu", "psu", "fp4", "fp8"})
_NO_PRICE: Final[Mapping[Availability, str]] = {
    "sold": "It is sold, but no price is known.",
    "free": "Free of charge, by its licence.",
    "rented": "It is rented, but no price is known.",
    "not sold": "Not sold by itself.",
    "unknown": "No price is known.",
}


class SheetRow(Record, frozen=True, kw_only=True):
    """One line.

    Attributes:
        title: What it is.
        value: In words or digits.
        unit: Of the value.
        standing: How well it is known, where it is not simply sourced: "derived", "estimate", "unverified".
        note: Conditions, and other published values.
        marks: Numbers of its sources.
    """

    title: str
    value: str
    unit: str = ""
    standing: str = ""
    note: str = ""
    marks: tuple[int, ...] = ()


class SheetGroup(Record, frozen=True, kw_only=True):
    """Lines under one heading."""

    title: str
    rows: tuple[SheetRow, ...]


class PriceLine(Record, frozen=True, kw_only=True):
    """One price in words.

    Attributes:
        amount: With its range: "250 000 (200 000–300 000) USD".
        per: What it is paid for: "each", "for an hour".
        basis: Basis, region and date: "street, as of 2026-11-24".
        planned: Whether a plan takes it.
        own: Whether it stands in the price book.
        stale: "older than 180 days", "" when it is fresh.
    """

    amount: str
    per: str
    basis: str
    planned: bool
    own: bool
    stale: str
    standing: str
    note: str
    marks: tuple[int, ...]


class PartSheet(Record, frozen=True, kw_only=True):
    """A part in titled lines.

    Attributes:
        status: Kind, standing in the library and revision, in one line.
        figures: Groups of facts; facts in no group stand last.
        ports: One line for each port group.
        contents: Parts inside.
        lengths: Lengths in which a cable is sold.
        prices: Those that a plan takes first, then the others, newest first.
        no_price: Why there is none, in words; "" where there is one.
        words: Its texts.
        sources: In the order of their numbers, the first is 1.
    """

    title: str
    vendor: str
    status: str
    summary: str
    figures: tuple[SheetGroup, ...]
    ports: tuple[SheetRow, ...]
    contents: tuple[SheetRow, ...]
    lengths: tuple[SheetRow, ...]
    prices: tuple[PriceLine, ...]
    no_price: str
    words: tuple[SheetRow, ...]
    notes: str
    sources: tuple[Source, ...]


def part_sheet(part: Part, library: Library, today: date, book: PriceBook | None = None) -> PartSheet:
    """PART in titled lines, planned with BOOK; sources are numbered in the order in which they are met."""
    marks = Marks(library)
    prices = tuple(_prices(part, book or PriceBook(), today, marks))
    return PartSheet(
        title=part.name,
        vendor=part.vendor,
        status=status_line(part, library),
        summary=part.summary,
        figures=tuple(_figures(part, marks)),
        ports=tuple(_ports(part)),
        contents=tuple(_contents(part, library)),
        lengths=tuple(_lengths(part, marks)),
        prices=prices,
        no_price="" if part.prices or (book and book.prices.get(part.id)) else _NO_PRICE[part.availability],
        words=tuple(_words(part, marks)),
        notes=part.notes,
        sources=marks.sources,
    )


def status_line(part: Part, library: Library) -> str:
    """Kind, standing and revision: "Switch · in the catalog, revision 1 · part number MQM9700-NS2F"."""
    kind = KINDS[part.kind].title if part.kind in KINDS else part.kind
    standing = "own part" if part.id in library.own else "in the catalog"
    if plugin := library.given.get(part.id):
        standing = f"from the plug-in {plugin}"
    if part.id not in library.parts:
        standing = "in this project alone"
    words = [kind, f"{standing}, revision {part.revision}"]
    words += [f"part number {part.part_number}"] if part.part_number else []
    return " · ".join(words)


class Marks:
    """Numbers of sources, given as they are met."""

    def __init__(self, library: Library) -> None:
        self._known = library.sources
        self._numbers: dict[str, int] = {}

    def of(self, names: tuple[str, ...]) -> tuple[int, ...]:
        """The numbers of NAMES."""
        return tuple(self._numbers.setdefault(name, len(self._numbers) + 1) for name in names)

    @property
    def sources(self) -> tuple[Source, ...]:
        """All that were met; one that the library does not have says so."""
        return tuple(
            self._known.get(name) or Source(id=name, publisher=f"{name}, not in the catalog") for name in self._numbers
        )


def fact_groups(names: Mapping[str, object]) -> Iterator[tuple[str, list[str]]]:
    """The groups that hold any of NAMES, with those they hold; facts in no group come last."""
    grouped: set[str] = set()
    for title, group in FACT_GROUPS.items():
        grouped.update(group)
        held = [name for name in group if name in names]
        if held:
            yield title, held
    others = [name for name in names if name not in grouped]
    if others:
        yield OTHER_GROUP, others


def _figures(part: Part, marks: Marks) -> Iterator[SheetGroup]:
    for title, names in fact_groups(part.facts):
        yield SheetGroup(title=title, rows=tuple(_fact_row(part.facts, name, marks) for name in names))
    for case in part.cases:
        names = [name for _, held in fact_groups(case.facts) for name in held]
        yield SheetGroup(title=case_title(case), rows=tuple(_fact_row(case.facts, name, marks) for name in names))
    if part.platforms:
        yield SheetGroup(title=PLATFORM_GROUP, rows=tuple(_platform_row(support, marks) for support in part.platforms))


def _platform_row(support: PlatformSupport, marks: Marks) -> SheetRow:
    return SheetRow(
        title="Platform",
        value=PLATFORMS[support.platform],
        standing="" if support.status == "sourced" else support.status,
        note=support.note,
        marks=marks.of(support.sources),
    )


def _fact_row(facts: Mapping[str, Quantity], name: str, marks: Marks) -> SheetRow:
    fact, kind = facts[name], FACTS.get(name)
    value, unit = quantity_words(fact, kind.unit if kind else "")
    others = f"also published: {fact.others}" if fact.others else ""
    dated = f"as of {fact.date}" if fact.date and fact.status != "sourced" else ""
    return SheetRow(
        title=kind.title if kind else name,
        value=value,
        unit=unit,
        standing="" if fact.status == "sourced" or fact.value is None else fact.status,
        note="; ".join(word for word in (fact.conditions, dated, others) if word),
        marks=marks.of(fact.sources),
    )


def _ports(part: Part) -> Iterator[SheetRow]:
    for group in part.ports:
        role = {"in": "inlet", "out": "outlet"}.get(group.role, "")
        rate = rate_text(group.rate_gbps) if group.rate_gbps is not None else ""
        words = " ".join(word for word in (rate, group.connector, role) if word)
        notes = [", ".join(medium for medium in group.media if medium not in {"power", "coolant"})]
        notes += [f"{count_text(group.cages)} cages"] if group.cages and group.cages != group.count else []
        notes += ["splits into " + " or ".join(map(str, group.breakouts))] if group.breakouts else []
        notes += [" or ".join(group.protocols)] if group.protocols else []
        yield SheetRow(
            title=group.name,
            value=f"{count_text(group.count)} × {words}" if words else count_text(group.count),
            note=", ".join(note for note in notes if note),
        )


def _contents(part: Part, library: Library) -> Iterator[SheetRow]:
    for inside in part.contains:
        inner = library.parts.get(inside.part)
        yield SheetRow(
            title=f"{count_text(inside.count)} × {inner.name if inner else inside.part}",
            value=inner.vendor if inner else "not in the catalog",
        )


def _lengths(part: Part, marks: Marks) -> Iterator[SheetRow]:
    for length in part.lengths:
        price = length.price
        yield SheetRow(
            title=f"{length.length_m:g} m",
            value=_amount(price) if price is not None else length.part_number or "no price of its own",
            standing=price.status if price is not None and price.status != "sourced" else "",
            note=", ".join(word for word in (length.part_number, price.basis, price.date) if word) if price else "",
            marks=marks.of(price.sources) if price is not None else (),
        )


def _amount(price: Price) -> str:
    """Return its cost with its range: "250 000 (200 000–300 000) USD"; "Free" where it is nothing."""
    if price.low == price.typical == price.high == 0:
        return "Free"
    span = f" ({exact_number(price.low)}–{exact_number(price.high)})" if price.low != price.high else ""
    return f"{exact_number(price.typical)}{span} {price.currency}"


def _prices(part: Part, book: PriceBook, today: date, marks: Marks) -> Iterator[PriceLine]:
    own = book.prices.get(part.id, ())
    known = [*own, *part.prices]
    planned: list[PlannedPrice] = []
    measures: list[tuple[Per, str]] = [(price.per, price.item) for price in known]
    # What a plan would take of each measure comes first, then all other prices, the newest first.
    for per, item in dict.fromkeys(measures):
        found = planned_price(part, per, book, item)
        if found is not None:
            planned.append(found)
    for found in planned:
        yield _price_line(found.price, today, marks, planned=found, own=found.own)
    # By identity: two equal prices of different origin are both shown.
    taken = {id(found.price) for found in planned}
    rest = [price for price in known if id(price) not in taken]
    for price in sorted(rest, key=lambda price: price.date, reverse=True):
        yield _price_line(price, today, marks, own=any(price is one for one in own))


def _price_line(
    price: Price, today: date, marks: Marks, *, planned: PlannedPrice | None = None, own: bool = False
) -> PriceLine:
    per = f"per {PER_WORDS[price.per]}" if PER_WORDS[price.per] else "each"
    limit = stale_after(price, today)
    notes = [price.note]
    if planned is not None and planned.discount is not None:
        notes.append(f"a plan takes {number_text(planned.discount.share * 100)}% off")
    if planned is not None and planned.wanted is not None:
        notes.append(f"no {planned.wanted} price is known, so this one is planned with")
    dated = f"as of {price.date}" if price.date else "undated"
    return PriceLine(
        amount=_amount(price),
        per=", ".join(word for word in (per, price.item, *condition_words(price)) if word),
        basis=", ".join(word for word in ("own price" if own else price.basis, price.region, dated) if word),
        planned=planned is not None,
        own=own,
        stale=f"older than {limit} days" if limit else "",
        standing="" if price.status in {"sourced", "user"} else price.status,
        note="; ".join(note for note in notes if note),
        marks=marks.of(price.sources),
    )


def _words(part: Part, marks: Marks) -> Iterator[SheetRow]:
    for name, text in part.texts.items():
        yield SheetRow(title=text_title(name), value=text, marks=marks.of(part.sources))


def text_title(name: str) -> str:
    """The name of a text as a title: "psu_redundancy" is "PSU redundancy"."""
    first, *rest = name.split("_")
    return " ".join((first.upper() if first in _INITIALS else first.capitalize(), *rest))


def source_line(source: Source) -> str:
    """A source in one line: publisher and document, published, read."""
    words = [source.publisher, f"published {source.published}" if source.published != "undated" else "undated"]
    words += [f"read {source.retrieved}"] if source.retrieved else []
    return ", ".join(words)


# ---- As text ----


def sheet_text(sheet: PartSheet, more: Mapping[str, tuple[str, ...]] | None = None) -> str:
    """SHEET as plain text for the clipboard; MORE holds further headings with their lines, before the prices."""
    lines = [f"{sheet.vendor} {sheet.title}", sheet.status]
    lines += [sheet.summary] if sheet.summary else []
    for group in (
        *sheet.figures,
        SheetGroup(title="Ports", rows=sheet.ports),
        SheetGroup(title="Contents", rows=sheet.contents),
        SheetGroup(title="Stock lengths", rows=sheet.lengths),
    ):
        if group.rows:
            lines += ["", group.title, *(f"  {row_text(row)}" for row in group.rows)]
    for title, found in (more or {}).items():
        if found:
            lines += ["", title, *(f"  {line}" for line in found)]
    lines += ["", "Price", *(f"  {price_text(line)}" for line in sheet.prices)]
    lines += [f"  {sheet.no_price}"] if sheet.no_price else []
    if sheet.words:
        lines += ["", "In words", *(f"  {row_text(row)}" for row in sheet.words)]
    if sheet.notes:
        lines += ["", "Notes", f"  {sheet.notes}"]
    if sheet.sources:
        lines += ["", "Sources", *(f"  [{n}] {source_line(source)}" for n, source in enumerate(sheet.sources, 1))]
    return "\n".join(lines)


def row_text(row: SheetRow) -> str:
    """ROW in one line."""
    value = " ".join(word for word in (row.value, row.unit) if word)
    note = f"({row.note})" if row.note else ""
    return " ".join(word for word in (f"{row.title}: {value}", note, row.standing, _marks_text(row.marks)) if word)


def price_text(line: PriceLine) -> str:
    """A price in one line."""
    words = [f"{line.amount} {line.per}", line.basis, "planned with" if line.planned else "", line.standing, line.stale]
    said = ", ".join(word for word in words if word)
    return " ".join(word for word in (said, f"({line.note})" if line.note else "", _marks_text(line.marks)) if word)


def _marks_text(marks: tuple[int, ...]) -> str:
    return " ".join(f"[{mark}]" for mark in marks)
