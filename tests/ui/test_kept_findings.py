"""Findings that say what they said before keep their rows, as many as can stay in order."""

from hypothesis import given
from hypothesis import strategies as st

from designer.review.effects.grouping import FindingGroup
from designer.review.findings import Finding
from designer.ui.findings_panel import kept_places


def groups(names):
    return [
        FindingGroup(message=name, detail="", members=(Finding(rule="r", severity="note", message=name, ids=(name,)),))
        for name in names
    ]


def test_rows_between_a_new_one_in_front_and_one_that_is_gone_stay():
    kept = kept_places(groups("abcde"), groups("xabce"))
    assert kept == {1: 0, 2: 1, 3: 2, 4: 4}
    assert kept_places(groups("abcd"), groups("dabc")) == {1: 0, 2: 1, 3: 2}
    assert kept_places(groups(""), groups("ab")) == {}


@given(st.lists(st.sampled_from("abcd"), max_size=8), st.lists(st.sampled_from("abcd"), max_size=8))
def test_what_is_kept_is_equal_and_in_order(before, after):
    kept = kept_places(groups(before), groups(after))
    assert all(before[was] == after[place] for place, was in kept.items())
    places = sorted(kept)
    assert [kept[place] for place in places] == sorted(set(kept.values()))
