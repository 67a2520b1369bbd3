"""Prices of model APIs by the token, from the table that the package genai-prices carries; nothing is fetched.

The package is large and is read only when prices are asked for.
"""

import importlib.util
import re
import sys
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Any, Final

from msgspec.structs import replace

from designer.catalog.library import Library
from designer.catalog.prices.price_report import PriceOffer, PriceReport
from designer.model.kinds import MODEL_APIS
from designer.model.parts.part import Part, Per, Price, Source

if TYPE_CHECKING:
    from genai_prices.types import ModelInfo, ModelPrice, Provider

_PACKAGE: Final = "genai_prices"
REFERENCE: Final = "genai_prices"
"""The text of a part that names its model in the table, as "provider / model"."""
_ITEMS: Final[Mapping[str, tuple[Per, str]]] = {
    "input_mtok": ("million-tokens", "input"),
    "output_mtok": ("million-tokens", "output"),
    "cache_read_mtok": ("million-tokens", "cached input"),
    "cache_write_mtok": ("million-tokens", "cache write"),
    "input_audio_mtok": ("million-tokens", "input audio"),
    "output_audio_mtok": ("million-tokens", "output audio"),
    "cache_audio_read_mtok": ("million-tokens", "cached input audio"),
    "input_image_mtok": ("million-tokens", "input image"),
    "output_image_mtok": ("million-tokens", "output image"),
    "cache_image_read_mtok": ("million-tokens", "cached input image"),
    "input_video_mtok": ("million-tokens", "input video"),
    "output_video_mtok": ("million-tokens", "output video"),
    "web_searches_kcount": ("thousand-requests", "web search"),
    "storage_searches_kcount": ("thousand-requests", "file search"),
    "requests_kcount": ("thousand-requests", "request"),
}
_LONG_CACHE: Final = "cache_write_1h_mtok"
_CHECKED: Final = re.compile(r"(?:verified|checked|as of|retrieved|accessed)\D{0,80}?(20\d\d-\d\d-\d\d)", re.IGNORECASE)


@dataclass(frozen=True)
class _Rate:
    """Rate of one thing: the usual one, and that of a whole request of more than so many tokens."""

    base: float
    steps: tuple[tuple[int, float], ...] = ()

    def at(self, start: int) -> float:
        """Return the rate beyond START tokens in; 0 asks for the usual one."""
        return max(((step, rate) for step, rate in self.steps if step <= start), default=(0, self.base))[1]

    def words(self) -> str:
        """The rate as a person writes it."""
        return " ".join([f"{self.base:g}", *(f"({rate:g} beyond {start:,} tokens in)" for start, rate in self.steps)])


def token_prices(library: Library, today: date) -> PriceReport:
    """Return the prices of the models that LIBRARY has as parts on the day TODAY, in US dollars.

    A part is a model's when its id or an alias is "provider/model" in the table's words, or its text `genai_prices`
    says so. Prices carry the newest day on which the table was checked. What long requests cost and what is announced
    are prices of their own. Where a price depends on the hour of the day, it is a range with the usual price as
    typical; batch and other modes stand in its note.
    """
    providers = _providers()
    source = token_source(today)
    parts = _parts_by_model(library)
    offers: list[PriceOffer] = []
    not_taken: list[str] = []
    for provider in providers:
        missing = 0
        unmeasured: Counter[str] = Counter()
        for model in provider.models:
            matching = parts.get((provider.id.casefold(), model.id.casefold()), ())
            missing += not matching
            for part in matching:
                row = f"{provider.id} / {model.id}"
                prices, others = model_prices(model, source.published, source.id, today)
                offers += [PriceOffer(part=part.id, price=price, row=row) for price in prices]
                unmeasured.update(others)
                if not prices:
                    not_taken.append(f"{row}: the table has no price of it by tokens or requests.")
        if missing:
            models = f"{missing:,} model{'' if missing == 1 else 's'}"
            not_taken.append(
                f"{provider.name}: {models} of the table {'is' if missing == 1 else 'are'} not a part here."
            )
        not_taken += [
            f"{provider.name}: the price by {what} of {count:,} model{'' if count == 1 else 's'} has no measure here."
            for what, count in sorted(unmeasured.items())
        ]
    return PriceReport(offers=tuple(offers), sources={source.id: source}, not_taken=tuple(not_taken))


def _providers() -> "Sequence[Provider]":
    """Return the table of genai-prices, which stands in a module of its own.

    What the package does when it is imported is left out: it brings a client for fetching newer tables, which opens
    networks, and nothing here ever fetches.
    """
    if _PACKAGE not in sys.modules:
        spec = importlib.util.find_spec(_PACKAGE)
        if spec is not None:
            sys.modules[_PACKAGE] = importlib.util.module_from_spec(spec)  # with its place, and not run
    from genai_prices.data import providers

    return providers


def token_source(today: date) -> Source:
    """The table of genai-prices, in its installed version; `published` is the newest day on which it was checked."""
    from importlib.metadata import version

    number = version("genai-prices")
    return Source(
        id=f"genai-prices-{number}",
        publisher=f"Pydantic, genai-prices {number}, table of models and prices",
        published=_checked(_providers()) or "undated",
        retrieved=today.isoformat(),
        kind="package",
        tier="dataset",
    )


def model_prices(
    model: "ModelInfo", checked: str, source: str, today: date
) -> tuple[tuple[Price, ...], tuple[str, ...]]:
    """The prices of MODEL that hold on the day TODAY, and the words of those that no measure fits.

    Args:
        model: A model of the table.
        checked: Date that the prices carry.
        source: Id of the source that they name.
        today: Prices that start later follow those of this day, with their first day.
    """
    windows, since = _in_force(model, today)
    if not windows:
        return (), ()
    usual = max(windows, key=lambda window: window[1])[0]
    prices: list[Price] = []
    others: list[str] = []
    for key, (per, item) in _ITEMS.items():
        rate = _rate(usual, key)
        if rate is None:
            continue
        known = [(words, found) for prices_then, _, words in windows if (found := _rate(prices_then, key)) is not None]
        notes = [f"{found.words()} {words}" for words, found in known if words and found != rate]
        if key == "cache_write_mtok" and (longer := _rate(usual, _LONG_CACHE)) is not None:
            notes.append(f"{longer.words()} for an hour")
        notes += _modes(model, key, rate, today)
        notes += [f"since {since}"] if since else []
        usual_price = Price(
            low=min(found.base for _, found in known),
            typical=rate.base,
            high=max(found.base for _, found in known),
            basis="list",
            per=per,
            item=item,
            date=checked,
            sources=(source,),
            note="; ".join(notes),
        )
        prices.append(usual_price)
        prices += _steps(usual_price, rate, [found for _, found in known])
        before = rate
        for start, later in _coming(model, key, today):
            if later != before:
                announced = replace(
                    usual_price, low=later.base, typical=later.base, high=later.base, valid_from=start, note=""
                )
                prices += [announced, *_steps(announced, later, [later])]
            before = later
    for key, value in vars(usual).items():
        if value is not None and key not in _ITEMS and key != _LONG_CACHE and not key.startswith("_"):
            others.append(re.sub(r"_(mtok|kcount|kpages|mchars)$", "", key).replace("_", " "))
    return tuple(prices), tuple(others)


def _steps(usual: Price, rate: _Rate, rates: Iterable[_Rate]) -> Iterator[Price]:
    """Prices of long requests beside the USUAL one, whose RATE holds most hours of those with RATES."""
    for start, amount in rate.steps:
        amounts = [found.at(start) for found in rates]
        yield replace(usual, low=min(amounts), typical=amount, high=max(amounts), from_tokens=start, note="")


def _parts_by_model(library: Library) -> Mapping[tuple[str, str], list[Part]]:
    """The model APIs of LIBRARY by provider and model, in small letters."""
    found: dict[tuple[str, str], list[Part]] = {}
    for part in library.parts.values():
        if part.kind not in MODEL_APIS:
            continue
        vendor = part.id.partition("/")[0]
        reference = part.texts.get(REFERENCE, "")
        # A stated reference counts alone; else id and aliases, which may be those of another vendor.
        names = [reference.replace(" / ", "/", 1)] if reference else [part.id, *part.aliases]
        for name in names:
            provider, slash, model = name.partition("/")
            key = (provider, model) if slash else (vendor, name)
            found.setdefault((key[0].strip().casefold(), key[1].strip().casefold()), []).append(part)
    return found


def _checked(providers: "Iterable[Provider]") -> str:
    """The newest day on which the comments of PROVIDERS say that prices were looked at; "" when they say none."""
    comments = [
        text
        for provider in providers
        for text in (provider.price_comments, *(model.price_comments for model in provider.models))
        if text
    ]
    return max((day for text in comments for day in _CHECKED.findall(text)), default="")


def _in_force(model: "ModelInfo", today: date) -> "tuple[list[tuple[ModelPrice, float, str]], str]":
    """The prices of MODEL on the day TODAY with their hours a day and words for them, and since when they hold."""
    if not isinstance(model.prices, list):
        return [(model.prices, 24.0, "")], ""
    standing: ModelPrice | None = None
    since = ""
    windows: list[tuple[ModelPrice, float, str]] = []
    for entry in model.prices:
        constraint: Any = entry.constraint
        # Without a condition: the price that always holds.
        if constraint is None:
            standing = standing or entry.prices
        elif hasattr(constraint, "start_date"):
            # A price from a day on replaces all before it, also their hours.
            if constraint.start_date <= today:
                standing, since, windows = entry.prices, constraint.start_date.isoformat(), []
        else:
            hours = _hours(constraint.start_time, constraint.end_time)
            words = f"from {constraint.start_time:%H:%M} to {constraint.end_time:%H:%M} UTC"
            windows.append((entry.prices, hours, words))
    # All announced prices lie ahead: the first one is better than none.
    if standing is None and not windows and model.prices:
        standing = model.prices[0].prices
    if standing is not None:
        # Hours that no window covers are at the standing price.
        rest = 24.0 - sum(hours for _, hours, _ in windows)
        if rest > 0:
            windows.insert(0, (standing, rest, "at other hours" if windows else ""))
    return windows, since


def _hours(start: Any, end: Any) -> float:
    """Hours from START to END of a day."""
    day = datetime(2026, 1, 1, tzinfo=UTC).date()
    spanned = (datetime.combine(day, end) - datetime.combine(day, start)).total_seconds() / 3600.0
    return spanned % 24.0


def _coming(model: "ModelInfo", key: str, today: date) -> list[tuple[str, _Rate]]:
    """Return the rates of KEY of MODEL from later days on, the soonest first."""
    found: list[tuple[str, _Rate]] = []
    for entry in model.prices if isinstance(model.prices, list) else ():
        start = getattr(entry.constraint, "start_date", None)
        if start is not None and start > today and (rate := _rate(entry.prices, key)) is not None:
            found.append((start.isoformat(), rate))
    return sorted(found, key=lambda later: later[0])


def _modes(model: "ModelInfo", key: str, usual: _Rate, today: date) -> Iterator[str]:
    """Yield the rates of KEY of MODEL in other modes, such as batches, where they differ from the USUAL one."""
    told: set[tuple[tuple[str, str], ...]] = set()
    modes: dict[str, list[str]] = {}
    for variant in model.price_variants or ():
        start = getattr(variant.constraint, "start_date", None)
        rate = _rate(variant.prices, key)
        when = tuple(sorted(variant.when.items()))
        if rate is None or when in told or (start is not None and start > today):
            continue
        told.add(when)  # of two variants for one mode, the table means the first
        if rate != usual:
            modes.setdefault(rate.words(), []).append(_mode_words(variant.when))
    for words, names in modes.items():
        yield f"{words} in mode {' or '.join(dict.fromkeys(names))}"


def _mode_words(when: Mapping[str, str]) -> str:
    return " ".join(
        value if key in {"processing", "speed", "service_tier"} else f"{key} {value}" for key, value in when.items()
    )


def _rate(prices: "ModelPrice", key: str) -> _Rate | None:
    """Return the rate of KEY in PRICES; None when they tell none, or no finite amount."""
    found: Any = vars(prices).get(key)
    if found is None:
        return None
    tiers = () if isinstance(found, Decimal) else found.tiers
    amounts = [found if isinstance(found, Decimal) else found.base, *(tier.price for tier in tiers)]
    if not all(amount.is_finite() and amount >= 0 for amount in amounts):
        return None
    return _Rate(float(amounts[0]), tuple((int(tier.start), float(tier.price)) for tier in tiers))
