"""Tools that propose edits, show what they would do, and commit, offer or discard them."""

from collections.abc import Sequence
from typing import Any, Final, cast

from designer.api.words import plain
from designer.assistant.schemas import Schema, flag, listed, mapped, number, text, whole
from designer.assistant.telling import brief, cut, effect_rows
from designer.assistant.tool import Answer, Arguments, Picture, Tool, editing, held
from designer.assistant.workbench import Held, Workbench
from designer.drawing.design_views import VIEW_IDS
from designer.drawing.part_around import changed_ids
from designer.edit.fabrics.second_way import one_more_switch, second_switch
from designer.edit.make_real.records import REDUNDANCIES, STEPS
from designer.edit.power.power_units import more_units
from designer.model.assumptions.site_choices import SITE_CHOICES
from designer.model.assumptions.table import ASSUMPTIONS
from designer.model.changes import between
from designer.model.design import Spread
from designer.model.kinds import CONTAINERS, SWITCHES
from designer.model.parts.part import Medium
from designer.model.records import RefusedInput
from designer.model.relations import RELATION_MEDIA
from designer.review.effects.grouping import grouped
from designer.review.effects.preview import effect_between
from designer.review.effects.records import Effect
from designer.store import proposals

_SPREADS: Final[tuple[Spread, ...]] = ("even", "mesh", "pairwise", "block", "ring", "complete")
_MEDIA: Final[tuple[Medium, ...]] = ("fabric", "storage", "management", "nvlink", "pcie", "power", "coolant")


MANY: Final = 1_000
"""Nodes from which a preview shows the part that changes; the whole would be too small to see it."""


def proposed(bench: Workbench, one: Held, **more: Any) -> Answer:
    """Return what stands in the proposal after an edit: its steps and how to go on."""
    return Answer(
        {
            "design": bench.name_of(one.path),
            **more,
            "proposed_steps": one.steps,
            "digest": one.now.digest,
            "written": False,
            "next": "preview_proposal shows what it does; commit_proposal writes it; discard_proposal forgets it.",
        }
    )


def _add(bench: Workbench, given: Arguments) -> Answer:
    one = held(bench, given)
    made = one.to_edit().add(
        given["part"],
        copies=int(given.get("copies", 1)),
        name=given.get("name", ""),
        id=given.get("id"),
        parent=given.get("parent"),
        x=given.get("x"),
        y=given.get("y"),
    )
    return proposed(bench, one, added=made)


def _add_container(bench: Workbench, given: Arguments) -> Answer:
    one = held(bench, given)
    made = one.to_edit().add_container(
        given["kind"], name=given.get("name", ""), id=given.get("id"), parent=given.get("parent")
    )
    return proposed(bench, one, added=made)


def _remove(bench: Workbench, given: Arguments) -> Answer:
    one = held(bench, given)
    one.to_edit().remove(*given["ids"])
    return proposed(bench, one, removed=list(given["ids"]))


def _set(bench: Workbench, given: Arguments) -> Answer:
    one = held(bench, given)
    document = one.to_edit()
    with document.step(f"Change {', '.join(given['ids'][:3])}"):
        for record in given["ids"]:
            document.set(record, **given["fields"])
    return proposed(bench, one, changed=list(given["ids"]))


def _link(bench: Workbench, given: Arguments) -> Answer:
    one = held(bench, given)
    made = one.to_edit().link(
        given["a"],
        given["b"],
        cables=int(given.get("cables", 1)),
        medium=cast("Medium | None", given.get("medium")),
        spread=cast("Spread", given.get("spread", "even")),
        id=given.get("id"),
        name=given.get("name", ""),
        a_port=given.get("a_port"),
        b_port=given.get("b_port"),
        capacity_gbps=given.get("capacity_gbps"),
        side=given.get("side", ""),
    )
    return proposed(bench, one, added=made)


def _unlink(bench: Workbench, given: Arguments) -> Answer:
    one = held(bench, given)
    there = one.now.links
    unknown = next((each for each in given["links"] if each not in there), None)
    if unknown is not None:
        raise RefusedInput(f"There is no link {unknown!r} in this design; show_records lists them.")
    one.to_edit().remove(*given["links"])
    return proposed(bench, one, removed=list(given["links"]))


def _swap(bench: Workbench, given: Arguments) -> Answer:
    one = held(bench, given)
    one.to_edit().swap_part(given["id"], given["part"])
    return proposed(bench, one, changed=[given["id"]])


def _assume(bench: Workbench, given: Arguments) -> Answer:
    one = held(bench, given)
    document = one.to_edit()
    with document.step("Change assumptions and the site"):
        for name, value in given.get("assumptions", {}).items():
            if not isinstance(value, int | float):
                raise RefusedInput(f"The assumption {name} is a number.")
            document.assume(**{name: float(value)})
        for name, value in given.get("choices", {}).items():
            document.choose(**{name: str(value)})
        if "name" in given:
            document.rename(given["name"])
    return proposed(bench, one)


def _regenerate(bench: Workbench, given: Arguments) -> Answer:
    one = held(bench, given)
    one.to_edit().regenerate(**given["parameters"])
    return proposed(bench, one)


def _make_real(bench: Workbench, given: Arguments) -> Answer:
    one = held(bench, given)
    proposal = one.to_edit().make_real(
        redundancy=given.get("redundancy", "2N"),
        cooling=given.get("cooling", "air"),
        rack_kw=given.get("rack_kw"),
        only=given.get("only", ()),
        without=given.get("without", ()),
    )
    lines = [{"key": each.line.key, "title": each.line.title, "why": each.line.why} for each in proposal.lines]
    return proposed(bench, one, lines=cut(lines), left=list(proposal.left)[:20], words=plain(proposal.effect.words))


def _redundancy(bench: Workbench, given: Arguments) -> Answer:
    one = held(bench, given)
    document = one.to_edit()
    node_id = given["id"]
    node = document.nodes.get(node_id)
    if node is None:
        raise RefusedInput(f"There is no node {node_id!r} in this design; show_records lists them.")
    # What shares cables takes one more copy; what is fed or feeds takes one more unit with its cords.
    if node.kind in SWITCHES:
        maker = second_switch if document.design.total_copies(node_id) == 1 else one_more_switch
        document.edit(maker, node_id=node_id)
    else:
        document.edit(more_units, node_id=node_id, copies=node.copies + 1)
    return proposed(bench, one, changed=[node_id], copies=document.nodes[node_id].copies)


def _fix(bench: Workbench, given: Arguments) -> Answer:
    one = held(bench, given)
    document = one.to_edit()
    groups = grouped(document.design, document.findings)
    if given["finding"] >= len(groups):
        raise RefusedInput(f"There is no finding {given['finding']}; there are {len(groups)}, from 0.")
    group = groups[given["finding"]]
    if not group.fixes:
        raise RefusedInput(f"This finding has no fix of its own. {group.detail}")
    # Findings alike are mended together, as the button of the window does.
    with document.step(group.fixes[0].label):
        for fix in group.fixes:
            document.fix(fix)
    return proposed(bench, one, finding=group.message, fix=group.fixes[0].label)


def _mend(bench: Workbench, given: Arguments) -> Answer:
    one = held(bench, given)
    found = one.to_edit().mend(warnings=given.get("warnings", False))
    made = [{"finding": each.message, "fix": each.label} for each in found.steps]
    left = [{"finding": each.message, "reason": each.reason} for each in found.left]
    return proposed(bench, one, made=cut(made), left=cut(left))


def _undo(bench: Workbench, given: Arguments) -> Answer:
    one = held(bench, given)
    return proposed(bench, one, undone=one.take_back())


def _redo(bench: Workbench, given: Arguments) -> Answer:
    one = held(bench, given)
    return proposed(bench, one, redone=one.make_again())


def effect_of(one: Held) -> Effect | None:
    """Return what the proposal does to what is saved; None of a design that was not written yet."""
    if one.saved is None or one.proposal is None:
        return None
    return effect_between(one.saved.analyze().state, one.proposal.analyze().state)


def _preview(bench: Workbench, given: Arguments) -> Answer:
    one = held(bench, given)
    if one.proposal is None:
        raise RefusedInput("Nothing is proposed for this design.")
    effect = effect_of(one)
    told: dict[str, Any] = {
        "design": bench.name_of(one.path),
        "label": one.label,
        "steps": one.steps,
        "digest_saved": one.saved.digest if one.saved is not None else None,
        "digest_proposed": one.proposal.digest,
        "written": False,
    }
    if effect is None:
        told |= {"new": brief(bench, one, one.proposal)}
    else:
        told |= {
            "words": plain(effect.words),
            "figures": effect_rows(effect),
            "mended": list(effect.mended),
            "raised": list(effect.raised),
        }
    if given.get("picture", True) is False or not one.proposal.nodes:
        return Answer(told)
    try:
        view, around = given.get("view", "topology"), _changed(one) if len(one.proposal.nodes) > MANY else ()
        data = bench.painter.paint(one.proposal, view, "png", around=around if view in VIEW_IDS else ())
    except RefusedInput as refusal:
        # A preview says enough without a picture.
        return Answer({**told, "no_picture": str(refusal)})
    return Answer(told, (Picture("image/png", data),))


def _changed(one: Held) -> tuple[str, ...]:
    """Return the ids that the proposal adds or changes; () where they are too many to be seen, or all are new."""
    if one.saved is None or one.proposal is None:
        return ()
    return changed_ids(between(one.saved.design, one.proposal.design), one.proposal.design)


def _commit(bench: Workbench, given: Arguments) -> Answer:
    one = held(bench, given)
    steps, label = one.steps, one.label
    try:
        path = one.commit(given.get("as_variant", ""))
    except RefusedInput as problem:
        # The words of the lock say who holds it; the assistant is told what it can do instead.
        if "open in another window" in str(problem):
            raise RefusedInput(f"{problem} offer_proposal shows it to the person there.") from problem
        raise
    return Answer(
        {
            "design": bench.name_of(path),
            "written": True,
            "label": label,
            "steps": steps,
            "digest": one.now.digest,
            "next": "undo proposes to take it back.",
        }
    )


def _discard(bench: Workbench, given: Arguments) -> Answer:
    one = held(bench, given)
    steps = one.discard()
    if one.saved is None:
        bench.forget(one)
    return Answer({"design": bench.name_of(one.path), "discarded": steps, "written": False})


def _offer(bench: Workbench, given: Arguments) -> Answer:
    one = held(bench, given)
    if one.saved is None or one.proposal is None:
        raise RefusedInput("Only edits of a design that is written can be offered to a window.")
    effect = effect_of(one)
    assert effect is not None
    offer = proposals.new_offer(
        one.path,
        one.saved.variant_id,
        between(one.saved.design, one.proposal.design, given.get("label") or one.label),
        words=effect.words,
        steps=one.steps,
        figures=[proposals.ProposedFigure(**row) for row in effect_rows(effect)],
        raised=effect.raised,
        by=given.get("by", "An assistant"),
    )
    # A later offer takes the place of an earlier one: two of one proposal would be made twice.
    one.withdraw()
    proposals.put_offer(offer)
    one.offer = offer.id
    return Answer(
        {
            "design": bench.name_of(one.path),
            "offer": offer.id,
            "written": False,
            "next": "The window that has the design open shows it with Accept and Discard; see proposal_state.",
        }
    )


def _state(bench: Workbench, given: Arguments) -> Answer:
    one = held(bench, given)
    answer = proposals.answer_to(one.offer) if one.offer else "not offered"
    if answer in ("accepted", "discarded"):
        # The window has it, or nobody wants it: either way it is no proposal here any more.
        one.offer = ""
        if one.proposal is not None:
            one.discard()
        one.reread()
    return Answer({"design": bench.name_of(one.path), "offered": answer, "proposed_steps": one.steps})


_NAMED: Final[dict[str, Schema]] = {
    "name": text("What it is called."),
    "id": text("Its id; without it one is made."),
    "parent": text("The container or host that it stands in."),
}


def _ids(help: str) -> Schema:
    return listed(help, text("An id, see show_records."), 200)


def proposing_tool(
    name: str,
    title: str,
    description: str,
    run: Any,
    required: dict[str, Schema] | None = None,
    optional: dict[str, Schema] | None = None,
) -> Tool:
    """Return a tool that edits the proposal and writes nothing, which its DESCRIPTION is made to say."""
    return Tool(name, title, f"{description} Nothing is written.", editing(required, optional), run, "proposes")


_COPIES: Final = {"copies": whole("How many stand there.", 1)}
TOOLS: Final[Sequence[Tool]] = (
    proposing_tool(
        "add_part",
        "Propose a part",
        "Add a part of the catalog to the proposal.",
        _add,
        {"part": text("Id of the part, see search_catalog.")},
        {
            **_COPIES,
            **_NAMED,
            "x": number("Left edge on the canvas, pixels; with y, else a free place is taken.", -1e7, 1e7),
            "y": number("Top edge, pixels, downwards.", -1e7, 1e7),
        },
    ),
    proposing_tool(
        "add_container",
        "Propose a container",
        "Add an empty site, room, row, rack or pod.",
        _add_container,
        {"kind": text("Its kind.", choices=tuple(CONTAINERS))},
        _NAMED,
    ),
    proposing_tool(
        "remove",
        "Propose to remove",
        "Remove nodes with their contents and links, or links.",
        _remove,
        {"ids": _ids("What goes.")},
    ),
    proposing_tool(
        "set_fields",
        "Propose other values",
        "Give fields of nodes or links new values: copies, name, note, parent, part, price_usd, facts such as "
        "power_max_w and choices of a node; cables, medium, spread, length_m, a_port … of a link. Texts take units and "
        'arithmetic: "0.1 Tb/s", "*2", "+10%".',
        _set,
        {"ids": _ids("Whose."), "fields": mapped("Fields with their new values.")},
    ),
    proposing_tool(
        "add_link",
        "Propose a link",
        "Join two nodes by cables, or by a relation.",
        _link,
        {"a": text("One end; of a relation the one that needs."), "b": text("The other end.")},
        {
            "cables": whole("Physical cables in one copy of what holds both ends.", 1, 10_000_000),
            "medium": text("What runs through it.", choices=(*_MEDIA, *sorted(RELATION_MEDIA))),
            "spread": text("How cables fall on copies.", choices=_SPREADS),
            "a_port": text("Port group at a."),
            "b_port": text("Port group at b."),
            "capacity_gbps": number("Of one cable, one way, Gb/s, where no port tells it.", 0.0, 1e6),
            "side": text("Of a power cord, the side that feeds.", choices=("A", "B")),
            "name": _NAMED["name"],
            "id": _NAMED["id"],
        },
    ),
    proposing_tool("unlink", "Propose to unlink", "Remove links.", _unlink, {"links": _ids("Which links.")}),
    proposing_tool(
        "swap_part",
        "Propose another part",
        "Put another part in the place of a node's; links stay where ports fit.",
        _swap,
        {"id": text("The node."), "part": text("Id of the other part.")},
    ),
    proposing_tool(
        "set_assumptions",
        "Propose assumptions",
        "Give assumptions own values, choose climate, grid or routing, or rename the design.",
        _assume,
        None,
        {
            "assumptions": mapped(f"Any of {', '.join(sorted(ASSUMPTIONS))}."[:2000]),
            "choices": mapped(f"Any of {', '.join(SITE_CHOICES)}."),
            "name": text("What the design is called."),
        },
    ),
    proposing_tool(
        "regenerate",
        "Propose other parameters",
        "Make a design of a template again from other parameters; edits by hand stay.",
        _regenerate,
        {"parameters": mapped("Parameters of its template.")},
    ),
    proposing_tool(
        "make_real",
        "Propose to make it real",
        "Add what turns a sketch into a place: racks, room, power, cooling, cables.",
        _make_real,
        None,
        {
            "redundancy": text("Of power and cooling.", choices=REDUNDANCIES),
            "cooling": text("How far racks are filled.", choices=("air", "liquid")),
            "rack_kw": number("Most that one rack may draw, kW.", 0.1, 1000.0),
            "only": listed("Some of the steps.", text("A step.", choices=STEPS), len(STEPS)),
            "without": listed("Lines that are left out, by their keys.", text("A key.")),
        },
    ),
    proposing_tool(
        "add_redundancy",
        "Propose redundancy",
        "Let a switch have a second one beside it (or one more that shares its cables), or a unit of the power chain "
        "one more.",
        _redundancy,
        {"id": text("The switch or the power unit.")},
    ),
    proposing_tool(
        "apply_fix",
        "Propose the fix of a finding",
        "Make the fix that a finding offers, of all that are alike.",
        _fix,
        {"finding": whole("Its number in findings, of the proposal where there is one.")},
    ),
    proposing_tool(
        "mend",
        "Propose all fixes that do good",
        "Make the fixes of all errors that do good and no harm.",
        _mend,
        None,
        {"warnings": flag("Mend warnings too.")},
    ),
    proposing_tool(
        "undo",
        "Undo",
        "Take the last step of the proposal back; without one, propose to take the last commit back.",
        _undo,
    ),
    proposing_tool("redo", "Redo", "Make the step again that was taken back last.", _redo),
    Tool(
        "preview_proposal",
        "Preview the proposal",
        "Show what the proposal would do: figures before and after, findings mended and raised, and a picture.",
        editing(None, {"view": text("View of the picture."), "picture": flag("Whether a picture is drawn.")}),
        _preview,
    ),
    Tool(
        "commit_proposal",
        "Write the proposal",
        "Write the proposal to its file as one edit. Call it only when the person has agreed.",
        editing(None, {"as_variant": text("Write it as a variant of this name beside the design, which stays.")}),
        _commit,
        "writes",
    ),
    Tool(
        "discard_proposal",
        "Discard the proposal",
        "Forget the proposal; the file stays as it is.",
        editing(),
        _discard,
        "proposes",
    ),
    Tool(
        "offer_proposal",
        "Offer the proposal to the window",
        "Show the proposal in the window that has the design open, with Accept and Discard; accepted it is one undo.",
        editing(None, {"label": text("What the edit is called."), "by": text("Who offers it.", most=60)}),
        _offer,
        "offers",
    ),
    Tool(
        "proposal_state",
        "State of the proposal",
        "Say which steps are proposed, and what a person answered to an offer.",
        editing(),
        _state,
    ),
)
