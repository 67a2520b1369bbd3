"""Report on an import of NetBox device types: the parts, and for each file what became of everything in it."""

from collections.abc import Mapping
from typing import Final, Literal

from designer.model.parts.part import Part, Source
from designer.model.records import Record

NoteKind = Literal["taken", "guessed", "not mapped", "contradiction", "refused"]
NOTE_KINDS: Final[tuple[NoteKind, ...]] = ("taken", "guessed", "not mapped", "contradiction", "refused")
ROW_HEADINGS: Final = ("File", "Part", "Outcome", "Field", "What")


class FileNote(Record, frozen=True, kw_only=True):
    """Outcome of one field of a file.

    Attributes:
        kind: taken as it stands; guessed from other facts; not mapped, as a part has no place for it; contradiction
            within the file or with a known fact; refused, and why.
        field: The field's key in the file ("u_height", "module-bays"), or what was guessed ("kind"); "" for the whole
            file.
        message: One plain line.
    """

    kind: NoteKind
    field: str
    message: str


class FileReport(Record, frozen=True, kw_only=True):
    """Outcome of one file.

    Attributes:
        path: The file, from the folder that was imported.
        part: Id of the part that it gave; "" when there is none.
    """

    path: str
    part: str = ""
    notes: tuple[FileNote, ...] = ()


class ImportReport(Record, frozen=True, kw_only=True):
    """Outcome of an import of files.

    Attributes:
        parts: The parts, by id.
        sources: The sources that they name, by id.
        files: Each file that was looked at, in order.
        cancelled: Whether it was stopped before the last file.
    """

    parts: Mapping[str, Part]
    sources: Mapping[str, Source]
    files: tuple[FileReport, ...]
    cancelled: bool = False

    def counts(self) -> dict[NoteKind, int]:
        """Return how many notes of each kind there are."""
        counts: dict[NoteKind, int] = dict.fromkeys(NOTE_KINDS, 0)
        for file in self.files:
            for note in file.notes:
                counts[note.kind] += 1
        return counts


def report_rows(report: ImportReport) -> list[tuple[str, str, str, str, str]]:
    """REPORT as the rows of a table under ROW_HEADINGS: file, part, outcome, field, what; one row for each note."""
    return [(file.path, file.part, note.kind, note.field, note.message) for file in report.files for note in file.notes]
