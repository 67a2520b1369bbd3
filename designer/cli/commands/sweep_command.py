"""Command that works out many variants of a design: sweep."""

import sys
import textwrap
from collections.abc import Callable, Generator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from time import monotonic
from typing import TYPE_CHECKING, Final

import click
import msgspec

from designer.api.sweeps import row_document
from designer.catalog.library import Library
from designer.catalog.reading import read_library
from designer.cli.opening import FORCE, PATH, open_design, require_new, save_design
from designer.cli.printing import print_table, print_wrapped
from designer.cli.settings import settings_of
from designer.explore.sweep.figures import AVAILABILITY, ERROR, is_at_most
from designer.explore.sweep.space import Space
from designer.explore.sweep.table import FigureCell, SweepRow
from designer.files.reading import bytes_of
from designer.files.writing import require_other
from designer.model.design import Design
from designer.model.figures.figure_text import number_text
from designer.model.records import RefusedInput
from designer.model.wording import counted

if TYPE_CHECKING:
    from designer.explore.sweep.journal import Journal
    from designer.explore.sweep.results_head import ResultsHead

_MOST_REASONS: Final = 5
_TOLD_EVERY_S: Final = 10.0


@click.command("sweep", short_help="Work out many variants of a design: what may vary, what counts.")
@click.argument("space_file", metavar="[SPACE.yaml]", required=False, type=PATH)
@click.option("--template", help="Vary a template, in place of a SPACE.yaml.")
@click.option("--set", "pairs", multiple=True, metavar="KEY=V1,V2", help="One value sets it, several vary it.")
@click.option("--count", "keys", multiple=True, metavar="KEY", help="A figure that counts, by its key of analyze.")
@click.option("--years", type=float, help="Length of a history of failures, where availability counts.")
@click.option("--draws", type=int, help="How many histories of failures, where availability counts.")
@click.option("--samples", type=click.IntRange(1), help="Draw so many variants instead of all.")
@click.option("--seed", type=click.IntRange(0, 2**32 - 1), help="Of what is drawn.")
@click.option("--workers", type=click.IntRange(1, 1024), help="Processes on this machine; 1 is this one alone.")
@click.option("--scheduler", metavar="ADDRESS", help="Work on the Dask scheduler at tcp://host:port.")
@click.option("-o", "--output", "out", type=PATH, help="Write the rows as .parquet or .csv; again goes on with them.")
@click.option("--design", "number", type=click.IntRange(0), help="Write variant NUMBER as a design to OUT instead.")
@click.option("--results", type=PATH, help="Take the values of --design from these results (adaptive sweeps).")
@click.option("--resume", is_flag=True, help="Only go on with what OUT holds; it must be there.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON document and nothing else.")
@FORCE
def sweep(
    space_file: Path | None,
    template: str | None,
    pairs: tuple[str, ...],
    keys: tuple[str, ...],
    years: float | None,
    draws: int | None,
    samples: int | None,
    seed: int | None,
    workers: int | None,
    scheduler: str | None,
    out: Path | None,
    number: int | None,
    results: Path | None,
    resume: bool,
    as_json: bool,
    force: bool,
) -> int:
    """Work out the variants of SPACE.yaml, or of a template with several values of its parameters.

    The rows hold what was varied and the figures that count, as `new` and `analyze` give them. Stopped with Ctrl+C
    it keeps what is there; the same command goes on. See the guide's page "Explore many designs".
    """
    if scheduler is not None and workers is not None:
        raise click.UsageError("--workers are processes of this machine; --scheduler has its own. Name one of them.")
    space, base_file = _space(space_file, template, pairs, keys, samples, seed)
    histories = {name: value for name, value in (("years", years), ("draws", draws)) if value is not None}
    if histories:
        if not any(told.key.startswith(f"{AVAILABILITY}.") for told in space.count):
            raise click.UsageError("--years and --draws are of histories of failures: let availability count.")
        space = msgspec.structs.replace(
            space, histories=msgspec.structs.replace(space.histories, **histories).checked()
        )
    library = read_library()
    base = open_design(base_file, library) if base_file is not None else None
    if number is not None:
        return _write_design(space, library, base, number, results, out, force=force)
    if out is not None:
        _require_results(out, space_file, base_file, resume=resume)
    elif resume:
        raise click.UsageError("--resume goes on with the rows of a file: name it with -o.")
    return _run(space, library, base, out, scheduler=scheduler, workers=workers, as_json=as_json, anew=force)


def _space(
    space_file: Path | None,
    template: str | None,
    pairs: tuple[str, ...],
    keys: tuple[str, ...],
    samples: int | None,
    seed: int | None,
) -> tuple[Space, Path | None]:
    """Return the space that the words of the command say, and the file of its base where it is a design."""
    # The reader of YAML takes a moment to load.
    from designer.explore.sweep.reading import counted_of, read_space, space_of_words
    from designer.explore.sweep.space import require_space

    if (space_file is None) == (template is None):
        raise click.UsageError("sweep takes a SPACE.yaml, or --template with --set KEY=V1,V2.")
    if template is not None:
        return space_of_words(template, settings_of(pairs), count=keys, samples=samples or 0, seed=seed or 0), None
    if pairs:
        raise click.UsageError("--set belongs to --template; a SPACE.yaml says itself what is set and what varies.")
    assert space_file is not None
    space = read_space(bytes_of(space_file, "own settings"), space_file.name)
    if samples is not None:
        method = "latin" if space.method == "grid" else space.method
        space = msgspec.structs.replace(space, samples=samples, method=method)
    if seed is not None:
        space = msgspec.structs.replace(space, seed=seed)
    if keys:
        space = msgspec.structs.replace(space, count=counted_of(keys))
    base = space_file.parent / space.design if space.design else None
    return require_space(space), base


def _require_results(out: Path, *read: Path | None, resume: bool) -> None:
    from designer.explore.sweep.journal import PARQUET, PARTIAL, SUFFIXES

    if out.suffix.lower() not in SUFFIXES:
        raise RefusedInput(f"{out.name}: results of a sweep are written as {' or '.join(SUFFIXES)}.")
    if out.suffix.lower() == PARQUET:
        from designer.explore.sweep.parquet_file import require_arrow

        require_arrow()
    require_other(out, *read)
    if resume and not (out.exists() or out.with_name(out.name + PARTIAL).exists()):
        raise RefusedInput(f"There is no {out.name} to go on with.")
    if not out.resolve().parent.is_dir():
        raise RefusedInput(f"There is no folder {out.resolve().parent} for the results.")
    if out.exists() and not out.is_file():
        raise RefusedInput(f"{out.name} is a folder or a device, not a file.")


def _run(
    space: Space,
    library: Library,
    base: Design | None,
    out: Path | None,
    *,
    scheduler: str | None,
    workers: int | None,
    as_json: bool,
    anew: bool,
) -> int:
    """Go through SPACE, and print or write what came; 1 where it did not come to its end by itself."""
    from designer.api.reviewing import own_rules
    from designer.explore.sweep.journal import Journal, columns_of
    from designer.explore.sweep.run import run_sweep

    begun = monotonic()
    with TemporaryDirectory(prefix="stackwright-") as folder:
        # Without a file to write the rows wait on disk all the same: they come in no order, and may be many.
        path = out if out is not None else Path(folder) / "rows.csv"
        journal = Journal(path, columns_of(space), anew=anew, head=_head(space, base, library) if out else None)
        try:
            with _progress(len(space)) as told:
                ended = run_sweep(
                    space,
                    library,
                    base=base,
                    scheduler=scheduler,
                    workers=workers,
                    journal=journal,
                    told=told,
                    own=own_rules(),
                )
            if as_json:
                _print_document(space, journal, ended.done)
            else:
                _print_summary(space, journal, ended.done, monotonic() - begun)
            if out is not None:
                journal.finish()
        except BaseException:
            _give_up(journal, keep=out is not None and journal.is_ahead)
            raise
        if out is None:
            journal.drop()
    if out is not None and not as_json:
        click.echo(f"Wrote {out}.")
    if ended.lost:
        raise RefusedInput(ended.lost)
    if ended.stopped:
        again = "the same command goes on with them" if out is not None else "name a file with -o to go on another time"
        raise RefusedInput(f"Stopped: {ended.done:,} of {ended.total:,} variants are there; {again}.")
    return 0


def _head(space: Space, base: Design | None, library: Library) -> "ResultsHead":
    """Return what is written with the rows, so that they open another day with their space and their design."""
    from designer.explore.sweep.results_head import head_of

    if base is None:
        return head_of(space, None)
    from designer.export.text.text_form import design_as_json

    return head_of(space, base, design_as_json(base, library).decode())


def _give_up(journal: "Journal", *, keep: bool) -> None:
    """Leave what came in the partial file, which the same command takes up; nothing where nothing came."""
    if keep:
        journal.close()
    else:
        journal.drop()


@contextmanager
def _progress(total: int) -> Generator[Callable[[int, int], None]]:
    """Tell on stderr how far a sweep is: as a bar on a terminal, else a line every ten seconds."""
    if sys.stderr.isatty():
        with click.progressbar(length=total, label="Variants", file=sys.stderr, show_pos=True) as bar:

            def draw(done: int, of: int) -> None:
                bar.update(done - bar.pos)

            yield draw
        return
    last = monotonic()

    def say(done: int, of: int) -> None:
        nonlocal last
        if monotonic() - last >= _TOLD_EVERY_S:
            last = monotonic()
            click.echo(f"{done:,} of {of:,} variants", err=True)

    yield say


def _print_document(space: Space, journal: "Journal", done: int) -> None:
    """Print the rows in the order of their numbers, one after the other: they may be more than the memory holds."""
    head = {
        "name": space.name,
        "base": space.template or space.design,
        "method": space.method,
        "seed": space.seed,
        "variants": len(space),
        "done": done,
    }
    text = msgspec.json.format(msgspec.json.encode(head), indent=2).decode()
    click.echo(text.removesuffix("\n}") + ',\n  "rows": [', nl=False)
    for place, row in enumerate(journal.rows()):
        document = msgspec.json.format(msgspec.json.encode(row_document(space, row)), indent=2).decode()
        click.echo(("," if place else "") + "\n" + textwrap.indent(document, "    "), nl=False)
    click.echo("\n  ]\n}")


def _print_summary(space: Space, journal: "Journal", done: int, seconds: float) -> None:
    """Print how many variants there are, why some have nothing to show, and which are best."""
    from designer.explore.sweep.summary import best_rows

    shown = best_rows(journal.pieces(), space)
    click.echo(f"{space.name or space.template}: {done:,} of {counted(len(space), 'variant')} in {seconds:.0f} s.")
    for problem, times in shown.problems[:_MOST_REASONS]:
        print_wrapped(f"  {counted(times, 'variant')}: ", problem)
    if not shown.rows:
        return
    click.echo(f"\n{shown.title}")
    names = [variable.name for variable in space.vary]
    keys = [space.count[place].key for place in shown.keys]
    print_table(
        ("number", *names, *keys),
        [
            (
                f"{row.number}",
                *(
                    "" if value is None else value if isinstance(value, str) else number_text(value, 9)
                    for value in row.parameters
                ),
                *(_cell_text(space.count[place].key, row.figures[place]) for place in shown.keys),
            )
            for row in shown.rows
        ],
        numbers=(0, *range(1 + len(names), 1 + len(names) + len(keys))),
    )
    _print_errors(space, shown.rows)
    click.echo("\nOpen one as a design: --design NUMBER -o DESIGN.stackwright")


def _print_errors(space: Space, rows: Sequence[SweepRow]) -> None:
    """Print how well means over histories are known: the greatest standard error among ROWS."""
    for place, told in enumerate(space.count):
        key = told.key.removesuffix(ERROR)
        values = [row.figures[place].value for row in rows]
        known = [value for value in values if value is not None]
        if key == told.key or not known or not key.startswith(f"{AVAILABILITY}."):
            continue
        histories = space.histories
        years = "a year" if histories.years == 1 else f"{histories.years:g} years"
        many = f"{histories.draws:,} histories" if histories.draws else "100 to 1,000 histories"
        print_wrapped("", f"{key} is a mean over {many} of {years}, known to ±{max(known):.2g}.")
        beside = [other for other, one in enumerate(space.count) if one.key == key]
        if any(row.figures[other].missing for row in rows for other in beside):
            print_wrapped(
                "",
                "It is at most that: of some things nobody says how often they fail, and they are taken never to. "
                "Say it under availability: rates: in the SPACE.yaml.",
            )


def _cell_text(key: str, cell: FigureCell) -> str:
    if cell.value is None:
        return "not known"
    # 0.9998 and 0.9999 are a world apart: shares that come near 1 take more digits than sums of money.
    text = f"{number_text(cell.value, 6 if is_at_most(key) else 4)} {cell.unit}".strip()
    return f"at {'most' if is_at_most(key) else 'least'} {text}" if cell.missing else text


def _write_design(
    space: Space,
    library: Library,
    base: Design | None,
    number: int,
    results: Path | None,
    out: Path | None,
    *,
    force: bool,
) -> int:
    """Write variant NUMBER of SPACE as a design to OUT."""
    from designer.explore.sweep.journal import read_table
    from designer.explore.sweep.run import variant_design

    if out is None:
        raise click.UsageError("--design writes a design: name it with -o.")
    require_new(out, force=force)
    variant: int | Mapping[str, float | str] = number
    if results is not None:
        table = read_table(results)
        rows = [place for place, one in enumerate(table.numbers) if int(one) == number]
        if not rows:
            raise RefusedInput(f"{results.name} has no variant {number:,}.")
        variant = table.parameters_of(rows[0])
    design = variant_design(space, library, variant, base=base)
    save_design(out, design, library)
    click.echo(f"Saved variant {number:,}, {design.name!r}, as {out}.")
    return 0


COMMANDS = (sweep,)
