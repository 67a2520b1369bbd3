"""Tools that answer what a design carries, draws, costs and survives."""

import math
from typing import Any, Final

from designer import api
from designer.analysis.results import TRAFFICS
from designer.analysis.sections import ALL, ALSO
from designer.api.documents import effect_document
from designer.assistant.schemas import Schema, arguments, listed, number, text, values, whole
from designer.assistant.telling import MOST_ROWS, bounded, cut, effect_rows, figures, paged
from designer.assistant.tool import DESIGN, OF_DESIGN, Answer, Arguments, Tool, about, held
from designer.assistant.workbench import Workbench
from designer.export.bills.groups import GROUPINGS
from designer.model.records import RefusedInput
from designer.review.effects.grouping import grouped
from designer.review.effects.preview import effect_between
from designer.review.findings import SEVERITIES

MOST_VARIANTS: Final = 32
"""Of a sweep that an assistant asks for; larger ones are for the command `sweep`, which can be stopped and gone on."""
_SECTIONS: Final = (*ALL, *ALSO)
_IDS: Final = text("Id of a node, a link, or one copy: leaf[0].")


def _document(bench: Workbench, given: Arguments) -> api.Document:
    return held(bench, given).as_is(given.get("which", ""))


def _figures(bench: Workbench, given: Arguments) -> Answer:
    document = _document(bench, given)
    return Answer({"name": document.name, "digest": document.digest, "figures": figures(document)})


def _analyze(bench: Workbench, given: Arguments) -> Answer:
    analysis = _document(bench, given).analyze(
        only=given["sections"],
        fail=given.get("fail", ()),
        traffic=given.get("traffic", TRAFFICS[0]),
        load=given.get("load", 1.0),
    )
    told = analysis.json()
    # Findings have a tool of their own, with numbers by which they are mended.
    told.pop("findings", None)
    path, limit = given.get("key", ""), int(given.get("limit", MOST_ROWS))
    if path:
        return Answer({"key": path, "value": paged(_inside(told, path), limit, int(given.get("first", 0)))})
    return Answer(bounded(told, limit))


def _inside(document: Any, path: str) -> Any:
    """Return what the dotted PATH leads to in DOCUMENT, whatever it is.

    Raises:
        RefusedInput: it leads nowhere; the message names what is there.
    """
    for name in path.split("."):
        if isinstance(document, list) and name.isdecimal() and int(name) < len(document):
            document = document[int(name)]
            continue
        if not isinstance(document, dict) or name not in document:
            there = ", ".join(str(one) for one in list(document)[:40]) if isinstance(document, dict) else "no names"
            raise RefusedInput(f"There is no {name!r} in {path!r}; there: {there}.")
        document = document[name]
    return document


def _findings(bench: Workbench, given: Arguments) -> Answer:
    document = _document(bench, given)
    analysis = document.analyze()
    wanted = given.get("severity")
    rows = [
        {
            "number": place,
            "severity": one.severity,
            "rule": one.rule,
            "message": one.message,
            "detail": one.detail,
            "ids": list(one.ids)[:20],
            "fix": one.fixes[0].label if one.fixes else None,
        }
        for place, one in enumerate(grouped(document.design, analysis.findings))
        if wanted in (None, one.severity)
    ]
    return Answer(cut(rows, given.get("limit", 50)))


def _why(bench: Workbench, given: Arguments) -> Answer:
    analysis = _document(bench, given).analyze()
    lines = analysis.why(given["key"]).splitlines()
    return Answer({"key": given["key"], **cut(lines, given.get("limit", MOST_ROWS))})


def _bill(bench: Workbench, given: Arguments) -> Answer:
    document = _document(bench, given)
    bill = document.bill_json(given.get("group_by", ""))
    lines = bill.pop("lines")
    # An assistant reads these; sources and ranges of each line are in the bill that the command writes.
    kept = ("name", "kind", "vendor", "quantity", "part_number", "unit_usd", "total_usd", "basis", "lead_weeks")
    rows = [{name: line[name] for name in kept if name in line} for line in lines]
    told = {name: bill[name] for name in ("total", "currency", "groups") if name in bill}
    return Answer(
        {"name": document.name, "digest": document.digest, **told, "lines": cut(rows, given.get("limit", 100))}
    )


def _cables(bench: Workbench, given: Arguments) -> Answer:
    rows = _document(bench, given).cables_json()
    link = given.get("link")
    chosen = [row for row in rows if link in (None, row.get("link"))]
    return Answer(cut(chosen, given.get("limit", 50), given.get("first", 0)))


def _compare(bench: Workbench, given: Arguments) -> Answer:
    first = bench.held(given["design"], given.get("variant", "")).as_is(given.get("which", ""))
    second = bench.held(given["other"], given.get("other_variant", "")).now
    told = api.compare(first, second)
    effect = effect_between(first.analyze().state, second.analyze().state)
    told["changes"] = cut(told["changes"], given.get("limit", 50))
    return Answer({**told, "words": effect.words, "moved": effect_rows(effect)})


def _ways(bench: Workbench, given: Arguments) -> Answer:
    told = _document(bench, given).ways()
    kept = ("name", "machines", "accelerators", "capex_usd", "cash_usd_per_month", "usd_per_month", "reason")
    kept += ("usd_per_million_tokens", "usd_per_gpu_hour", "price_date")
    rows = [{name: row[name] for name in kept if name in row} for row in told["rows"]]
    return Answer({"ways": rows, "crossings": told.get("crossings", []), "notes": told.get("notes", [])})


def _failure(bench: Workbench, given: Arguments) -> Answer:
    document = _document(bench, given)
    before, after = document.analyze(), document.analyze(fail=given["ids"])
    told = after.json().get("resilience", {})
    effect = effect_between(before.state, after.state)
    return Answer(
        {
            "failed": list(given["ids"]),
            "digest": document.digest,
            "lost": cut(told.get("lost", []), 50),
            "lost_accelerators": told.get("lost_accelerators"),
            "effects": cut(told.get("effects", []), 50),
            "figures": [
                {"key": key, "before": before.value(key), "after": after.value(key)}
                for key in ("accelerators", "bisection", "busiest", "it", "facility")
                if before.value(key) is not None
            ],
            "raised": list(effect.raised),
        }
    )


def _points(bench: Workbench, given: Arguments) -> Answer:
    told = _document(bench, given).analyze().json()["resilience"]
    return Answer(
        {
            "single_points_of_failure": cut(told.get("single_points_of_failure", []), 50),
            "worst_failures": cut(told.get("worst_failures", []), 20),
            "service_points": cut(told.get("service_points", []), 50),
            "notes": told.get("notes", []),
        }
    )


def _sweep(bench: Workbench, given: Arguments) -> Answer:
    # A grid: the values of all variables multiply.
    sizes = [len(one) if isinstance(one, list) else 1 for one in given["vary"].values()]
    if math.prod(sizes) > MOST_VARIANTS:
        raise RefusedInput(
            f"These are {math.prod(sizes):,} variants; at most {MOST_VARIANTS} are worked out in a call. "
            "Give fewer values, or use the command `stackwright sweep`."
        )
    if ("design" in given) == ("template" in given):
        raise RefusedInput("A sweep varies a design or a template: name one of them.")
    count = given.get("count", ("cost", "power"))
    if "template" in given:
        found = api.sweep(given["vary"], template=given["template"], library=bench.library, count=count)
    else:
        found = _document(bench, given).sweep(given["vary"], count=count)
    return Answer({"rows": found.rows})


def _effects(bench: Workbench, given: Arguments) -> Answer:
    from designer.api.reviewing import own_rules
    from designer.review.effects.preview import effect_of_fixes

    document = _document(bench, given)
    analysis = document.analyze()
    groups = grouped(document.design, analysis.findings)
    if given["finding"] >= len(groups) or not groups[given["finding"]].fixes:
        raise RefusedInput("There is no finding with this number that has a fix; see findings.")
    group = groups[given["finding"]]
    effect = effect_of_fixes(analysis.state, document.library, group.fixes, api_today(), own_rules(document.rules))
    return Answer({"message": group.message, "fix": group.fixes[0].label, "effect": effect_document(effect)})


def api_today() -> Any:
    """Return the day against which prices are judged."""
    from designer.clock import today

    return today()


_LIMIT: Final[dict[str, Schema]] = {"limit": whole("At most so many rows.", 1, 500)}
_FAIL: Final = listed("What has failed.", _IDS, 64)
TOOLS: Final = (
    Tool(
        "headline_figures",
        "Headline figures",
        "Return the figures that people judge a design by, each with unit, range and what is missing from it.",
        about(),
        _figures,
    ),
    Tool(
        "analyze",
        "Analyse sections",
        "Work out sections of the analysis and return them as `analyze --json` does, each figure with its unit; long "
        "lists are cut and counted in left_out. A dotted key returns one part of them, such as power.facility_w or "
        "network.links.",
        about(
            {"sections": listed("Which.", text("A section.", choices=_SECTIONS), len(_SECTIONS))},
            {
                "key": text("Only what this dotted key leads to; of a list limit rows from first on."),
                **_LIMIT,
                "first": whole("Number of the first row of a list, from 0."),
                "fail": _FAIL,
                "traffic": text("What the endpoints send.", choices=TRAFFICS),
                "load": number("So many times the demand of users.", 0.001, 1000.0),
            },
        ),
        _analyze,
    ),
    Tool(
        "findings",
        "Findings",
        "List what is wrong or to know, the gravest first, with its number and the fix where there is one.",
        about(None, {"severity": text("Only these.", choices=SEVERITIES), **_LIMIT}),
        _findings,
    ),
    Tool(
        "fix_effect",
        "Effect of a fix",
        "Say what the fix of a finding would do to figures and findings, without making it.",
        about({"finding": whole("Its number in findings.")}),
        _effects,
    ),
    Tool(
        "why",
        "Why?",
        "Explain a figure: its formula and all that it is made of, down to facts with source and date. Keys are those "
        "of headline_figures (facility, buy, run …) or dotted keys of analyze (power.pue).",
        about({"key": text("The figure.")}, _LIMIT),
        _why,
    ),
    Tool(
        "bill",
        "Bill of materials",
        "Return the bill of materials: quantities, prices with ranges and basis, and the total.",
        about(None, {"group_by": text("Group the lines.", choices=tuple(GROUPINGS)), **_LIMIT}),
        _bill,
    ),
    Tool(
        "cables",
        "Cable schedule",
        "List cables one by one with both ends, type, length and price.",
        about(None, {"link": text("Only those of this link."), **_LIMIT, "first": whole("First row, from 0.")}),
        _cables,
    ),
    Tool(
        "compare_designs",
        "Compare two designs",
        "Say what differs between two designs or variants: records, figures, findings.",
        arguments(
            {"design": DESIGN, "other": text("The other design.", most=500)},
            {**OF_DESIGN, "other_variant": text("A variant of the other project.", least=0), **_LIMIT},
        ),
        _compare,
    ),
    Tool(
        "compare_ways",
        "Own, rent or tokens",
        "Compare owning, renting and paying by the token for what the design is asked.",
        about(),
        _ways,
    ),
    Tool(
        "what_if_failure",
        "What if this fails?",
        "Say what is lost or degraded when nodes, links or single copies fail, and what becomes of the figures.",
        about({"ids": listed("What fails.", _IDS, 64)}),
        _failure,
    ),
    Tool(
        "single_points_of_failure",
        "Single points of failure",
        "List what alone takes others along when it fails, and the worst failures.",
        about(),
        _points,
    ),
    Tool(
        "sweep",
        "Sweep a few variants",
        f"Work out up to {MOST_VARIANTS} variants of a design or a template and return the figures that count.",
        arguments(
            {
                "vary": values(
                    "What is set (one value) or varies (a list): a parameter of the template, dgx.copies, "
                    "assumptions.pue, choices.grid …"
                )
            },
            {
                "design": DESIGN,
                "template": text("A template, in place of a design."),
                "count": listed("Figures that count, by keys of analyze.", text("A key."), 16),
                **OF_DESIGN,
            },
        ),
        _sweep,
    ),
)
