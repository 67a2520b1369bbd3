"""Lines of `analyze` on the power chain."""

from designer.analysis.power.records import SCHEME_TITLES, PlantFailure, PlantResult
from designer.analysis.quantities import role_of
from designer.analysis.results import PowerResult
from designer.cli.printing import figure_line
from designer.drawing.one_line.words import battery_words
from designer.model.design import Design
from designer.model.figures.figure import leaf, product, total
from designer.model.figures.figure_text import count_text, counted_text, figure_text, percent_text
from designer.model.kinds import KINDS

_MOST = 5


def plant_rows(design: Design, plant: PlantResult, power: PowerResult | None = None) -> list[tuple[str, str]]:
    """Label and value of each line; POWER tells what the site takes while only its IT is at maximum."""
    rows = [
        ("Enters, all at maximum", figure_line(plant.input_max_w)),
        *_of_this_cooling(design, plant, power),
        ("Lost in the chain", figure_line(plant.losses_max_w)),
    ]
    stages = [one for one in plant.elements.values() if not one.device and one.utilisation.value is not None]
    for element in sorted(stages, key=lambda one: -(one.utilisation.value or 0.0))[:_MOST]:
        kind = KINDS[element.kind].title if element.kind in KINDS else element.kind
        copies = f"{element.copies} × " if element.copies > 1 else ""
        rows.append(
            (
                kind,
                f"{copies}{design.nodes[element.id].title}: {figure_text(element.load_max_w, ranged=False)} of "
                f"{figure_text(element.capacity_w, ranged=False)}, {percent_text(element.utilisation.value)}",
            )
        )
    rows += [("Redundancy", f"{SCHEME_TITLES[one.scheme]}: {one.why}") for one in plant.redundancy[:_MOST]]
    rows += [
        ("Stranded", f"{figure_text(one.stranded_w, ranged=False)} at {design.nodes[one.id].title}: {one.why}")
        for one in plant.stranded[:_MOST]
    ]
    if plant.failure is not None:
        rows.append(("With these failed", failure_line(design, plant.failure)))
    # Failures without any effect are only counted.
    worst = [one for one in plant.sweep.failures if one.dark or one.newly_overloaded or one.interrupted]
    rows += [(f"Without {one.ids[0]}", failure_line(design, one)) for one in worst[:_MOST]]
    if plant.sweep.note:
        rows.append(("Single failures", f"{plant.sweep.note} (--sweep)"))
    elif not worst and plant.sweep.tried:
        rows.append(("Single failures", f"none of {count_text(plant.sweep.tried)} darkens or overloads anything"))
    return rows + [("Note", note) for note in plant.notes]


def _of_this_cooling(design: Design, plant: PlantResult, power: PowerResult | None) -> list[tuple[str, str]]:
    """Return the row on what coolers may draw by their plates, which may be far more than this heat makes them draw."""
    coolers = [one for one in plant.elements.values() if one.device and role_of(design.nodes[one.id]) == "cooling"]
    if not coolers:
        return []
    terms = [
        product("all copies", (leaf(f"copies of {one.id}", float(one.copies)), one.load_max_w), "W") for one in coolers
    ]
    told = f"{figure_text(total('coolers at their maximum', terms, 'W'), ranged=False)}, as rated, whatever the heat"
    if power is not None and power.it_max_w.known and power.pue_peak.known:
        site = product("site with its IT at maximum", (power.it_max_w, power.pue_peak), "W")
        told += f"; with the heat of its IT at maximum the site takes {figure_text(site, ranged=False)}"
    return [("of this cooling", told)]


def failure_line(design: Design, failure: PlantFailure) -> str:
    """Dark, overloaded and ride-through in one line."""
    said: list[str] = []
    if failure.dark:
        names = ", ".join(f"{count_text(count)} × {design.nodes[one].title}" for one, count in failure.dark.items())
        chips = f", {counted_text(failure.accelerators, 'accelerator')}" if failure.accelerators else ""
        said.append(f"dark: {names} ({figure_text(failure.lost_w, ranged=False)}{chips})")
    if failure.interrupted:
        said.append(f"off until a generator runs: {', '.join(design.nodes[one].title for one in failure.interrupted)}")
    if failure.overloaded:
        said.append(f"overloaded: {', '.join(design.nodes[one].title for one in failure.overloaded)}")
    if failure.on_battery:
        names = ", ".join(design.nodes[one].title for one in failure.on_battery)
        said.append(f"on battery: {names} ({battery_words(failure)})")
    if failure.bypassed:
        said.append(f"on bypass: {', '.join(design.nodes[one].title for one in failure.bypassed)}")
    if failure.unprotected:
        names = ", ".join(f"{count_text(n)} × {design.nodes[one].title}" for one, n in failure.unprotected.items())
        said.append(f"without a battery behind them: {names}")
    text = "; ".join(said) or "everything holds"
    return f"{text}; {failure.alike - 1} more alike" if failure.alike > 1 else text
