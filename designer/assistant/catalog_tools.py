"""Tools that look parts and formulas up."""

from typing import Any, Final

import msgspec

from designer import api
from designer.assistant.schemas import arguments, mapped, text, whole
from designer.assistant.telling import cut
from designer.assistant.tool import Answer, Arguments, Tool
from designer.assistant.workbench import Workbench
from designer.catalog.library import sources_of
from designer.catalog.search import search
from designer.formulas.calculators import CALCULATORS
from designer.model.kinds import KINDS


def _search(bench: Workbench, given: Arguments) -> Answer:
    kind = given.get("kind", "")
    found = [
        part for part in search(bench.library, given["text"], limit=len(bench.library.parts)) if kind in ("", part.kind)
    ]
    rows = [
        {"part": part.id, "name": part.name, "vendor": part.vendor, "kind": part.kind, "summary": part.summary}
        for part in found
    ]
    return Answer(cut(rows, given.get("limit", 20)))


def _show(bench: Workbench, given: Arguments) -> Answer:
    part = bench.library.part(given["part"])
    sources = [bench.library.sources[name] for name in sorted(sources_of(part)) if name in bench.library.sources]
    told: dict[str, Any] = {"part": msgspec.to_builtins(part), "sources": msgspec.to_builtins(sources)}
    return Answer(told)


def _formulas(bench: Workbench, given: Arguments) -> Answer:
    word = given.get("text", "").casefold()
    rows = [
        {
            "name": one.name,
            "summary": one.summary,
            "inputs": {item.name: item.unit for item in one.inputs},
            "outputs": {item.name: item.unit for item in one.outputs},
        }
        for one in CALCULATORS.values()
        if word in f"{one.name} {one.summary}".casefold()
    ]
    return Answer(cut(rows))


def _calculate(bench: Workbench, given: Arguments) -> Answer:
    values = given.get("values", {})
    return Answer({"name": given["name"], "outputs": api.calculate(given["name"], **values)})


TOOLS: Final = (
    Tool(
        "search_catalog",
        "Search the catalog",
        "Find parts by name, vendor, part number, kind or use. Answers have the ids that edits take.",
        arguments(
            {"text": text("As it is typed into a search.")},
            {"kind": text("Only parts of this kind.", choices=tuple(KINDS)), "limit": whole("So many.", 1, 100)},
        ),
        _search,
    ),
    Tool(
        "show_part",
        "Show a part",
        "Show one part with its facts, ports, prices, and the source, date and status of each.",
        arguments({"part": text("Id of the part, such as nvidia/dgx-h100.")}),
        _show,
    ),
    Tool(
        "list_formulas",
        "List formulas",
        "List the calculators, each a published formula, with inputs and outputs and their units.",
        arguments({}, {"text": text("Only those with this word.", least=0)}),
        _formulas,
    ),
    Tool(
        "calculate",
        "Work out a formula",
        "Work out one formula by itself, such as fat-tree with k=16.",
        arguments({"name": text("The calculator.")}, {"values": mapped("Its inputs.")}),
        _calculate,
    ),
)
