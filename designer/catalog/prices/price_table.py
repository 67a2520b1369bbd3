"""Tables of own prices: any delimited text, a mapping of its columns, and every row taken or told why not."""

import hashlib
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Final, TypeVar

from designer.catalog.files.table_text import one_line, read_table
from designer.catalog.library import Library
from designer.catalog.prices.amounts import Amount, currency_code, decimal_mark, read_amount, read_day
from designer.catalog.prices.price_columns import FIELDS, PriceColumns, columns_by_heading
from designer.catalog.prices.price_report import PriceOffer, PriceReport
from designer.model.parts.part import Basis, Part, Per, Price, Source
from designer.model.records import Record, RefusedInput

__all__ = ["PriceColumns", "PriceTable", "guess_columns", "read_price_table", "table_prices"]

_Word = TypeVar("_Word", bound=str)
_PER_WORDS: Final[Mapping[Per, tuple[str, ...]]] = {
    "unit": ("each", "ea", "piece", "pieces", "pc", "pcs", "stück", "stk", "st", "item"),
    "hour": ("h", "hr", "hourly", "hours", "stunde", "std"),
    "meter": ("m", "metre", "meters", "metres", "lfm"),
    "month": ("mo", "monthly", "months", "monat"),
    "user-month": ("user/month", "seat-month", "seat"),
    "gpu-year": ("gpu/year",),
    "gb": ("gigabyte",),
    "gb-month": ("gb/month", "gb month", "gb-monat"),
    "thousand-requests": ("1000 requests", "1,000 requests", "1k requests"),
    "million-tokens": ("mtok", "1m tokens", "million tokens"),
}
_BASIS_WORDS: Final[Mapping[Basis, tuple[str, ...]]] = {
    "list": ("list price", "listenpreis", "liste", "msrp", "uvp"),
    "street": ("street price", "market", "reseller", "marktpreis", "straßenpreis", "händler"),
    "on-demand": ("on demand", "ondemand", "pay as you go"),
    "reserved": ("reservation", "reserviert", "committed"),
    "spot": ("preemptible",),
    "estimate": ("estimated", "budgetary", "schätzung", "geschätzt"),
    "user": ("own", "contract", "eigen", "vertrag"),
    "quote": ("quoted", "quotation", "offer", "angebot", "angebotspreis"),
}
_MOST_NAMED: Final = 3
_MOST_NOTE: Final = 500


class PriceTable(Record, frozen=True, kw_only=True):
    """A table that may hold prices.

    Attributes:
        name: Of its file.
        headings: Of the columns, each once.
        rows: Cells of text, as many as there are headings; blank rows are kept blank.
        first_row: Number in the file of the first of `rows`, counted from 1.
    """

    name: str
    headings: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    first_row: int = 2


@dataclass(frozen=True)
class _Names:
    """Ids of parts by what people call them, the surest sort of name first."""

    sorts: tuple[tuple[str, Mapping[str, tuple[str, ...]]], ...]


def read_price_table(path: Path) -> PriceTable:
    """The table in the text file PATH, whatever its delimiter and encoding.

    Raises:
        RefusedInput: it cannot be read, is no text, too large, or holds no table.
    """
    table = read_table(path)
    return PriceTable(name=path.name, headings=table.headings, rows=table.rows, first_row=table.first_row)


def guess_columns(table: PriceTable) -> PriceColumns:
    """Return a guess at what each column of TABLE says, by the words of its headings; a person looks it over."""
    return columns_by_heading(table.headings)


def table_prices(table: PriceTable, columns: PriceColumns, library: Library, today: date) -> PriceReport:
    """The prices in TABLE for the parts of LIBRARY; every row that gives none is told with the reason.

    Args:
        table: Rows of text; formulas in them are texts like any other.
        columns: Which column says what.
        library: Rows are matched by part number, id, alias or exact name, whatever the case.
        today: Date of prices that tell none; nothing may be dated later.

    Raises:
        RefusedInput: a column that is named or needed is not there, or a default is not allowed.
    """
    places = _places(table, columns)
    try:
        default_date = read_day(columns.default_date, today) if columns.default_date.strip() else today.isoformat()
        default_currency = currency_code(columns.default_currency)
    except RefusedInput as problem:
        raise RefusedInput(f"The date or currency for all rows cannot be taken: {problem}.") from problem
    if columns.default_basis not in _BASIS_WORDS:
        raise RefusedInput(f"{columns.default_basis!r} is no basis of a price; {', '.join(_BASIS_WORDS)} are.")
    columns = PriceColumns(
        default_currency=default_currency or "USD",
        default_date=default_date,
        default_basis=columns.default_basis,
        default_per=columns.default_per,
    )
    marks = {
        field: decimal_mark(row[places[field]] for row in table.rows)
        for field in ("price", "low", "high")
        if field in places
    }
    source = _source(table, today)
    names = _names(library)
    offers: list[PriceOffer] = []
    not_taken: list[str] = []
    for number, row in enumerate(table.rows, table.first_row):
        if not any(row):
            continue
        cells = {field: row[place] for field, place in places.items()}
        what = f"row {number}: {one_line(cells['part']) or 'no part'}"
        try:
            part_id = _part_of(cells["part"], names)
            price = _price_of(cells, columns, marks, source.id, today)
        except RefusedInput as problem:
            not_taken.append(f"{what}: {one_line(str(problem), 300)}.")
            continue
        offers.append(PriceOffer(part=part_id, price=price, row=what))
    return PriceReport(offers=tuple(offers), sources={source.id: source} if offers else {}, not_taken=tuple(not_taken))


def _places(table: PriceTable, columns: PriceColumns) -> dict[str, int]:
    """In which column of TABLE each field stands."""
    places: dict[str, int] = {}
    for field in FIELDS:
        heading: str = getattr(columns, field)
        if not heading:
            continue
        if heading not in table.headings:
            raise RefusedInput(
                f"{table.name} has no column {one_line(heading)!r} for the {field}; choose one that it has."
            )
        places[field] = table.headings.index(heading)
    if "part" not in places:
        raise RefusedInput(f"{table.name}: choose the column that names the part.")
    if "price" not in places and not {"low", "high"} <= places.keys():
        raise RefusedInput(f"{table.name}: choose the column of the price, or those of the lowest and highest one.")
    return places


def _names(library: Library) -> _Names:
    """Return the names of the parts of LIBRARY."""
    sorts: list[tuple[str, dict[str, dict[str, None]]]] = [
        (sort, {}) for sort in ("id", "part number", "alias", "name")
    ]
    for part in library.parts.values():
        for (_, found), names in zip(sorts, _called(part), strict=True):
            for name in names:
                if name:
                    found.setdefault(_folded(name), {})[part.id] = None
    return _Names(tuple((sort, {name: tuple(ids) for name, ids in found.items()}) for sort, found in sorts))


def _called(part: Part) -> tuple[Iterable[str], Iterable[str], Iterable[str], Iterable[str]]:
    return (part.id,), (part.part_number,), part.aliases, (part.name, f"{part.vendor} {part.name}")


def _part_of(cell: str, names: _Names) -> str:
    """The id of the one part that CELL names."""
    wanted = _folded(cell)
    if not wanted:
        raise RefusedInput("no part is named")
    for sort, found in names.sorts:
        ids = found.get(wanted, ())
        if len(ids) == 1:
            return ids[0]
        if ids:
            more = f" and {len(ids) - _MOST_NAMED} more" if len(ids) > _MOST_NAMED else ""
            raise RefusedInput(
                f"the {sort} means {len(ids)} parts, {', '.join(ids[:_MOST_NAMED])}{more}; write the part's id"
            )
    raise RefusedInput("no part has this number, id, alias or name")


def _price_of(
    cells: Mapping[str, str], columns: PriceColumns, marks: Mapping[str, str], source: str, today: date
) -> Price:
    """The price that CELLS, one row, spell."""
    amounts = {field: read_amount(cells[field], marks[field]) for field in ("price", "low", "high") if cells.get(field)}
    low, price, high = amounts.get("low"), amounts.get("price"), amounts.get("high")
    notes = [one_line(cells.get("note", ""), _MOST_NOTE)]
    if price is not None:
        typical = price.value
    # A range without a price: its middle, and the note says so.
    elif low is not None and high is not None:
        typical = (low.value + high.value) / 2.0
        notes.append("typical is the middle of the range")
    else:
        raise RefusedInput("no price is written")
    least, most = (end.value if end else typical for end in (low, high))
    if not least <= typical <= most:
        raise RefusedInput(f"{least:g}, {typical:g} and {most:g} are no range from low to high")
    written, until = cells.get("date", ""), cells.get("valid_until", "")
    quote = one_line(cells.get("quote", ""))
    return Price(
        low=least,
        typical=typical,
        high=most,
        basis=_word(cells.get("basis", ""), _BASIS_WORDS, "quote" if quote else columns.default_basis, "basis"),
        per=_word(cells.get("per", ""), _PER_WORDS, columns.default_per, "measure"),
        currency=_currency(cells.get("currency", ""), amounts.values(), columns.default_currency),
        item=one_line(cells.get("item", "")),
        region=one_line(cells.get("region", "")),
        date=read_day(written, today) if written else columns.default_date,
        valid_until=_last_day(until) if until else "",
        quote=quote,
        sources=(source,),
        note="; ".join(filter(None, notes)),
    )


def _last_day(cell: str) -> str:
    """The whole day in CELL up to which a price holds; it may lie ahead."""
    day = read_day(cell, date.max)
    if len(day) != len("2026-11-24"):
        raise RefusedInput(f"{one_line(cell)!r} is no whole day up to which the price holds; write it as 2026-11-24")
    return day


def _currency(cell: str, amounts: Iterable[Amount], default: str) -> str:
    """The one currency of a row: that of its cell or in its amounts, else DEFAULT."""
    named = {amount.currency for amount in amounts if amount.currency}
    if cell:
        named.add(currency_code(cell))
    if len(named) > 1:
        raise RefusedInput(f"it names the currencies {' and '.join(sorted(named))}")
    return named.pop() if named else default


def _word(cell: str, words: Mapping[_Word, tuple[str, ...]], default: _Word, what: str) -> _Word:
    """The one of WORDS that CELL means; DEFAULT when it is empty."""
    folded = re.sub(r"^(?:/|per |je |pro )\s*", "", _folded(cell)).rstrip(".")
    if not folded:
        return default
    for word, others in words.items():
        if folded == word or folded.replace(" ", "-") == word or folded in others:
            return word
    raise RefusedInput(f"{one_line(cell)!r} is no {what} that is known; {', '.join(words)} are")


def _source(table: PriceTable, today: date) -> Source:
    """TABLE as a source; the same content is the same source."""
    digest = hashlib.blake2b(repr((table.headings, table.rows)).encode("utf-8", "backslashreplace"), digest_size=4)
    stem = re.sub(r"[^a-z0-9]+", "-", table.name.casefold()).strip("-")[:60] or "table"
    return Source(
        id=f"own-price-list-{stem}-{digest.hexdigest()}",
        publisher=f"Own price list {one_line(table.name)}",
        retrieved=today.isoformat(),
        kind="price list",
        tier="none",
    )


def _folded(text: str) -> str:
    return " ".join(text.casefold().split())
