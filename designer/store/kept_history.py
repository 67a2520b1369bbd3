"""The undo history of a project that was closed, kept where a person asked for that.

It is the journal of the window, laid aside in the user's state folder when all is saved, and taken up again when the
same project is opened, by whatever path or link. It fits the very content with which it was closed alone: where the
file was changed since, it is thrown away. Whoever copies the project does not hand on what was done before.
"""

import hashlib
from contextlib import suppress
from pathlib import Path
from typing import Final
from uuid import uuid4

from designer.model.design import Design
from designer.model.records import RefusedInput
from designer.store.journal import COUNT, SUFFIX, Journal, journal_folder
from designer.store.path_text import place_text
from designer.store.recovery import Recovered, Recovery, resume

MOST_BYTES: Final = 64_000_000
"""Of one history; a larger one is not kept."""
MOST_IN_ALL: Final = 256_000_000
"""Of all histories; those that were kept longest go first."""


def history_folder() -> Path:
    """Return the folder of histories: beside the journals, in the user's state folder."""
    return journal_folder().with_name("histories")


def keep_history(journal: Journal, project: Path) -> None:
    """Close JOURNAL and keep it as the history of PROJECT, which holds all that was done; nothing raises here.

    A variant of the project has a history of its own.
    """
    kept = _place_of(project, journal.variant)
    journal.close()
    try:
        kept.parent.mkdir(parents=True, exist_ok=True)
        _remove(kept)
        if journal.path.stat().st_size > MOST_BYTES:
            raise OSError("it is too large")
        journal.path.with_suffix(COUNT).replace(kept.with_suffix(COUNT))
        journal.path.replace(kept)
    except OSError:
        _remove(kept)
    journal.discard()
    _thin_out()


def taken_history(project: Path, design: Design, digest: str, variant: str = "") -> tuple[Recovered, Journal] | None:
    """Return the history of PROJECT, which holds DESIGN with this DIGEST now, and the journal that goes on with it.

    VARIANT says which of its designs is meant.

    It is kept no longer: who closes the project keeps it again. None where there is none that fits.
    """
    kept = _place_of(project, variant)
    path = journal_folder() / f"{uuid4().hex}{SUFFIX}"
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        # A rename is atomic: only one of two windows that open the project finds the history.
        kept.replace(path)  # of two windows one has it
        kept.with_suffix(COUNT).replace(path.with_suffix(COUNT))
    except OSError:
        _remove(kept)
        _remove(path)
        return None
    try:
        found, journal = resume(Recovery(journal=str(path), project=str(project), name="", edits=0, last=""))
    except RefusedInput:
        _remove(path)
        return None
    if journal is None:
        _remove(path)
        return None
    # The history belongs to the very content that was closed; after any other change it would undo the wrong edits.
    if (
        found.damage
        or found.variant != variant
        or found.digest != digest
        or found.design != design
        or found.saved != design
    ):
        journal.discard()
        return None
    return found, journal


def forget_histories() -> None:
    """Remove all histories."""
    with suppress(OSError):
        for kept in history_folder().glob(f"*{SUFFIX}*"):
            kept.unlink(missing_ok=True)


def _place_of(project: Path, variant: str) -> Path:
    name = hashlib.sha256(place_text(project.resolve(), variant).encode("utf-8", "surrogatepass")).hexdigest()[:32]
    return history_folder() / f"{name}{SUFFIX}"


def _remove(kept: Path) -> None:
    for suffix in (SUFFIX, f"{SUFFIX}-wal", f"{SUFFIX}-shm", COUNT, ".lock"):
        with suppress(OSError):
            kept.with_suffix(suffix).unlink(missing_ok=True)


def _thin_out() -> None:
    with suppress(OSError):
        known = sorted(history_folder().glob(f"*{SUFFIX}"), key=lambda path: path.stat().st_mtime, reverse=True)
        total = 0
        for kept in known:
            total += kept.stat().st_size
            if total > MOST_IN_ALL:
                _remove(kept)
