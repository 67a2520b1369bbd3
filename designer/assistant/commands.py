"""The commands of the command line: which tools do the same, and what a person runs where none does."""

from collections.abc import Mapping
from typing import Final

COMMANDS: Final[Mapping[str, tuple[str, str]]] = {
    "new": ("new_design", "A new design from a template."),
    "templates": ("list_templates", "The templates with their parameters."),
    "analyze": ("analyze, headline_figures, why, what_if_failure", "All figures."),
    "check": ("findings", "What is wrong, with exit code 1 for errors."),
    "mend": ("mend, apply_fix", "All fixes that do good."),
    "bom": ("bill", "The bill of materials; with -o as .xlsx, .csv, .pdf or .html."),
    "bundle": ("bundle_effect", "take FILE PROJECT --update takes a bundle of prices; make and back beside it."),
    "export": (
        "picture, design_text",
        "PROJECT -o FILE writes pictures, decks (.pptx), reports, drawings (.dxf), containerlab, NetBox bundles.",
    ),
    "import": ("import_file", "A file of others as a design."),
    "schema": ("design_text", "The JSON Schema of a design as text."),
    "catalog": ("search_catalog, show_part", "import FILE takes in own parts and prices."),
    "calc": ("calculate, list_formulas", "One formula; --rows works a table out."),
    "compare": ("compare_ways", "Own, rent or pay by the token."),
    "diff": ("compare_designs", "What differs between two designs."),
    "merge": ("", "Brings two designs with a common ancestor together."),
    "text": ("design_text", "The design as YAML."),
    "git-setup": ("", "Lets git show and merge designs."),
    "limits": ("limits, collective", "What the network can carry."),
    "cables": ("cables", "The cable schedule; with -o as .xlsx or .csv."),
    "swap-fabric": ("swap_fabric", "Ethernet in place of InfiniBand or the other way round."),
    "make-real": ("make_real", "Racks, room, power, cooling and cables for a sketch."),
    "optimise": ("optimise", "The cheapest design for a need; without a limit of time."),
    "sweep": ("sweep", "SPACE.yaml -o FILE works out many thousands of variants."),
    "phases": ("phases, add_phase, remove_phase, set_fields", "Growth in phases."),
    "sites": ("compare_places, stand_at", "The same design in several places; --keep for report and deck."),
    "availability": ("availability", "More histories, --buy-next, and lists of faults by --trace."),
    "doctor": ("", "What is missing on this machine, and how to mend it."),
    "man": ("", "The manual page."),
    "completion": ("", "Completion for a shell."),
    "set": ("set_fields", "Fields of nodes, links, the title block and the address plan."),
    "demand": ("demand_of_log", "Demand from a log of requests."),
    "versions": ("versions, restore_version", "Earlier versions; --name keeps one."),
    "salvage": ("", "PROJECT -o OUT writes what can be read of a damaged file."),
    "variants": (
        "open_design, compare_designs, commit_proposal",
        "Alternatives in one project; renaming and removing them.",
    ),
    "built": ("compare_built", "The built network against the drawn one; --accept draws what was built."),
    "netbox": ("import_file", "import --url reads a NetBox, push writes a bundle into one."),
    "plugins": ("", "Lists plug-ins, and switches them on and off."),
    "readings": ("measured_power", "Measured power beside planned power."),
    "mcp": ("", "This server."),
}
"""By command: the tools that do the same, "" where there are none, and what the command does or does besides."""
