"""The designs that an assistant works on: files of the folders that were given, and one proposal for each.

Nothing here writes a file but `commit`. A proposal is a copy of the saved design with edits of its own; it becomes one
edit of the design when it is committed, or waits in the window until a person accepts it.
"""

from collections.abc import Iterator, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Final

from designer import api
from designer.api.opening import SUFFIX
from designer.assistant.pictures import Painter
from designer.catalog.library import Library
from designer.export.text.suffixes import SUFFIXES
from designer.limits import LIMITS
from designer.model.changes import between
from designer.model.design import Design
from designer.model.records import RefusedInput
from designer.model.wording import counted
from designer.store import proposals

READ: Final = (SUFFIX, *SUFFIXES)
MOST_LISTED: Final = 200
_MOST_OPEN: Final = 16
_DEEPEST: Final = 4
"""Folders below the given ones that are listed."""


class Held:
    """One design: as its file holds it, and as it is proposed.

    Attributes:
        path: The file, which may not be there yet.
        variant: Which design of the project, as it was named; "" for the main one.
        saved: As the file holds it; None while nothing was committed.
        proposal: With what is proposed; None where nothing is.
        offer: Id of the offer that waits in the window; "" where none does.
    """

    def __init__(
        self, path: Path, variant: str, saved: api.Document | None, proposal: api.Document | None = None
    ) -> None:
        self.path, self.variant = path, variant
        self.saved, self.proposal = saved, proposal
        self._taken_back: api.Document | None = None
        """The proposal whose only step was taken back, for `make_again`."""
        self._library = (saved or proposal or api.Document()).library
        self.offer = ""
        self._state = _state_of(path)

    def reread(self) -> None:
        """Read the file again where another program changed it; what is proposed stays, and commit then refuses."""
        if self.proposal is None and self.saved is not None and self._state != _state_of(self.path):
            # By the name that the variant has now: a proposal may have renamed it.
            name = self.saved.variant if self.variant else ""
            self.saved = api.open(self.path, name, library=self._library)
            self._state = _state_of(self.path)

    @property
    def now(self) -> api.Document:
        """Return the design as it is proposed, else as it is saved."""
        found = self.proposal or self.saved
        assert found is not None
        return found

    def as_is(self, which: str) -> api.Document:
        """Return the design as it is "saved" or "proposed"; "" takes the proposed one where there is one.

        Raises:
            RefusedInput: nothing is saved, or nothing is proposed.
        """
        if which == "saved" and self.saved is None:
            raise RefusedInput(f"{self.path.name} was not written yet; there is the proposal alone.")
        if which == "proposed" and self.proposal is None:
            raise RefusedInput("Nothing is proposed for this design.")
        return self.now if which != "saved" or self.saved is None else self.saved

    def to_edit(self) -> api.Document:
        """Return the proposal, which begins with what is saved."""
        if self.proposal is None:
            self.proposal, self._taken_back = self.now.copy(), None
        return self.proposal

    @property
    def steps(self) -> list[str]:
        """Return what the edits of the proposal are called."""
        return self.proposal.history if self.proposal is not None else []

    @property
    def label(self) -> str:
        """Return what the proposal as one edit is called."""
        steps = self.steps
        if len(steps) == 1:
            return steps[0]
        if not steps:
            return "New design" if self.saved is None else ""
        return f"{counted(len(steps), 'edit')} of an assistant: {steps[0]} …"

    def commit(self, as_variant: str = "") -> Path:
        """Write the proposal to its file; it becomes one edit of the design, or a variant beside it AS_VARIANT.

        Raises:
            RefusedInput: nothing is proposed, a window holds the project, or another program changed it.
        """
        if self.proposal is None:
            raise RefusedInput("Nothing is proposed for this design; propose an edit first.")
        if as_variant:
            if self.saved is None:
                raise RefusedInput("A variant lies beside a design that is written; commit that first.")
            self.proposal.save_variant(as_variant)
            self.proposal = None
        elif self.saved is None:
            self.proposal.save(self.path)
            self.saved, self.proposal = self.proposal.copy(), None
        elif self._state != _state_of(self.path):
            raise RefusedInput(
                f"{self.path.name} was changed by another program since it was opened; discard the proposal, and make "
                "it again on what the file holds now."
            )
        else:
            # One edit, whatever it was made of: the history of the window shows it as one, and undoes it as one.
            self.saved.commit(between(self.saved.design, self.proposal.design, self.label))
            try:
                self.saved.save()
            except RefusedInput:
                # The proposal stands as before; nothing was written.
                self.saved.undo()
                raise
            self.proposal = None
        self.withdraw()
        self._state = _state_of(self.path)
        return self.path

    def take_back(self) -> str:
        """Take the last step of the proposal back, or propose to take the last commit back; return what it is called.

        Raises:
            RefusedInput: there is nothing to take back.
        """
        if self.proposal is not None:
            undone = self.proposal.undo()
            if undone and not self.proposal.history and self.saved is not None:
                self._taken_back, self.proposal = self.proposal, None
        else:
            undone = self._proposed_undo()
        if not undone:
            raise RefusedInput("There is nothing to take back.")
        return undone

    def make_again(self) -> str:
        """Make the step of the proposal again that was taken back last; return what it is called.

        Raises:
            RefusedInput: there is none.
        """
        if self.proposal is None and self._taken_back is not None:
            self.proposal, self._taken_back = self._taken_back, None
        done = self.proposal.redo() if self.proposal is not None else ""
        if not done:
            raise RefusedInput("There is nothing to make again.")
        return done

    def _proposed_undo(self) -> str:
        """Propose the design as it was before the last commit of this session; return what that was called."""
        if self.saved is None or not self.saved.history:
            return ""
        # The design before the commit is looked at and left again: the file holds the one after it.
        undone = self.saved.undo()
        before = self.saved.design
        self.saved.redo()
        self.to_edit().commit(between(self.saved.design, before, f"Take back: {undone}"))
        return undone

    def discard(self) -> list[str]:
        """Forget the proposal, and return what its steps were called.

        Raises:
            RefusedInput: nothing is proposed.
        """
        if self.proposal is None:
            raise RefusedInput("Nothing is proposed for this design.")
        steps, self.proposal = self.steps, None
        self.withdraw()
        return steps

    def withdraw(self) -> None:
        """Take an offer that waits in the window away."""
        if self.offer:
            proposals.withdraw_offer(self.offer)
            self.offer = ""


class Workbench:
    """The designs of some folders.

    Attributes:
        folders: Designs are read and written in these and below them alone.
        library: The parts.
        painter: Paints pictures.
    """

    def __init__(self, folders: Sequence[Path], library: Library | None = None, painter: Painter | None = None) -> None:
        """Work in FOLDERS.

        Raises:
            RefusedInput: one is no folder.
        """
        self.folders = tuple(folder.resolve() for folder in folders)
        for folder in self.folders:
            if not folder.is_dir():
                raise RefusedInput(f"{folder} is no folder.")
        self.library = library or api.catalog()
        self.painter = painter or Painter()
        self._held: dict[tuple[Path, str], Held] = {}

    def path_of(self, name: str) -> Path:
        """Return the file that NAME means, in the folders and with an ending that designs have.

        Raises:
            RefusedInput: it lies elsewhere, or is no design by its name.
        """
        inside = self._inside(name)
        found = next((one for one in inside if one.exists()), inside[0])
        if found.suffix.lower() not in READ:
            raise RefusedInput(f"A design is a file that ends in {', '.join(READ)}.")
        return found

    def file_of(self, name: str) -> Path:
        """Return the file of another sort that NAME means, such as a log; it is read, and never written.

        Raises:
            RefusedInput: it lies elsewhere, or is no file.
        """
        found = next((one for one in self._inside(name) if one.is_file()), None)
        if found is None:
            raise RefusedInput(f"There is no file {Path(name).name[:80]!r} in the folder that the assistant was given.")
        return found

    def _inside(self, name: str) -> list[Path]:
        """Return where NAME may lie in the folders.

        Raises:
            RefusedInput: nowhere there.
        """
        # An absolute name is taken as it is, and has to lie inside as well.
        plain = Path(name)
        candidates = [plain] if plain.is_absolute() else [folder / plain for folder in self.folders]
        try:
            resolved = [one.resolve() for one in candidates]
        except (OSError, ValueError, RuntimeError) as problem:
            raise RefusedInput("This name cannot be a file.") from problem
        # Resolved first, so that neither ".." nor a link leads out.
        inside = [one for one in resolved if any(one.is_relative_to(folder) for folder in self.folders)]
        if not inside:
            raise RefusedInput("Files are read and written in the folder that the assistant was given alone.")
        return inside

    def name_of(self, path: Path) -> str:
        """Return PATH as the assistant names it: from its folder on."""
        for folder in self.folders:
            with suppress(ValueError):
                return path.relative_to(folder).as_posix()
        return path.name

    def files(self) -> Iterator[Path]:
        """Yield the designs in the folders, at most four folders down, without links that lead out."""
        count = 0
        for folder in self.folders:
            for path in _walk(folder, _DEEPEST):
                if path.suffix.lower() == SUFFIX and count < MOST_LISTED:
                    count += 1
                    yield path

    def held(self, name: str, variant: str = "") -> Held:
        """Return the design NAME, opened where it is not open yet.

        Raises:
            RefusedInput: it cannot be opened, or too many have proposals that wait.
        """
        path = self.path_of(name)
        found = self._held.get((path, variant))
        if found is not None:
            found.reread()
            return found
        if not path.exists():
            raise RefusedInput(f"There is no {self.name_of(path)}; list_designs names those that are there.")
        self._require_small(path)
        made = Held(path, variant, api.open(path, variant, library=self.library))
        self._keep(made)
        return made

    def begin(self, name: str, design: Design) -> Held:
        """Propose DESIGN as the new file NAME, which is written when it is committed.

        Raises:
            RefusedInput: the file is there already.
        """
        path = self.path_of(name)
        if path.exists():
            raise RefusedInput(f"{self.name_of(path)} exists already; choose another name, or propose edits of it.")
        if not path.parent.is_dir():
            raise RefusedInput(f"There is no folder {self.name_of(path.parent)}; choose one that is there.")
        made = Held(path, "", None, api.Document(design, library=self.library))
        self._keep(made)
        return made

    def _keep(self, made: Held) -> None:
        # What has no proposal can be read again at any time; what has one is not lost to make room.
        while len(self._held) >= _MOST_OPEN:
            idle = next((key for key, one in self._held.items() if one.proposal is None), None)
            if idle is None:
                raise RefusedInput(f"{_MOST_OPEN} designs have proposals that wait; commit or discard some first.")
            del self._held[idle]
        self._held[made.path, made.variant] = made

    def drop_empty(self) -> None:
        """Let proposals go that hold no edit, as after one that was refused."""
        for one in self._held.values():
            if one.saved is not None and one.proposal is not None and not one.proposal.history:
                one.proposal = None

    def forget(self, held: Held) -> None:
        """Let a design go that was never written."""
        self._held.pop((held.path, held.variant), None)

    def _require_small(self, path: Path) -> None:
        most = LIMITS["project"].bytes
        with suppress(OSError):
            if path.stat().st_size > most:
                raise RefusedInput(f"{path.name} is larger than {LIMITS['project'].size_words}; it was not opened.")


def _walk(folder: Path, deep: int) -> Iterator[Path]:
    try:
        entries = sorted(folder.iterdir())
    except OSError:
        return
    for entry in entries:
        # Locks and half-written files begin with a dot; a link may lead out of the folder.
        if entry.name.startswith(".") or entry.is_symlink():
            continue
        if entry.is_dir():
            if deep:
                yield from _walk(entry, deep - 1)
        else:
            yield entry


def _state_of(path: Path) -> tuple[int, int] | None:
    """Return time and size of the file in PATH; None where there is none."""
    with suppress(OSError):
        state = path.stat()
        return state.st_mtime_ns, state.st_size
    return None
