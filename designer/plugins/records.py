"""The record of a plug-in as it was found: read, and never imported."""

from typing import Literal

import msgspec

State = Literal["on", "waiting", "changed", "refused"]
STATE_WORDS: dict[State, str] = {
    "on": "on",
    "waiting": "waits for consent",
    "changed": "changed since it was switched on, waits again",
    "refused": "cannot be used",
}


class Plugin(msgspec.Struct, frozen=True, kw_only=True):
    """A plug-in.

    Attributes:
        name: What its findings, parts and calculators are known by: the name of its file or of its entry point.
        place: Path of its file, or "PACKAGE VERSION: MODULE[:OBJECT]".
        package: Whether it is of an installed package; else a file of a folder of rules.
        module: Module of a package's plug-in, and of which object in it.
        provides: The hooks that its text implements, as far as that can be read without running it.
        digest: SHA-256 of its text; of a package, of all files of it.
        source: Text of a file, so that what was consented to is what runs.
        problem: Why it cannot be used; "" where it can.
    """

    name: str
    place: str
    package: bool = False
    module: str = ""
    provides: tuple[str, ...] = ()
    digest: str = ""
    source: bytes = b""
    problem: str = ""

    @property
    def key(self) -> str:
        """Return what it is remembered by: its place without the version, which is part of the digest."""
        return f"package {self.name} = {self.module}" if self.package else self.place


class Found(msgspec.Struct, frozen=True):
    """A plug-in and whether it runs."""

    plugin: Plugin
    state: State
