"""Find and replace: what is found, one step back, and expressions that cannot take forever."""

import re
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from designer.edit.links.links import add_link, set_link
from designer.edit.nodes.find_replace import find_matches, replace_matches, safe_expression
from designer.edit.nodes.nodes import add_node, set_node
from designer.model.design import Design
from designer.model.records import RefusedInput


@pytest.fixture
def design(library):
    made = Design()
    for part, node_id, name in (
        ("nvidia/dgx-h100", "a", "Server A1"),
        ("nvidia/dgx-h100", "b", "Server A2"),
        ("nvidia/qm9700", "leaf", "Leaf"),
    ):
        made = add_node(made, library, part, 0, 0, node_id=node_id, name=name).applied(made)
    made = set_node(made, "b", note="Server of row A\nsecond line").applied(made)
    made = add_link(made, "a", "leaf", medium="fabric", cables=8, link_id="l").applied(made)
    return set_link(made, "l", name="Server uplink").applied(made)


def replaced(design, library, find, replacement, **how):
    matches = find_matches(design, library, find, replacement, **how)
    return replace_matches(design, library, matches).applied(design)


def test_names_notes_and_links_in_one_step(design, library):
    matches = find_matches(design, library, "server", "Node")
    assert [match.key for match in matches] == ["name:a", "name:b", "note:b", "name:l"]
    change = replace_matches(design, library, matches)
    after = change.applied(design)
    assert [after.nodes["a"].name, after.nodes["b"].name] == ["Node A1", "Node A2"]
    assert after.nodes["b"].note == "Node of row A\nsecond line"
    assert after.links["l"].name == "Node uplink"
    assert change.label == "Replace in 4 places"
    assert change.inverted().applied(after) == design


def test_case_fields_and_ids(design, library):
    assert not find_matches(design, library, "server", "x", exact_case=True)
    assert {match.field for match in find_matches(design, library, "server", "x", fields=("note",))} == {"note"}
    assert [match.record_id for match in find_matches(design, library, "server", "x", ids=["a"])] == ["a"]
    assert find_matches(design, library, "", "x") == ()
    assert find_matches(design, library, ".", "x") == ()


def test_a_part_id_swaps_the_part_and_keeps_cables(design, library):
    after = replaced(design, library, "dgx-h100", "dgx-h200", fields=("part",))
    assert after.nodes["a"].part == "nvidia/dgx-h200"
    assert after.nodes["a"].name == "Server A1"
    assert after.links == design.links
    (match, _) = find_matches(design, library, "dgx-h100", "dgx-h20", fields=("part",))
    assert match.problem.startswith("There is no part 'nvidia/dgx-h20'")
    with pytest.raises(RefusedInput, match="Check what is to be replaced"):
        replace_matches(design, library, [match])


def test_expressions(design, library):
    after = replaced(design, library, r"Server ([A-Z])(\d+)", r"node-\1-\2", expression=True, fields=("name",))
    assert [after.nodes["a"].name, after.nodes["b"].name] == ["node-A-1", "node-A-2"]
    # Plain text takes a backslash as it is.
    assert replaced(design, library, "Leaf", r"\1").nodes["leaf"].name == r"\1"


@pytest.mark.parametrize(
    ("find", "words"),
    [
        ("(a+)+", "repeat what repeats"),
        ("(a|a)*", "repeat what repeats"),
        ("(?:x(a?))*", "repeat what repeats"),
        (r"(a)\1", "refer back"),
        ("(?=a)", "plain brackets"),
        ("(", "cannot be read"),
        ("[a", "cannot be read"),
        ("*a", "cannot be read"),
        ("a?a?a?a?a?aaaaa", "at most 4"),
        ("x" * 101, "100 is the most"),
    ],
)
def test_expressions_that_are_refused(design, library, find, words):
    with pytest.raises(RefusedInput, match=words):
        find_matches(design, library, find, "x", expression=True)


def test_a_replacement_that_names_no_bracket_is_refused(design, library):
    with pytest.raises(RefusedInput, match="The replacement cannot be read"):
        find_matches(design, library, "Server", r"\2", expression=True)


def test_what_is_too_much_work_is_refused():
    with pytest.raises(RefusedInput, match="could take too long"):
        safe_expression(".*.*x", re.NOFLAG, ["a" * 20_000])


@given(st.text(alphabet="ab.*+?{}()[]|^$\\d,1", max_size=30))
def test_any_expression_is_refused_or_quick(find):
    text = "ab" * 40
    try:
        pattern = safe_expression(find, re.NOFLAG, [text])
    except RefusedInput:
        return
    before = time.process_time()
    pattern.search(text)
    assert time.process_time() - before < 5


def test_a_text_that_changed_meanwhile_is_refused(design, library):
    matches = find_matches(design, library, "Leaf", "Spine")
    later = set_node(design, "leaf", name="Other").applied(design)
    with pytest.raises(RefusedInput, match="has changed since it was found"):
        replace_matches(later, library, matches)


def test_a_name_that_grows_too_long_is_left_out(design, library):
    (match,) = find_matches(design, library, "Leaf", "x" * 201)
    assert "200 is the most" in match.problem
