"""Effect of a bundle before it is taken: on the catalog, and on designs that use its parts."""

from collections.abc import Iterator
from datetime import date
from typing import Literal

from designer.catalog.library import Library
from designer.catalog.parts.differences import part_differences
from designer.edit.nodes.part_updates import accept_updates
from designer.model.changes import ChangeSet
from designer.model.design import Design
from designer.model.money.pricing import PriceBook, planned_price
from designer.model.parts.part import Part, Per, Price
from designer.model.records import Record
from designer.review.effects.preview import State, effect_between, state_of
from designer.review.effects.records import Effect
from designer.review.own_rules import NO_OWN_RULES, OwnRules


class PartChange(Record, frozen=True, kw_only=True):
    """A part that comes, changes or goes.

    Attributes:
        fields: Titles of what differs, of a changed one; prices are told by themselves.
    """

    part: str
    name: str
    what: Literal["added", "changed", "removed"]
    fields: tuple[str, ...] = ()


class PriceChange(Record, frozen=True, kw_only=True):
    """The price that a plan takes of a part, before and after.

    Attributes:
        per: The measure that it is paid by.
        item: Which of several things paid by it.
        before: None where there was none.
        after: None where there is none any more.
    """

    part: str
    name: str
    per: Per
    item: str
    before: Price | None
    after: Price | None

    @property
    def share(self) -> float | None:
        """Return the change as a share of the price before; None where there is none, or in another currency."""
        if self.before is None or self.after is None or self.before.currency != self.after.currency:
            return None
        return (self.after.typical - self.before.typical) / self.before.typical if self.before.typical else None


class CatalogChange(Record, frozen=True, kw_only=True):
    """Change of the catalog: parts and prices that differ."""

    parts: tuple[PartChange, ...]
    prices: tuple[PriceChange, ...]


class DesignChange(Record, frozen=True, kw_only=True):
    """Change of a design that takes over what is new of its parts.

    Attributes:
        name: Of the design.
        updated: Ids of the parts that it takes over.
        edit: What takes them over; empty where none of its parts differs.
        effect: Figures before and after, and findings that come and go.
    """

    name: str
    updated: tuple[str, ...]
    edit: ChangeSet
    effect: Effect


def catalog_change(before: Library, after: Library) -> CatalogChange:
    """Return what differs between two catalogs, by name."""
    parts: list[PartChange] = []
    prices: list[PriceChange] = []
    for part_id in sorted(before.parts.keys() | after.parts.keys()):
        old, new = before.parts.get(part_id), after.parts.get(part_id)
        if old is new or old == new:
            continue
        some = new if new is not None else old
        assert some is not None
        if old is None or new is None:
            parts.append(PartChange(part=part_id, name=some.name, what="added" if old is None else "removed"))
        elif fields := _fields(old, new):
            parts.append(PartChange(part=part_id, name=new.name, what="changed", fields=fields))
        prices += _price_changes(old, new)
    return CatalogChange(parts=tuple(parts), prices=tuple(prices))


def design_change(
    design: Design, before: Library, after: Library, today: date, own: OwnRules = NO_OWN_RULES
) -> DesignChange:
    """Return what it does to DESIGN to take over those of its parts that differ between the catalogs.

    Args:
        design: As it is open or saved; it holds its parts itself.
        before: The parts on hand now.
        after: The parts on hand once the bundle is taken.
        today: Against which the dates of prices are old.
        own: Rules of plug-ins.
    """
    updated = tuple(
        part_id
        for part_id, held in sorted(design.parts.items())
        if (new := after.parts.get(part_id)) is not None and new != before.parts.get(part_id) and new != held
    )
    state = state_of(design, before, today, own)
    if not updated:
        return DesignChange(name=design.name, updated=(), edit=ChangeSet(), effect=effect_between(state, state))
    edit = accept_updates(design, after, updated)
    changed: State = state_of(edit.applied(design), after, today, own)
    return DesignChange(name=design.name, updated=updated, edit=edit, effect=effect_between(state, changed))


def _fields(old: Part, new: Part) -> tuple[str, ...]:
    """Return the titles of what differs but prices, and but the sources that a bundle adds."""
    found = [one for one in part_differences(old, new) if not one.field.startswith("prices")]
    return tuple(dict.fromkeys(one.title for one in found if one.field != "sources"))


def _price_changes(old: Part | None, new: Part | None) -> Iterator[PriceChange]:
    book = PriceBook()
    some = new if new is not None else old
    assert some is not None
    measures: dict[tuple[Per, str], None] = {
        (price.per, price.item): None for part in (old, new) if part is not None for price in part.prices
    }
    for per, item in measures:
        plans = [planned_price(part, per, book, item) if part is not None else None for part in (old, new)]
        was, now = (plan.price if plan is not None else None for plan in plans)
        # Prices in a currency without a rate count in no plan, and are told as they stand.
        was = was or _first(old, per, item)
        now = now or _first(new, per, item)
        if was != now:
            yield PriceChange(part=some.id, name=some.name, per=per, item=item, before=was, after=now)


def _first(part: Part | None, per: Per, item: str) -> Price | None:
    if part is None:
        return None
    return next((price for price in part.prices if price.per == per and price.item == item), None)
