"""What every gesture and every tool is."""

from typing import Protocol

from designer.ui.canvas.port import KeyStroke, Pointer


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


class Tool:
    """A small state machine that hears of the pointer and of keys; this one does nothing."""

    name = ""

    @property
    def busy(self) -> bool:
        """Whether something is under way that Escape would call off."""
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

    def cancel(self) -> bool:
        """Call off what is under way; the answer is whether there was anything."""
        return False

    def leave(self) -> None:
        """Another tool takes over."""
        self.cancel()
