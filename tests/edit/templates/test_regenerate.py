"""Other parameters for a design that was edited by hand: the edits survive, and without edits it is a fresh build."""

from collections.abc import Callable
from functools import partial
from random import Random

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from designer.catalog.library import Library
from designer.edit import settings as design_settings
from designer.edit import views
from designer.edit.links import links
from designer.edit.nodes import nodes
from designer.edit.nodes.grouping import group, put_into
from designer.edit.session import Session
from designer.edit.templates.regenerate import foresee, regenerate
from designer.edit.templates.templates import TEMPLATES, build_template
from designer.model.changes import ChangeSet
from designer.model.design import Design
from designer.model.kinds import CONTAINERS
from designer.model.records import RefusedInput
from designer.model.validity import require_valid
from tests.long_runs import runs
from tests.shipped import LIBRARY

STEPS: list[tuple[str, dict[str, str], dict[str, str]]] = [
    ("ai-stack", {}, {"users": "12000", "systems": "8"}),
    ("cloud-stack", {}, {"instances": "4", "model": "8B"}),
    ("dgx-superpod-h100", {"scale_units": "1"}, {"scale_units": "3"}),
    ("dgx-superpod-h100", {"scale_units": "4"}, {"scale_units": "16"}),
    ("leaf-spine", {"nodes": "32"}, {"nodes": "512"}),
    ("leaf-spine", {"nodes": "127", "extra_links": "4"}, {"nodes": "3", "links_per_node": "1", "extra_links": "0"}),
    ("fat-tree", {"k": "8"}, {"k": "16"}),
    ("rail-optimised", {"hosts": "100"}, {"hosts": "64"}),
    ("rail-optimised", {"hosts": "64"}, {"hosts": "100"}),
    ("dual-plane", {}, {"planes": "4", "hosts": "512"}),
    ("dragonfly", {}, {"g": "5"}),
    ("dragonfly", {"g": "5", "a": "2", "h": "3"}, {"g": "7"}),
    ("torus", {"z": "1"}, {"x": "3", "z": "2"}),
    ("nvl72", {}, {"racks": "60"}),
    ("power-chain", {"racks": "4"}, {"racks": "40"}),
    ("rag-service", {}, {"users": "9000", "database": "Pinecone"}),
    ("training-run", {}, {"model": "8B", "scale_units": "2"}),
    ("api-service", {}, {"users_a_day": "9000"}),
    ("cloud-serving", {}, {"instance": "p4d"}),
    ("data-platform", {}, {}),
    ("ten-thousand-h100", {}, {}),
]
Edit = Callable[[Design, Random, str], ChangeSet]


def some(names: object, rnd: Random) -> str:
    found = sorted(names)  # type: ignore[call-overload]
    return rnd.choice(found) if found else "nobody"


def frame(design: Design, rnd: Random) -> str | None:
    return rnd.choice([None, *sorted(node.id for node in design.nodes.values() if node.kind in CONTAINERS)])


EDITS: dict[str, Edit] = {
    "add": lambda d, r, name: nodes.add_node(
        d,
        LIBRARY,
        r.choice(["generic/host", "generic/switch", "nvidia/qm9700"]),
        r.randint(-900, 900),
        r.randint(-900, 900),
        name=name,
        parent=frame(d, r),
    ),
    "add under an id of a generator": lambda d, r, name: nodes.add_node(
        d,
        LIBRARY,
        "generic/switch",
        0,
        0,
        name=name,
        node_id=r.choice(["core", "spine", "host-last", "leaf-3", "group-7", "node-1-1-2", "su"]),
    ),
    "move": lambda d, r, name: nodes.move_nodes(d, [some(d.nodes, r)], r.randint(-99, 99) * 8, r.randint(-99, 99) * 8),
    "rename": lambda d, r, name: nodes.set_node(d, some(d.nodes, r), name=name),
    "copies": lambda d, r, name: nodes.set_node(d, some(d.nodes, r), copies=r.randint(1, 40)),
    "fact": lambda d, r, name: nodes.set_fact(d, some(d.nodes, r), "power_max_w", float(r.randint(1, 900))),
    "remove": lambda d, r, name: nodes.remove(d, [some(d.nodes, r)]),
    "remove a link": lambda d, r, name: nodes.remove(d, [some(d.links, r)]),
    "link": lambda d, r, name: links.add_link(d, some(d.nodes, r), some(d.nodes, r), cables=r.randint(1, 4)),
    "cables": lambda d, r, name: links.set_link(d, some(d.links, r), cables=r.randint(1, 99), name=name),
    "into": lambda d, r, name: put_into(d, [some(d.nodes, r)], frame(d, r)),
    "group": lambda d, r, name: group(d, [some(d.nodes, r)], "pod"),
    "view": lambda d, r, name: views.set_view(d, some(d.views, r), caption=name),
    "new view": lambda d, r, name: views.add_view(d, name, focus=[some(d.nodes, r)]),
    "design": lambda d, r, name: design_settings.set_name(d, name),
    "assumption": lambda d, r, name: design_settings.set_assumption(d, "pue", 1.0 + r.random()),
}
_PLACE = {"id", "x", "y", "width", "height", "order", "folded", "parent", "a", "b", "focus"}


def edited(design: Design, rnd: Random, names: list[str]) -> Design:
    """DESIGN after the edits called NAMES, those left out that it refuses."""
    for number, name in enumerate(names):
        try:
            design = EDITS[name](design, rnd, f"by hand {number}").applied(design)
        except RefusedInput:
            continue
    return design


def fields(record: object, without: set[str]) -> dict[str, object]:
    return {name: getattr(record, name) for name in record.__struct_fields__ if name not in without}  # type: ignore[attr-defined]


def check_survives(base: Design, mine: Design, after: Design) -> None:
    for table in ("nodes", "links", "views"):
        made, own, now = getattr(base, table), getattr(mine, table), getattr(after, table)
        for record_id in made.keys() - own.keys():
            assert record_id not in now, f"{record_id} was removed by hand"
        for record_id in own.keys() - made.keys():
            same = [one for one in now.values() if fields(one, _PLACE) == fields(own[record_id], _PLACE)]
            assert same, f"{record_id} was added by hand"
        for record_id in own.keys() & made.keys():
            for name, value in fields(own[record_id], _PLACE).items():
                if value == getattr(made[record_id], name):
                    continue
                assert record_id in now, f"{record_id} was changed by hand"
                if isinstance(value, dict):
                    assert (
                        value.items() - getattr(made[record_id], name).items() <= getattr(now[record_id], name).items()
                    )
                else:
                    assert getattr(now[record_id], name) == value, (record_id, name)
    for node_id, node in mine.nodes.items():
        old, new = base.nodes.get(node_id), after.nodes.get(node_id)
        if old is None or new is None:
            continue
        if node.parent != old.parent:
            assert new.parent == node.parent
        elif node.parent is None and (node.x, node.y) != (old.x, old.y):
            assert (new.x, new.y) == (node.x, node.y)
        elif node.parent is not None and new.parent == node.parent:
            before, own, now = base.nodes[node.parent], mine.nodes[node.parent], after.nodes[node.parent]
            if (node.x - own.x, node.y - own.y) != (old.x - before.x, old.y - before.y):
                assert (new.x - now.x, new.y - now.y) == pytest.approx((node.x - own.x, node.y - own.y))


@given(
    step=st.sampled_from(STEPS),
    names=st.lists(st.sampled_from(sorted(EDITS)), max_size=8),
    rnd=st.randoms(use_true_random=False),
)
@settings(max_examples=runs(10, 120), deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_edits_by_hand_survive_and_one_undo_takes_it_back(
    step: tuple[str, dict[str, str], dict[str, str]], names: list[str], rnd: Random
) -> None:
    name, old, new = step
    base = build_template(name, LIBRARY, old)
    mine = edited(base, rnd, names)
    session = Session(mine)
    session.commit(regenerate(mine, LIBRARY, new))
    after = require_valid(session.design)
    check_survives(base, mine, after)
    assert after.settings.made_by == name
    assert after.settings.parameters == build_template(name, LIBRARY, {**old, **new}).settings.parameters
    for field in ("name", "assumptions"):
        if getattr(mine.settings, field) != getattr(base.settings, field):
            assert getattr(after.settings, field) == getattr(mine.settings, field)
    session.undo()
    assert session.design == mine


@pytest.mark.parametrize(("name", "old", "new"), STEPS)
def test_without_edits_it_is_a_fresh_build_both_ways(name: str, old: dict[str, str], new: dict[str, str]) -> None:
    base, fresh = build_template(name, LIBRARY, old), build_template(name, LIBRARY, {**old, **new})
    found = foresee(base, LIBRARY, new)
    assert (found.kept, found.conflicts) == (0, ())
    assert found.added - found.removed == len(fresh.nodes) + len(fresh.links) - len(base.nodes) - len(base.links)
    after = regenerate(base, LIBRARY, new).applied(base)
    assert after == fresh
    assert regenerate(after, LIBRARY, {**base.settings.parameters, **old}).applied(after) == base


def test_every_template_is_tried() -> None:
    assert {step[0] for step in STEPS} == {name for name, template in TEMPLATES.items() if template.parameters}


@pytest.fixture
def pods(library: Library) -> Design:
    return build_template("rail-optimised", library, {"hosts": "100"})


def test_edit_and_generator_disagree_and_the_edit_stands(pods: Design, library: Library) -> None:
    mine = nodes.set_node(pods, "host-last", copies=7).applied(pods)
    found = foresee(mine, library, {"hosts": "110"})
    assert found.conflicts == ("Host: its number of copies stays 7 instead of 14.",)
    assert found.design.nodes["host-last"].copies == 7
    assert found.kept == 1


def test_what_is_no_longer_made_stays_where_it_was_changed(pods: Design, library: Library) -> None:
    mine = nodes.set_node(pods, "host-last", name="Login hosts").applied(pods)
    found = foresee(mine, library, {"hosts": "96"})
    assert found.design.nodes["host-last"].name == "Login hosts"
    assert "pod-last" in found.design.nodes
    assert "leaf-last" not in found.design.nodes
    assert "Login hosts: no longer made, kept as you changed it." in found.conflicts
    assert "Last pod: no longer made, kept as something of yours needs it." in found.conflicts


def test_a_link_by_hand_keeps_both_its_ends(pods: Design, library: Library) -> None:
    mine = links.add_link(pods, "host", "leaf-last", cables=2, link_id="mine").applied(pods)
    after = regenerate(mine, library, {"hosts": "96"}).applied(mine)
    assert after.links["mine"] == mine.links["mine"]
    assert "leaf-last" in after.nodes


def test_what_was_removed_stays_out_with_what_would_hang_on_it(library: Library) -> None:
    design = build_template("rail-optimised", library, {"hosts": "64"})
    mine = nodes.remove(design, ["spine"]).applied(design)
    found = foresee(mine, library, {"hosts": "100"})
    assert "spine" not in found.design.nodes
    assert "uplinks-last" not in found.design.links
    assert any("not made, as you removed one of its ends" in words for words in found.conflicts)


def test_new_things_come_along_with_a_frame_that_was_moved(library: Library) -> None:
    design = build_template("dragonfly", library, {"a": "2", "h": "3", "g": "4"})
    mine = nodes.move_nodes(design, ["group-1"], 4000, 800).applied(design)
    after = regenerate(mine, library, {"a": "3"}).applied(mine)
    fresh = build_template("dragonfly", library, {"a": "3", "h": "3", "g": "4"})
    assert (after.nodes["group-1"].x, after.nodes["group-1"].y) == (
        mine.nodes["group-1"].x,
        mine.nodes["group-1"].y,
    )
    for name in ("router-1-1", "router-1-3", "host-1-3"):
        assert after.nodes[name].x - after.nodes["group-1"].x == fresh.nodes[name].x - fresh.nodes["group-1"].x


def test_an_id_that_both_use_gives_way_with_everything_that_names_it(library: Library) -> None:
    design = build_template("leaf-spine", library, {"nodes": "3", "links_per_node": "1"})
    mine = nodes.add_node(design, library, "generic/switch", 0, 0, name="My switch", node_id="spine").applied(design)
    mine = links.add_link(mine, "host", "spine", link_id="own").applied(mine)
    found = foresee(mine, library, {"nodes": "512", "links_per_node": "8"})
    moved = found.design.nodes[found.design.links["own"].b]
    assert moved.name == "My switch"
    assert moved.id != "spine"
    assert found.design.nodes["spine"].name == "Spine switch"
    assert any("is called" in words for words in found.conflicts)


def test_a_price_of_the_project_and_an_own_part_stay(library: Library) -> None:
    design = build_template("dgx-superpod-h100", library, {})
    mine = nodes.swap_part(design, library, "storage-edge", "nvidia/qm8700").applied(design)
    after = regenerate(mine, library, {"scale_units": "2"}).applied(mine)
    assert after.nodes["storage-edge"].part == "nvidia/qm8700"
    assert "nvidia/qm8700" in after.parts


@pytest.mark.parametrize(
    ("made_by", "words"),
    [("", "drawn by hand"), ("empty", "has no parameters"), ("cube-of-2031", "not known here")],
)
def test_a_design_without_a_generator_is_refused(made_by: str, words: str, library: Library) -> None:
    design = design_settings.set_parameters(Design(), made_by, {}).applied(Design())
    with pytest.raises(RefusedInput, match=words):
        regenerate(design, library, {})


def test_a_value_that_can_not_be_is_refused(pods: Design, library: Library) -> None:
    make = partial(regenerate, pods, library)
    with pytest.raises(RefusedInput, match="256 hosts are the most"):
        make({"hosts": "9000"})
    with pytest.raises(RefusedInput, match="no parameter"):
        make({"colour": "red"})


def test_kept_things_keep_the_link_between_them(pods: Design, library: Library) -> None:
    mine = nodes.set_node(pods, "host-last", name="Login hosts").applied(pods)
    mine = nodes.set_node(mine, "leaf-last", name="Login leaf").applied(mine)
    after = regenerate(mine, library, {"hosts": "96"}).applied(mine)
    assert after.links["rails-last"] == mine.links["rails-last"]
    assert after.links["uplinks-last"] == mine.links["uplinks-last"]


def test_nothing_new_is_made_in_a_container_that_was_removed(library: Library) -> None:
    design = build_template("dragonfly", library, {"a": "2", "h": "3", "g": "4"})
    mine = nodes.remove(design, ["group-1"]).applied(design)
    found = foresee(mine, library, {"a": "3"})
    assert not [node_id for node_id in found.design.nodes if node_id.startswith(("group-1", "router-1-", "host-1-"))]
    assert "Router 1.3: not made, as you removed what would hold it." in found.conflicts
    assert "router-2-3" in found.design.nodes
    require_valid(regenerate(mine, library, {"a": "3"}).applied(mine))
