"""Tools that read other files of the folder: built networks, power readings, bundles, logs, graphs; and versions."""

from pathlib import Path
from typing import Any, Final, cast

from designer.api.documents import effect_document
from designer.api.opening import open_import
from designer.assistant.commands import COMMANDS
from designer.assistant.proposal_tools import proposed, proposing_tool
from designer.assistant.schemas import listed, number, text, whole
from designer.assistant.telling import bounded, brief, cut, paged
from designer.assistant.tool import DESIGN, VARIANT, Answer, Arguments, Tool, about, arguments, held
from designer.assistant.workbench import Workbench
from designer.catalog.reading import read_library
from designer.clock import today
from designer.edit.workloads.logged_demand import set_logged_demand
from designer.model.changes import between
from designer.model.parts.part import NETWORK_MEDIA, Medium
from designer.model.records import RefusedInput
from designer.store.project import read_project
from designer.store.variants import as_variant, find_variant
from designer.store.versions import design_of_save, note_of

_SHOWN: Final = 40


def _files(bench: Workbench, given: Arguments) -> list[Path]:
    return [bench.file_of(name) for name in given["files"]]


def _built(bench: Workbench, given: Arguments) -> Answer:
    from designer.export.built.rows import comparison_document, sentence
    from designer.export.cables.drawn_network import network_of
    from designer.reality.built.comparing import NO_NAMES, compare
    from designer.reality.built.naming_map import read_naming_map
    from designer.reality.built.reading import read_discovered

    document = held(bench, given).as_is(given.get("which", ""))
    found = read_discovered(_files(bench, given))
    names = read_naming_map(bench.file_of(given["map"])) if "map" in given else NO_NAMES
    media = cast("list[Medium]", given.get("media", []))
    drawn = network_of(document.design, document.library.parts)
    comparison = compare(drawn, found, names, how=given.get("match", "auto"), media=tuple(media))
    told: dict[str, Any] = comparison_document(comparison)
    limit, part = int(given.get("limit", _SHOWN)), given.get("part")
    if part is not None:
        return Answer({"part": part, "value": paged(told[part], limit, int(given.get("first", 0)))})
    return Answer({"words": sentence(comparison), **bounded(told, limit)})


def _readings(bench: Workbench, given: Arguments) -> Answer:
    from designer.export.readings_files import readings_document, readings_sentence
    from designer.reality.built.naming_map import read_naming_map
    from designer.reality.readings.comparing import NO_NAMES, compare_readings
    from designer.reality.readings.reading import read_readings

    document = held(bench, given).as_is(given.get("which", ""))
    told = read_readings(_files(bench, given))
    names = read_naming_map(bench.file_of(given["map"])) if "map" in given else NO_NAMES
    comparison = compare_readings(document.design, document.analyze(only=("power",)).results, told, names)
    rows = bounded(readings_document(comparison), int(given.get("limit", _SHOWN)))
    return Answer({"words": readings_sentence(comparison), **rows})


def _bundle(bench: Workbench, given: Arguments) -> Answer:
    from designer.catalog.bundles.reading import read_bundle
    from designer.catalog.bundles.taking import concerns, library_with
    from designer.review.effects.bundle_effect import catalog_change, design_change

    found = read_bundle(bench.file_of(given["file"]), today())
    before, after = bench.library, library_with(found, read_library(bundles=False))
    changed = catalog_change(before, after)
    told: dict[str, Any] = {
        "bundle": found.title,
        "author": found.author,
        "concerns": list(concerns(found, before)),
        "parts": [{"part": one.part, "what": one.what, "fields": list(one.fields)} for one in changed.parts],
        "prices": [
            {"part": one.part, "per": one.per, "before": _price(one.before), "after": _price(one.after)}
            for one in changed.prices
        ],
        "next": "A person takes it: stackwright bundle take FILE PROJECT --update, or in the window.",
    }
    if "design" in given:
        document = held(bench, given).as_is(given.get("which", ""))
        effect = design_change(document.design, before, after, today())
        told["design"] = {"updated": list(effect.updated), "effect": effect_document(effect.effect)}
    return Answer(bounded(told, int(given.get("limit", _SHOWN))))


def _price(price: Any) -> dict[str, Any] | None:
    return None if price is None else {"typical": price.typical, "currency": price.currency, "date": price.date}


def _import(bench: Workbench, given: Arguments) -> Answer:
    from designer.reality.netbox.incoming import design_of_site
    from designer.reality.netbox.reading import is_netbox_path, read_netbox

    path = bench.file_of(given["file"])
    if "devices" not in given and is_netbox_path(path):
        site = design_of_site(read_netbox(path), bench.library, path.stem, today())
        design, notes = site.design, list(site.notes)
    else:
        devices = bench.file_of(given["devices"]) if "devices" in given else None
        taken = open_import(path, bench.library, devices)
        design, notes = taken.design, list(taken.notes)
    one = bench.begin(given["design"], design)
    told = brief(bench, one, one.now)
    return Answer({**told, "notes": cut(notes, _SHOWN), "written": False, "next": "commit_proposal writes the file."})


def _demand(bench: Workbench, given: Arguments) -> Answer:
    from msgspec import to_builtins

    from designer.export.request_logs.reading import read_request_log
    from designer.export.request_logs.words import demand_in, log_line, notes_of

    log = read_request_log(bench.file_of(given["file"]))
    found = demand_in(log)
    told: dict[str, Any] = {"words": log_line(log, found), "demand": to_builtins(found), "notes": notes_of(log, found)}
    if "node" not in given:
        return Answer(bounded(told, _SHOWN))
    if "design" not in given:
        raise RefusedInput("node is of a design: name that as well.")
    one = held(bench, given)
    one.to_edit().edit(set_logged_demand, given["node"], found, given.get("users"))
    return proposed(bench, one, changed=[given["node"]], **bounded(told, _SHOWN))


def _versions(bench: Workbench, given: Arguments) -> Answer:
    opened = _opened(bench, given)
    now = {"version": opened.number, "saved_at": opened.saved_at, "name": opened.note.name, "now": True}
    rows: list[dict[str, Any]] = [{**now, "changed": opened.note.changed}]
    for save in opened.saves:
        row: dict[str, Any] = {"version": save.number, "saved_at": save.saved_at}
        # A damaged version stays in the list, with what is wrong with it.
        try:
            note = note_of(save)
            row |= {"name": note.name, "changed": note.changed}
        except RefusedInput as problem:
            row["problem"] = str(problem)
        rows.append(row)
    return Answer(cut(rows, int(given.get("limit", _SHOWN)), int(given.get("first", 0))))


def _restore(bench: Workbench, given: Arguments) -> Answer:
    one, opened = held(bench, given), _opened(bench, given)
    save = next((each for each in opened.saves if each.number == given["version"]), None)
    if save is None:
        raise RefusedInput(f"There is no earlier version {given['version']}; versions lists them.")
    document = one.to_edit()
    document.commit(between(document.design, design_of_save(save), f"Back to version {save.number}"))
    return proposed(bench, one)


def _opened(bench: Workbench, given: Arguments) -> Any:
    path = held(bench, given).path
    if path.suffix.lower() != ".stackwright" or not path.exists():
        raise RefusedInput("Versions lie in a project that was written; a design as text has none.")
    opened = read_project(path)
    variant = given.get("variant", "")
    return as_variant(opened, find_variant(opened, variant).id if variant else "")


def _commands(bench: Workbench, given: Arguments) -> Answer:
    rows = [{"command": f"stackwright {name}", "by": by, "does": does} for name, (by, does) in COMMANDS.items()]
    return Answer({"commands": rows, "next": "Where no tool is named, tell the person the command."})


_FILES: Final = listed("Files in the folder.", text("A file.", most=500), 100)
_MAP: Final = text("A file with two columns, found and drawn: which found name is which drawn one.", most=500)
_PAGE: Final = {"limit": whole("At most so many rows in each list.", 1, 500)}
_FIRST: Final = {"first": whole("Number of the first row, from 0.")}
TOOLS: Final = (
    Tool(
        "compare_built",
        "The built network against the drawn one",
        "Compare files of a network as it was found (ibnetdiscover, LLDP as JSON, CSV or print, topograph) with the "
        "drawn cables: missing, swapped and extra ones, both ports named.",
        about(
            {"files": _FILES},
            {
                "map": _MAP,
                "match": text("How devices are matched.", choices=("auto", "names", "structure")),
                "media": listed("These networks alone.", text("A network.", choices=NETWORK_MEDIA), 8),
                "part": text("This list alone.", choices=("missing", "swapped", "extra")),
                **_PAGE,
                **_FIRST,
            },
        ),
        _built,
    ),
    Tool(
        "measured_power",
        "Measured power beside planned power",
        "Set readings of power (answers of Redfish, or a CSV with a device and its power) beside planned power, W: by "
        "device, rack, strip and in all.",
        about({"files": _FILES}, {"map": _MAP, **_PAGE}),
        _readings,
    ),
    Tool(
        "bundle_effect",
        "Effect of a bundle of prices",
        "Say what a bundle of prices and parts would change in the catalog and in a design; nothing is taken.",
        arguments(
            {"file": text("The bundle, a file in the folder.", most=500)}, {"design": DESIGN, **VARIANT, **_PAGE}
        ),
        _bundle,
    ),
    Tool(
        "import_file",
        "Propose a design from a file of others",
        "Make a new design of a graph (.graphml, .dot, .drawio, .json), NetBox's cables, a site of NetBox (.zip, "
        ".json) or a discovered network. No file is written until commit_proposal.",
        arguments(
            {
                "file": text("The file in the folder.", most=500),
                "design": text("The new design, such as site.stackwright.", most=500),
            },
            {"devices": text("NetBox's devices, where the file holds its cables.", most=500)},
        ),
        _import,
        "proposes",
    ),
    Tool(
        "demand_of_log",
        "Demand from a log of requests",
        "Say how many requests a log has (a second, on average and in the busiest hour) and how long they are, tokens. "
        "With design and node it proposes to give that demand to the node; nothing is written.",
        arguments(
            {"file": text("The log, a table or JSON lines, a file in the folder.", most=500)},
            {
                "design": DESIGN,
                **VARIANT,
                "node": text("An application, users, an engine or a model API."),
                "users": number("Share the requests among so many users.", 1, 1e12),
            },
        ),
        _demand,
        "proposes",
    ),
    Tool(
        "versions",
        "Earlier versions",
        "List the versions that the project holds: number, when, name and what changed.",
        arguments({"design": DESIGN}, {**VARIANT, **_PAGE, **_FIRST}),
        _versions,
    ),
    proposing_tool(
        "restore_version",
        "Propose an earlier version",
        "Propose the design as it was in an earlier version.",
        _restore,
        {"version": whole("Its number, see versions.", 1)},
    ),
    Tool(
        "other_commands",
        "What the command line does besides",
        "List the commands of stackwright and which tool does the same; where none does, tell the person the command "
        "to run: decks, reports, drawings and other files, merging, taking bundles, sending to NetBox.",
        arguments({}),
        _commands,
    ),
)
