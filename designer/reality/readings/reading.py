"""Files of power readings: answers of Redfish in JSON, and tables.

Of Redfish (DMTF DSP0266, DSP8010 2024.3) these say what a device draws: `PowerControl[].PowerConsumedWatts` of Power,
`PowerWatts.Reading` of EnvironmentMetrics and of the metrics of PDUs, outlets and feeds, `InputPowerWatts.Reading` of
power supplies, and sensors whose ReadingType is Power. A file holds the answer of one device and is named after it, or
holds answers under the names of several.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, Final

import msgspec

from designer.catalog.files.table_text import decoded, parsed_table
from designer.files.reading import bytes_of, shown_name
from designer.model.records import RefusedInput
from designer.model.wording import counted
from designer.reality.readings.records import PowerReading, Readings

_MOST_FILES: Final = 20_000
_MOST_W: Final = 1e9
_DEVICE: Final = ("device", "host", "hostname", "node", "name", "instance", "server", "system", "exporter", "target")
_UNITS: Final = {"w": 1.0, "watt": 1.0, "watts": 1.0, "kw": 1000.0, "kilowatts": 1000.0, "mw": 1e6}
_POWER: Final = re.compile(
    r"^(?:power|watts|w|value|reading|draw|consumed|active power)\b.*|.*\b(?:watts|power|kw)\b.*", re.I
)
_PEAK: Final = re.compile(r"\b(?:max|maximum|peak)\b", re.I)
_LEFT: Final = re.compile(
    r"\b(?:min|minimum|limit|cap|capacity|factor|reactive|apparent|average interval|time)\b", re.I
)
_ROW: Final = tuple[str, float, float]


def read_readings(paths: Sequence[Path]) -> Readings:
    """The readings in PATHS together; a folder stands for the .json and .csv files in it.

    Raises:
        RefusedInput: one of them cannot be read or has no readings.
    """
    rows: list[tuple[str, float, float]] = []
    notes: list[str] = []
    forms: set[str] = set()
    odd = 0
    for path in _files(paths):
        name = shown_name(path)
        body = bytes_of(path, "power readings", advice="give fewer devices at a time")
        try:
            if not body.strip():
                raise RefusedInput("It is empty.")
            if path.suffix.lower() == ".json" or body.lstrip()[:1] in {b"{", b"["}:
                found, left = list(_of_json(body, path.stem)), 0
                forms.add("Redfish")
            else:
                found, left = _of_table(decoded(body, name), name)
                forms.add("table")
            if not found:
                raise RefusedInput("No reading of power is in it.")
        except RefusedInput as problem:
            words = str(problem)
            raise RefusedInput(words if words.startswith(name) else f"{name}: {words}") from problem
        odd += left
        rows += found
    if odd:
        notes.append(f"{counted(odd, 'row')} without a device or a number were left out.")
    by_device: dict[str, list[tuple[float, float]]] = {}
    spelled: dict[str, str] = {}
    for device, watts, peak in rows:
        # One device, whatever its capitals are.
        by_device.setdefault(spelled.setdefault(device.casefold(), device), []).append((watts, peak))
    of = tuple(
        PowerReading(device, sum(watts for watts, _ in told) / len(told), max(peak for _, peak in told), len(told))
        for device, told in by_device.items()
    )
    return Readings(form=" and ".join(sorted(forms)), of=of, notes=tuple(notes))


def _files(paths: Iterable[Path]) -> Iterator[Path]:
    count = 0
    for path in paths:
        try:
            inside = (
                sorted(one for one in path.iterdir() if one.suffix.lower() in {".json", ".csv"})
                if path.is_dir()
                else [path]
            )
        except (OSError, ValueError) as problem:
            raise RefusedInput(
                f"{shown_name(path)} cannot be read: {getattr(problem, 'strerror', None) or problem}."
            ) from problem
        if path.is_dir() and not inside:
            raise RefusedInput(f"{shown_name(path)} holds no .json or .csv file.")
        for one in inside:
            count += 1
            if count > _MOST_FILES:
                raise RefusedInput(f"There are more than {_MOST_FILES:,} files; give fewer at a time.")
            yield one


def _of_table(text: str, name: str) -> tuple[list[tuple[str, float, float]], int]:
    """(device, watts, greatest) of each row, and how many rows say nothing."""
    table = parsed_table(text, name)
    plain = [" ".join(re.sub(r"[^a-z0-9]+", " ", heading.casefold()).split()) for heading in table.headings]
    device = next((plain.index(one) for one in _DEVICE if one in plain), -1)
    columns = [
        place
        for place, heading in enumerate(plain)
        if place != device and _POWER.match(heading) and not _LEFT.search(heading)
    ]
    mean = next((place for place in columns if not _PEAK.search(plain[place])), columns[0] if columns else -1)
    peak = next((place for place in columns if _PEAK.search(plain[place])), mean)
    if device < 0 or mean < 0:
        raise RefusedInput(
            "A table of readings needs a column device (or host) and one with its power, such as power_w."
        )
    factors = {place: _factor(plain[place]) for place in (mean, peak)}
    found: list[tuple[str, float, float]] = []
    odd = 0
    for row in table.rows:
        if not any(row):
            continue
        watts, most = _watts(row[mean], factors[mean]), _watts(row[peak], factors[peak])
        if not row[device] or watts is None:
            odd += 1
            continue
        found.append((row[device][:200], watts, watts if most is None else max(most, watts)))
    return found, odd


def _factor(heading: str) -> float:
    return next((_UNITS[word] for word in reversed(heading.split()) if word in _UNITS), 1.0)


def _watts(text: str, factor: float) -> float | None:
    number, _, unit = text.strip()[:40].partition(" ")
    try:
        watts = float(number) * _UNITS.get(unit.strip().casefold(), factor)
    except ValueError:
        return None
    return watts if 0 <= watts < _MOST_W else None


def _of_json(body: bytes, stem: str) -> Iterator[tuple[str, float, float]]:
    try:
        document = msgspec.json.decode(body.removeprefix(b"\xef\xbb\xbf"))
    except RecursionError as problem:
        raise RefusedInput("It is nested too deep.") from problem
    except (msgspec.MsgspecError, ValueError, OverflowError) as problem:
        raise RefusedInput(f"It is not valid JSON: {str(problem)[:80]}.") from problem
    yield from _of_document(document, stem)


def _of_document(document: object, name: str) -> Iterator[tuple[str, float, float]]:
    """Yield the readings of DOCUMENT, an answer of the device NAME, or answers of several under their names."""
    if isinstance(document, list):
        for one in document:
            if isinstance(one, Mapping):
                told = next(
                    (one[key] for key in ("device", "host", "HostName", "name") if isinstance(one.get(key), str)), name
                )
                yield from _of_document(
                    {key: value for key, value in one.items() if key not in {"device", "host"}}, told
                )
        return
    if not isinstance(document, Mapping):
        return
    found = _of_answer(document)
    if found is not None:
        host = document.get("HostName")
        yield (host if isinstance(host, str) and host else name), *found
        return
    for key, inner in document.items():
        if isinstance(inner, Mapping | list) and not str(key).startswith("@"):
            yield from _of_document(inner, name if str(key) in {"Members", "value"} else str(key))


def _of_answer(answer: Mapping[str, Any]) -> tuple[float, float] | None:
    """Watts and greatest watts that one ANSWER of Redfish says of its device; None where it says none."""
    controls = answer.get("PowerControl")
    if isinstance(controls, list):
        told = [
            (watts, one)
            for one in controls
            if isinstance(one, Mapping) and (watts := _number(one.get("PowerConsumedWatts"))) is not None
        ]
        if told:
            metrics = [_number((one.get("PowerMetrics") or {}).get("MaxConsumedWatts")) for _, one in told]
            watts = sum(watts for watts, _ in told)
            peaks = [peak for peak in metrics if peak is not None]
            return watts, max(watts, sum(peaks) if len(peaks) == len(told) else watts)
    for key in ("PowerWatts", "InputPowerWatts", "PowerInputWatts"):
        if (watts := _reading(answer.get(key))) is not None:
            inner = answer[key]
            peak = _number(inner.get("PeakReading")) if isinstance(inner, Mapping) else None
            return watts, max(watts, peak or watts)
    # Several supplies or sensors together: supplies add up, a sensor for the whole stands for itself.
    for key, inner_key in (("PowerSupplies", "InputPowerWatts"), ("PowerSupplyMetrics", "InputPowerWatts")):
        rows = answer.get(key)
        if isinstance(rows, list):
            told_w = [
                watts for one in rows if isinstance(one, Mapping) and (watts := _supply(one, inner_key)) is not None
            ]
            if told_w:
                return sum(told_w), sum(told_w)
    sensors = answer.get("Sensors") if isinstance(answer.get("Sensors"), list) else answer.get("Members")
    if isinstance(sensors, list):
        rows = [
            one
            for one in sensors
            if isinstance(one, Mapping)
            and one.get("ReadingType") == "Power"
            and _number(one.get("Reading")) is not None
        ]
        whole = [
            one
            for one in rows
            if re.search(r"total|input|chassis|system", str(one.get("Name", "")), re.I)
            or one.get("PhysicalContext") in {"Chassis", "PowerInput", "SystemBoard"}
        ]
        kept = whole[:1] or rows
        if kept:
            watts = sum(_number(one["Reading"]) or 0.0 for one in kept)
            return watts, watts
    if answer.get("ReadingType") == "Power" and (watts := _number(answer.get("Reading"))) is not None:
        return watts, max(watts, _number(answer.get("PeakReading")) or watts)
    return None


def _supply(row: Mapping[str, Any], key: str) -> float | None:
    for name in (key, "PowerInputWatts", "LastPowerOutputWatts"):
        if (watts := _reading(row.get(name))) is not None:
            return watts
    metrics = row.get("Metrics")
    return _supply(metrics, key) if isinstance(metrics, Mapping) else None


def _reading(value: object) -> float | None:
    return _number(value.get("Reading")) if isinstance(value, Mapping) else _number(value)


def _number(value: object) -> float | None:
    if isinstance(value, bool) or not isinstance(value, int | float):
        return None
    return float(value) if 0 <= value < _MOST_W else None
