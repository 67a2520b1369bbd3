"""Reading and writing of a bundle: one YAML or JSON file, held to its limits and checked entry by entry."""

import hashlib
import re
from collections.abc import Iterable, Mapping
from datetime import date
from pathlib import Path
from typing import Any, Final

import msgspec
from msgspec.structs import replace

from designer.catalog.bundles.records import Bundle
from designer.catalog.files.entries import MAX_PARTS, bytes_of, check_price, parts_in, require_whole, sources_in
from designer.catalog.files.part_yaml import part_yaml, prices_yaml, source_yaml, whole_text
from designer.catalog.files.schema import PartPrices
from designer.catalog.files.yaml_text import plain_yaml, require_readable
from designer.catalog.library import Library, sources_of
from designer.catalog.own.own_parts import MAX_TRAVELLING_BYTES
from designer.files.writing import write_whole
from designer.model.parts.part import Part, Price, Source
from designer.model.records import RefusedInput, require_id

FORMAT: Final = "stackwright-bundle"
VERSION: Final = 1
SUFFIXES: Final = (".bundle", ".yaml", ".yml", ".json")
_KEYS: Final = ("format", "version", "name", "author", "date", "currency", "valid_until", "note")
_LISTS: Final = ("parts", "prices", "sources")
_DIGEST: Final = re.compile(r"[0-9a-f]{64}")
_MOST_DIGEST_BYTES: Final = 1_000
_CURRENCY: Final = re.compile(r"[A-Z]{3}")
_LONGEST: Final = {"name": 80, "author": 80, "note": 2_000}
_HEADING: Final = "# A bundle of prices and parts, to be taken into Stackwright: stackwright bundle take FILE.\n"


def read_bundle(path: Path, today: date) -> Bundle:
    """Return the bundle in PATH.

    Raises:
        RefusedInput: it cannot be read, is another file than FILE.sha256 beside it says, is no bundle, is of a later
            version or a later day, or holds what is not allowed: a price of nothing, a price without a source, an
            unknown kind, a part or a priced part twice.
    """
    if path.suffix.lower() not in SUFFIXES:
        raise RefusedInput(f"{path.name}: a bundle ends in {', '.join(SUFFIXES)}.")
    data = bytes_of(path, "travelling parts")
    digest = digest_beside(path)
    if digest:
        require_digest(data, path.name, digest)
    return parse_bundle(data, path.name, today)


def digest_beside(path: Path) -> str:
    """Return the SHA-256 that lies beside the bundle in PATH, as `sha256sum` writes it; "" where none does.

    Raises:
        RefusedInput: FILE.sha256 is there and holds no SHA-256.
    """
    beside = path.with_name(f"{path.name}.sha256")
    try:
        with beside.open("rb") as file:
            words = file.read(_MOST_DIGEST_BYTES).split()
    except OSError:
        return ""
    digest = words[0].decode("ascii", "replace").lower() if words else ""
    if not _DIGEST.fullmatch(digest):
        raise RefusedInput(f"{beside.name} lies beside the bundle and holds no SHA-256.")
    return digest


def require_digest(data: bytes, name: str, digest: str) -> None:
    """Refuse the file DATA where its SHA-256 is not DIGEST, which its author told.

    Raises:
        RefusedInput: it is another one, or DIGEST is none.
    """
    if not _DIGEST.fullmatch(digest.lower()):
        raise RefusedInput(f"{digest[:80]!r} is no SHA-256, which has 64 digits of 0-9 and a-f.")
    found = hashlib.sha256(data).hexdigest()
    if found != digest.lower():
        raise RefusedInput(
            f"{name} is not the file that its author told of: its SHA-256 is {found[:16]}…, and was to be "
            f"{digest[:16].lower()}…. Ask for it again."
        )


def parse_bundle(data: bytes, name: str, today: date) -> Bundle:
    """Return the bundle in the file DATA, called NAME in messages.

    Raises:
        RefusedInput: as `read_bundle`.
    """
    require_whole(data, name)
    document = plain_yaml(data, name, MAX_TRAVELLING_BYTES)
    if not isinstance(document, dict) or document.get("format") != FORMAT:
        raise RefusedInput(f"{name} is no bundle: it begins with `format: {FORMAT}`.")
    version = document.get("version")
    if version != VERSION:
        raise RefusedInput(
            f"{name} is of version {str(version)[:20]} of bundles; this program reads version {VERSION}."
        )
    odd = next((key for key in document if key not in (*_KEYS, *_LISTS)), None)
    if odd is not None:
        raise RefusedInput(f"{name} has the unknown entry {str(odd)[:60]!r}; there are {', '.join((*_KEYS, *_LISTS))}.")
    texts = {key: _text(document, key, name) for key in _KEYS if key not in ("format", "version")}
    for key in ("name", "author", "date", "currency"):
        if not texts[key].strip():
            raise RefusedInput(f"{name} says no {key}.")
    day = _day(texts["date"], f"{name}: date")
    if day > today:
        raise RefusedInput(f"{name} is of {texts['date']}, a day that lies ahead; correct its date.")
    if texts["valid_until"] and _day(texts["valid_until"], f"{name}: valid_until") < day:
        raise RefusedInput(f"{name} holds until {texts['valid_until']}, before its own date {texts['date']}.")
    if not _CURRENCY.fullmatch(texts["currency"]):
        raise RefusedInput(f"{name}: currency is {texts['currency'][:20]!r}; write its code, such as USD or EUR.")
    sources = sources_in(document.get("sources"), name)
    parts = parts_in(document.get("parts"), name)
    prices = _prices(document.get("prices"), texts["currency"], name)
    bundle = Bundle(
        **texts,
        parts=tuple(parts),
        prices=tuple(prices),
        sources=tuple(sources),
        digest=hashlib.sha256(data).hexdigest(),
    )
    _require_sound(bundle, name)
    return bundle


def write_bundle(path: Path, bundle: Bundle) -> str:
    """Write BUNDLE to PATH and return the SHA-256 of the file.

    Raises:
        RefusedInput: an entry is not allowed, or PATH cannot be written.
    """
    if path.suffix.lower() not in SUFFIXES:
        raise RefusedInput(f"{path.name}: a bundle ends in {', '.join(SUFFIXES)}.")
    _require_sound(bundle, path.name)
    body = bundle_bytes(bundle)
    require_readable(body, path.name, "make two bundles of it", "travelling parts")
    write_whole(path, body)
    return hashlib.sha256(body).hexdigest()


def bundle_bytes(bundle: Bundle) -> bytes:
    """Return BUNDLE as the text of its file, which `parse_bundle` reads.

    Raises:
        RefusedInput: an entry is not allowed.
    """
    head: list[str] = []
    for key, value in {
        "format": FORMAT,
        "version": VERSION,
        **{key: getattr(bundle, key) for key in _KEYS[2:]},
    }.items():
        if value != "":
            # JSON is YAML too, and leaves no word that YAML would take for a date or a truth.
            head.append(f"{key}: {msgspec.json.encode(value).decode()}\n")
    body = (
        *_section("parts", map(part_yaml, bundle.parts)),
        *_section("prices", map(prices_yaml, bundle.prices)),
        *_section("sources", map(source_yaml, bundle.sources)),
    )
    return whole_text(_HEADING, ("".join(head), *body))


def _section(name: str, entries: Iterable[str]) -> list[str]:
    found = list(entries)
    return [f"{name}:\n", *found] if found else []


def unknown_parts(bundle: Bundle, library: Library) -> tuple[str, ...]:
    """Return the priced parts that neither BUNDLE nor LIBRARY has: their prices count nowhere."""
    own = {part.id for part in bundle.parts}
    return tuple(sorted(entry.part for entry in bundle.prices if entry.part not in own | library.parts.keys()))


def _text(document: Mapping[str, Any], key: str, name: str) -> str:
    value = document.get(key, "")
    # YAML takes an unquoted day for a date.
    text = value.isoformat() if isinstance(value, date) else value
    if not isinstance(text, str):
        raise RefusedInput(f"{name}: {key} is {str(value)[:40]!r}, which is no text.")
    if len(text) > _LONGEST.get(key, 20):
        raise RefusedInput(f"{name}: {key} has more than {_LONGEST.get(key, 20):,} characters.")
    if any(not sign.isprintable() for sign in text):
        raise RefusedInput(f"{name}: {key} has signs that cannot be shown, or several lines; type it again.")
    return text


def _day(text: str, what: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise RefusedInput(f"{what} is {text[:20]!r}; write a day as 2026-11-29.") from None


def _prices(document: Any, currency: str, name: str) -> list[PartPrices]:
    """Return the prices that DOCUMENT lists, in CURRENCY where they name none."""
    if document is None:
        return []
    if isinstance(document, list):
        for entry in document:
            for price in entry.get("prices", ()) if isinstance(entry, dict) else ():
                if isinstance(price, dict):
                    price.setdefault("currency", currency)
    try:
        return msgspec.convert(document, list[PartPrices])
    except msgspec.ValidationError as error:
        raise RefusedInput(f"{name}: prices: {str(error).replace('`', '')}.") from None


def _require_sound(bundle: Bundle, name: str) -> None:
    """Refuse BUNDLE where a price or an id in it cannot be."""
    if not bundle.parts and not bundle.prices:
        raise RefusedInput(f"{name} holds no part and no price.")
    if len(bundle.parts) > MAX_PARTS or len(bundle.prices) > MAX_PARTS:
        raise RefusedInput(f"{name} has more than {MAX_PARTS:,} parts or prices.")
    for what, ids in (
        ("part", [part.id for part in bundle.parts]),
        ("priced part", [entry.part for entry in bundle.prices]),
        ("source", [source.id for source in bundle.sources]),
    ):
        twice = _twice(ids)
        if twice:
            raise RefusedInput(f"{name}: the {what} {twice} is there twice; put its entries together.")
    cited = {source.id for source in bundle.sources} | {bundle.source.id}
    for part in bundle.parts:
        lost = next((one for one in sorted(sources_of(part)) if one not in cited), "")
        if lost:
            raise RefusedInput(f"{name}: the part {part.id} cites the source {lost!r}, which the bundle does not hold.")
        for price in part.prices:
            _require_price(price, f"{name}: the price of {part.id}", cited)
    for entry in bundle.prices:
        require_id(entry.part, f"{name}: the priced part's")
        for price in entry.prices:
            check_price(price, f"{name}: {entry.part}")
            _require_price(price, f"{name}: the price of {entry.part}", cited)


def _require_price(price: Price, what: str, cited: set[str]) -> None:
    if price.low <= 0.0:
        raise RefusedInput(f"{what} is {price.low:g}; leave out what is not known: unknown is never 0.")
    if not price.sources:
        raise RefusedInput(f"{what} names no source; say where it was read, under `sources`.")
    lost = next((one for one in price.sources if one not in cited), "")
    if lost:
        raise RefusedInput(f"{what} cites the source {lost!r}, which the bundle does not hold.")


def _twice(ids: list[str]) -> str:
    seen: set[str] = set()
    for one in ids:
        if one in seen:
            return one
        seen.add(one)
    return ""


def with_bundle(library: Library, bundle: Bundle) -> Library:
    """Return LIBRARY with the parts and prices of BUNDLE, each citing it as a source.

    A price of the bundle stands before those that are known, so that its basis is the preferred one; a person's own
    parts stay what they are, and so do shipped sources.
    """
    source = bundle.source
    parts = dict(library.parts)
    for part in bundle.parts:
        if part.id not in library.own:
            parts[part.id] = _citing(part, bundle, source)
    for entry in bundle.prices:
        part = parts.get(entry.part)
        if part is not None:
            new = tuple(_price_citing(price, bundle, source) for price in entry.prices)
            parts[entry.part] = replace(part, prices=(*new, *(price for price in part.prices if price not in new)))
    sources = {**{one.id: one for one in (*bundle.sources, source)}, **library.sources}
    return replace(library, parts=parts, sources=sources)


def _citing(part: Part, bundle: Bundle, source: Source) -> Part:
    prices = tuple(_price_citing(price, bundle, source) for price in part.prices)
    return replace(part, prices=prices, sources=tuple(dict.fromkeys((*part.sources, source.id))))


def _price_citing(price: Price, bundle: Bundle, source: Source) -> Price:
    return replace(
        price,
        sources=tuple(dict.fromkeys((source.id, *price.sources))),
        date=price.date or bundle.date,
        valid_until=price.valid_until or bundle.valid_until,
    )
