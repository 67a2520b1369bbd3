"""Tables of fields: each row has its words, reads and writes on a real design, and a new field is one row."""

import pytest
from msgspec.structs import replace
from PySide6.QtWidgets import QPushButton

from designer.edit.links.flows import add_flow
from designer.edit.links.links import add_link
from designer.edit.marks.marks import add_arrow, add_frame, add_note, add_picture
from designer.edit.nodes.bulk_edit import set_facts
from designer.edit.nodes.nodes import add_container, add_node
from designer.edit.racks.rack_places import put_at
from designer.edit.rooms.room_plan import set_outline, set_underlay
from designer.edit.session import Session
from designer.model.changes import ChangeSet
from designer.model.design import Design, Node, RackPlace
from designer.model.kinds import FACTS, KINDS
from designer.model.parts.part import PortGroup
from designer.model.record_limits import LONGEST_NAME, LONGEST_TEXT
from designer.model.records import MAX_CABLES, MAX_COPIES, RefusedInput
from designer.ui.inspector import record_section
from designer.ui.inspector.field_spec import ARITHMETIC, FieldSpec, Selected, numbers
from designer.ui.inspector.fields.flow_fields import FLOW_FIELDS
from designer.ui.inspector.fields.link_fields import LINK_FIELDS
from designer.ui.inspector.fields.mark_fields import MARK_FIELDS
from designer.ui.inspector.fields.node_fields import NODE_FIELDS
from designer.ui.inspector.fields.work_fields import WORK_FIELDS
from designer.ui.inspector.section import Section
from designer.ui.widgets.fields import MIXED, Choice
from tests.edit.rooms.test_rooms import PNG
from tests.ui.inspector.entering import choose, enter
from tests.ui.seen import line, problem

TABLES = {
    "nodes": (*NODE_FIELDS, *WORK_FIELDS),
    "links": LINK_FIELDS,
    "marks": MARK_FIELDS,
    "flows": FLOW_FIELDS,
}
TEXTS = ("2", "0.5", "30", "Spare", "1:1", "2026-11", "")
"""Things that a person may type: one of them is understood in any field."""
ONLY_READ = {"area"}


@pytest.fixture(scope="module")
def everything(library):
    """A design with a node of each kind, one with every fact, and what has ports, places, walls, links and marks."""
    design = Design(nodes={kind: Node(id=kind, kind=kind) for kind in KINDS})
    for part, name in (
        ("nvidia/dgx-h100", "dgx"),
        ("generic/switch", "plain"),
        ("langchain/langchain", "asks"),
        ("vllm/vllm", "answers"),
        ("apc/ap8868", "outlets"),
    ):
        design = add_node(design, library, part, 0, 0, node_id=name).applied(design)
    design = add_node(design, library, "nvidia/qm9700", 0, 0, node_id="leaf", copies=2).applied(design)
    design = add_node(design, library, "nvidia/dgx-h100", 0, 0, node_id="known", copies=2).applied(design)
    for fact in FACTS:
        design = set_facts(design, ["known"], fact, lambda _: 0.25).applied(design)
    design = add_container(design, "rack", 0, 0, node_id="r").applied(design)
    design = add_node(design, library, "nvidia/qm9700", 0, 0, node_id="racked", parent="r").applied(design)
    design = put_at(design, "racked", "r", RackPlace(u=9)).applied(design)
    design = set_outline(design, "room", [(0, 0), (9_000, 0), (9_000, 6_000), (0, 6_000)]).applied(design)
    design = set_underlay(design, "room", "plan.png", PNG).applied(design)
    design = add_link(design, "dgx", "leaf", link_id="rails").applied(design)
    # Hosts with two alike port groups each, in a pod that stands three times.
    ports = tuple(PortGroup(name=name, count=9, rate_gbps=100.0, media=("fabric",)) for name in ("one", "two"))
    inside = {
        "pods": Node(id="pods", kind="pod", copies=3),
        "x": Node(id="x", kind="host", parent="pods", copies=4, ports=ports),
        "y": Node(id="y", kind="host", parent="pods", ports=ports),
    }
    design = replace(design, nodes={**design.nodes, **inside})
    design = add_link(design, "x", "x", link_id="around", spread="ring", cables=4).applied(design)
    design = add_link(design, "x", "y", link_id="ends", cables=4).applied(design)
    design = add_link(design, "asks", "answers", link_id="relation").applied(design)
    design = add_link(design, "outlets", "dgx", medium="power", link_id="cord").applied(design)
    for made in (
        add_note(design, 0, 0, "Old"),
        add_frame(design, 0, 0),
        add_arrow(design, [(0, 0), (9, 9)]),
        add_picture(design, "hall.png", PNG, 0, 0),
    ):
        design = made.applied(design)
    return add_flow(design, ["dgx"], ["known"], 100).applied(design)


def records(design, table):
    if table == "flows":
        return design.settings.flows
    return tuple(getattr(design, table).values())


def entries(widget, spec, library):
    """What a person could enter into a field."""
    if isinstance(widget, Choice):
        return [widget.itemData(row) for row in range(widget.count())]
    if isinstance(widget, QPushButton):
        return [part.id for part in library.parts.values() if part.kind == spec.key]
    return TEXTS


def attempted(spec, at, text):
    """Return the edit that enters TEXT, and why it is refused: then it changes nothing."""
    try:
        return spec.write(at, text), ""
    except RefusedInput as refused:
        return ChangeSet(), str(refused)


def written(spec, at, editor, library):
    """Return what one of the entries that change the value makes of it; None where no entry does."""
    before = spec.values(at)
    assert len(before) == 1
    editor.show(at, before, spec.empty_words(at))
    for text in entries(editor.widget, spec, library):
        change, refused = attempted(spec, at, text)
        assert "\n" not in refused
        after = change.applied(at.design)
        now = Selected(after, library, [one for one in records(after, table_of(spec)) if one.id in at.ids])
        if now.records and spec.values(now) != before:
            # Taken back, all is as it was.
            assert change.inverted().applied(after) == at.design
            return spec.values(now)
    return None


def table_of(spec):
    return next(name for name, rows in TABLES.items() if spec in rows)


@pytest.mark.parametrize("table", TABLES)
def test_each_field_has_its_words_reads_and_writes(everything, library, section, table):
    ones = [Selected(everything, library, [one]) for one in records(everything, table)]
    for spec in TABLES[table]:
        assert spec.key
        assert spec.title, spec.key
        assert spec.help.endswith((".", "…")), spec.key
        having = [at for at in ones if spec.kinds(at)]
        assert having, f"no record has {spec.key}"
        if spec.write is None:
            assert spec.key in ONLY_READ
            assert any(any(spec.values(at)) for at in having)
            continue
        editor = spec.editor(spec, section, lambda _: None)
        assert any(written(spec, at, editor, library) for at in having), f"{spec.key} takes nothing"
        editor.widget.deleteLater()


@pytest.fixture
def section(window, everything):
    window.open_session(Session(everything))
    made = Section(window.workspace.document)
    yield made
    made.deleteLater()


def test_no_two_fields_of_a_selection_share_a_key(everything, library):
    rows = (*NODE_FIELDS, *WORK_FIELDS)
    nodes = tuple(everything.nodes.values())
    for group in (*((node,) for node in nodes), *((node, replace(node, id="twin")) for node in nodes), nodes):
        at = Selected(everything, library, group)
        keys = [spec.key for spec in rows if spec.kinds(at)]
        assert len(keys) == len(set(keys)), group[0].id
    # Nodes and links can be selected together.
    assert not {spec.key for spec in rows} & {spec.key for spec in LINK_FIELDS}


@pytest.fixture
def work(window, library):
    """Two systems in a rack each, a leaf, and a link to each."""
    design = Design()
    for name in ("r1", "r2"):
        design = add_container(design, "rack", 0, 0, node_id=name).applied(design)
    for name, rack in (("a", "r1"), ("b", "r2")):
        design = add_node(design, library, "nvidia/dgx-h100", 0, 0, node_id=name, parent=rack).applied(design)
        design = put_at(design, name, rack, RackPlace(u=1 if name == "a" else 9)).applied(design)
    design = add_node(design, library, "nvidia/qm9700", 0, 0, node_id="leaf", copies=2).applied(design)
    for name in ("a", "b"):
        design = add_link(design, name, "leaf", cables=2, link_id=f"l{name}").applied(design)
    for name in ("hall", "annex"):
        design = add_container(design, "room", 0, 0, node_id=name).applied(design)
    window.open_session(Session(design))
    return window.workspace


@pytest.mark.parametrize(
    ("ids", "key", "entered", "read"),
    [
        (("a", "b"), "rack_unit", "20", lambda d: [d.nodes[one].rack.u for one in "ab"] == [20, 20]),
        (("a", "b"), "face", "rear", lambda d: [d.nodes[one].rack.face for one in "ab"] == ["rear", "rear"]),
        (
            ("hall", "annex"),
            "room_width",
            "12 m",
            lambda d: {d.nodes[o].plan.outline[1].x_mm for o in ("hall", "annex")} == {12_000},
        ),
        (
            ("hall", "annex"),
            "floor_load",
            "1200",
            lambda d: {d.nodes[o].plan.load_limit_kg_per_m2 for o in ("hall", "annex")} == {1_200},
        ),
        (
            ("r1", "r2"),
            "fact:depth_mm",
            "1.2 m",
            lambda d: {d.nodes[o].facts["depth_mm"] for o in ("r1", "r2")} == {1_200},
        ),
        (("la", "lb"), "spread", "mesh", lambda d: {d.links[o].spread for o in ("la", "lb")} == {"mesh"}),
        (("la", "lb"), "link_name", "up-#", lambda d: [d.links[o].name for o in ("la", "lb")] == ["up-1", "up-2"]),
        (
            ("la", "lb"),
            "cable_part",
            "nvidia/mcp4y10-800g-dac",
            lambda d: len({d.links[o].cable_part for o in ("la", "lb")} - {None}) == 1,
        ),
    ],
)
def test_what_one_has_many_have_in_one_step(work, qtbot, ids, key, entered, read):
    document = work.document
    work.canvas.select(ids)
    before, steps = document.design, len(document.session.labels)
    field = work.inspector.section.fields[key]
    choose(field, entered) if isinstance(field, Choice) else enter(qtbot, field, entered)
    assert read(document.design)
    assert len(document.session.labels) == steps + 1
    document.undo()
    assert document.design == before


def test_what_one_of_many_refuses_changes_none_and_is_one_line(work, qtbot):
    """U40 has room for no system of 8 units, and U2 none beside what stands there."""
    work.document.edit(
        lambda design: add_node(design, work.document.library, "nvidia/qm9700", 0, 0, node_id="s", parent="r2")
    )
    work.document.edit(lambda design: put_at(design, "s", "r2", RackPlace(u=30)))
    work.canvas.select(("a", "b"))
    section, before = work.inspector.section, work.document.design
    field = section.fields["rack_unit"]
    assert field.placeholderText() == MIXED
    for typed in ("25", "many", "400"):
        enter(qtbot, field, typed)
        assert work.document.design is before, typed
        refused = problem(section, field)
        assert refused, typed
        assert "\n" not in refused, typed
        assert (field.text(), field.placeholderText()) == ("", MIXED), typed
    enter(qtbot, field, "1")
    assert not problem(section, field)


@pytest.mark.parametrize(
    ("ids", "key", "entered", "limit"),
    [
        (("a",), "name", "x" * (LONGEST_NAME + 1), LONGEST_NAME),
        (("a", "b"), "name", "x" * LONGEST_NAME + "##", LONGEST_NAME),
        (("la",), "link_name", "x" * (LONGEST_NAME + 1), LONGEST_NAME),
        (("a", "b"), "note", "x" * (LONGEST_TEXT + 1), LONGEST_TEXT),
        (("a", "b"), "copies", f"{MAX_COPIES + 1}", MAX_COPIES),
        (("la", "lb"), "cables", f"{MAX_CABLES + 1}", MAX_CABLES),
    ],
)
def test_the_limit_of_a_field_is_that_of_its_record(work, qtbot, ids, key, entered, limit):
    """It is written in the model alone; the line below the field says it, and what stood there comes back."""
    work.canvas.select(ids)
    section, before = work.inspector.section, work.document.design
    field = section.fields[key]
    shown = (field.text(), field.placeholderText())
    field.setText(entered)
    field.entered.emit(entered)
    assert work.document.design is before
    assert f"{limit:,}" in problem(section, field)
    assert (field.text(), field.placeholderText()) == shown


def test_a_value_of_ones_own_is_seen_and_taken_back_by_one_as_by_many(work, qtbot):
    """The weight of one was hidden where one was selected, and shown of many."""
    work.canvas.select(("a",))
    assert "fact:weight_kg" not in work.inspector.section.fields
    work.canvas.select(("a", "b"))
    enter(qtbot, work.inspector.section.fields["fact:weight_kg"], "140")
    work.canvas.select(("a",))
    field = work.inspector.section.fields["fact:weight_kg"]
    assert field.text() == "140"
    enter(qtbot, field, "")
    assert work.document.design.nodes["a"].facts == {}


def test_a_new_field_is_one_row(work, qtbot, monkeypatch):
    """A row alone gives a name, a tool tip, mixed values, arithmetic and one step back, for one and for many."""
    row = FieldSpec(
        key="fact:airflow_cfm",
        title="Air",
        name="Air of one",
        unit="CFM",
        help="What its fans move.",
        many=ARITHMETIC,
        read=lambda _, node: node.facts.get("airflow_cfm"),
        write=numbers("CFM", "Air", lambda at, new: set_facts(at.design, at.ids, "airflow_cfm", new)),
    )
    monkeypatch.setattr(record_section, "NODE_FIELDS", (row,))
    work.canvas.select(("a",))
    section = work.inspector.section
    assert set(section.fields) & {spec.key for spec in NODE_FIELDS} == {row.key}
    enter(qtbot, line(section, "Air of one"), "800")
    work.canvas.select(("a", "b"))
    field = line(work.inspector.section, "Air of one")
    assert (field.placeholderText(), field.accessibleDescription()) == (MIXED, "mixed: 800, none")
    assert field.toolTip() == f"What its fans move. {ARITHMETIC}"
    enter(qtbot, field, "900")
    enter(qtbot, field, "+10%")
    assert {work.document.design.nodes[one].facts["airflow_cfm"] for one in "ab"} == {990.0}
    work.document.undo()
    assert {work.document.design.nodes[one].facts["airflow_cfm"] for one in "ab"} == {900.0}
    assert field.accessibleDescription() == field.toolTip()
