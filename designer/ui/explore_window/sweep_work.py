"""Sweeps in a background process: rows handed out as they come, kept on disk, taken up again; no Qt here."""

import hashlib
import pickle
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from typing import Final, NamedTuple

import msgspec
import numpy as np
from platformdirs import user_state_path

from designer.catalog.library import Library
from designer.explore.sweep.journal import PARQUET, PARTIAL, Columns, Journal, columns_of, read_table
from designer.explore.sweep.results_head import ResultsHead, head_of, read_head, write_beside
from designer.explore.sweep.run import Outcome, only_rows, run_sweep
from designer.explore.sweep.space import Space
from designer.explore.sweep.table import SweepTable, Value, joined
from designer.files.os_error_words import os_error_words
from designer.model.design import Design
from designer.model.records import RefusedInput
from designer.plugins.consent import active_plugins
from designer.review.own_rules import OwnRules
from designer.ui.jobs.background_process import Teller

KEPT_SWEEPS: Final = 20
"""Sweeps whose rows are kept in the person's state folder, the newest."""


class OwnFigures(NamedTuple):
    """Figures of the design that variants are made from.

    Attributes:
        values: Figures by key; unknown ones are left out.
        at_least: Keys of those of which something unknown was left out.
    """

    values: Mapping[str, float] = {}
    at_least: frozenset[str] = frozenset()


class Found(NamedTuple):
    """The results that a sweep has found.

    Attributes:
        table: All rows that are there, in the order of their numbers; None before the first.
        total: Variants of the space.
        own: Figures of the design that variants are made from.
        ended: "" while it runs, "done", "stopped", or a plain line why it ended before.
    """

    table: SweepTable | None
    total: int
    own: OwnFigures
    ended: str = ""


def sweep_file(space: Space, base: Design | None) -> Path:
    """Return the file in which rows of SPACE made from BASE are kept: the same for the same question."""
    said = msgspec.json.encode(space) + pickle.dumps(base, pickle.HIGHEST_PROTOCOL)
    return sweep_folder() / f"{hashlib.sha256(said).hexdigest()[:24]}.csv"


def sweep_folder() -> Path:
    """Return the folder in which rows are kept."""
    return user_state_path("stackwright", appauthor=False) / "sweeps"


def find_variants(
    teller: Teller, space: Space, library: Library, base: Design | None, out: Path | None, scheduler: str
) -> Found:
    """Work out all variants of SPACE, those in OUT left out, and hand out the rows as they come.

    None is the file that is kept for the same question; a large design takes a moment to be told from another.

    Raises:
        RefusedInput: the space cannot be gone through, its rows cannot be kept, or a library of the extra is missing.
    """
    out = out or sweep_file(space, base)
    try:
        out.parent.mkdir(parents=True, exist_ok=True)
    except OSError as problem:
        raise RefusedInput(f"The rows cannot be kept in {out.parent}: {os_error_words(problem)}.") from problem
    _forget_old(out)
    # The present design is worked out first: its diamond is what the first points are held against.
    own = own_figures(space, library, base)
    kept = _Rows(teller, space, out, own)
    before = len(kept.journal)
    try:
        return kept.found_by(library, base, scheduler)
    except RefusedInput:
        # Rows that this sweep would not give are of an older catalog or an older program: it begins anew. What came
        # in this run is none of these.
        if not before or len(kept.journal) > before:
            raise
    for old in (out, out.with_name(out.name + PARTIAL)):
        old.unlink(missing_ok=True)
    return _Rows(teller, space, out, own).found_by(library, base, scheduler)


class _Rows:
    """The rows of a sweep that are there, in memory for the window and in the journal for another day.

    Attributes:
        journal: On disk.
    """

    def __init__(self, teller: Teller, space: Space, out: Path, own: OwnFigures) -> None:
        self.journal = Journal(out, columns_of(space))
        self._teller, self._space, self._own = teller, space, own
        self._goes_on = True
        self._tables: list[SweepTable] = []
        if len(self.journal):
            self._tables = [only_rows(rows, space) for rows in self.journal.pieces()]

    def found_by(self, library: Library, base: Design | None, scheduler: str) -> Found:
        """Work out what is missing, and return all.

        Raises:
            RefusedInput: as `find_variants`.
        """
        self._tell(len(self.journal), len(self._space))
        # Whatever ends it, the rows that came lie in the partial file, from which the next run goes on.
        try:
            outcome = run_sweep(
                self._space,
                library,
                base=base,
                scheduler=scheduler or None,
                journal=self.journal,
                on_rows=self._take,
                stopped=self._stopped,
                told=self._tell,
                own=OwnRules(active_plugins()),
            )
            if outcome.is_whole:
                self.journal.finish()
        finally:
            self.journal.close()
        return self._so_far()._replace(ended=_ended(outcome))

    def _so_far(self) -> Found:
        if len(self._tables) > 1:
            # One table in place of many: the next time there are only the new ones to be joined with it.
            self._tables = [in_order(joined(self._tables))]
        return Found(self._tables[0] if self._tables else None, len(self._space), self._own)

    def _take(self, rows: SweepTable) -> None:
        self._tables.append(rows)
        self._teller.partial(self._so_far)

    def _tell(self, done: int, count: int) -> None:
        self._goes_on = self._teller(done, count, "") and self._goes_on

    def _stopped(self) -> bool:
        self._tell(len(self.journal), len(self._space))
        return not self._goes_on


def _ended(outcome: Outcome) -> str:
    return "done" if outcome.is_whole else outcome.lost or "stopped"


def own_figures(space: Space, library: Library, base: Design | None) -> OwnFigures:
    """Return what counts of BASE as it is; nothing for a template."""
    if base is None:
        return OwnFigures()
    from designer.analysis.run import analyze
    from designer.explore.sweep.figures import cell_of, sections_for
    from designer.review.documents.results_document import results_document

    keys = [counted.key for counted in space.count]
    document = results_document(analyze(base, only=sections_for(keys), library=library), book=base.settings.prices)
    found: dict[str, float] = {}
    at_least: set[str] = set()
    for key in keys:
        # A key that only variants have is no reason not to look at them.
        with suppress(RefusedInput):
            cell = cell_of(document, key)
            if cell.value is not None:
                found[key] = cell.value
                if cell.missing:
                    at_least.add(key)
    return OwnFigures(found, frozenset(at_least))


def own_now(teller: Teller, space: Space, library: Library, design: Design) -> OwnFigures:
    """Return what counts of DESIGN as it is now."""
    teller(0, 1, design.name)
    return own_figures(space, library, design)


def make_variant(
    teller: Teller, space: Space, library: Library, base: Design | None, values: Mapping[str, Value], name: str
) -> Design:
    """Return the design with VALUES of what varies, called NAME.

    Raises:
        RefusedInput: it makes no design.
    """
    from msgspec.structs import replace

    from designer.explore.sweep.variant import variant_design

    teller(0, 1, name)
    design = variant_design(space, library, values, base=base)
    return replace(design, settings=replace(design.settings, name=name))


class ReadResults(NamedTuple):
    """The results of a sweep that were read from a file.

    Attributes:
        name: Of the file.
        table: Its rows.
        space: What was gone through; None where the file does not say.
        base: The drawn design that the variants are of; None for a template.
        own: Figures of that design.
        made: ISO date on which the rows were worked out; "" where the file does not say.
        whence: By what, and of which revision of the design, in words; "" where the file does not say.
        problem: Why what the file says of its space cannot be used; "" where it can.
    """

    name: str
    table: SweepTable
    space: Space | None = None
    base: Design | None = None
    own: OwnFigures = OwnFigures()
    made: str = ""
    whence: str = ""
    problem: str = ""


def read_results(teller: Teller, path: Path, library: Library) -> ReadResults:
    """Return the rows in PATH, a .parquet or .csv file, with the space and the design that they are of.

    Raises:
        RefusedInput: it holds no rows of a sweep.
    """
    teller(0, 1, path.name)
    found = ReadResults(path.name, in_order(read_table(path)))
    try:
        return _with_head(found, read_head(path), library)
    except RefusedInput as problem:
        # The rows are worth looking at all the same.
        return found._replace(problem=str(problem))


def _with_head(found: ReadResults, head: ResultsHead | None, library: Library) -> ReadResults:
    """Return FOUND with what HEAD says.

    Raises:
        RefusedInput: it is the head of other rows, or its design cannot be read.
    """
    if head is None:
        return found
    columns, table = columns_of(head.space), found.table
    if set(columns.names) != set(table.parameters) or set(columns.keys) != set(table.figures):
        raise RefusedInput(f"The space beside {found.name} is of other rows: its variants cannot be opened by it.")
    base = None
    if head.base:
        from designer.export.text.text_form import design_of_bytes

        base = design_of_bytes(head.base.encode(), ".json", library)
    elif not head.space.template:
        raise RefusedInput(f"{found.name} does not hold the design that its variants are of.")
    said = [head.program and f"Worked out by Stackwright {head.program}."]
    said.append(head.revision and f"Revision {head.revision} of the design.")
    own = own_figures(head.space, library, base)
    return found._replace(space=head.space, base=base, own=own, made=head.made, whence=" ".join(filter(None, said)))


def write_results(
    teller: Teller, path: Path, table: SweepTable, library: Library, space: Space | None, base: Design | None
) -> Path:
    """Write TABLE to PATH, .parquet or .csv, in place of what is there, with the SPACE and the BASE that it is of.

    Raises:
        RefusedInput: it cannot be written.
    """
    from designer.explore.sweep.table import Words, rows_of

    teller(0, 1, path.name)
    names = {name: isinstance(column, Words) for name, column in table.parameters.items()}
    keys = {key: figure.plain for key, figure in table.figures.items()}
    # The rows are written beside first: the file that is there stands until they are whole.
    fresh = path.with_name(f".{path.name}.new{path.suffix}")
    for left in (fresh, fresh.with_name(fresh.name + PARTIAL)):
        left.unlink(missing_ok=True)
    head = None
    if space is not None:
        from designer.export.text.text_form import design_as_json

        head = head_of(space, base, design_as_json(base, library).decode() if base is not None else "")
    journal: Journal | None = None
    try:
        journal = Journal(fresh, Columns(names, keys), head=head if path.suffix.lower() == PARQUET else None)
        journal.add_rows(list(rows_of(table)))
        journal.finish()
    except RefusedInput as problem:
        # On a full disk half a copy would take the room that is left, and nobody would find it.
        if journal is not None:
            journal.drop()
        words = str(problem).replace(fresh.name + PARTIAL, path.name).replace(fresh.name, path.name)
        raise RefusedInput(words) from problem
    if head is not None and path.suffix.lower() != PARQUET:
        write_beside(path, head)
    fresh.replace(path)
    return path


def in_order(table: SweepTable) -> SweepTable:
    """Return TABLE in the order of its numbers."""
    order = np.argsort(table.numbers, kind="stable")
    return table if bool((order[1:] > order[:-1]).all()) else table.taken(order)


def _forget_old(kept: Path) -> None:
    """Remove the rows of all but the newest sweeps; KEPT stays."""
    files = sorted(kept.parent.glob("*.csv*"), key=lambda one: one.stat().st_mtime, reverse=True)
    for old in files[KEPT_SWEEPS:]:
        if not old.name.startswith(kept.name):
            with suppress(OSError):
                old.unlink()
