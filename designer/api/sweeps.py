"""Sweeps: many variants of a design or a template worked out, each with what was varied and the figures that count."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import msgspec

from designer.api.part_catalog import catalog
from designer.api.reviewing import library_with, own_rules
from designer.catalog.library import Library
from designer.explore.sweep.figures import is_plain
from designer.explore.sweep.journal import columns_of
from designer.explore.sweep.reading import space_of_words
from designer.explore.sweep.run import run_sweep
from designer.explore.sweep.space import Space
from designer.explore.sweep.table import FigureCell, SweepRow, SweepTable, joined, rows_of, table_of
from designer.explore.sweep.variant import variant_design
from designer.model.design import Design
from designer.model.records import RefusedInput

__all__ = ["Sweep", "row_document", "sweep"]


class Sweep:
    """Variants that were worked out.

    Attributes:
        space: What was varied, and what counts.
        table: The rows as columns of numbers, in the order of their numbers.
    """

    def __init__(self, space: Space, table: SweepTable, library: Library, base: Design | None) -> None:
        self.space, self.table = space, table
        self._library, self._base = library, base

    def __len__(self) -> int:
        return len(self.table)

    @property
    def rows(self) -> list[dict[str, Any]]:
        """Return each variant as `sweep --json` prints it: number, parameters, and the figures by their keys."""
        return [row_document(self.space, row) for row in rows_of(self.table)]

    def design(self, number: int) -> Design:
        """Return variant NUMBER as a design.

        Raises:
            RefusedInput: there is none.
        """
        if not 0 <= number < len(self.space):
            raise RefusedInput(f"There is no variant {number:,}; there are {len(self.space):,}, from 0.")
        return variant_design(self.space, self._library, number, base=self._base)


def sweep(
    vary: Mapping[str, Sequence[float | str] | float | str],
    *,
    template: str = "",
    base: Design | None = None,
    library: Library | None = None,
    count: Sequence[str] = (),
    samples: int = 0,
    seed: int = 0,
    workers: int = 1,
    rules: str | Path | None = None,
) -> Sweep:
    """Work out the variants of a template or a design.

    Args:
        vary: What is set and what varies, by the paths of a SPACE.yaml: a parameter of the template ("nodes"), a field
            ("dgx.copies"), "assumptions.pue", "choices.grid"; one value sets it, several vary it.
        template: A template; "" where BASE is varied.
        base: The design that is varied; `Document.sweep` gives its own.
        library: Parts on hand; None is the catalog.
        count: Figures that count, by their keys of `analyze --json`; none are the usual ones.
        samples: Draw so many variants instead of all.
        seed: Of what is drawn.
        workers: Processes; 1 is this one alone. More need Dask (`pip install "stackwright[explore]"`).
        rules: A folder of plug-ins that are switched on for this call; their rules run with each variant, in whatever
            process it is worked out.

    Raises:
        RefusedInput: a name, a value or a key is not allowed.
    """
    if bool(template) == (base is not None):
        raise RefusedInput("A sweep varies a template or a design: name one of them.")
    words = {name: _words(values) for name, values in vary.items()}
    space = space_of_words(template, words, count=count, samples=samples, seed=seed)
    tables: list[SweepTable] = []
    folder = Path(rules) if rules is not None else None
    library = library or library_with(catalog(), folder)
    run_sweep(space, library, base=base, workers=workers, on_rows=tables.append, own=own_rules(folder))
    columns = columns_of(space)
    # Rows come in batches and in no order; their numbers say where each belongs.
    found = joined(tables) if tables else table_of([], columns.names, columns.keys)
    return Sweep(space, found.taken(found.numbers.argsort()), library, base)


def _words(values: Sequence[float | str] | float | str) -> str:
    """Return VALUES as `--set` takes them: one, or several parted by commas."""
    listed = [values] if isinstance(values, str | int | float) else list(values)
    texts = [repr(one) if isinstance(one, float) else str(one) for one in listed]
    if not texts or any("," in text and not isinstance(values, str) for text in texts):
        raise RefusedInput("What varies takes one value or several, each without a comma.")
    return ",".join(texts)


def row_document(space: Space, row: SweepRow) -> dict[str, Any]:
    """Return ROW as `--json` prints it: what was varied, and each figure under the keys that it has in `analyze`."""
    document: dict[str, Any] = {
        "number": row.number,
        "parameters": {
            variable.name: _plain_number(value) for variable, value in zip(space.vary, row.parameters, strict=True)
        },
        "problem": row.problem or None,
    }
    for told, cell in zip(space.count, row.figures, strict=False):
        *above, last = told.key.split(".")
        inside = document
        for name in above:
            inside = inside.setdefault(name, {})
        said = _plain_number(cell.value) if is_plain(told.key) else _figure(cell)
        # `power.it_w` is a figure and holds others: `power.it_w.max`.
        if isinstance(inside.get(last), dict) and isinstance(said, dict):
            inside[last] = {**said, **inside[last]}
        else:
            inside[last] = said
    return document


def _figure(cell: FigureCell) -> dict[str, Any]:
    return {
        "value": cell.value,
        "unit": cell.unit,
        "low": cell.low,
        "high": cell.high,
        "missing": msgspec.json.decode(cell.missing) if cell.missing else [],
    }


def _plain_number(value: float | str | None) -> float | int | str | None:
    """Return VALUE as people write it: 256, not 256.0."""
    return value if value is None or isinstance(value, str) or value != int(value) else int(value)
