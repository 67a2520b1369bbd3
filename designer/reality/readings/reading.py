"""Files of power readings: answers of Redfish in JSON, and tables.

Of Redfish (DMTF DSP0266, DSP8010 2024.3) these say what a device draws: `PowerControl[].PowerConsumedWatts` of Power,
`PowerWatts.Reading` of EnvironmentMetrics and of the metrics of PDUs, outlets and feeds, `InputPowerWatts.Reading` of
power supplies, and sensors whose ReadingType is Power. A file holds the answer of one device and is named after it, or
holds answers under the names of several.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final, NamedTuple

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
_TIME: Final = ("time", "timestamp", "date", "datetime", "when", "read at", "reading time", "time utc")


class _Row(NamedTuple):
    """A reading of one device.

    Attributes:
        most_w: The greatest of its time, where the file says one.
        when: As the file says it; "" where it does not.
        file: Name of the file.
        day: Of the file; "" where it is not known.
    """

    device: str
    watts: float
    most_w: float
    when: str = ""
    file: str = ""
    day: str = ""


def read_readings(paths: Sequence[Path]) -> Readings:
    """The readings in PATHS together; a folder stands for the .json and .csv files in it.

    Raises:
        RefusedInput: one of them cannot be read or has no readings.
    """
    rows: list[_Row] = []
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
        day = _day(path)
        rows += [row._replace(file=name, day=day) for row in found]
    if odd:
        notes.append(f"{counted(odd, 'row')} without a device or a number were left out.")
    by_device: dict[str, list[_Row]] = {}
    spelled: dict[str, str] = {}
    for row in rows:
        # One device, whatever its capitals are.
        by_device.setdefault(spelled.setdefault(row.device.casefold(), row.device), []).append(row)
    of = tuple(_together(device, told) for device, told in by_device.items())
    return Readings(form=" and ".join(sorted(forms)), of=of, notes=tuple(notes))


def _together(device: str, told: list[_Row]) -> PowerReading:
    """Readings of one DEVICE as one, with the time and file of the latest."""
    # Times of one form are in order as texts; a reading without one comes before all others.
    last = max(told, key=lambda row: row.when)
    return PowerReading(
        device,
        sum(row.watts for row in told) / len(told),
        max(row.most_w for row in told),
        len(told),
        last.when or last.day,
        not last.when,
        last.file,
    )


def _day(path: Path) -> str:
    """The day on which the file PATH was changed last, in UTC: "2026-11-28"; "" where that is not known."""
    try:
        return f"{datetime.fromtimestamp(path.stat().st_mtime, UTC).date()}"
    except (OSError, ValueError, OverflowError):
        return ""


def _time(value: object) -> str:
    """VALUE as a time in UTC by the minute, where it is one of ISO 8601 or seconds since 1970; else as it is told."""
    text = str(value).strip()[:40] if isinstance(value, str | int | float) and not isinstance(value, bool) else ""
    try:
        if text.replace(".", "", 1).isdecimal() and 1e9 <= float(text) < 1e13:
            # Milliseconds are told apart by their size.
            moment = datetime.fromtimestamp(float(text) / (1000 if float(text) > 1e11 else 1), UTC)
        else:
            moment = datetime.fromisoformat(text)
    except (ValueError, OverflowError, OSError):
        return text
    if moment.tzinfo is None:
        return f"{moment:%Y-%m-%d %H:%M}"
    return f"{moment.astimezone(UTC):%Y-%m-%d %H:%M} UTC"


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


def _of_table(text: str, name: str) -> tuple[list[_Row], int]:
    """The readings of a table, and how many of its rows say nothing."""
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
    time = next((plain.index(one) for one in _TIME if one in plain), -1)
    found: list[_Row] = []
    odd = 0
    for row in table.rows:
        if not any(row):
            continue
        watts, most = _watts(row[mean], factors[mean]), _watts(row[peak], factors[peak])
        if not row[device] or watts is None:
            odd += 1
            continue
        when = _time(row[time]) if time >= 0 else ""
        found.append(_Row(row[device][:200], watts, watts if most is None else max(most, watts), when))
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


def _of_json(body: bytes, stem: str) -> Iterator[_Row]:
    try:
        document = msgspec.json.decode(body.removeprefix(b"\xef\xbb\xbf"))
    except RecursionError as problem:
        raise RefusedInput("It is nested too deep.") from problem
    except (msgspec.MsgspecError, ValueError, OverflowError) as problem:
        raise RefusedInput(f"It is not valid JSON: {str(problem)[:80]}.") from problem
    yield from _of_document(document, stem)


def _of_document(document: object, name: str) -> Iterator[_Row]:
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
        yield _Row(host if isinstance(host, str) and host else name, *found, _reading_time(document))
        return
    for key, inner in document.items():
        if isinstance(inner, Mapping | list) and not str(key).startswith("@"):
            yield from _of_document(inner, name if str(key) in {"Members", "value"} else str(key))


def _reading_time(answer: Mapping[str, Any]) -> str:
    """When an ANSWER of Redfish says that it was read: ReadingTime of its sensor, or DateTime; "" where it does not."""
    inner = [
        answer,
        *(answer[key] for key in ("PowerWatts", "InputPowerWatts") if isinstance(answer.get(key), Mapping)),
    ]
    for one in inner:
        for key in ("ReadingTime", "DateTime", "Timestamp"):
            if isinstance(one.get(key), str):
                return _time(one[key])
    return ""


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
