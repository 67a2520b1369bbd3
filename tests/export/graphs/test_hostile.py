"""Files that mean harm, and fabrics drawn badly on purpose: a plain answer each time."""

import pytest

from designer.analysis.run import analyze
from designer.limits import LIMITS, Limit
from designer.model.records import RefusedInput

LAUGHS = """<?xml version="1.0"?><!DOCTYPE graphml [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">
<!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;">]><graphml><graph id="&c;"/></graphml>"""
FILE = '<?xml version="1.0"?><!DOCTYPE graphml [<!ENTITY x SYSTEM "file:///etc/hostname">]><graphml>&x;</graphml>'
PARAMETER = '<?xml version="1.0"?><!DOCTYPE graphml [<!ENTITY % x SYSTEM "file:///etc/hostname"> %x;]><graphml/>'


@pytest.mark.parametrize("text", [LAUGHS, FILE, PARAMETER])
def test_entities_are_refused(read_text, text):
    with pytest.raises(RefusedInput, match="entities"):
        read_text(text, "bad.graphml")


def test_a_foreign_document_type_is_not_fetched(read_text):
    text = '<!DOCTYPE graphml SYSTEM "file:///no/such.dtd"><graphml><graph><node id="a"/></graph></graphml>'
    assert set(read_text(text, "dtd.graphml").design.nodes) == {"a"}


def test_an_encoding_that_is_not_known_is_refused(read_text):
    with pytest.raises(RefusedInput, match="encoding"):
        read_text('<?xml version="1.0" encoding="rot13"?><graphml/>', "odd.graphml")


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("<graphml>" + "<graph><node id='n'>" * 5000, "deep.graphml"),
        ("graph {" + "{" * 5000, "deep.dot"),
        ('{"nodes":' + "[" * 5000, "deep.json"),
        (
            '{"nodes":[{"id":"0","kind":"pod"}'
            + "".join(f',{{"id":"{n}","kind":"pod","parent":"{n - 1}"}}' for n in range(1, 500))
            + "]}",
            "chain.json",
        ),
    ],
)
def test_what_is_nested_too_deep_is_refused(read_text, text, name):
    with pytest.raises(RefusedInput):
        read_text(text, name)


def test_a_file_that_is_too_large_is_refused(read_text, monkeypatch):
    monkeypatch.setitem(LIMITS, "graph", Limit(1000))
    with pytest.raises(RefusedInput, match="larger than"):
        read_text("graph {" + " " * 2000 + "}", "huge.dot")


def test_a_product_of_groups_is_bounded(read_text):
    many = " ".join(f"a{n}" for n in range(1000))
    with pytest.raises(RefusedInput, match="edges"):
        read_text(f"graph {{ {{{many}}} -- {{{many.replace('a', 'b')}}} }}", "product.dot")


def test_groups_inside_themselves_are_taken_out(read_text):
    found = read_text(
        '{"nodes": [{"id": "r", "kind": "rack", "parent": "s"}, {"id": "s", "kind": "rack", "parent": "r"},'
        ' {"id": "t", "kind": "rack", "parent": "t"}, {"id": "h", "kind": "host", "parent": "s"}]}',
        "cycle.json",
    )
    assert {node.id: node.parent for node in found.design.nodes.values()} == {
        "r": None,
        "s": "r",
        "t": None,
        "h": "s",
    }
    assert sum("stands inside itself" in note for note in found.notes) == 2


def test_cyclic_clusters_of_dot_stay_in_the_first(read_text):
    found = read_text("graph { subgraph cluster_a { subgraph cluster_b { subgraph cluster_a { h } } } }", "cycle.dot")
    assert {node.id: node.parent for node in found.design.nodes.values()} == {"a": None, "b": "a", "h": "a"}


def test_names_that_look_like_gaps_and_braces_are_only_text(read_text):
    found = read_text('graph { h ["{n}"="1", "{0.x}"=2, kind=host]; g ["{n}"="1", kind=host] }', "braces.dot")
    assert any("'{0.x}'" in note for note in found.notes)


def test_many_odd_things_are_told_in_few_lines(read_text):
    attributes = ", ".join(f"odd{n}=1" for n in range(500))
    ids = "; ".join(f'"n {n}" [kind=host]' for n in range(500))
    found = read_text(f"graph {{ h [{attributes}]; {ids} }}", "many.dot")
    assert len(found.notes) < 100


@pytest.mark.parametrize(
    "text",
    [
        "graph { node [kind=switch]; a -- b -- c -- a [label=100G] }",
        "graph { node [kind=host]; a -- b [label=100G]; s [kind=switch]; c -- s [label=100G] }",
        "graph { a [kind=host]; b [kind=host]; a -- b [capacity_gbps=0] }",
        "graph { a [kind=host]; b [kind=host]; a -- b [capacity_gbps=400, cables=1000000] }",
        "graph { a [kind=host]; a -- a [label=100G] }",
        "graph { a [kind=switch]; b [kind=switch]; a -- b }",
        "graph {}",
        "graph { a [kind=host]; b [kind=host]; a -- b [capacity_gbps=1e999] }",
        "graph { a [kind=host, copies=1e9]; b [kind=host, copies=-1]; a -- b [cables=0.5, capacity_gbps=nan] }",
    ],
)
def test_fabrics_drawn_badly_are_read_and_analysed(read_text, text):
    found = read_text(text, "bad.dot")
    results = analyze(found.design)
    assert results.network is not None
    assert all(node.copies >= 1 for node in found.design.nodes.values())


def test_long_and_unprintable_names_are_cut(read_text):
    long = "x" * 900
    text = f'graph "{long}" {{ a [kind=host, label="{long}"]; "b\x07\u202e" [kind=host]; a -- b [label="{long}"] }}'
    found = read_text(text, "names.dot")
    assert len(found.design.nodes["a"].name) == len(found.design.name) == 200
    assert all(node.name.isprintable() for node in found.design.nodes.values())
    assert all(note.isprintable() for note in found.notes)


def test_ids_without_a_letter_that_may_stand_are_numbered(read_text):
    nodes = ",".join(f'{{"id": "{chr(0x4E00 + number)}", "kind": "host"}}' for number in range(300))
    found = read_text(f'{{"nodes": [{{"id": "node-2", "kind": "host"}}, {nodes}]}}', "odd.json")
    assert len(found.design.nodes) == 301
    assert {"node", "node-2", "node-3", "node-301"} <= found.design.nodes.keys()
    assert sum("is not allowed here" in note for note in found.notes) == 20
    assert any(note.startswith("And 280 more") for note in found.notes)
