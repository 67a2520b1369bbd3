"""Command that changes fields of links and nodes without a window: set."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import click
from msgspec.structs import replace

from designer.api.documents import effect_document
from designer.api.reviewing import own_rules
from designer.catalog.reading import read_library
from designer.cli.opening import FORCE, PATH, VARIANT, open_design, require_new, save_design
from designer.cli.printing import plain, print_json, print_table, print_wrapped
from designer.cli.text.fix_effects import print_effect
from designer.clock import today
from designer.edit.addresses import ADDRESSES, address_text
from designer.edit.phases import PHASE, phase_of, text_of
from designer.edit.set_field import set_field
from designer.model.changes import between
from designer.model.design import Design
from designer.model.figures.figure_text import number_text
from designer.model.kinds import FACTS
from designer.model.workloads.choices import CHOICES


@click.command("set", short_help="Change fields of links and nodes of PROJECT.")
@click.argument("project", type=PATH)
@click.argument("words", nargs=-1, metavar="ID... FIELD=VALUE...")
@click.option("-o", "--output", "out", type=PATH, help="Write the design with it; without it nothing is written.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON document and nothing else.")
@VARIANT
@FORCE
def set_fields(
    project: Path, words: tuple[str, ...], out: Path | None, as_json: bool, variant: str, force: bool
) -> None:
    """Give fields of links or nodes of PROJECT new values, and say what that changes.

    A link has: cables, medium, spread, across (a container whose copies it joins), capacity_gbps, capacity_back_gbps
    (from b to a), length_m, cable_part, a, b, a_port, b_port, side, name. A node has: copies, name, note, parent, part,
    price_usd, the facts and the choices of its kind. The title block of drawing sheets, title_block in place of an id,
    has: number, revision, drawn_by, checked_by, approved_by, paper. A phase, phase:ID, has what `phases` names. The
    address plan, addresses, has: links, hosts, loopbacks, management (prefixes), host_length, management_length, ipv6,
    link_addresses (numbered, unnumbered), asn_base, keep (yes: numbers stay whatever is deleted).

    Numbers take units and arithmetic as in the window: 0.1 Tb/s, *2, +10%, /2. Nothing after the equals sign
    takes a value back.
    """
    ids, values = _told(words)
    require_new(out, force=force, changed=project)
    library = read_library()
    design = open_design(project, library, variant)
    after = design
    for one in ids:
        for field, text in values.items():
            after = set_field(after, library, one, field, text).applied(after)
    from designer.review.effects.fabric_rows import fabric_rows
    from designer.review.effects.preview import effect_between, state_of

    own = own_rules()
    before_state, after_state = (state_of(one, library, today(), own) for one in (design, after))
    effect = effect_between(before_state, after_state)
    effect = replace(effect, rows=(*effect.rows, *fabric_rows(before_state, after_state)))
    if out is not None:
        own = out.exists() and out.samefile(project)
        save_design(out, after, library, variant if own else "")
    rows = [row for one in ids for row in _rows(design, after, one, values)]
    if as_json:
        print_json({"changed": [_document(row) for row in rows], "effect": effect_document(effect)})
        return
    print_table(("", "field", "was", "is"), [tuple(_words(value) for value in row) for row in rows])
    click.echo("")
    if effect.moved:
        print_effect(effect)
        click.echo("")
    print_wrapped("", plain(effect.words or "No headline figure changes."))
    for sentence in effect.raised:
        print_wrapped("  - ", plain(sentence))
    if out is not None:
        click.echo(f"\nWrote {out}.")


def _told(words: Sequence[str]) -> tuple[tuple[str, ...], dict[str, str]]:
    """The ids and the values of a call: what has an equals sign is a value.

    Raises:
        click.UsageError: there are no ids or no values, or a field comes twice.
    """
    ids = tuple(dict.fromkeys(word for word in words if "=" not in word))
    values: dict[str, str] = {}
    for word in words:
        field, sign, text = word.partition("=")
        if not sign:
            continue
        if not field:
            raise click.UsageError(f"set takes FIELD=VALUE, not {word[:80]!r}.")
        if field in values:
            raise click.UsageError(f"{field} was given twice.")
        values[field] = text.strip()
    if not ids or not values:
        raise click.UsageError("set takes the ids of links or nodes and what to set: set PROJECT ID FIELD=VALUE.")
    return ids, values


def _rows(
    before: Design, after: Design, record_id: str, fields: Mapping[str, str]
) -> list[tuple[str, str, object, object]]:
    """Return (record, field, before, after) of FIELDS, those that follow from them included."""
    rows = [(record_id, field, _value(before, record_id, field), _value(after, record_id, field)) for field in fields]
    changes = between(before, after).changes
    also = ("a_port", "b_port") if ("links", record_id) in changes else ()
    rows += [
        (record_id, field, _value(before, record_id, field), _value(after, record_id, field))
        for field in also
        if field not in fields and _value(before, record_id, field) != _value(after, record_id, field)
    ]
    return rows


def _value(design: Design, record_id: str, field: str) -> object:
    if record_id in design.links:
        return getattr(design.links[record_id], field)
    if record_id not in design.nodes:
        if record_id.startswith(PHASE):
            return text_of(phase_of(design, record_id.removeprefix(PHASE)), field)
        if record_id == ADDRESSES:
            return address_text(design.settings.addresses, field)
        return getattr(design.settings.title_block, field)
    node = design.nodes[record_id]
    if field in CHOICES:
        return node.choices.get(field)
    return node.facts.get(field) if field in FACTS else getattr(node, field)


def _words(value: object) -> str:
    return "not set" if value in (None, "") else number_text(value, 9) if isinstance(value, float) else str(value)


def _document(row: tuple[str, str, object, object]) -> dict[str, Any]:
    record_id, field, before, after = row
    return {"id": record_id, "field": field, "before": before, "after": after}


COMMANDS = (set_fields,)
