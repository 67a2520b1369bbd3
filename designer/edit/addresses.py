"""Edits of the settings of the address plan: prefixes, autonomous systems, and numbers that are kept."""

from collections.abc import Mapping
from typing import Final

import msgspec

from designer.edit.draft import Draft
from designer.model.address_settings import USUAL, AddressSettings, require_addresses
from designer.model.changes import ChangeSet
from designer.model.design import Design
from designer.model.figures.typed_arithmetic import read_typed
from designer.model.network.device_numbers import ranks
from designer.model.records import RefusedInput
from designer.model.wording import counted, listed

ADDRESSES: Final = "addresses"
"""In place of an id: the settings of the address plan."""
KEEP: Final = "keep"
"""The field that keeps the numbers of the devices that are drawn, or lets them go."""
_NUMBERS: Final = frozenset({"host_length", "management_length", "asn_base"})
_LINKS: Final = ("numbered", "unnumbered")
FIELDS: Final = (*(name for name in AddressSettings.__struct_fields__ if name != "numbers"), KEEP)
"""What can be set, in the order of a form."""


def set_addresses(design: Design, fields: Mapping[str, str]) -> ChangeSet:
    """Set FIELDS of the address plan from text; "" goes back to what is usual.

    Args:
        design: The design.
        fields: Those of `AddressSettings`, and "keep": "yes" keeps the number of every device that is drawn, so that it
            stays whatever is deleted before it; "no" lets all kept numbers go.

    Raises:
        RefusedInput: there is no such field, or no plan can be made so.
    """
    settings = design.settings.addresses
    for name, text in fields.items():
        settings = _with(design, settings, name, text.strip())
    require_addresses(settings)
    draft = Draft(design)
    draft.put(msgspec.structs.replace(design.settings, addresses=settings))
    kept = len(settings.numbers)
    if set(fields) == {KEEP}:
        return draft.finished(f"Keep the numbers of {counted(kept, 'node')}" if kept else "Let kept numbers go")
    return draft.finished("Set the address plan")


def address_text(settings: AddressSettings, field: str) -> str:
    """Return what FIELD of SETTINGS says, as `set_addresses` takes it."""
    if field == KEEP:
        return "yes" if settings.numbers else "no"
    if field not in FIELDS:
        raise RefusedInput(_unknown(field))
    return str(getattr(settings, field))


def _unknown(name: str) -> str:
    return f"The address plan has no field {name[:40]!r}; it has {', '.join(FIELDS)}."


def _with(design: Design, settings: AddressSettings, name: str, text: str) -> AddressSettings:
    if name == KEEP:
        if text not in {"yes", "no", ""}:
            raise RefusedInput(f"keep is {text[:40]!r}; it is yes or no.")
        numbers = ranks(design, settings.numbers) if text == "yes" else {}
        return msgspec.structs.replace(settings, numbers=numbers)
    if name not in FIELDS:
        raise RefusedInput(_unknown(name))
    if not text:
        return msgspec.structs.replace(settings, **{name: getattr(USUAL, name)})
    if name in _NUMBERS:
        now: int = getattr(settings, name)
        return msgspec.structs.replace(settings, **{name: read_typed(text, "", name).count(now)})
    if name == "link_addresses" and text not in _LINKS:
        raise RefusedInput(f"link_addresses is {text[:40]!r}; it is {listed(_LINKS, None, 'or')}.")
    return msgspec.structs.replace(settings, **{name: text})
