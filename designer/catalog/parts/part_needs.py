"""Needs of a part where it stands, as far as its figures, ports and texts tell."""

from designer.catalog.parts.exact_figures import exact_text
from designer.model.figures.figure_text import count_text, number_text
from designer.model.kinds import KINDS
from designer.model.parts.part import Part
from designer.model.records import Record


class Need(Record, frozen=True, kw_only=True):
    """Something that a part asks of where it stands: "Power": "up to 10.2 kW"."""

    title: str
    text: str


def needs(part: Part) -> tuple[Need, ...]:
    """Return the needs of PART, as far as its figures, ports and texts tell; nothing for what they leave open."""
    found = (
        ("Room", _room(part)),
        ("Weight", _quantity(part, "weight_kg", "kg")),
        ("Power", _power(part)),
        ("Inlets", _inlets(part)),
        ("Cooling", _cooling(part)),
        ("Host", part.texts.get("host", "")),
        ("Fibre", part.texts.get("fibre", "")),
        ("Cage", part.texts.get("cage", "")),
        ("Servers", _servers(part)),
        ("Software and hosts", part.texts.get("needs", "")),
    )
    return tuple(Need(title=title, text=text) for title, text in found if text)


def _value(part: Part, name: str) -> float | None:
    quantity = part.facts.get(name)
    return quantity.value if quantity is not None else None


def _quantity(part: Part, name: str, unit: str) -> str:
    value = _value(part, name)
    return "" if not value else exact_text(value, unit)


def _room(part: Part) -> str:
    height, depth = _value(part, "height_u"), _value(part, "depth_mm")
    words: list[str] = []
    if height is not None:
        words.append("0U, beside the rack units" if height == 0 else f"{height:g}U of a rack")
    elif _value(part, "height_mm") is not None:
        words.append(
            " × ".join(
                exact_text(value, "") if (value := _value(part, name)) is not None else "?"
                for name in ("width_mm", "depth_mm", "height_mm")
            )
            + " mm (width × depth × height)"
        )
        depth = None
    if depth is not None:
        words.append(f"{exact_text(depth, 'mm')} deep")
    return ", ".join(words)


def _power(part: Part) -> str:
    if KINDS[part.kind].role == "power" if part.kind in KINDS else False:
        return ""
    most, typical = _quantity(part, "power_max_w", "W"), _quantity(part, "power_typical_w", "W")
    if most:
        return f"up to {most}" + (f", usually {typical}" if typical else "")
    return f"usually {typical}" if typical else ""


def _inlets(part: Part) -> str:
    words = [
        f"{count_text(group.count)} × {group.connector or 'feed, plug unknown'}"
        for group in part.ports
        if "power" in group.media and group.role == "in"
    ]
    if not words:
        return ""
    volts, phases = _quantity(part, "volts", "V"), _value(part, "phases")
    feed = part.texts.get("input", "") or (f"{volts}{f', {phases:g}-phase' if phases else ''}" if volts else "")
    spare = part.texts.get("psu_redundancy", "")
    return "; ".join(word for word in (", ".join(words), feed, spare and f"supplies {spare}") if word)


def _cooling(part: Part) -> str:
    if part.kind in KINDS and KINDS[part.kind].role in {"cooling", "power"}:
        return ""
    words: list[str] = []
    share, air = _value(part, "liquid_heat_share"), _quantity(part, "airflow_cfm", "CFM")
    if share:
        words.append(f"{number_text(share * 100)}% of the heat to liquid")
    if air:
        words.append(f"{air} of air")
    low, high = _value(part, "inlet_min_c"), _value(part, "inlet_max_c")
    if low is not None and high is not None:
        words.append(f"inlet {low:g}–{high:g} °C")
    elif high is not None:
        words.append(f"inlet up to {high:g} °C")
    return ", ".join(words)


def _servers(part: Part) -> str:
    least, cores, memory = _value(part, "servers_least"), _value(part, "cpu_cores"), _value(part, "system_memory_gb")
    software = part.kind in KINDS and KINDS[part.kind].role == "software"
    if not software:
        return ""
    words = [f"{least:g} at least"] if least is not None else []
    words += [f"{cores:g} CPU cores"] if cores is not None else []
    words += [f"{exact_text(memory, 'GB')} of memory"] if memory is not None else []
    return ", ".join(words)
