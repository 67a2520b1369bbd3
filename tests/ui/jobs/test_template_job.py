"""Large templates are made beside the window, told how far they are, and can be stopped."""

import pytest

from designer.edit.fabrics.amounts import expected_records
from designer.edit.templates.plan import watched
from designer.edit.templates.templates import build_template
from designer.model.records import RefusedInput
from designer.ui.jobs.template_work import make_design, unpack_design
from tests.shipped import LIBRARY
from tests.ui import background_work

LARGE = {"x": "16", "y": "16", "z": "12"}


def test_what_is_expected_is_what_is_drawn() -> None:
    for name, settings in (("torus", {"x": "6", "y": "5", "z": "4"}), ("dragonfly", {"a": "4", "g": "9"})):
        design = build_template(name, LIBRARY, settings)
        devices = sum(node.part is not None for node in design.nodes.values())
        assert expected_records(name, settings) == devices + len(design.links)
    assert expected_records("leaf-spine", {}) == 0


def test_a_plan_tells_how_far_it_is_and_stops_when_it_is_told_to() -> None:
    told: list[tuple[int, str]] = []

    def go_on(done: int, what: str) -> bool:
        told.append((done, what))
        return len(told) < 3

    with watched(go_on), pytest.raises(RefusedInput, match="stopped"):
        build_template("torus", LIBRARY, LARGE)
    assert [done for done, _ in told] == sorted(done for done, _ in told)
    assert len(told) == 3


def test_what_the_process_makes_comes_as_one_message_that_gives_the_very_design() -> None:
    message = make_design(background_work.heard_by_nobody, LIBRARY, "torus", LARGE)
    assert isinstance(message, bytes)
    assert unpack_design(message) == build_template("torus", LIBRARY, LARGE)


def test_the_window_makes_a_large_design_beside_and_opens_it(window, qtbot):
    window.welcome.template_wanted.emit("torus", LARGE)
    assert window.making.running
    assert not window.making.progress.isHidden()
    assert window.making.progress.stop.accessibleName() == "Stop making the design"
    with qtbot.waitSignal(window.making.made, timeout=60_000):
        pass
    assert len(window.workspace.document.design.links) == 3 * 16 * 16 * 12
    assert window.making.progress.isHidden()


def test_a_stopped_one_opens_nothing(window):
    before = window.workspace
    window.welcome.template_wanted.emit("torus", LARGE)
    window.making.progress.stop.click()
    assert not window.making.running
    assert window.workspace is before


def test_a_small_one_is_there_at_once(window):
    window.welcome.template_wanted.emit("torus", {"x": "4", "y": "4", "z": "4"})
    assert not window.making.running
    assert len(window.workspace.document.design.nodes) > 64
