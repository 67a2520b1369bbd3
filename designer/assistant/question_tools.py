"""Tools that answer what takes long or spans years: availability, phases, places, the cheapest design for a need."""

from typing import Any, Final

from designer.analysis.availability.settings import MOST_CREWS, MOST_YEARS
from designer.api.optimising import optimum_document
from designer.assistant.schemas import flag, listed, mapped, number, text, whole
from designer.assistant.telling import bounded
from designer.assistant.tool import DESIGN, OF_DESIGN, Answer, Arguments, Tool, about, arguments, held
from designer.assistant.workbench import Workbench
from designer.edit.phases import TITLES, text_of
from designer.model.assumptions.places import PLACES, TEN
from designer.model.assumptions.site_choices import SITE_CHOICES
from designer.model.changes import between
from designer.model.records import RefusedInput
from designer.review.documents.results_document import plain_document

_MOST_DRAWS: Final = 400
"""Histories of a call: the command `availability` plays as many as are asked for."""
_SOLVER_S: Final = 30
"""A solver cannot be stopped from outside, so that it stops by itself before the call is over."""
_SHOWN: Final = 40


def _availability(bench: Workbench, given: Arguments) -> Answer:
    from designer.analysis.availability.run import availability, works_in
    from designer.analysis.availability.settings import RunSettings

    document = held(bench, given).as_is(given.get("which", ""))
    crews = given.get("crews")
    settings = RunSettings(
        years=given.get("years", 1.0),
        draws=int(given.get("draws", 100)),
        seed=int(given.get("seed", 0)),
        crews=None if crews is None else int(crews),
        usd_per_hour=given.get("usd_per_hour"),
    ).checked()
    works = works_in(document.design, settings, document.library)
    told = plain_document(availability(document.design, settings, works=works))
    return Answer(bounded(told, int(given.get("limit", 20))))


def _places(bench: Workbench, given: Arguments) -> Answer:
    from designer.analysis.energy.sites import site_years
    from designer.review.documents.sites_document import site_document
    from designer.review.sites import best_line, site_notes

    document = held(bench, given).as_is(given.get("which", ""))
    places = [PLACES[name] for name in dict.fromkeys(given.get("places") or TEN)]
    years = site_years(document.design, places, economizer=given.get("economizer", ""), library=document.library)
    rows = [site_document(year) for year in years]
    # The hours of each place are tables of months and hours, which `sites --json` prints.
    kept = [{key: value for key, value in row.items() if key not in ("hours", "sources")} for row in rows]
    best = list(best_line(years, document.design.settings.prices))
    return Answer({"places": kept, "best": best, "notes": list(site_notes(years))})


def _phases(bench: Workbench, given: Arguments) -> Answer:
    document = held(bench, given).as_is(given.get("which", ""))
    found = document.analyze(only=("power", "cost", "workloads")).results.phases
    planned = [
        {"id": f"phase:{one.id}", **{name: text_of(one, name) for name in TITLES}}
        for one in document.design.settings.phases
    ]
    if found is None:
        return Answer({"planned": planned, "phases": None, "next": "add_phase proposes the first."})
    return Answer(bounded({"planned": planned, "phases": plain_document(found)}, int(given.get("limit", _SHOWN))))


def _optimise(bench: Workbench, given: Arguments) -> Answer:
    from designer.explore.optimise.chained import power_for, racks_for, whole_for
    from designer.explore.optimise.fabric import optimise_fabric
    from designer.explore.optimise.needs import read_fabric_need

    what, settings = given["what"], {name: _plain(value) for name, value in given.get("settings", {}).items()}
    settings["time_limit_s"] = _plain(min(float(settings.get("time_limit_s", _SOLVER_S)), _SOLVER_S))
    one = held(bench, given) if "design" in given else None
    if one is not None and what not in ("racks", "power"):
        raise RefusedInput("The racks and the power of a design can be optimised; a fabric is found for a need alone.")
    design = None if one is None else one.as_is(given.get("which", "")).design
    match what:
        case "fabric":
            found = optimise_fabric(bench.library, read_fabric_need(bench.library, settings))
        case "racks":
            found = racks_for(bench.library, design, settings, anew=given.get("anew", False))
        case "power":
            found = power_for(bench.library, design, settings)
        case _:
            found = whole_for(bench.library, settings)
    told: dict[str, Any] = bounded(optimum_document(found), _SHOWN)
    if found.design is None:
        return Answer({**told, "found": False})
    told["found"] = True
    if given.get("propose", False):
        if one is not None:
            edited = one.to_edit()
            edited.commit(between(edited.design, found.design, f"The cheapest {what}"))
            told["proposed_steps"] = one.steps
        elif "as_design" in given:
            bench.begin(given["as_design"], found.design)
            told["design"] = given["as_design"]
        else:
            raise RefusedInput("To propose what was found, name the new file by as_design.")
        told |= {"written": False, "next": "preview_proposal shows it; commit_proposal writes it."}
    return Answer(told)


def _plain(value: object) -> str:
    return str(int(value)) if isinstance(value, float) and value.is_integer() else str(value)


_ECONOMIZERS: Final = tuple(value for value, _ in SITE_CHOICES["economizer"].options if value)
TOOLS: Final = (
    Tool(
        "availability",
        "Availability over years",
        "Play failures and repairs through many years and say how available services and jobs are: shares of the time, "
        "nines, hours lost a year (P10, P50, P90), what takes the machines, USD a year.",
        about(
            None,
            {
                "years": number("Length of a history, years.", 0.01, MOST_YEARS),
                "draws": whole("How many histories; 100 without it.", 1, _MOST_DRAWS),
                "seed": whole("The same seed draws the same."),
                "crews": whole("How many repair at once; enough for all without it.", 1, MOST_CREWS),
                "usd_per_hour": number("Cost of an hour without a service or a job, USD.", 0.0, 1e12),
                "limit": whole("At most so many rows in each list.", 1, 200),
            },
        ),
        _availability,
    ),
    Tool(
        "compare_places",
        "The same design in several places",
        "Say what a year takes in several places: energy (kWh), PUE, water (m³), carbon (t CO2e), electricity (USD). "
        "stand_at proposes to stand in one of them.",
        about(
            None,
            {
                "places": listed("These; ten without it.", text("A place.", choices=tuple(PLACES)), len(PLACES)),
                "economizer": text("What cools without compressors, for the design's own.", choices=_ECONOMIZERS),
            },
        ),
        _places,
    ),
    Tool(
        "phases",
        "Phases of growth",
        "Say when each phase can run (P50, P90), what it waits for, what a month of delay costs (USD), and money (USD) "
        "and power (W) by quarter.",
        about(None, {"limit": whole("At most so many rows in each list.", 1, 200)}),
        _phases,
    ),
    Tool(
        "optimise",
        "The cheapest for a need",
        "Find the cheapest fabric, racks, power chain or all of them for a need, with the bound (USD) below which none "
        "can be; where nothing meets it, the wishes that collide. With propose it becomes a proposal: of the design, "
        "or of a new file as_design.",
        arguments(
            {"what": text("What.", choices=("fabric", "racks", "power", "all"))},
            {
                "settings": mapped(
                    "The need. Fabric: nodes, links_per_node, rate_gbps (Gb/s), oversubscription, survive (none, "
                    "switch), protocol, prices, tiers, switch, host. Racks: devices (PART*COUNT,PART*COUNT), "
                    "kw_per_rack (kW), rack_units, feeds (N, N+1, 2N), cooling (air, liquid). Power: load_kw (kW), "
                    f"feeder_m (m), cooling_share. All: budget_usd (USD), time_limit_s (at most {_SOLVER_S} s)."
                ),
                "design": DESIGN,
                **OF_DESIGN,
                "anew": flag("Take all devices of the design out of their racks first."),
                "propose": flag("Make a proposal of what was found."),
                "as_design": text("The new file of that proposal, such as fabric.stackwright.", most=500),
            },
        ),
        _optimise,
        "proposes",
    ),
)
