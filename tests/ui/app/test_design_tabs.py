"""Several designs in one window: no design is lost, mixed with another, or saved over another."""

import gc
import weakref
from pathlib import Path
from tempfile import mkdtemp

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from designer.model.design import Design
from designer.store.project import read_project, write_project
from designer.store.recovery import recoverable
from designer.ui.app.frame.brief_figures import BriefFigures

DGX = "nvidia/dgx-h100"


def titles(window):
    return [window.tabs.bar.tabText(place) for place in range(window.tabs.bar.count())]


def place_part(window):
    window.workspace.canvas.place_part(DGX)


@pytest.fixture
def two(window, tmp_path):
    """Two projects in two tabs, the second in sight."""
    for name in ("First", "Second"):
        write_project(tmp_path / f"{name}.stackwright", Design())
        assert window.open_path(tmp_path / f"{name}.stackwright")
    return window


def test_the_bar_is_there_with_two_designs_and_goes_with_the_second(window):
    window.commands.run("files.new_empty")
    assert window.tabs.isHidden()
    window.commands.run("files.new_empty")
    assert not window.tabs.isHidden()
    assert len(titles(window)) == 2
    window.commands.run("files.close_design")
    assert window.tabs.isHidden()
    assert window.workspace is not None
    window.commands.run("files.close_design")
    assert window.workspace is None
    assert window.welcome.isVisible()


def test_each_tab_keeps_its_design_selection_view_and_undo(two):
    place_part(two)
    (node,) = two.workspace.document.design.nodes
    two.workspace.select((node,))
    two.workspace.views.show_view("stack")
    second = two.workspace
    assert titles(two)[1].startswith("•")
    two.commands.run("files.next_tab")
    assert two.workspace is not second
    assert not two.workspace.document.design.nodes
    assert not two.isWindowModified()
    two.commands.run("edit.undo")
    two.commands.run("files.previous_tab")
    assert two.workspace is second
    assert two.workspace.selected == (node,)
    assert two.workspace.views.shown == "stack"
    two.commands.run("edit.undo")
    assert not two.workspace.document.design.nodes


def test_a_file_that_is_open_is_gone_to(two, tmp_path):
    assert two.open_path(tmp_path / "First.stackwright")
    assert two.files.path == tmp_path / "First.stackwright"
    assert len(titles(two)) == 2


def test_a_file_that_cannot_be_opened_leaves_no_tab(two, tmp_path, questions):
    assert not two.open_path(tmp_path / "nothing.stackwright")
    assert len(titles(two)) == 2
    assert two.files.path == tmp_path / "Second.stackwright"
    assert len(questions.told) == 1


def test_figures_are_those_of_the_tab_in_sight(two, job):
    place_part(two)
    job.answer()
    assert two.workspace.headline.item("accelerators").number == "8"
    two.commands.run("files.next_tab")
    job.answer()
    assert two.workspace.headline.item("accelerators").number != "8"
    two.commands.run("files.next_tab")
    job.answer()
    assert two.workspace.headline.item("accelerators").number == "8"


def test_the_middle_button_closes_and_the_plus_shows_the_start_page(two):
    bar = two.tabs.bar
    QTest.mouseClick(bar, Qt.MouseButton.MiddleButton, pos=bar.tabRect(0).center())
    assert len(titles(two)) == 1
    assert two.files.path.stem == "Second"
    two.tabs.plus.click()
    assert two.welcome.isVisible()
    two.welcome.new_button.click()
    assert len(titles(two)) == 2
    assert two.workspace is not None
    assert two.tabs.plus.accessibleName()
    assert bar.accessibleName() == "Open designs"


def test_tabs_are_put_in_another_order_and_stay_what_they_are(two):
    two.tabs.bar.moveTab(1, 0)
    assert two.files.path.stem == "Second"
    two.commands.run("files.next_tab")
    assert two.files.path.stem == "First"


def test_closing_the_window_asks_once_for_each_unsaved_design(two, questions):
    place_part(two)
    two.commands.run("files.new_empty")
    place_part(two)
    questions.keep = "cancel"
    assert not two.close()
    assert questions.asked == 1
    questions.asked, questions.keep = 0, "discard"
    two.close()
    assert questions.asked == 2
    assert recoverable() == []


def test_a_design_goes_on_in_another_window_with_its_edits_and_its_file(two, another_window, tmp_path):
    place_part(two)
    two.tab_moved.connect(another_window.files.take_over)
    two.commands.run("files.tab_to_window")
    assert len(titles(two)) == 1
    assert two.files.path.stem == "First"
    assert another_window.files.path.stem == "Second"
    assert len(another_window.workspace.document.design.nodes) == 1
    assert another_window.files.save()
    assert len(read_project(tmp_path / "Second.stackwright").design.nodes) == 1
    another_window.workspace.document.undo()
    assert not another_window.workspace.document.design.nodes
    another_window.questions.keep = "discard"


def test_no_order_of_doings_loses_or_mixes_a_design(window, questions):
    """Open, edit, switch, close, save and undo in any order, beside a plain list of what each tab must hold."""
    folder = Path(mkdtemp(dir=Path.home() if not Path("/dev/shm").is_dir() else "/dev/shm"))
    questions.keep = "discard"

    class Tabs(RuleBasedStateMachine):
        made = 0

        def __init__(self):
            super().__init__()
            window.tabs.close_others()
            window.files.close_design()
            self.known = []  # (number of nodes, path) of each tab, in their order
            self.saved = {}

        def now(self):
            return window.tabs.at

        @rule()
        def open_new(self):
            window.commands.run("files.new_empty")
            self.known.append([0, None])

        @rule()
        def edit(self):
            if self.known:
                place_part(window)
                self.known[self.now()][0] += 1

        @rule()
        def undo(self):
            if self.known and self.known[self.now()][0]:
                before = len(window.workspace.document.design.nodes)
                window.workspace.document.undo()
                self.known[self.now()][0] = len(window.workspace.document.design.nodes)
                assert self.known[self.now()][0] == before - 1

        @rule(by=st.sampled_from([1, -1]))
        def switch(self, by):
            window.tabs.step(by)

        @rule()
        def save(self):
            if self.known:
                if self.known[self.now()][1] is None:
                    Tabs.made += 1
                    self.known[self.now()][1] = questions.path = folder / f"{Tabs.made}.stackwright"
                assert window.files.save()
                self.saved[self.known[self.now()][1]] = self.known[self.now()][0]

        @rule(number=st.integers(0, 3))
        def open_again(self, number):
            if number < len(self.saved):
                path = list(self.saved)[number]
                held = [one for _, one in self.known]
                assert window.open_path(path)
                if path not in held:
                    self.known.append([self.saved[path], path])
                assert self.known[self.now()][1] == path

        @rule()
        def close(self):
            if self.known:
                at = self.now()
                window.commands.run("files.close_design")
                del self.known[at]

        @rule()
        def move(self):
            if len(self.known) > 1:
                window.tabs.bar.moveTab(0, len(self.known) - 1)
                self.known.append(self.known.pop(0))

        @invariant()
        def each_tab_holds_what_is_its_own(self):
            assert len(window.tabs.tabs) == max(len(self.known), 1)
            for place, (nodes, path) in enumerate(self.known):
                tab = window.tabs.tabs[place]
                session = window.files.session if place == window.tabs.at else tab.parked.session
                assert len(session.design.nodes) == nodes
                assert (window.files.path if place == window.tabs.at else tab.parked.path) == path
            for path, nodes in self.saved.items():
                assert len(read_project(path).design.nodes) == nodes

    run_state_machine_as_test(Tabs, settings=settings(max_examples=12, stateful_step_count=14, deadline=None))


def test_a_tab_out_of_sight_keeps_no_drawing_but_that_of_the_canvas(two):
    place_part(two)
    work = two.workspace
    for view in ("stack", "floor", "rack", "power", "topology"):
        work.views.show_view(view)
    drawn = [weakref.ref(page.drawing) for page in (work.stack, work.floor.view, work.plant.chain)]
    two.commands.run("files.next_tab")
    gc.collect()
    assert [one() for one in drawn] == [None] * len(drawn)
    two.commands.run("files.previous_tab")
    work.views.show_view("stack")
    assert work.stack.drawing.tiles


def test_folded_figures_come_back_with_their_tab(two):
    def brief():
        held = two.top_bar.layout()
        return next(one for one in two.top_bar.findChildren(BriefFigures) if held.indexOf(one) >= 0)

    for there in (True, False):
        second = brief()
        second.setVisible(there)
        two.tabs.step(1)
        assert brief() is not second
        two.tabs.step(-1)
        assert brief() is second
        assert second.isHidden() is not there
