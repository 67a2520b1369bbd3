"""Proposals of an assistant that wait for a person: files in the user's state folder that the window watches.

An assistant never writes into a design that a window holds. It offers an edit here; the window shows it, makes it one
undo where it is accepted, and leaves an answer that the assistant reads.
"""

import os
import re
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from typing import Final, Literal

import msgspec
from platformdirs import user_state_path

from designer import clock
from designer.files.writing import write_whole
from designer.model.changes import ChangeSet
from designer.model.records import Record, RefusedInput
from designer.store.path_text import place_text, text_place
from designer.store.rows import decode_changes, encode_changes

Answer = Literal["accepted", "discarded"]
MOST_BYTES: Final = 20_000_000
MOST_WAITING: Final = 20
"""Of one design; an assistant that offers without end fills no disk."""
KEPT_S: Final = 7 * 24 * 3600.0
"""After so long nobody answers any more."""
_ID: Final = re.compile(r"[0-9a-f]{16}")
_OFFER: Final = ".offer.json"
_ANSWER: Final = ".answer.json"


class ProposedFigure(Record, frozen=True, kw_only=True):
    """One headline figure as a person reads it: before, after and the step between."""

    title: str
    before: str
    after: str
    change: str


class Offer(Record, frozen=True, kw_only=True):
    """An edit that waits for a person.

    Attributes:
        id: Of the offer.
        place: The project and its variant, as `place_text` writes them.
        label: What the edit is called, and the undo that it becomes.
        steps: What it is made of.
        words: What it does, in one sentence.
        figures: Headline figures that it moves.
        raised: What the review says anew.
        by: Name of the program that offers it.
        changes: The edit itself.
    """

    id: str
    place: str
    label: str
    steps: tuple[str, ...] = ()
    words: str = ""
    figures: tuple[ProposedFigure, ...] = ()
    raised: tuple[str, ...] = ()
    by: str = ""
    changes: bytes = b""

    @property
    def changeset(self) -> ChangeSet:
        """Return the edit.

        Raises:
            RefusedInput: it is damaged.
        """
        try:
            changeset = decode_changes(self.changes)
        except RefusedInput as problem:
            raise RefusedInput("This proposal is damaged; ask the assistant for another.") from problem
        changeset.label = self.label
        return changeset


class _Answered(Record, frozen=True, kw_only=True):
    """The answer of a person to one offer."""

    answer: Answer


def offers_folder() -> Path:
    """Return where offers wait: in the user's state folder."""
    return user_state_path("stackwright", appauthor=False) / "proposals"


def new_offer(
    path: Path,
    variant: str,
    changeset: ChangeSet,
    *,
    words: str,
    steps: Sequence[str] = (),
    figures: Sequence[ProposedFigure] = (),
    raised: Sequence[str] = (),
    by: str = "",
) -> Offer:
    """Return CHANGESET as an offer for the design in PATH that VARIANT is by its id."""
    return Offer(
        id=os.urandom(8).hex(),
        place=place_text(path.resolve(), variant),
        label=changeset.label,
        steps=tuple(steps),
        words=words,
        figures=tuple(figures),
        raised=tuple(raised),
        by=by,
        changes=encode_changes(changeset),
    )


def put_offer(offer: Offer, folder: Path | None = None) -> None:
    """Let OFFER wait for the window.

    Raises:
        RefusedInput: too many wait for the same design, it is too large, or the folder cannot be written.
    """
    where = folder or offers_folder()
    body = msgspec.json.encode(offer)
    if len(body) > MOST_BYTES:
        raise RefusedInput("This proposal is too large to be offered to the window; commit it, or propose less.")
    # Of one design alone: an assistant that fills one queue does not shut the others.
    waiting = [one for one in read_offers(folder=where) if one.place == offer.place]
    if len(waiting) >= MOST_WAITING:
        raise RefusedInput(f"{MOST_WAITING} proposals wait in the window already; wait until they are answered.")
    try:
        where.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as problem:
        raise RefusedInput(f"The proposal could not be offered: {problem.strerror or problem}.") from problem
    write_whole(where / f"{offer.id}{_OFFER}", body)


def read_offers(path: Path | None = None, variant: str = "", folder: Path | None = None) -> list[Offer]:
    """Return the offers for one design, or all of them, the oldest first; what cannot be read is passed over.

    Args:
        path: The project; None for all.
        variant: Id of the variant of it.
        folder: Where offers wait; None is that of the user.
    """
    place = None if path is None else place_text(path.resolve(), variant)
    found: list[tuple[float, Offer]] = []
    with suppress(OSError):
        for file in sorted((folder or offers_folder()).glob(f"*{_OFFER}")):
            # One that is damaged, or taken away between two looks, is passed over: the next look sees what is there.
            with suppress(OSError, msgspec.MsgspecError, ValueError):
                state = file.stat()
                if clock.seconds_since(state.st_mtime) > KEPT_S:
                    file.unlink()
                elif state.st_size <= MOST_BYTES:
                    offer = msgspec.json.decode(file.read_bytes(), type=Offer)
                    if file.name == f"{offer.id}{_OFFER}" and place in (None, offer.place):
                        found.append((state.st_mtime, offer))
    return [offer for _, offer in sorted(found, key=lambda one: one[0])]


def place_of(offer: Offer) -> tuple[Path, str]:
    """Return the project that OFFER is for, and the id of the variant."""
    path, variant = text_place(offer.place)
    return Path(path), variant


def answer_offer(offer_id: str, answer: Answer, folder: Path | None = None) -> None:
    """Take an offer away and leave a person's ANSWER for the assistant."""
    where = folder or offers_folder()
    with suppress(OSError, RefusedInput):
        write_whole(where / f"{_known(offer_id)}{_ANSWER}", msgspec.json.encode(_Answered(answer=answer)))
    withdraw_offer(offer_id, where)


def answer_to(offer_id: str, folder: Path | None = None) -> Answer | Literal["waiting", "gone"]:
    """Return what became of an offer: "waiting" while nobody answered, "gone" where there is none any more."""
    where = folder or offers_folder()
    with suppress(OSError, msgspec.MsgspecError):
        return msgspec.json.decode((where / f"{_known(offer_id)}{_ANSWER}").read_bytes(), type=_Answered).answer
    return "waiting" if (where / f"{_known(offer_id)}{_OFFER}").exists() else "gone"


def withdraw_offer(offer_id: str, folder: Path | None = None) -> None:
    """Take an offer away."""
    with suppress(OSError):
        ((folder or offers_folder()) / f"{_known(offer_id)}{_OFFER}").unlink(missing_ok=True)


def _known(offer_id: str) -> str:
    # It becomes the name of a file.
    if not _ID.fullmatch(offer_id):
        raise RefusedInput("There is no such proposal.")
    return offer_id
