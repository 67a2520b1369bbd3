"""What is told with a type reaches who listens, and nobody who is gone."""

import gc
import weakref

from PySide6.QtCore import QObject

from designer.ui.widgets.callbacks import TypedSignal


class Listener(QObject):
    def __init__(self, heard: list[tuple[str, int]], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.heard = heard

    def hear(self, value: int) -> None:
        self.heard.append((self.objectName(), value))


def test_who_listens_is_told_in_the_order_of_connecting() -> None:
    heard: list[object] = []
    signal = TypedSignal[int](lambda value: heard.append(("first", value)))
    signal.connect(heard.append)
    signal.emit(3)
    assert heard == [("first", 3), 3]


def test_a_bound_method_is_held_weakly_and_a_function_is_kept() -> None:
    heard: list[tuple[str, int]] = []
    signal = TypedSignal[int]()
    listener = Listener(heard)
    signal.connect(listener.hear)
    signal.connect(lambda value: heard.append(("kept", value)))
    signal.emit(1)
    gone = weakref.ref(listener)
    del listener
    gc.collect()
    assert gone() is None
    signal.emit(2)
    assert heard == [("", 1), ("kept", 1), ("kept", 2)]


def test_a_widget_that_qt_has_deleted_is_no_longer_told(qtbot) -> None:
    heard: list[tuple[str, int]] = []
    above = QObject()
    listener = Listener(heard, above)
    signal = TypedSignal[int](listener.hear)
    with qtbot.waitSignal(listener.destroyed):
        above.deleteLater()
    signal.emit(1)
    assert heard == []


def test_who_listens_may_connect_another_while_it_is_told() -> None:
    heard: list[int] = []
    signal = TypedSignal[int]()
    signal.connect(lambda value: signal.connect(heard.append) if not value else None)
    signal.emit(0)
    assert heard == []
    signal.emit(1)
    assert heard == [1]
