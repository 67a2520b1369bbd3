"""A NetBox device, module or rack type as a part, with what became of every key."""

import re
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Any, Final, NamedTuple

from msgspec.structs import replace

from designer.catalog.netbox.contradictions import note_height, note_missing_names, note_stated_ports
from designer.catalog.netbox.kind_guess import Form, Guess, guess_kind, module_role
from designer.catalog.netbox.port_groups import console_groups, interface_groups, panel_groups
from designer.catalog.netbox.power_groups import SupplyType, is_supply_bay, power_of
from designer.catalog.netbox.report import FileNote
from designer.catalog.netbox.sheet import MAX_LONG, Sheet, item_text, plain
from designer.model.kinds import BREAKING_OUT, KINDS, PLUG_IN_MODULES
from designer.model.parts.part import Part, PortGroup, Quantity, Source
from designer.model.wording import counted

SOURCE_ID: Final = "netbox-device-types"
KG: Final[Mapping[str, float]] = {"kg": 1.0, "g": 0.001, "lb": 0.45359237, "oz": 0.028349523125}
MM: Final[Mapping[str, float]] = {"mm": 1.0, "in": 25.4}
AIRFLOWS: Final = (
    "front-to-rear",
    "rear-to-front",
    "left-to-right",
    "right-to-left",
    "side-to-rear",
    "rear-to-side",
    "bottom-to-top",
    "top-to-bottom",
    "passive",
    "mixed",
)
FULL_DEPTH: Final[Mapping[bool, str]] = {True: "full", False: "less than full"}
SUBDEVICE: Final[Mapping[str, str]] = {"parent": "holds other devices", "child": "stands in another device"}
PORT_MAPPINGS: Final = "port-mappings"
"""Which front port leads to which rear one, as NetBox exports it from 4.5 on."""
UNPOWERED: Final = "takes no power of its own"
_SHALLOW_MM: Final = 300.0
_NO_SLUG: Final = re.compile(r"[^a-z0-9]+")
_SLUG: Final = re.compile(r"[-a-z0-9_]{1,110}")


class Reading(NamedTuple):
    """A part with the notes on its file."""

    part: Part
    notes: tuple[FileNote, ...]


class Setting(NamedTuple):
    """Settings of an import that hold for all its files.

    Attributes:
        today: The date of reading, which facts carry.
        supplies: The power supplies of a manufacturer that may fit a device's file.
    """

    today: date
    supplies: Callable[[Mapping[str, Any]], Sequence[SupplyType]]


def netbox_source(today: date) -> Source:
    """The source of all that is read from such files, as of TODAY."""
    return Source(
        id=SOURCE_ID,
        publisher="NetBox community, NetBox device type library",
        published="undated",
        retrieved=today.isoformat(),
        kind="dataset",
        tier="dataset",
    )


def slug_of(*names: str) -> str:
    """NAMES as one slug of lower-case letters, digits and hyphens."""
    return _NO_SLUG.sub("-", " ".join(names).lower().replace("+", " plus ")).strip("-")[:110].strip("-")


def form_of(data: Mapping[str, Any], folder: str = "") -> Form:
    """Return the form of DATA, device, module or rack type: by FOLDER of a clone, else by its keys."""
    named: Mapping[str, Form] = {"device-types": "device", "module-types": "module", "rack-types": "rack"}
    if folder in named:
        return named[folder]
    if "form_factor" in data and ("width" in data or "starting_unit" in data):
        return "rack"
    return "device" if "u_height" in data or "is_full_depth" in data else "module"


def read_type(data: Mapping[str, Any], form: Form, setting: Setting, kind: str = "") -> Reading:
    """DATA, a file of FORM, as a part with the notes on each of its keys.

    Args:
        data: The file.
        form: What it describes.
        setting: What holds for all files.
        kind: The part's kind where it is known; guessed when "".

    Raises:
        RefusedInput: it names no manufacturer or model, or lists more than any device has.
    """
    sheet = Sheet(data)
    vendor, name = sheet.name("manufacturer"), sheet.name("model")
    sheet.note("taken", "manufacturer", f"Vendor: {vendor}.")
    sheet.note("taken", "model", f"Name: {name}.")
    guess = Guess(kind, "") if kind else guess_kind(data, form)
    if not kind:
        sheet.note("guessed", "kind", f"{KINDS[guess.kind].title}, judged by {guess.reason}.")
    facts: dict[str, Quantity] = {}
    texts: dict[str, str] = {}
    groups: list[PortGroup] = []
    slug = _slug(sheet, vendor, name, form)
    number = sheet.text("part_number")
    if number:
        sheet.note("taken", "part_number", f"Part number: {number}.")
    summary, notes = sheet.text("description", MAX_LONG), sheet.text("comments", MAX_LONG)
    for key, text, place in (("description", summary, "summary"), ("comments", notes, "notes")):
        if text:
            sheet.note("taken", key, f"It is the part's {place}.")
    _weight(sheet, facts)
    if form == "rack":
        _rack(sheet, facts, texts)
    else:
        groups = _equipment(
            sheet, guess.kind, form, facts, texts, setting, " ".join((vendor, name, number, summary, notes))
        )
    _pictures(sheet)
    sheet.skip(PORT_MAPPINGS, "Couplers are counted, not paired.")
    for key in list(sheet.left()):
        sheet.note("not mapped", key, "A part has no place for it.")
    cited = {
        fact: replace(figure, sources=(SOURCE_ID,), date=setting.today.isoformat()) for fact, figure in facts.items()
    }
    part = Part(
        id=f"netbox/{slug}",
        kind=guess.kind,
        layer=KINDS[guess.kind].layer,
        vendor=vendor,
        name=name,
        part_number=number,
        tags=("netbox",),
        summary=summary,
        facts=cited,
        texts=texts,
        sources=(SOURCE_ID,) if texts else (),
        ports=tuple(_unique(groups)),
        notes=notes,
    )
    return Reading(part, tuple(sheet.notes))


def _slug(sheet: Sheet, vendor: str, name: str, form: Form) -> str:
    """The part's id within the library."""
    made = slug_of(vendor, name) or "part"
    text = sheet.text("slug")
    if not text:
        return made if form == "device" else f"{made}-{form}"
    if not _SLUG.fullmatch(text) or not text.strip("-_"):
        sheet.note("refused", "slug", f"{plain(text)!r} is no slug; {made} is taken instead.")
        return made
    sheet.note("taken", "slug", "It is the part's id.")
    return text.strip("-_")


def _unique(groups: Sequence[PortGroup]) -> list[PortGroup]:
    """GROUPS, each with a name of its own."""
    seen: set[str] = set()
    found: list[PortGroup] = []
    for group in groups:
        name, number = group.name, 2
        while name in seen:
            name, number = f"{group.name}-{number}", number + 1
        seen.add(name)
        found.append(group if name == group.name else replace(group, name=name))
    return found


def _weight(sheet: Sheet, facts: dict[str, Quantity]) -> None:
    """The weight, and the load that a rack bears."""
    unit = sheet.text("weight_unit").lower()
    factor = KG.get(unit)
    if unit and factor is None:
        sheet.note("refused", "weight_unit", f"{plain(unit)!r} is no unit of weight; left out.")
    weighed = False
    for key, fact in (("weight", "weight_kg"), ("max_weight", "load_limit_kg")):
        value = sheet.number(key, most=1e7)
        if value is None:
            continue
        weighed = True
        if factor is None:
            # Without a unit the number could be pounds as well.
            sheet.note("contradiction", key, f"{value:g} is given without a unit, so it is left out.")
        elif value == 0:
            # Many types write 0 for what nobody weighed.
            sheet.note("not mapped", key, "It is 0, which is taken as unknown.")
        else:
            kilograms = value if unit == "kg" else round(value * factor, 6)
            sheet.note("taken", key, f"{value:g} {unit}" + ("." if unit == "kg" else f" are {kilograms:g} kg."))
            facts[fact] = Quantity(value=kilograms, conditions="" if unit == "kg" else f"{value:g} {unit} in the file")
    if factor is not None and weighed:
        sheet.note("taken", "weight_unit", f"Weights are in {unit}.")
    elif factor is not None:
        sheet.note("contradiction", "weight_unit", "There is a unit of weight, but no weight.")


def _equipment(
    sheet: Sheet, kind: str, form: Form, facts: dict[str, Quantity], texts: dict[str, str], setting: Setting, words: str
) -> list[PortGroup]:
    """Facts, texts and port groups of a device or module."""
    height = sheet.number("u_height", most=100) if form == "device" else None
    if height is not None:
        facts["height_u"] = Quantity(value=height)
        sheet.note("taken", "u_height", f"{height:g} U.")
    if form == "device":
        deep = sheet.flag("is_full_depth")
        if deep is not None:
            texts["rack_depth"] = FULL_DEPTH[deep]
            sheet.note("taken", "is_full_depth", f"Depth in the rack: {FULL_DEPTH[deep]}.")
        _choice(sheet, "subdevice_role", SUBDEVICE, texts, "chassis")
        if sheet.flag("is_powered") is False:
            texts["input"] = UNPOWERED
            sheet.note("taken", "is_powered", f"It {UNPOWERED}.")
        elif "is_powered" in sheet.data:
            sheet.note("not mapped", "is_powered", "Parts take power unless they say otherwise.")
    _choice(sheet, "airflow", {flow: flow.replace("-", " ") for flow in AIRFLOWS}, texts, "airflow")
    if kind in PLUG_IN_MODULES:
        role = module_role(sheet.data)
        if role:
            texts["use"] = role
    groups = interface_groups(sheet, kind, words)
    listed = sheet.data.get("interfaces")
    names = [item_text(item, "name") for item in listed if isinstance(item, dict)] if isinstance(listed, list) else []
    note_missing_names(sheet, names)
    if kind in BREAKING_OUT:
        prose = f"{sheet.data.get('description') or ''} {sheet.data.get('comments') or ''}"
        note_stated_ports(sheet, str(sheet.data.get("model")), prose[:MAX_LONG], groups)
    groups += console_groups(sheet) + panel_groups(sheet)
    bays = _bays(sheet, texts)
    supplies = setting.supplies(sheet.data) if bays else ()
    power = power_of(sheet, kind, bays, supplies, str(sheet.data.get("manufacturer")))
    facts.update(power.facts)
    groups += power.groups
    if height is not None:
        weight = facts.get("weight_kg")
        note_height(sheet, height, weight.value if weight else None, groups)
    return groups


def _bays(sheet: Sheet, texts: dict[str, str]) -> list[dict[str, Any]]:
    """The bays of power supplies; the other bays and what stands in them go into TEXTS."""
    bays = sheet.items("module-bays", frozenset({"name"}))
    supplies = [bay for bay in bays if is_supply_bay(bay)]
    others = [plain(item_text(bay, "name")) for bay in bays if not is_supply_bay(bay)]
    if others:
        texts["bays"] = _listed(others)
        sheet.note("taken", "module-bays", f"Named in the texts: {counted(len(others), 'bay')} for modules.")
    devices = sheet.items("device-bays", frozenset({"name"}))
    if devices:
        texts["device_bays"] = _listed([plain(item_text(bay, "name")) for bay in devices])
        sheet.note("taken", "device-bays", f"Named in the texts: {counted(len(devices), 'bay')} for devices.")
    items = sheet.items("inventory-items", frozenset({"name", "manufacturer", "part_id"}))
    if items:
        named = [" ".join(plain(item_text(item, key)) for key in ("manufacturer", "name", "part_id")) for item in items]
        texts["inventory"] = _listed([" ".join(name.split()) for name in named])
        sheet.note("taken", "inventory-items", f"Named in the texts: {counted(len(items), 'item')} inside.")
    return supplies


def _listed(names: Sequence[str]) -> str:
    shown = ", ".join(names[:24])
    return f"{len(names)}: {shown}" + (" …" if len(names) > 24 else "")


def _choice(sheet: Sheet, key: str, choices: Mapping[str, str], texts: dict[str, str], text_key: str) -> None:
    value = sheet.text(key)
    if not value:
        return
    if value in choices:
        texts[text_key] = choices[value]
        sheet.note("taken", key, f"{choices[value].capitalize()}.")
    else:
        sheet.note("refused", key, f"{plain(value)!r} is none of {', '.join(choices)}; left out.")


def _rack(sheet: Sheet, facts: dict[str, Quantity], texts: dict[str, str]) -> None:
    """Facts and texts of a rack type."""
    units = sheet.number("u_height", most=100)
    if units is not None and units % 1 == 0 and units:
        facts["rack_units"] = Quantity(value=units)
        sheet.note("taken", "u_height", f"{units:g} rack units inside.")
    elif units is not None:
        sheet.note("contradiction", "u_height", f"A rack of {units:g} U cannot be; left out.")
    unit = sheet.text("outer_unit").lower()
    factor = MM.get(unit)
    if factor is not None:
        sheet.note("taken", "outer_unit", f"Outer sizes are in {unit}.")
    elif unit:
        sheet.note("refused", "outer_unit", f"{plain(unit)!r} is no unit of length; left out.")
    for key, fact in (("outer_width", "width_mm"), ("outer_height", "height_mm"), ("outer_depth", "depth_mm")):
        value = sheet.number(key)
        if value is None:
            continue
        if factor is None:
            sheet.note("contradiction", key, f"{value:g} is given without a unit, so it is left out.")
        elif value == 0:
            sheet.note("not mapped", key, "It is 0, which is taken as unknown.")
        else:
            facts[fact] = Quantity(value=round(value * factor, 4))
            sheet.note("taken", key, f"{value * factor:g} mm.")
    depth = sheet.number("mounting_depth")
    if depth:
        texts["mounting_depth"] = f"{depth:g} mm"
        sheet.note("taken", "mounting_depth", f"{depth:g} mm, in the texts.")
        if depth < _SHALLOW_MM and facts.get("depth_mm", Quantity(value=0)).value:
            sheet.note(
                "contradiction", "mounting_depth", f"{depth:g} mm between the posts is too little for a cabinet."
            )
    form = sheet.text("form_factor")
    if form:
        texts["form_factor"] = form.replace("-", " ")
        sheet.note("taken", "form_factor", f"{form.replace('-', ' ')}.")
    width = sheet.number("width", most=100)
    if width is not None:
        texts["mounting_width"] = f"{width:g} in"
        sheet.note("taken", "width", f"{width:g} inches between the posts.")
    sheet.skip("starting_unit", "Rack units are counted from 1.")
    sheet.skip("desc_units", "Rack units are counted from below.")


def _pictures(sheet: Sheet) -> None:
    for key in ("front_image", "rear_image"):
        sheet.skip(key, "Pictures of the library are not taken; parts are drawn by kind and size.")
