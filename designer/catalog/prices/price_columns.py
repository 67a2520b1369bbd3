"""Columns of a price table: a guess at what each says by the words of the headings, in English and German."""

import re
from collections.abc import Callable, Mapping, Sequence
from typing import Final

import msgspec

from designer.model.parts.part import Basis, Per
from designer.model.records import Record


class PriceColumns(Record, frozen=True, kw_only=True):
    """The heading of the column for each field, "" for none, and what holds where a cell is empty.

    Attributes:
        part: Part number, id, alias or exact name; needed.
        price: The planning value; needed unless `low` and `high` are there.
        item: Which of several things paid by the same measure, such as "input" of tokens.
        quote: Number of the quote; a row that has one is of the basis "quote" where it tells no other.
        valid_until: Last day of a quote.
        default_date: ISO date; "" is the day of the import.
    """

    part: str = ""
    price: str = ""
    low: str = ""
    high: str = ""
    currency: str = ""
    per: str = ""
    basis: str = ""
    region: str = ""
    date: str = ""
    note: str = ""
    item: str = ""
    quote: str = ""
    valid_until: str = ""
    default_currency: str = "USD"
    default_basis: Basis = "list"
    default_per: Per = "unit"
    default_date: str = ""


FIELDS: Final = (
    "part",
    "price",
    "low",
    "high",
    "currency",
    "per",
    "basis",
    "region",
    "date",
    "note",
    "item",
    "quote",
    "valid_until",
)
"""The fields of PriceColumns that name a column."""
_WORDS: Final[Mapping[str, tuple[str, ...]]] = {
    "part": (
        "part number",
        "part no",
        "partnumber",
        "partno",
        "pn",
        "p/n",
        "mpn",
        "sku",
        "part id",
        "part",
        "teilenummer",
        "teile nr",
        "teilenr",
        "artikelnummer",
        "artikel nr",
        "artikelnr",
        "art nr",
        "bestellnummer",
        "bestell nr",
        "order code",
        "material",
        "materialnummer",
        "item number",
        "item no",
        "product code",
        "product number",
        "product id",
        "product",
        "produktnummer",
        "produkt",
        "model",
        "modell",
        "artikel",
        "id",
        "name",
        "bezeichnung",
        "description",
        "beschreibung",
        "item",
        "position",
    ),
    "currency": ("currency", "currency code", "curr", "währung", "waehrung", "whg"),
    "per": ("per", "unit", "uom", "unit of measure", "einheit", "mengeneinheit", "me", "je", "pro", "preiseinheit"),
    "basis": ("basis", "price type", "price basis", "kind of price", "preisart", "preisbasis", "preistyp"),
    "quote": (
        "quote number",
        "quote no",
        "quote id",
        "quote",
        "quotation",
        "quotation number",
        "offer number",
        "offer no",
        "angebotsnummer",
        "angebots nr",
        "angebot nr",
        "angebot",
    ),
    "valid_until": (
        "valid until",
        "valid to",
        "valid through",
        "quote valid until",
        "expires",
        "expiry",
        "expiry date",
        "expiration date",
        "gültig bis",
        "gueltig bis",
        "bindefrist",
    ),
    "region": ("region", "country", "location", "land", "standort", "markt", "market"),
    "date": (
        "date",
        "valid from",
        "price date",
        "as of",
        "quoted",
        "quote date",
        "updated",
        "last update",
        "datum",
        "stand",
        "preisstand",
        "gültig ab",
        "gueltig ab",
        "angebotsdatum",
    ),
    "note": (
        "note",
        "notes",
        "comment",
        "comments",
        "remark",
        "remarks",
        "notiz",
        "bemerkung",
        "anmerkung",
        "hinweis",
        "kommentar",
    ),
    "item": ("price item", "item of price", "token type", "preisposten"),
    "low": (
        "low",
        "min",
        "minimum",
        "min price",
        "price min",
        "low price",
        "price low",
        "lowest",
        "from",
        "von",
        "ab",
        "mindestpreis",
        "preis min",
        "niedrigster preis",
    ),
    "high": (
        "high",
        "max",
        "maximum",
        "max price",
        "price max",
        "high price",
        "price high",
        "highest",
        "to",
        "bis",
        "höchstpreis",
        "preis max",
        "höchster preis",
    ),
    "price": (
        "unit price",
        "net price",
        "price",
        "list price",
        "our price",
        "price each",
        "price per unit",
        "typical",
        "cost",
        "unit cost",
        "amount",
        "einzelpreis",
        "stückpreis",
        "listenpreis",
        "nettopreis",
        "netto preis",
        "preis",
        "preis netto",
        "ep",
        "einkaufspreis",
        "ek",
        "kosten",
        "betrag",
        "preis je einheit",
    ),
}
_CURRENCY_IN_HEADING: Final = re.compile(
    r"[(\[]?\b(usd|eur|gbp|chf|jpy|cad|aud|sek|nok|dkk|pln|czk|inr|cny)\b[)\]]?|([€£$])"
)
_SUMS: Final = re.compile(r"\b(total|sum|extended|ext|gesamt|gesamtpreis|summe|qty|quantity|menge|anzahl)\b")
_TELLING: Final = 4
"""Letters that a word needs to count within a longer heading."""
_SIGNS: Final[Mapping[str, str]] = {"€": "EUR", "£": "GBP", "$": "USD"}


def columns_by_heading(headings: Sequence[str]) -> PriceColumns:
    """A guess at the columns by the words of HEADINGS, each used once; own prices have the basis "user"."""
    free = {heading: words for heading in headings if not _SUMS.search(words := _words_of(heading))}
    chosen: dict[str, str] = {}
    for same in (str.__eq__, _begins_or_ends):
        for field, words in _WORDS.items():
            heading = "" if field in chosen else _first(free, words, same)
            if heading:
                chosen[field] = heading
                del free[heading]
    priced = " ".join(chosen.get(field, "") for field in ("price", "low", "high"))
    named = _CURRENCY_IN_HEADING.search(priced.casefold())
    currency = (_SIGNS[named[2]] if named[2] else named[1].upper()) if named else "USD"
    return msgspec.convert({**chosen, "default_basis": "user", "default_currency": currency}, PriceColumns)


def _first(free: Mapping[str, str], words: Sequence[str], same: Callable[[str, str], bool]) -> str:
    """The heading that is the SAME as the earliest of WORDS; "" when none is."""
    return next((heading for word in words for heading, plain in free.items() if same(plain, word)), "")


def _begins_or_ends(plain: str, word: str) -> bool:
    """Return True when the longer WORD stands at an end of the heading PLAIN."""
    return len(word) >= _TELLING and (plain.startswith(word + " ") or plain.endswith(" " + word))


def _words_of(heading: str) -> str:
    """HEADING in small letters without currency, marks and underscores."""
    plain = _CURRENCY_IN_HEADING.sub(" ", heading.casefold())
    return " ".join(re.sub(r"[_.:#()\[\]-]+", " ", plain).split())
