"""Contradictions in a NetBox file: ports that are missing, too many for the height, too heavy for it."""

import math
import re
from collections.abc import Iterable, Mapping, Sequence
from itertools import combinations, product
from typing import Final

from designer.catalog.netbox.interface_types import INFINIBAND
from designer.catalog.netbox.sheet import Sheet, plain
from designer.model.parts.part import NETWORK_MEDIA, PortGroup

_CAGES_PER_UNIT: Final[Mapping[str, int]] = {
    "RJ45": 56,
    "SFP": 56,
    "SFP+": 56,
    "SFP28": 56,
    "SFP56": 56,
    "SFP-DD": 56,
    "DSFP": 56,
    "QSFP+": 40,
    "QSFP28": 40,
    "QSFP56": 40,
    "QSFP112": 40,
    "QSFP-DD": 40,
    "OSFP": 36,
}
"""Most cages of one sort on the front of one rack unit: 28 columns of two SFP or RJ45, 20 of two QSFP, 18 of OSFP."""
_CROWDED: Final = 1.3
"""How much of a front may be filled, with cages of different sorts side by side, before it cannot be."""
_KG_PER_UNIT: Final = 45.0
"""The densest liquid-cooled trays weigh 32 kg in one unit."""
_FEWEST: Final = 8
_MOST_NAMES: Final = 5_000
_FAR: Final = 0.1
_NUMBER: Final = re.compile(r"\d+")
_STATED_IN_WORDS: Final = re.compile(r"(?<![\d.])(\d{1,3})(?:[ -]ports?\b| ?[x×] ?\d)", re.IGNORECASE)
_STATED_IN_NAME: Final = re.compile(r"(?<!\d)(\d{2,3})(?=[A-Z-]|$|\s)")


def note_missing_names(sheet: Sheet, names: Iterable[str]) -> None:
    """Notes interfaces that a regular numbering of NAMES leaves out ("62 of 64")."""
    # Names with their numbers replaced by a mark: those of one template are a series.
    series: dict[str, set[tuple[int, ...]]] = {}
    for name in names:
        numbers = tuple(int(number[:9]) for number in _NUMBER.findall(name))
        if numbers:
            series.setdefault(_NUMBER.sub("\0", name), set()).add(numbers)
    for template, found in series.items():
        if not _FEWEST <= len(found) <= _MOST_NAMES:
            continue
        # Each place of the template runs over its own numbers; together they span a grid that should be full.
        sides = [_filled({numbers[place] for numbers in found}) for place in range(len(next(iter(found))))]
        whole = math.prod(len(side) for side in sides)
        # Few gaps are an oversight; with many the numbering is no grid at all.
        if not 0 < whole - len(found) <= max(2, len(found) * _FAR / 2):
            continue
        missing = [numbers for numbers in product(*sides) if numbers not in found]
        shown = ", ".join(plain(_spelled(template, numbers)) for numbers in missing[:4])
        first, last = _spelled(template, min(found)), _spelled(template, max(found))
        verb = "… are" if len(missing) > 4 else "is" if len(missing) == 1 else "are"
        sheet.note(
            "contradiction",
            "interfaces",
            f"{len(found)} of {whole} ports: the names run from {plain(first)} to "
            f"{plain(last)}, but {shown} {verb} not listed.",
        )


def _filled(values: set[int]) -> list[int]:
    """VALUES in order, with a few numbers between them that are missing."""
    least, most = min(values), max(values)
    whole = most - least + 1
    if len(values) >= _FEWEST and 0 < whole - len(values) <= max(2, len(values) * _FAR / 2):
        return list(range(least, most + 1))
    return sorted(values)


def _spelled(template: str, numbers: Sequence[int]) -> str:
    pieces = template.split("\0")
    return "".join(f"{piece}{number}" for piece, number in zip(pieces, numbers, strict=False)) + pieces[-1]


def note_stated_ports(sheet: Sheet, name: str, words: str, groups: Sequence[PortGroup]) -> None:
    """Notes numbers of ports that the model's NAME or the WORDS of the file state, but its interfaces do not reach."""
    counts = [group.count for group in groups if any(medium in NETWORK_MEDIA for medium in group.media)]
    counts = counts[:8]
    # A stated number may be of several groups together, so every sum of groups is allowed.
    sums = {sum(some) for size in range(1, len(counts) + 1) for some in combinations(counts, size)}
    stated = [(int(found[1]), f"The name {plain(name)} says") for found in _STATED_IN_NAME.finditer(name)]
    stated += [(int(found[1]), "The comments say") for found in _STATED_IN_WORDS.finditer(words)]
    told: set[int] = set()
    for number, place in stated:
        if not _FEWEST <= number <= 999 or number in sums or number in told:
            continue
        nearest = min(counts, key=lambda count: abs(count - number), default=0)
        # Only where a group comes close: otherwise the text speaks of something else.
        if nearest >= _FEWEST and abs(nearest - number) <= max(2, number * _FAR):
            told.add(number)
            message = f"{place} {number} ports, but {nearest} of that sort are listed."
            sheet.note("contradiction", "interfaces", message)


def note_height(sheet: Sheet, height: float, weight_kg: float | None, groups: Sequence[PortGroup]) -> None:
    """Notes a HEIGHT in rack units that ports or weight do not fit into, or that is no half of one."""
    if height * 2 % 1:
        sheet.note("contradiction", "u_height", f"{height:g} U is no multiple of half a rack unit.")
    elif height % 1:
        sheet.note(
            "contradiction", "u_height", f"{height:g} U is half a rack unit, while racks have holes for whole ones."
        )
    if not height:
        return
    # InfiniBand over OSFP has two ports in each cage.
    cages = [
        (
            math.ceil(group.count / 2) if group.protocols == INFINIBAND and group.connector == "OSFP" else group.count,
            group,
        )
        for group in groups
        if group.connector in _CAGES_PER_UNIT and group.rate_gbps is not None
    ]
    filled = sum(count / _CAGES_PER_UNIT[group.connector] for count, group in cages)
    if filled > height * _CROWDED:
        least = math.ceil(filled / _CROWDED)
        message = (
            f"A height of {height:g} U cannot be: {sum(count for count, _ in cages)} cages take {least} U at least, "
            "unless ports are listed twice. It is kept as it stands."
        )
        sheet.note("contradiction", "u_height", message)
    if weight_kg is not None and weight_kg > height * _KG_PER_UNIT:
        message = (
            f"A height of {height:g} U cannot be for {weight_kg:,.1f} kg: that is more than {_KG_PER_UNIT:g} kg for "
            "each unit. It is kept as it stands."
        )
        sheet.note("contradiction", "u_height", message)
