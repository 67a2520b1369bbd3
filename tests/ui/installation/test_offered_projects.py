"""A project that another process hands over is opened in a tab of the window in front."""

from PySide6.QtCore import QObject, QUrl
from PySide6.QtGui import QFileOpenEvent
from PySide6.QtWidgets import QDialog

from designer.edit.session import Session
from designer.edit.settings import set_name
from designer.model.design import Design
from designer.store.project import write_project
from designer.store.running_windows import open_in_running
from designer.ui.app.offered_projects import DesktopApplication, HandedProjects, OfferedProjects


class Desk(QObject):
    """The windows of a process, as `Studio` has them."""

    def __init__(self, *windows):
        super().__init__()
        self.windows = list(windows)
        self.opened = []
        self.problems = []
        self.open_window = self.opened.append
        self.show_problem = self.problems.append


def test_a_double_click_opens_a_tab_once_no_dialog_is_in_front(qtbot, qapp, superpod, tmp_path):
    project = tmp_path / "hall.stackwright"
    session = Session(Design())
    session.commit(set_name(session.design, "The hall"))
    write_project(project, session.design)
    desk = Desk(superpod)
    offered = OfferedProjects(desk, desk)
    assert offered.door.listening.wait(10)
    dialog = QDialog(superpod)
    dialog.setModal(True)
    dialog.show()
    assert open_in_running(project)
    qapp.processEvents()
    assert superpod.workspace.document.design.name != "The hall"
    dialog.close()
    qtbot.waitUntil(lambda: superpod.workspace.document.design.name == "The hall")
    assert len(superpod.tabs.tabs) == 2
    # Again, it is gone to; a process whose windows are all closed opens one.
    assert open_in_running(project)
    desk.windows.clear()
    qtbot.waitUntil(lambda: desk.opened == [project])
    assert desk.problems == []
    offered.door.close()
    assert not open_in_running(project)


def test_macos_hands_a_project_over_before_there_is_a_window_and_after(monkeypatch, qapp, tmp_path):
    taken = []
    desk = Desk()
    offered = OfferedProjects(desk, desk)
    monkeypatch.setattr(offered, "take", taken.append)
    # There is one application in a process: the method is called on that of the tests.
    monkeypatch.setattr(qapp, "handed", HandedProjects(), raising=False)
    early, late = tmp_path / "hall ü 日本 #1.stackwright", tmp_path / "late.stackwright"
    assert DesktopApplication.event(qapp, QFileOpenEvent(QUrl.fromLocalFile(str(early))))
    assert taken == []
    qapp.handed.give_to(offered)
    assert taken == [early]
    assert DesktopApplication.event(qapp, QFileOpenEvent(str(late)))
    assert taken == [early, late]
    offered.door.close()
