"""The record of a bundle of prices and parts."""

from datetime import date as Day  # noqa: N812 - `date` is a field here

from designer.catalog.files.schema import PartPrices
from designer.model.parts.part import Part, Source
from designer.model.records import Record

SOURCE_KIND = "bundle"
"""Kind of the source that a bundle is of its prices and parts."""


class Bundle(Record, frozen=True, kw_only=True):
    """Prices and parts of one day.

    Attributes:
        name: What the team calls it; a later one of the same name takes its place.
        author: Who keeps it.
        date: ISO day as of which it holds.
        currency: Of prices that name none, when it was written.
        valid_until: ISO day up to which its prices hold, where one says none itself; "" where nobody said.
        note: In words.
        parts: New parts, and parts in place of known ones.
        prices: Prices of parts, its own or known ones.
        sources: Of both.
        digest: SHA-256 of the file.
    """

    name: str
    author: str
    date: str
    currency: str
    valid_until: str = ""
    note: str = ""
    parts: tuple[Part, ...] = ()
    prices: tuple[PartPrices, ...] = ()
    sources: tuple[Source, ...] = ()
    digest: str = ""

    @property
    def source(self) -> Source:
        """Return the source that it is of all its prices and parts."""
        until = f", holds until {self.valid_until}" if self.valid_until else ""
        return Source(
            id=f"bundle-{slug(self.name)}-by-{slug(self.author)}-{self.date}",
            publisher=f"Bundle {self.name} by {self.author}{until}",
            published=self.date,
            retrieved=self.date,
            kind=SOURCE_KIND,
            tier="none",
        )

    @property
    def title(self) -> str:
        """Return what it is called in a sentence: "Team prices of 2026-11-29"."""
        return f"{self.name} of {self.date}"

    def age_days(self, today: Day) -> int:
        """Return how many days old it is on TODAY."""
        return (today - Day.fromisoformat(self.date)).days


def slug(name: str) -> str:
    """Return NAME as part of an id or of the name of a file: small letters, digits and hyphens."""
    kept = "".join(sign if sign.isascii() and sign.isalnum() else "-" for sign in name.casefold())
    return "-".join(filter(None, kept.split("-")))[:60] or "bundle"


def is_of_bundle(source: Source | None) -> bool:
    """Return True when SOURCE is a bundle."""
    return source is not None and source.kind == SOURCE_KIND
