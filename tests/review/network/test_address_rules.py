"""Addresses that do not suffice: told where a person asked for a plan, and never where a plan can be made."""

from datetime import date

import pytest

from designer.edit.addresses import set_addresses
from designer.edit.templates.templates import build_template
from designer.export.cables.drawn_network import addresses_of
from designer.model.address_settings import AddressSettings
from designer.model.records import RefusedInput
from designer.review.network.address_rules import addresses_too_few
from tests.shipped import LIBRARY

DAY = date(2026, 11, 29)
FIELDS = (
    {"hosts": "10.128.0.0/20", "links": "10.0.0.0/12"},
    {"links": "10.0.0.0/22"},
    {"loopbacks": "192.168.0.0/25"},
    {"host_length": "28"},
    {"management": "172.24.0.0/20"},
    {"management_length": "29"},
    {"hosts": "10.128.0.0/12", "links": "10.0.0.0/10", "link_addresses": "unnumbered"},
)
FIELD_NAMES = AddressSettings.__struct_fields__
ALWAYS_TOLD = {"leaf-spine": FIELDS[:4], "dgx-superpod-h100": FIELDS[4:6]}


@pytest.mark.parametrize("template", ["leaf-spine", "dgx-superpod-h100", "torus"])
@pytest.mark.parametrize("fields", FIELDS, ids=lambda fields: next(iter(fields.items()))[1])
def test_what_is_told_is_what_the_plan_is_refused_for(template: str, fields: dict[str, str]) -> None:
    design = build_template(template, LIBRARY, {})
    design = set_addresses(design, fields).applied(design)
    told = list(addresses_too_few(design, None, DAY))
    refusal = ""
    try:
        addresses_of(design, LIBRARY.parts)
    except RefusedInput as problem:
        refusal = str(problem)
    # Without the cables one by one less is known, never something else.
    if told:
        assert refusal
        assert told[0].detail.partition("=")[0].removeprefix("Set addresses ") in FIELD_NAMES
    if fields in ALWAYS_TOLD.get(template, ()):
        assert told


def test_a_design_of_which_nobody_asked_addresses_is_told_nothing() -> None:
    design = build_template("leaf-spine", LIBRARY, {})
    assert not list(addresses_too_few(design, None, DAY))
    kept = set_addresses(design, {"keep": "yes"}).applied(design)
    assert not list(addresses_too_few(kept, None, DAY))
    small = set_addresses(design, {"links": "10.0.0.0/22"}).applied(design)
    (found,) = addresses_too_few(small, None, DAY)
    assert (found.rule, found.severity) == ("addresses-too-few", "warning")
    assert found.message == (
        "The address plan has no room for Leaf switch 8: links, the prefix of links between switches, is 10.0.0.0/22 "
        "and must be a /17 or larger."
    )
