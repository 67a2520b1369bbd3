"""Parts as files of the NetBox device type library."""

import math
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any, Final, NamedTuple

import yaml

from designer.catalog.netbox.export_ports import PortLists, port_lists
from designer.catalog.netbox.kind_guess import Form
from designer.catalog.netbox.mapping import AIRFLOWS, FULL_DEPTH, PORT_MAPPINGS, SUBDEVICE, UNPOWERED, slug_of
from designer.catalog.netbox.own_block import with_block
from designer.files.writing import write_whole
from designer.model.kinds import KINDS, kinds_with
from designer.model.parts.part import Part, Source
from designer.model.records import RefusedInput
from designer.model.wording import counted

MODULES: Final = kinds_with(lambda kind: kind.netbox == "module")
RACKS: Final = kinds_with(lambda kind: kind.netbox == "rack")
DEVICES: Final = kinds_with(lambda kind: kind.netbox == "device")
MOST_NAME: Final = 100
MOST_NUMBER: Final = 50
MOST_DESCRIPTION: Final = 200
"""What NetBox itself takes; the library's schemas set no bound."""
_DEEP_MM: Final = 500.0
_LISTS: Final = (
    "console-ports",
    "console-server-ports",
    "power-ports",
    "power-outlets",
    "interfaces",
    "front-ports",
    "rear-ports",
    "module-bays",
    "device-bays",
)
_RACK_FORMS: Final = frozenset(
    {
        "wall-cabinet",
        "4-post-frame",
        "2-post-frame",
        "4-post-cabinet",
        "wall-frame",
        "wall-frame-vertical",
        "wall-cabinet-vertical",
    }
)
_WIDTHS: Final = (10, 19, 20, 23)


class Document(NamedTuple):
    """A part in NetBox's form.

    Attributes:
        form: Whether it is a device, module or rack type.
        data: The file's keys, in the library's order.
        lost: Lines about what the form cannot hold.
    """

    form: Form
    data: dict[str, Any]
    lost: tuple[str, ...]


class _Dumper(yaml.CSafeDumper):
    """Writes texts of several lines as they are."""

    def ignore_aliases(self, data: Any) -> bool:
        """Yes, for all DATA."""
        return True


def _write_text(dumper: yaml.CSafeDumper, text: str) -> yaml.ScalarNode:
    return dumper.represent_scalar("tag:yaml.org,2002:str", text, style="|" if "\n" in text else None)


_Dumper.add_representer(str, _write_text)


def netbox_yaml(part: Part, sources: Mapping[str, Source], *, mapped: bool = False) -> tuple[str, tuple[str, ...]]:
    """PART as a file of the NetBox device type library, and lines about what that form cannot hold.

    Importing the file gives PART again: its comments carry what the form does not hold, and those of SOURCES that
    it names. MAPPED adds which front port leads to which rear one as NetBox itself reads it from 4.5 on; the library
    has no such key.

    Raises:
        RefusedInput: PART is no device, module or rack, or the catalog itself would not read it.
    """
    document = netbox_document(part)
    data = {**document.data, "comments": with_block(document.data, part, sources)}
    fronts = [front for front in document.data.get("front-ports", ()) if "rear_port" in front] if mapped else []
    if fronts:
        data[PORT_MAPPINGS] = [
            {
                "front_port": front["name"],
                "front_port_position": 1,
                "rear_port": front["rear_port"],
                "rear_port_position": front["rear_port_position"],
            }
            for front in fronts
        ]
    try:
        text = yaml.dump(
            data, Dumper=_Dumper, sort_keys=False, allow_unicode=True, width=1_000_000, explicit_start=True
        )
    except (UnicodeError, yaml.YAMLError) as error:
        raise RefusedInput(f"{part.name[:80]} holds a character that no text file can hold; remove it.") from error
    return text, document.lost


def write_netbox(path: Path, part: Part, sources: Mapping[str, Source]) -> tuple[str, ...]:
    """Writes PART to PATH in NetBox's form and answers with lines about what that form cannot hold.

    Raises:
        RefusedInput: PART cannot be written so, or PATH cannot be written.
    """
    text, lost = netbox_yaml(part, sources)
    write_whole(path, text.encode())
    return lost


def netbox_document(part: Part) -> Document:
    """PART in NetBox's form, without the block that carries the rest.

    Raises:
        RefusedInput: PART is no device, module or rack.
    """
    form = _form(part)
    for what, text in (("vendor", part.vendor), ("name", part.name)):
        if not text.strip():
            raise RefusedInput(f"{part.id} has no {what}, which NetBox's form wants; give it one.")
    lost: list[str] = []
    data: dict[str, Any] = {"manufacturer": part.vendor, "model": _cut(part.name, MOST_NAME)}
    # Modules have no slug; a shipped part may have an id that is none.
    if form != "module":
        slug = part.id.removeprefix("netbox/")
        data["slug"] = slug if _is_slug(slug) else slug_of(slug) or "part"
    if part.part_number and form != "rack":
        data["part_number"] = _cut(part.part_number, MOST_NUMBER)
    elif part.part_number:
        lost.append("Rack types have no part number.")
    if form == "rack":
        _rack(part, data, lost)
    else:
        _equipment(part, form, data, lost)
    if part.summary:
        data["description"] = _cut(part.summary, MOST_DESCRIPTION)
    # What was cut is said, once for each key.
    for key, text in (("model", part.name), ("part_number", part.part_number), ("description", part.summary)):
        if key in data and data[key] != text:
            lost.append(f"The {key} is longer than NetBox takes and is cut.")
    if part.notes:
        data["comments"] = part.notes
    lost += _beyond(part)
    return Document(form, data, tuple(lost))


def _cut(text: str, most: int) -> str:
    return text if len(text) <= most else text[: most - 1].rstrip() + "…"


def _form(part: Part) -> Form:
    if part.kind in RACKS:
        return "rack"
    if part.kind in MODULES:
        return "module"
    if part.kind in DEVICES:
        return "device"
    kind = KINDS.get(part.kind)
    title = kind.title.lower() if kind else part.kind
    raise RefusedInput(
        f"{part.name[:80]} is a {title}, which NetBox has no type for; devices, modules and racks can be exported."
    )


def _is_slug(text: str) -> bool:
    return bool(text) and all(
        letter.isascii() and (letter.islower() or letter.isdigit() or letter in "-_") for letter in text
    )


def _value(part: Part, name: str) -> float | None:
    fact = part.facts.get(name)
    return None if fact is None else fact.value


def _weight(part: Part, data: dict[str, Any], lost: list[str]) -> None:
    weight = _value(part, "weight_kg")
    if weight is not None:
        data["weight"] = _rounded(weight, 0.01)
        data["weight_unit"] = "kg"
        if data["weight"] != weight:
            lost.append(f"The weight of {weight:g} kg is rounded to {data['weight']:g} kg.")


def _rounded(value: float, step: float) -> float | int:
    """VALUE as a multiple of STEP, whole numbers as such."""
    number = round(round(value / step) * step, 2)
    return int(number) if number == int(number) else number


def _equipment(part: Part, form: Form, data: dict[str, Any], lost: list[str]) -> None:
    """Height, weight, airflow and ports of a device or module."""
    if form == "device":
        # The form wants half units and a number: unknown is 0, and rounding goes up, so that it still fits.
        height = _value(part, "height_u")
        data["u_height"] = 0 if height is None else _rounded(math.ceil(height * 2) / 2, 0.5)
        if height is None:
            lost.append("Its height is unknown; u_height is 0, as the form wants one.")
        elif data["u_height"] != height:
            lost.append(f"The height of {height:g} U is rounded up to {data['u_height']:g} U.")
        data["is_full_depth"] = _full_depth(part)
    _weight(part, data, lost)
    if form == "device":
        flow = part.texts.get("airflow", "").replace(" ", "-")
        if flow in AIRFLOWS:
            data["airflow"] = flow
        elif flow:
            lost.append(f"The airflow “{part.texts['airflow'][:60]}” is none of the form's.")
        chassis = part.texts.get("chassis", "")
        role = next((role for role, words in SUBDEVICE.items() if words == chassis), "")
        if role:
            data["subdevice_role"] = role
        if part.texts.get("input") == UNPOWERED:
            data["is_powered"] = False
    lists: PortLists = port_lists(part, form)
    data.update({key: lists.items[key] for key in _LISTS if lists.items.get(key)})
    lost += lists.lost


def _full_depth(part: Part) -> bool:
    said = part.texts.get("rack_depth")
    if said in FULL_DEPTH.values():
        return said == FULL_DEPTH[True]
    depth = _value(part, "depth_mm")
    return depth is None or depth >= _DEEP_MM


def _rack(part: Part, data: dict[str, Any], lost: list[str]) -> None:
    """Sizes of a rack type."""
    units = _value(part, "rack_units")
    if units is None or units != int(units) or units < 1:
        raise RefusedInput(f"{part.name[:80]} does not say how many rack units it holds, which NetBox's form wants.")
    form = part.texts.get("form_factor", "").replace(" ", "-")
    data["form_factor"] = form if form in _RACK_FORMS else "4-post-cabinet"
    if form not in _RACK_FORMS:
        lost.append("Its form is not stated; a cabinet with four posts is taken.")
    width = part.texts.get("mounting_width", "").removesuffix(" in")
    data["width"] = int(width) if width in map(str, _WIDTHS) else 19
    if not width:
        lost.append("The width between its posts is not stated; 19 inches are taken.")
    data["u_height"] = int(units)
    data["starting_unit"] = 1
    sizes = {
        key: _rounded(value, 0.01)
        for key, fact in (("outer_width", "width_mm"), ("outer_height", "height_mm"), ("outer_depth", "depth_mm"))
        if (value := _value(part, fact)) is not None
    }
    if sizes:
        data.update(sizes)
        data["outer_unit"] = "mm"
    _weight(part, data, lost)
    load = _value(part, "load_limit_kg")
    # Rounded down: a rack must never seem to bear more than it does.
    if load is not None:
        data["max_weight"] = math.floor(load)
        data["weight_unit"] = "kg"
        if data["max_weight"] != load:
            lost.append(f"The load limit of {load:g} kg is written as {data['max_weight']} kg.")
    posts = part.texts.get("mounting_depth", "").removesuffix(" mm")
    if posts.isascii() and posts.isdigit() and len(posts) < 6:
        data["mounting_depth"] = int(posts)
    if part.ports:
        lost.append("Racks have no ports in the form.")


_HELD: Final = frozenset(
    {
        "height_u",
        "weight_kg",
        "rack_units",
        "width_mm",
        "height_mm",
        "depth_mm",
        "load_limit_kg",
        "power_max_w",
        "power_typical_w",
        "capacity_w",
        "psu_rating_w",
    }
)


def _beyond(part: Part) -> Iterable[str]:
    """Yield what every export leaves to the block in the comments."""
    facts = [name for name in part.facts if name not in _HELD]
    if facts:
        names = f"{', '.join(facts[:6])}{' …' if len(facts) > 6 else ''}"
        yield f"No place in the form: {counted(len(facts), 'figure')} ({names})."
    if part.prices:
        yield f"No place in the form: {counted(len(part.prices), 'price')}."
    if part.contains:
        inside = ", ".join(f"{one.count} × {one.part}" for one in part.contains[:4])
        yield f"No place in the form: the parts inside ({inside})."
    yield "What the form cannot hold travels in the comments, where Stackwright reads it back."
