"""Reads parts, prices and sources from YAML files, entry by entry.

A catalog file is a list of parts in the form of `schema.PartEntry`; sources stand in files called sources.yaml.
Files are treated as hostile: they are bounded in size, hold no anchors, and every number is checked.
"""

import gc
import math
import re
from collections.abc import Generator, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final, TypeVar

import msgspec
import platformdirs

from designer.catalog.files.parse_cache import ParseCache, Records
from designer.catalog.files.schema import CaseEntry, Citation, FactEntry, PartEntry, PartPrices
from designer.files.reading import bytes_of as whole_bytes_of
from designer.model.kinds import FACTS, KINDS
from designer.model.money.price_validity import require_conditions
from designer.model.parts.part import Case, Part, Price, Quantity, Source
from designer.model.records import RefusedInput, require_count, require_id, require_quantity

MAX_FILES: Final = 1_000
MAX_PARTS: Final = 100_000
MAX_PORTS: Final = 100_000
MAX_GROUPS: Final = 1_000
MAX_TEXT: Final = 4_000
_UNSHOWN: Final = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")
"""Control signs, which a terminal obeys, and those that turn the direction of writing."""
END_TOLD: Final = "# It ends with a line that says so; where that is missing the file was cut off.\n"
"""In the heading of every file of own parts, prices and sources that this program writes."""
END_LINE: Final = "# End of the file.\n"
_HEADING_BYTES: Final = 10_000
SOURCES_FILE: Final = "sources.yaml"
PRICES_FILE: Final = "prices.yaml"
"""Holds prices that were added to parts, in the own folder."""

BUNDLES: Final = "bundles"
"""Folder of the bundles that were taken, in the own folder."""

_Entry = TypeVar("_Entry")


def own_parts_folder() -> Path:
    """Return the folder in which a person's own parts are looked for; it need not exist."""
    return platformdirs.user_data_path("stackwright", appauthor=False) / "parts"


def read_files(folder: Path) -> list[tuple[Path, Records | RefusedInput]]:
    """Every catalog file of FOLDER with its records, or with the reason why it has none.

    Raises:
        RefusedInput: there are too many files.
    """
    cache = ParseCache(folder)
    found: list[tuple[Path, Records | RefusedInput]] = []
    with _collector_paused():
        for path in _catalog_files(folder):
            try:
                found.append((path, cache.records(path, _records)))
            except RefusedInput as problem:
                found.append((path, problem))
    cache.keep()
    return found


@contextmanager
def _collector_paused() -> Generator[None]:
    """No search for garbage cycles meanwhile: what is parsed has none, and would be gone through again and again."""
    enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if enabled:
            gc.enable()


def _records(path: Path) -> Records:
    data = bytes_of(path)
    if not data.strip(b" \t\r\n\0"):
        raise RefusedInput(f"{path.name} is empty; bring back an earlier copy of it, or remove it.")
    require_whole(data, path.name)
    if path.name == PRICES_FILE:
        return parse_prices(data, path.name)
    return parse_sources(data, path.name) if path.name == SOURCES_FILE else parse_parts(data, path.name)


def require_whole(data: bytes, name: str) -> None:
    """Refuse a catalog file that was cut off, of which what is left may be a list of entries all the same.

    A file that this program writes says at its top that it has an end. Files that were typed by hand say nothing and
    may end anywhere, but comments alone may be what is left of that top.

    Raises:
        RefusedInput: DATA ends before its end.
    """
    ends = data.rstrip().endswith(END_LINE.strip().encode())
    if not ends and _may_be_a_cut_heading(data):
        raise RefusedInput(
            f"{name} has comments alone, as if it was cut off. Bring back an earlier copy of it, or remove it."
        )
    if END_TOLD.strip().encode() in data[:_HEADING_BYTES] and not ends:
        raise RefusedInput(
            f"{name} was cut off: its last line is not “{END_LINE.strip()}”, so prices or parts are missing. "
            "Bring back an earlier copy of it, or see what is missing and write that line at its end."
        )


def _may_be_a_cut_heading(data: bytes) -> bool:
    """Return whether DATA is nothing but comments and begins as this program writes, or ends within a line."""
    if not data.strip() or len(data) > _HEADING_BYTES:
        return False
    ours = b"Stackwright" in data or not data.endswith(b"\n")
    return ours and all(line[:1] in (b"#", b"") for line in map(bytes.strip, data.splitlines()))


def _document(data: bytes, name: str) -> Any:
    """Return what the YAML in DATA holds."""
    from designer.catalog.files.yaml_text import plain_yaml  # the reader of YAML, for files that are not remembered

    return plain_yaml(data, name)


def parse_prices(data: bytes, name: str) -> list[PartPrices]:
    """The further prices of parts in the file DATA, called NAME in messages.

    Raises:
        RefusedInput: the file or an entry is not allowed.
    """
    entries = _entries(_document(data, name), name, PartPrices)
    for entry in entries:
        require_id(entry.part, f"{name}: part")
        for price in entry.prices:
            check_price(price, f"{name}: {entry.part!r}")
    return entries


def parse_parts(data: bytes, name: str) -> list[Part]:
    """The parts in the catalog file DATA, called NAME in messages.

    Raises:
        RefusedInput: the file or an entry is not allowed.
    """
    return parts_in(_document(data, name), name)


def parts_in(document: Any, name: str) -> list[Part]:
    """The parts in the plain list DOCUMENT out of a file called NAME.

    Raises:
        RefusedInput: it is no list of parts, or an entry is not allowed.
    """
    return [checked_part(entry, f"{name}: part {entry.id!r}") for entry in _entries(document, name, PartEntry)]


def parse_sources(data: bytes, name: str) -> list[Source]:
    """The sources in the file DATA, called NAME in messages.

    Raises:
        RefusedInput: the file or an entry is not allowed.
    """
    return sources_in(_document(data, name), name)


def sources_in(document: Any, name: str) -> list[Source]:
    """The sources in the plain list DOCUMENT out of a file called NAME.

    Raises:
        RefusedInput: it is no list of sources, or an entry is not allowed.
    """
    sources = _entries(document, name, Source)
    for source in sources:
        require_id(source.id, f"{name}: source")
    return sources


def _catalog_files(folder: Path) -> list[Path]:
    """YAML files in FOLDER and its subfolders, by name."""
    if not folder.is_dir():
        return []
    found = sorted([*folder.glob("*.yaml"), *folder.glob("*/*.yaml")])
    if len(found) > MAX_FILES:
        raise RefusedInput(f"{folder.name} holds {len(found):,} catalog files, more than {MAX_FILES:,}.")
    return found


def bytes_of(path: Path, kind: str = "catalog") -> bytes:
    """Return the contents of the catalog file PATH, of a KIND in `limits.LIMITS`.

    Raises:
        RefusedInput: it cannot be read, is no file, or is too large.
    """
    return whole_bytes_of(path, kind, advice="split the catalog file")


def _entries(document: Any, name: str, entry_type: type[_Entry]) -> list[_Entry]:
    """The list of ENTRY_TYPE that DOCUMENT spells out."""
    if document is None:
        return []
    try:
        return msgspec.convert(document, list[entry_type])
    except msgspec.ValidationError as error:
        raise RefusedInput(f"{name}: {_where(document, str(error))}") from error


def _where(document: Any, message: str) -> str:
    """MESSAGE of a failed conversion with the id of the entry that it speaks of."""
    problem, _, place = message.partition(" - at `$")
    place = place.rstrip("`")
    # "$[3].facts" names the fourth entry, whose id tells people more.
    number = place[1:].partition("]")[0] if place.startswith("[") else ""
    if not number.isdigit() or not isinstance(document, list) or int(number) >= len(document):
        return f"{problem}. A catalog file is a list of entries."
    entry = document[int(number)]
    entry_id = entry.get("id") if isinstance(entry, dict) else None
    inside = place.partition("]")[2].lstrip(".")
    # msgspec does not say which key of a mapping is wrong: the first odd value is it.
    if inside.startswith("facts[...]") and isinstance(entry, dict) and isinstance(entry.get("facts"), dict):
        odd = next((name for name, fact in entry["facts"].items() if isinstance(fact, bool | str | list)), None)
        if odd is not None and inside == "facts[...]":
            inside, problem = str(odd)[:80], f"{str(entry['facts'][odd])[:40]!r} is not a number"
    return f"entry {str(entry_id)[:80]!r}{f', {inside}' if inside else ''}: {problem}."


def checked_part(entry: PartEntry, what: str) -> Part:
    """The part that ENTRY spells out, called WHAT in messages, when every id, number and count in it is allowed.

    Raises:
        RefusedInput: one is not.
    """
    require_id(entry.id, what)
    if entry.kind not in KINDS or KINDS[entry.kind].container:
        raise RefusedInput(f"{what} has the unknown kind {entry.kind!r}.")
    said = (*(support.note for support in entry.platforms), *(case.name for case in entry.cases))
    for text in (entry.name, entry.vendor, entry.summary, entry.notes, entry.part_number, *entry.texts.values(), *said):
        if len(text) > MAX_TEXT:
            raise RefusedInput(f"{what} has a text of more than {MAX_TEXT:,} characters.")
        if _UNSHOWN.search(text):
            raise RefusedInput(f"{what} has a text with signs that cannot be shown; type it again.")
    for name in (entry.name, entry.vendor, entry.part_number):
        if "\n" in name or "\t" in name:
            raise RefusedInput(f"{what} has a name, vendor or part number of several lines; write it in one.")
    if len(entry.ports) > MAX_GROUPS:
        raise RefusedInput(f"{what} has {len(entry.ports):,} port groups, more than {MAX_GROUPS:,}.")
    names = [group.name for group in entry.ports]
    if len(set(names)) < len(names):
        raise RefusedInput(f"{what} has two port groups of one name; give each its own.")
    for group in entry.ports:
        where = f"{what}, port group {group.name!r}"
        require_count(group.count, f"{where}: count", most=MAX_PORTS)
        for number in (group.cages, group.lanes, *group.breakouts):
            if number is not None:
                require_count(number, f"{where}: cages, lanes and breakouts", most=MAX_PORTS)
        if group.rate_gbps is not None:
            require_quantity(group.rate_gbps, f"{where}: rate")
    for inside in entry.contains:
        require_id(inside.part, f"{what}: contained part")
        require_count(inside.count, f"{what}: count of {inside.part}", most=MAX_PORTS)
    for price in (*entry.prices, *(length.price for length in entry.lengths if length.price is not None)):
        check_price(price, what)
    for length in entry.lengths:
        require_quantity(length.length_m, f"{what}: stock length")
    platforms = [support.platform for support in entry.platforms]
    if len(set(platforms)) < len(platforms):
        raise RefusedInput(f"{what} names a platform twice; say it once.")
    converted = {"facts", "cases", "sources"}
    fields = {name: getattr(entry, name) for name in Part.__struct_fields__ if name not in converted}
    implied = entry.cited.sources if entry.texts else ()
    return Part(
        facts=dict(_quantities(entry.facts, entry.cited, what)),
        cases=_cases(entry, what),
        sources=implied if entry.sources is None else entry.sources,
        **fields,
    )


def _cases(entry: PartEntry, what: str) -> tuple[Case, ...]:
    """The cases of ENTRY with their facts as quantities."""
    if len(entry.cases) > MAX_GROUPS:
        raise RefusedInput(f"{what} has {len(entry.cases):,} cases, more than {MAX_GROUPS:,}.")
    named = [(case.of, case.name) for case in entry.cases]
    if len(set(named)) < len(named):
        raise RefusedInput(f"{what} has two cases of one sort and name; give each its own.")
    return tuple(_case(case, entry.cited, f"{what}, {case.of} {case.name!r}") for case in entry.cases)


def _case(entry: CaseEntry, cited: Citation, what: str) -> Case:
    if not entry.name.strip():
        raise RefusedInput(f"{what} has no name; say which {entry.of} it is.")
    if not entry.facts:
        raise RefusedInput(f"{what} has no facts; say what holds in it, or leave it out.")
    facts = _quantities(entry.facts, cited if entry.cited is None else entry.cited, what)
    return Case(of=entry.of, name=entry.name, facts=dict(facts))


def _quantities(facts: Mapping[str, float | FactEntry], cited: Citation, what: str) -> Iterator[tuple[str, Quantity]]:
    """The quantities that FACTS spell out, those written as bare numbers as CITED says."""
    for name, written in facts.items():
        kind = FACTS.get(name)
        if kind is None:
            raise RefusedInput(f"{what} has the unknown fact {name!r}.")
        fact = written if isinstance(written, FactEntry) else FactEntry(value=written)
        low, value, high = fact.low, fact.value, fact.high
        for number in (low, value, high):
            if number is not None and require_quantity(number, f"{what}: {name}") > kind.most:
                raise RefusedInput(f"{what}: {name} is {number:g}; it can be at most {kind.most:g}.")
        if (low is not None or high is not None) and value is None:
            raise RefusedInput(f"{what}: {name} has a range but no value.")
        if value is not None and not (value if low is None else low) <= value <= (value if high is None else high):
            raise RefusedInput(f"{what}: {name} is {value:g}, outside its own range.")
        yield (
            name,
            Quantity(
                value=value,
                low=low,
                high=high,
                status=fact.status or cited.status,
                sources=cited.sources if fact.sources is None else fact.sources,
                date=cited.date if fact.date is None else fact.date,
                conditions=fact.conditions,
                others=fact.others,
            ),
        )


def check_price(price: Price, what: str) -> None:
    """Refuse a PRICE of WHAT that is no finite range, or holds for requests or from a day that cannot be.

    Raises:
        RefusedInput: it is none.
    """
    for amount in (price.low, price.typical, price.high):
        require_quantity(amount, f"{what}: price")
    if not price.low <= price.typical <= price.high or not math.isfinite(price.high):
        raise RefusedInput(
            f"{what}: the price {price.low:g} to {price.high:g} with {price.typical:g} between is no range."
        )
    require_conditions(price, f"{what}: a price")
