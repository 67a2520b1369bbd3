"""Prices as they are typed into the form of an own part, those of long requests and of later days too."""

import pytest

from designer.model.parts.part import Price
from designer.ui.catalog.part_form.records import FieldRefused, price_of, price_texts

LONG = Price(
    low=6.0,
    typical=6.0,
    high=6.0,
    basis="list",
    per="million-tokens",
    item="input",
    from_tokens=200_000,
    valid_from="2027-01-01",
    date="2026-11-03",
    sources=("table",),
)


def test_what_is_shown_means_the_same_price() -> None:
    assert price_of(price_texts(LONG)) == LONG


@pytest.mark.parametrize(
    ("field", "typed"),
    [("from_tokens", "many"), ("from_tokens", "0.5"), ("valid_from", "2027-01"), ("valid_from", "soon")],
)
def test_what_cannot_be_meant_is_refused_at_its_field(field: str, typed: str) -> None:
    with pytest.raises(FieldRefused) as problem:
        price_of({**price_texts(LONG), field: typed})
    assert problem.value.field == field
