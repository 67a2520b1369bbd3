"""Opening and editing refuse the same values of a record, by one judgement, and what is at a limit passes both."""

import math

import pytest
from msgspec.structs import replace

from designer.edit.fields import check_record
from designer.export.text.text_form import design_schema
from designer.model.design import Camera, Design, FloorPlace, Link, Node, RackPlace, Settings, View
from designer.model.marks import Mark
from designer.model.parts.part import PortGroup
from designer.model.record_limits import FARTHEST, LONGEST_NAME, LONGEST_TEXT
from designer.model.record_problems import Problem, problems
from designer.model.records import MAX_CABLES, MAX_COPIES, Record, RefusedInput
from designer.model.validity import require_valid

NODE = Node(id="a", kind="host")
LINK = Link(id="l", a="a", b="b", medium="fabric")
VIEW = View(id="v", name="Slide", camera=Camera(x=0, y=0, width=10, height=10))
MARK = Mark(id="m", kind="note", text="Words")
SETTINGS = Settings()
PORTS = PortGroup(name="p", media=("fabric",), count=4, rate_gbps=100.0)


def design_with(record: Record) -> Design:
    nodes = {"a": NODE, "b": Node(id="b", kind="host")}
    match record:
        case Node():
            return Design(nodes={**nodes, record.id: record})
        case Link():
            return Design(nodes=nodes, links={record.id: record})
        case View():
            return Design(views={record.id: record})
        case Mark():
            return Design(marks={record.id: record})
        case Settings():
            return Design(settings=record)
        case _:
            raise TypeError(record)


REFUSED: dict[str, Record] = {
    "name of a node": replace(NODE, name="n" * (LONGEST_NAME + 1)),
    "name of a link": replace(LINK, name="n" * (LONGEST_NAME + 1)),
    "name of a view": replace(VIEW, name="n" * (LONGEST_NAME + 1)),
    "name of the design": replace(SETTINGS, name="n" * (LONGEST_NAME + 1)),
    "note": replace(NODE, note="n" * (LONGEST_TEXT + 1)),
    "caption": replace(VIEW, caption="n" * (LONGEST_TEXT + 1)),
    "description": replace(SETTINGS, description="n" * (LONGEST_TEXT + 1)),
    "text of a mark": replace(MARK, text="n" * (LONGEST_TEXT + 1)),
    "far to the right": replace(NODE, x=FARTHEST * 1.01),
    "far up": replace(NODE, y=-FARTHEST * 1.01),
    "no place": replace(NODE, x=math.nan),
    "endless place": replace(NODE, x=math.inf),
    "far mark": replace(MARK, x=FARTHEST * 2),
    "far camera": replace(VIEW, camera=Camera(x=FARTHEST * 2, y=0, width=1, height=1)),
    "flat camera": replace(VIEW, camera=Camera(x=0, y=0, width=0, height=1)),
    "no copies": replace(NODE, copies=0),
    "too many copies": replace(NODE, copies=MAX_COPIES + 1),
    "tiny tile": replace(NODE, width=1.0),
    "huge tile": replace(NODE, height=FARTHEST * 2),
    "negative price": replace(NODE, price_usd=-1.0),
    "negative fact": replace(NODE, facts={"power_max_w": -5.0}),
    "fact above its most": replace(NODE, facts={"efficiency": 1.5}),
    "far floor": replace(NODE, floor=FloorPlace(x_mm=2e9, y_mm=0)),
    "negative line": replace(NODE, floor=FloorPlace(x_mm=0, y_mm=0, per_line=-1)),
    "negative pitch": replace(NODE, floor=FloorPlace(x_mm=0, y_mm=0, pitch_mm=-1)),
    "unit 0": replace(NODE, rack=RackPlace(u=0)),
    "ports of one name": replace(NODE, ports=(PORTS, PORTS)),
    "ports that carry nothing": replace(NODE, ports=(replace(PORTS, media=()),)),
    "negative ports": replace(NODE, ports=(replace(PORTS, count=-1),)),
    "negative rate": replace(NODE, ports=(replace(PORTS, rate_gbps=-1.0),)),
    "no cables": replace(LINK, cables=0),
    "too many cables": replace(LINK, cables=MAX_CABLES + 1),
    "negative capacity": replace(LINK, capacity_gbps=-1.0),
    "endless capacity back": replace(LINK, capacity_back_gbps=math.inf),
    "negative length": replace(LINK, length_m=-1.0),
}


@pytest.mark.parametrize("name", REFUSED)
def test_opening_and_editing_refuse_the_same(name: str) -> None:
    record = REFUSED[name]
    with pytest.raises(RefusedInput) as edited:
        check_record(record)
    with pytest.raises(RefusedInput) as opened:
        require_valid(design_with(record))
    for refusal in (str(edited.value), str(opened.value)):
        assert "\n" not in refusal
        assert refusal.endswith(".")
        assert len(refusal) < 250


ALLOWED: dict[str, Record] = {
    "name": replace(NODE, name="n" * LONGEST_NAME),
    "text": replace(NODE, note="n" * LONGEST_TEXT),
    "corner": replace(NODE, x=FARTHEST, y=-FARTHEST),
    "copies": replace(NODE, copies=MAX_COPIES),
    "no ports yet": replace(NODE, ports=(replace(PORTS, count=0),)),
    "fact of a newer version": replace(NODE, facts={"made_up": 3.0}),
    "cables": replace(LINK, cables=MAX_CABLES),
    "camera": VIEW,
    "mark": MARK,
    "settings": SETTINGS,
}


@pytest.mark.parametrize("name", ALLOWED)
def test_what_is_at_a_limit_opens_and_can_be_edited(name: str) -> None:
    record = ALLOWED[name]
    check_record(record)
    design = design_with(record)
    assert require_valid(design) is design


def test_a_problem_is_told_by_its_title_to_people_and_by_its_field_of_a_file() -> None:
    assert list(problems(REFUSED["name of a link"])) == [
        Problem("name", "The name", "has 201 characters; it may have at most 200.")
    ]
    with pytest.raises(RefusedInput, match=r"^The name has 201 characters; it may have at most 200\.$"):
        check_record(REFUSED["name of a node"])
    with pytest.raises(RefusedInput, match=r"^node a: name has 201 characters; it may have at most 200\.$"):
        require_valid(design_with(REFUSED["name of a node"]))


def test_the_schema_tells_the_same_limits() -> None:
    node = design_schema()["$defs"]["Node"]["properties"]
    assert node["name"]["maxLength"] == LONGEST_NAME
    assert node["note"]["maxLength"] == LONGEST_TEXT
    assert (node["x"]["minimum"], node["x"]["maximum"]) == (-FARTHEST, FARTHEST)
