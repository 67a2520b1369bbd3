"""Selecting by words: against plain Python over the design, and never anything but an answer or one plain line."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from designer.analysis.run import analyze
from designer.edit.links.links import add_link
from designer.edit.nodes.nodes import add_container, add_node, put_into, set_node
from designer.edit.templates.templates import TEMPLATES, build_template
from designer.model.design import Design
from designer.model.records import RefusedInput
from designer.review.query import EXAMPLES, FIELDS, parse_query
from designer.review.query_answers import Subject
from designer.review.rules import review
from tests.shipped import LIBRARY


def subject_of(design):
    results = analyze(design)
    return Subject(design, results, review(design, results, date(2026, 11, 24)))


@pytest.fixture(scope="module")
def superpod():
    return subject_of(build_template("dgx-superpod-h100", LIBRARY, {"scale_units": "1"}))


@pytest.fixture(scope="module")
def small():
    made = Design()
    for part, node_id, copies in (
        ("nvidia/dgx-h100", "dgx", 8),
        ("nvidia/qm9700", "leaf", 1),
        ("nvidia/qm9700", "idle", 1),
    ):
        made = add_node(made, LIBRARY, part, 0, 0, node_id=node_id, copies=copies).applied(made)
    made = add_container(made, "rack", 0, 0, node_id="r1", name="Rack one").applied(made)
    made = put_into(made, ["idle"], "r1").applied(made)
    made = add_link(made, "dgx", "leaf", medium="fabric", cables=60, link_id="rails").applied(made)
    made = set_node(made, "leaf", note="the only leaf").applied(made)
    return subject_of(made)


def found(subject, text):
    return subject.answer(parse_query(text))


@pytest.mark.parametrize(
    ("text", "ids"),
    [
        ("switch where used > 90%", ("leaf",)),
        ("switch where used < 10%", ("idle",)),
        ("switch used > 90%", ("leaf",)),
        ("switches", ("leaf", "idle")),
        ("server where power > 5 kW", ("dgx",)),
        ("server where power > 1 MW", ()),
        ("rack = r1", ("idle",)),
        ('rack = "Rack one"', ("idle",)),
        ("in r1", ("idle",)),
        ("in rack", ("idle",)),
        ("switch where not in r1", ("leaf",)),
        ("part ~ h100", ("dgx",)),
        ("part = nvidia/qm9700", ("leaf", "idle")),
        ("note ~ only", ("leaf",)),
        ("copies >= 8", ("dgx",)),
        ("links", ("rails",)),
        ("link where cables > 59 and medium = fabric", ("rails",)),
        ("link where to = leaf", ("rails",)),
        ("link where to ~ switch", ("rails",)),
        ("link where length = unknown", ("rails",)),
        ("kind = rack", ("r1",)),
        ("weight = unknown and kind = switch", ()),
        ("switch where height = 1", ("leaf", "idle")),
        ("rack where height = 1", ("r1",)),
        ("vendor = nvidia and (copies > 1 or used > 0.5)", ("dgx", "leaf")),
        ("name = leaf", ()),
        ("id = leaf, used > 50 %", ("leaf",)),
        ("nodes where copies = 8", ("dgx",)),
        ("price > 1,000 and copies > 1", ("dgx",)),
    ],
)
def test_what_is_found(small, text, ids):
    assert found(small, text) == ids


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "Say what to select"),
        ("switch where", "After “where” comes a condition"),
        ("swich", "is it switch"),
        ("pwoer > 8", "is it power?"),
        ("zzzz > 8", "there are name"),
        ("power", "Nothing here is called"),
        ("power >", "comes a value"),
        ("power > red", "not a number"),
        ("power > 8 kg", "no unit for W"),
        ("name > 8", "name is a text"),
        ("power ~ 8", "power is a number"),
        ("(power > 8", "not closed"),
        ("power > 8)", "comes where"),
        ("power > 8 and", "missing at the end"),
        ("and", "Nothing here is called"),
        ("power > unknown", "can be = unknown"),
        ("switch where cables > 3", "write: link where cables"),
        ("link where power > 8", "A link has no power"),
        ("cables > 3 and power > 8", "ask for one of them"),
        ("power ! 8", "not understood"),
        ("x" * 301, "longer than 300"),
        ("not", "missing at the end"),
        ("(" * 40 + "power > 8", "too many brackets"),
    ],
)
def test_what_cannot_be_read_is_told_in_one_line(text, words):
    with pytest.raises(RefusedInput) as refusal:
        parse_query(text)
    assert words in str(refusal.value)
    assert "\n" not in str(refusal.value)


@pytest.mark.parametrize("example", [example for example, _ in EXAMPLES])
def test_the_examples_can_be_asked(superpod, example):
    for record_id in found(superpod, example):
        assert record_id in superpod.design.nodes or record_id in superpod.design.links


@given(st.text(max_size=60))
def test_any_text_is_a_query_or_refused(text):
    try:
        query = parse_query(text)
    except RefusedInput:
        return
    assert Subject(Design()).answer(query) == ()


PIECES = st.sampled_from(
    [
        "switch",
        "server",
        "link",
        "where",
        "and",
        "or",
        "not",
        "in",
        "(",
        ")",
        "=",
        "!=",
        "<",
        ">",
        ">=",
        "~",
        ",",
        "90%",
        "8 kW",
        '"a b"',
        "unknown",
        "r1",
        "1,000",
        "nan",
        "'",
        *FIELDS,
    ]
)


@given(st.lists(PIECES, max_size=12))
def test_any_words_are_a_query_that_finds_something_or_nothing(pieces):
    try:
        query = parse_query(" ".join(pieces))
    except RefusedInput:
        return
    ids = Subject(Design()).answer(query)
    assert ids == ()


def oracle(subject, what, name, sign, value):
    """The same by plain Python: the records of a sort whose field compares so."""
    design = subject.design
    records = list(design.links.values()) if what == "link" else [n for n in design.nodes.values() if n.kind == what]
    compare = {
        "<": lambda x: x < value,
        "<=": lambda x: x <= value,
        ">": lambda x: x > value,
        ">=": lambda x: x >= value,
    }[sign]
    plain = {
        "copies": lambda node: node.copies,
        "power": lambda node: (
            (subject.results.power.by_node[node.id].typical_w.value or float("nan")) / design.total_copies(node.id)
            if node.id in subject.results.power.by_node
            else float("nan")
        ),
        "cables": lambda link: design.total_cables(link),
        "utilisation": lambda link: next(
            (load.utilisation.value for load in subject.results.network.links if load.id == link.id), float("nan")
        ),
    }[name]
    return {record.id for record in records if compare(plain(record))}


NODE_ASKS = st.tuples(st.sampled_from(["server", "switch", "storage"]), st.sampled_from(["copies", "power"]))
LINK_ASKS = st.tuples(st.just("link"), st.sampled_from(["cables", "utilisation"]))


@given(st.one_of(NODE_ASKS, LINK_ASKS), st.sampled_from(["<", "<=", ">", ">="]), st.integers(0, 12_000))
def test_numbers_agree_with_plain_python(superpod, ask, sign, value):
    what, name = ask
    number = value / 10_000 if name == "utilisation" else float(value)
    shown = f"{value / 100}%" if name == "utilisation" else str(value)
    assert set(found(superpod, f"{what} where {name} {sign} {shown}")) == oracle(superpod, what, name, sign, number)


@pytest.mark.parametrize("template", sorted(TEMPLATES))
def test_kinds_and_their_contrary_are_everything(template):
    subject = Subject(build_template(template, LIBRARY, {}))
    for kind in {node.kind for node in subject.design.nodes.values()}:
        of_kind = set(found(subject, f"kind = {kind}")) & set(subject.design.nodes)
        others = set(found(subject, f"nodes where not kind = {kind}"))
        assert of_kind == {node.id for node in subject.design.nodes.values() if node.kind == kind}
        assert of_kind | others == set(subject.design.nodes)
        assert not of_kind & others


def test_without_an_analysis_figures_are_unknown(small):
    alone = Subject(small.design)
    assert found(alone, "server where power > 1 W") == ()
    assert found(alone, "server where power = unknown") == ("dgx",)
    assert found(alone, "status = ok and kind = switch") == ("leaf", "idle")


def test_status_is_that_of_the_worst_finding(superpod):
    for finding in superpod.findings:
        for record_id in finding.ids:
            if record_id in superpod.design.nodes:
                severities = [one.severity for one in superpod.findings if record_id in one.ids]
                worst = next(one for one in ("error", "warning", "note") if one in severities)
                assert record_id in found(superpod, f"status = {worst}")
                assert record_id in found(superpod, f"findings >= {len(severities)}")
