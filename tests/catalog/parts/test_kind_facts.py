from collections import Counter

import pytest

from designer.catalog.parts.kind_facts import facts_of_kind, other_facts
from designer.model.kinds import FACTS, KINDS
from tests.shipped import LIBRARY

PLACEABLE = [kind.id for kind in KINDS.values() if not kind.container]


@pytest.fixture(scope="module")
def shipped():
    return LIBRARY


@pytest.mark.parametrize("kind", PLACEABLE)
def test_a_form_offers_what_parts_of_the_kind_have(shipped, kind):
    parts = [part for part in shipped.parts.values() if part.kind == kind]
    used = Counter(name for part in parts for name in part.facts)
    often = {name for name, count in used.items() if count * 5 >= len(parts)}
    assert often <= set(facts_of_kind(kind))


@pytest.mark.parametrize("kind", PLACEABLE)
def test_every_fact_is_offered_once(kind):
    offered = facts_of_kind(kind)
    assert sorted((*offered, *other_facts(kind))) == sorted(FACTS)


def test_kinds_that_are_unknown_offer_all_under_more():
    assert facts_of_kind("nonsense") == ()
    assert other_facts("nonsense") == tuple(FACTS)
