"""Looking for the cheapest design in a background process; no Qt here.

The design comes back as a message of `model/in_pieces`, since the window would put thousands of pickled records
together one by one.
"""

import re
from collections.abc import Callable, Mapping
from threading import Event, Lock, Thread
from time import monotonic
from typing import Final, Literal, NamedTuple

import msgspec

from designer.catalog.library import Library
from designer.explore.optimise.records import Optimum
from designer.model.design import Design
from designer.model.in_pieces import encode_in_pieces
from designer.ui.jobs.background_process import Progress

Sort = Literal["fabric", "racks", "power", "all"]
_TELL_EVERY_S: Final = 0.2
_encoder: Final = msgspec.msgpack.Encoder()


_OPTION: Final = re.compile(r"(?P<verb>Take |Leave )?\b(?P<name>[a-z]+(?:_[a-z]+)*)=(?P<value>[\w+]*)(?P<out> out)?")
"""A setting as `--set` takes it: "Take survive=none", "Leave switch= out", "or kw_per_rack=none"."""


class Solved(NamedTuple):
    """An optimum without its design, and the design as a message; b"" where nothing was found."""

    found: Optimum
    design: bytes


def in_titles(text: str, titles: Mapping[str, str]) -> str:
    """Return TEXT, which advises settings as `--set` takes them, with the TITLES of their fields by their names."""

    def spoken(found: re.Match[str]) -> str:
        title = titles.get(found["name"])
        if title is None:
            return found[0]
        if found["out"]:
            return f"Leave {title} open"
        return f"{'Set' if found['verb'] else 'set'} {title} to {found['value']}"

    return _OPTION.sub(spoken, text)


def find_optimum(
    progress: Progress,
    sort: Sort,
    library: Library,
    design: Design | None,
    settings: Mapping[str, str],
    anew: bool = False,
) -> Solved:
    """Return the cheapest of SORT for SETTINGS, of DESIGN where it is about one, told what is done and for how long.

    With ANEW the racks of DESIGN are planned anew.

    Raises:
        RefusedInput: a setting is refused, or it was stopped.
    """
    # The solver is loaded in the process alone; the window never needs it.
    from designer.explore.optimise.chained import power_for, racks_for, whole_for
    from designer.explore.optimise.fabric import optimise_fabric
    from designer.explore.optimise.needs import read_fabric_need

    with _Clock(progress) as tell:
        if sort == "fabric":
            found = optimise_fabric(library, read_fabric_need(library, settings), tell)
        elif sort == "all":
            found = whole_for(library, settings, tell)
        elif sort == "racks":
            found = racks_for(library, design, settings, anew=anew)
        else:
            found = power_for(library, design, settings)
    packed = b"" if found.design is None else encode_in_pieces(found.design, _encoder)
    return Solved(msgspec.structs.replace(found, design=None), packed)


class _Clock:
    """Tells what is done and for how long, from a thread of its own: the solver says nothing while it looks."""

    def __init__(self, progress: Progress) -> None:
        self._progress, self._what, self._begun = progress, "Looking for the cheapest", monotonic()
        self._ended, self._lock, self._goes_on = Event(), Lock(), True
        self._thread = Thread(target=self._run, daemon=True)

    def __enter__(self) -> Callable[[str], bool]:
        self._thread.start()
        return self._tell

    def __exit__(self, *problem: object) -> None:
        self._ended.set()
        self._thread.join()

    def _tell(self, what: str) -> bool:
        self._what = what
        return self._say()

    def _say(self) -> bool:
        with self._lock:
            # The first words come at once, and no seconds are told before there is one.
            passed = monotonic() - self._begun
            words = f"{self._what}, {passed:.0f} s" if passed >= 1 else self._what
            self._goes_on = self._goes_on and self._progress(0, 0, words)
            return self._goes_on

    def _run(self) -> None:
        while not self._ended.wait(_TELL_EVERY_S):
            self._say()
