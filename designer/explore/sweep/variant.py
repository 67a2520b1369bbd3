"""One variant: its design, and what counts of it, worked out as `new` and `analyze` do."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, Final

from msgspec.structs import replace

from designer import clock
from designer.analysis.run import analyze
from designer.catalog.library import Library
from designer.explore.sweep.figures import AVAILABILITY, FINDINGS, SEVERITIES, cell_of, is_at_most, sections_for
from designer.explore.sweep.settings import TEMPLATE, design_with, require_paths, text_of
from designer.explore.sweep.space import Counted, Numbering, Space
from designer.explore.sweep.table import FigureCell, SweepRow, Value
from designer.formulas.calculator_error import CalculatorError
from designer.model.design import Design
from designer.model.figures.figure import Figure, document_of
from designer.model.figures.figure_text import number_text
from designer.model.records import Record, RefusedInput
from designer.review.documents.results_document import results_document
from designer.review.own_rules import NO_OWN_RULES, OwnRules

_LONGEST: Final = 300


class Sweep(Record, frozen=True, kw_only=True):
    """All that a worker needs to know: it is sent once.

    Attributes:
        space: What is gone through.
        library: Parts on hand; those of this machine count, wherever a worker runs.
        base: The design that variants are made from; None for a template.
        today: ISO date against which prices are judged, where findings count.
        own: Rules of plug-ins, which are run wherever a worker works, where findings count.
    """

    space: Space
    library: Library
    base: Design | None = None
    today: str = ""
    own: OwnRules = NO_OWN_RULES


def sweep_of(
    space: Space,
    library: Library,
    base: Design | None = None,
    today: date | None = None,
    own: OwnRules = NO_OWN_RULES,
) -> Sweep:
    """Return SPACE with all that its variants are made of.

    Raises:
        RefusedInput: a path or a figure of it cannot be there.
    """
    if base is None and not space.template:
        raise RefusedInput(f"The base {space.design[:80]!r} was not opened.")
    require_paths(_paths(space), _templates(space), base)
    sections_for(counted.key for counted in space.count)
    when = today if today is not None else clock.today()
    return Sweep(space=space, library=library, base=base, today=when.isoformat(), own=own)


def _paths(space: Space) -> list[str]:
    of_options = [path for variable in space.vary for option in variable.options for path in option.settings]
    return [*space.settings, *(variable.sets for variable in space.vary if variable.sets), *of_options]


def _templates(space: Space) -> list[str]:
    """Return all templates that variants of SPACE may be made from."""
    found = [space.template, space.settings.get(TEMPLATE)]
    for variable in space.vary:
        found += variable.values if variable.sets == TEMPLATE else ()
        found += [option.settings.get(TEMPLATE) for option in variable.options]
    return list(dict.fromkeys(str(one) for one in found if one))


def settings_of(space: Space, values: Sequence[Value]) -> dict[str, Value]:
    """Return what a variant with VALUES sets, path by path; what varies goes before what holds for all.

    Raises:
        RefusedInput: a value is none of its variable.
    """
    settings = dict(space.settings)
    for variable, value in zip(space.vary, values, strict=True):
        if not variable.options:
            settings[variable.sets] = value
            continue
        option = next((one for one in variable.options if one.name == value), None)
        if option is None:
            raise RefusedInput(f"{variable.name} has no option {str(value)[:80]!r}.")
        settings.update(option.settings)
    return settings


def variant_design(
    space: Space, library: Library, variant: int | Mapping[str, Value], *, base: Design | None = None
) -> Design:
    """Return the design of one variant: the very one that its row was worked out from.

    Args:
        space: The sweep.
        library: Parts on hand.
        variant: Its number, or what was varied in it as its row says (of an adaptive sweep always that).
        base: The design that variants are made from; None for a template.

    Raises:
        RefusedInput: there is no such variant, or it makes no design.
    """
    if isinstance(variant, int):
        if not 0 <= variant < len(space):
            raise RefusedInput(f"There is no variant {variant:,}; they are numbered 0 to {len(space) - 1:,}.")
        values = Numbering(space).values_of(variant)
    else:
        lacking = next((one.name for one in space.vary if one.name not in variant), None)
        if lacking is not None:
            raise RefusedInput(f"The row says no {lacking!r}, which varies in this space.")
        values = tuple(variant[one.name] for one in space.vary)
    return _design(space, library, values, base)


def _design(space: Space, library: Library, values: Sequence[Value], base: Design | None) -> Design:
    return design_with(settings_of(space, values), library, template=space.template, base=base)


def document_of_variant(sweep: Sweep, values: Sequence[Value]) -> dict[str, Any]:
    """Return what `analyze --json` says of a variant, as far as it counts.

    Raises:
        RefusedInput: it makes no design.
    """
    space = sweep.space
    keys = [counted.key for counted in space.count]
    design = _design(space, sweep.library, values, sweep.base)
    results = analyze(design, only=sections_for(keys), library=sweep.library)
    document = results_document(results, book=design.settings.prices)
    if any(key.startswith(f"{FINDINGS}.") for key in keys):
        from designer.review.rules import review  # all rules take a moment to load

        day = date.fromisoformat(sweep.today)
        found = sweep.own.added(
            review(design, results, day, library=sweep.library), design, sweep.library, results, day
        )
        document[FINDINGS] = {severity: sum(one.severity == severity for one in found) for severity in SEVERITIES}
    if any(key.startswith(f"{AVAILABILITY}.") for key in keys):
        document[AVAILABILITY] = _availability(design, space, sweep.library)
    return document


def _availability(design: Design, space: Space, library: Library) -> dict[str, Any] | None:
    """Return the figures of each piece of work of DESIGN over many histories, by its id; None where no machine is.

    The same seed is taken for all variants, so that they go through the same luck. Beside a mean stands its `error`,
    the standard error by the number of histories; what nobody says how often it fails is `missing`.
    """
    from designer.analysis.availability.records import Ranged
    from designer.analysis.availability.run import availability, works_in

    settings = replace(space.histories, seed=space.seed)
    try:
        found = availability(design, settings, works=works_in(design, settings, library))
    except RefusedInput:
        return None
    unknown = [f"how often {design.nodes[one].name} fails" for one in found.unknown if one in design.nodes]
    told: dict[str, Any] = {}
    for work in found.works:
        figures = told[work.id] = dict[str, Any]()
        for name in work.__struct_fields__:
            value = getattr(work, name)
            figure = value.mean if isinstance(value, Ranged) else value
            if not isinstance(figure, Figure):
                continue
            figures[name] = document_of(figure)
            if isinstance(value, Ranged):
                figures[name]["error"] = value.error
                figures[name]["missing"] = [*figures[name].get("missing", ()), *unknown]
    return told


def worked_out(sweep: Sweep, number: int, values: tuple[Value, ...]) -> SweepRow:
    """Return the row of variant NUMBER, which has VALUES; whatever goes wrong with it stands in its problem."""
    try:
        document = document_of_variant(sweep, values)
        cells = tuple(cell_of(document, counted.key) for counted in sweep.space.count)
    except (RefusedInput, CalculatorError) as problem:
        return SweepRow(number, values, (), _one_line(str(problem)))
    except MemoryError:
        return SweepRow(number, values, (), "It is too large for the memory of this machine.")
    except Exception as problem:  # one odd variant must not end a sweep of thousands, and its row says what it was
        return SweepRow(number, values, (), _one_line(f"It could not be worked out ({type(problem).__name__})."))
    return SweepRow(number, values, cells, _missed(sweep.space.count, cells))


def _one_line(text: str) -> str:
    """Return TEXT as a cell of a table: a name at its beginning may be what a spreadsheet takes for a formula."""
    line = " ".join(text.split())[:_LONGEST]
    return f"Refused: {line}" if line.startswith(("=", "+", "-", "@")) else line


def _missed(counted: Sequence[Counted], cells: Sequence[FigureCell]) -> str:
    """Return which goals are missed, the same words for all that miss the same; "" where all are met."""
    found: list[str] = []
    for goal, cell in zip(counted, cells, strict=True):
        for most, limit in ((False, goal.at_least), (True, goal.at_most)):
            if limit is None:
                continue
            asked = f"{goal.key} at {'most' if most else 'least'} {text_of(limit)}"
            if cell.value is None:
                found.append(f"{asked}: not known")
            elif (cell.value > limit) if most else (cell.value < limit):
                found.append(f"{asked}: missed")
            elif cell.missing and (most or is_at_most(goal.key)):
                # What is unknown may still lead beyond the limit: nobody has shown that it is met.
                found.append(f"{asked}: not shown, parts of it are unknown")
    return "; ".join(found)


def shown_value(value: Value) -> str:
    """Return VALUE of a parameter for people."""
    return value if isinstance(value, str) else number_text(value, 9)
