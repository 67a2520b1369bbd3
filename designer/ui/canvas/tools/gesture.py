"""Gestures and tools: the interfaces of all of them."""

from typing import Final, Protocol, runtime_checkable

from PySide6.QtCore import Qt

from designer.ui.canvas.port import KeyStroke, Pointer

_DIGITS: Final = "0123456789"


class Gesture(Protocol):
    """One drag: from the press of a button until it is let go, or until it is called off."""

    def move(self, at: Pointer) -> None:
        """The pointer moved."""
        ...

    def finish(self, at: Pointer) -> None:
        """The button was let go: commit."""
        ...

    def cancel(self) -> None:
        """Call it off; nothing has changed."""
        ...


@runtime_checkable
class KeyedGesture(Protocol):
    """A drag that is told how many by number keys, by + and −."""

    def key(self, stroke: KeyStroke) -> bool:
        """A key was pressed in mid-drag; the answer is whether it was used."""
        ...


@runtime_checkable
class CountedGesture(KeyedGesture, Protocol):
    """A drag that is told how many by the wheel too."""

    def step(self, by: int) -> None:
        """So many more (or fewer)."""
        ...


def digit_of(stroke: KeyStroke) -> str:
    """Return the digit that was typed, "" for none.

    With Ctrl some systems give a control character as the text of a digit, so that the key itself has to tell.
    """
    if len(stroke.text) == 1 and stroke.text in _DIGITS:
        return stroke.text
    by_key = stroke.ctrl and Qt.Key.Key_0 <= stroke.key <= Qt.Key.Key_9
    return _DIGITS[stroke.key - Qt.Key.Key_0] if by_key else ""


class TypedCount:
    """A number that is typed or stepped while something is held.

    Attributes:
        most: No more than this.
        value: The number; 0 while nothing was asked for.
    """

    def __init__(self, most: int) -> None:
        self.most = most
        self.value = 0

    def key(self, stroke: KeyStroke) -> bool:
        """Digits are appended, Backspace takes the last one away, + and − step; other keys mean nothing here."""
        digit = digit_of(stroke)
        if digit:
            self.value = min(self.value * 10 + int(digit), self.most)
        elif stroke.key == Qt.Key.Key_Backspace and self.value:
            self.value //= 10
        elif stroke.text in {"+", "="}:
            self.step(1, 1)
        elif stroke.text in {"-", "−", "_"}:
            self.step(-1, 1)
        else:
            return False
        return True

    def step(self, by: int, start: int) -> None:
        """BY more than the number, or than START where nothing was asked for yet; never below 1."""
        self.value = min(max((self.value or start) + by, 1), self.most)


class Tool:
    """A small state machine that hears of the pointer and of keys; this one does nothing."""

    name = ""

    @property
    def busy(self) -> bool:
        """Return True when something is under way that Escape would call off."""
        return False

    def press(self, at: Pointer) -> None:
        """The left button went down."""

    def move(self, at: Pointer) -> None:
        """The pointer moved with the left button down."""

    def hover(self, at: Pointer) -> None:
        """The pointer moved without a button."""

    def release(self, at: Pointer) -> None:
        """The left button was let go."""

    def double(self, at: Pointer) -> None:
        """The left button went down twice."""

    def key(self, stroke: KeyStroke) -> bool:
        """A key was pressed; the answer is whether it was for this tool."""
        return False

    def step(self, by: int) -> bool:
        """The wheel turned while something is held; the answer is whether it was for this tool."""
        return False

    def cancel(self) -> bool:
        """Call off what is under way; the answer is whether there was anything."""
        return False

    def leave(self) -> None:
        """Another tool takes over."""
        self.cancel()
