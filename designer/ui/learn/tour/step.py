"""One step of a tour as a record: its words, what it points at, and how it is known to be done."""

from collections.abc import Callable, Collection
from dataclasses import dataclass

from designer.model.design import Design


@dataclass(frozen=True, slots=True)
class Named:
    """A widget of the window.

    Attributes:
        name: Its name for screen readers, as far as it does not change.
    """

    name: str


@dataclass(frozen=True, slots=True)
class Kind:
    """The tile on the canvas that is the first of some kinds.

    Attributes:
        kinds: Ids of kinds.
    """

    kinds: Collection[str]


@dataclass(frozen=True, slots=True)
class Button:
    """The button of a command, else that of the menu in which all commands are.

    Attributes:
        command: Id of the command.
    """

    command: str


Target = Named | Kind | Button


@dataclass(frozen=True, slots=True)
class Seen:
    """The state of the program, as a tour sees it.

    Attributes:
        begun: The design as it was when the step began.
        now: The design as it is.
        shown: Ids of the windows that are open, and "slides" while slides are shown.
    """

    begun: Design
    now: Design
    shown: frozenset[str]


@dataclass(frozen=True, slots=True)
class Step:
    """One thing that the person does.

    Attributes:
        title: A few words.
        text: What it is for, in one or two sentences.
        mouse: How it is done by mouse.
        keys: How it is done by keys; "{command}" becomes the keys in force of a command.
        done: Return True when it was done, from what the design and the windows are now.
        target: What the ring goes around; None is nothing.
        opens: Id of a command that brings the target into sight as the step begins; "" is none.
        offers: Id of a command that the card has a button for; "" is none.
        offer: Words of that button.
    """

    title: str
    text: str
    mouse: str
    keys: str
    done: Callable[[Seen], bool]
    target: Target | None = None
    opens: str = ""
    offers: str = ""
    offer: str = ""
