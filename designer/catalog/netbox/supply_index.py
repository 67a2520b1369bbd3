"""Index of the power supplies among the module types that fit a device: the library does not say, texts may."""

import re
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, Final

from designer.catalog.files.entries import bytes_of
from designer.catalog.files.yaml_text import plain_yaml
from designer.catalog.netbox.kind_guess import module_role
from designer.catalog.netbox.plug_types import power_connector
from designer.catalog.netbox.power_groups import SupplyType
from designer.catalog.netbox.sheet import as_number, item_text
from designer.model.records import RefusedInput

_MOST_SUPPLIES: Final = 2_000
_MOST_FILES: Final = 3_000
_TITLE: Final = re.compile(r"\[([^\]\n]{20,200})\]")
_ADDRESS: Final = re.compile(r"https?://[^\s)\]>\"']{30,400}")
_TOKEN: Final = re.compile(r"[a-z0-9][a-z0-9+-]{3,60}")
_LEAST_DIGITS: Final = 2
_LEAST_LETTERS: Final = 4


class SupplyIndex:
    """The power supplies among the module types, by manufacturer.

    Args:
        library: Folder of module types with a folder for each manufacturer, read as far as it is asked for; None
            when there is none beside the files that are imported.
    """

    def __init__(self, library: Path | None = None) -> None:
        self._library = library
        self._by_maker: dict[str, list[SupplyType]] = {}
        self._looked: set[str] = set()
        self._count = 0

    def add(self, data: Mapping[str, Any]) -> None:
        """Takes the module type DATA in, when it is a power supply."""
        maker = item_text(data, "manufacturer").casefold()
        inlets = data.get("power-ports")
        if not maker or not isinstance(inlets, list) or self._count >= _MOST_SUPPLIES:
            return
        if module_role(data) != "power supply":
            return
        ports = [port for port in inlets if isinstance(port, dict)]
        watts = [number for port in ports if (number := as_number(port.get("maximum_draw"))) is not None and number > 0]
        numbers = {item_text(data, key).casefold() for key in ("model", "part_number")} - {""}
        words = _words(data)
        supply = SupplyType(
            name=item_text(data, "model"),
            watts=max(watts, default=None),
            connectors=tuple(dict.fromkeys(power_connector(item_text(port, "type")) for port in ports)),
            numbers=frozenset(numbers),
            words=words.casefold(),
            links=_links(words),
        )
        known = self._by_maker.setdefault(maker, [])
        # Supplies sold under the same numbers are one.
        if all(supply.numbers != other.numbers for other in known):
            known.append(supply)
            self._count += 1

    def fitting(self, data: Mapping[str, Any]) -> Sequence[SupplyType]:
        """The power supplies of its manufacturer that fit the device DATA by its texts or by theirs."""
        maker = item_text(data, "manufacturer")
        self._look_beside(maker)
        supplies = self._by_maker.get(maker.casefold(), [])
        if not supplies:
            return ()
        words = _words(data)
        tokens = set(_TOKEN.findall(words.casefold()))
        links = _links(words)
        patterns = _device_patterns(data)
        return tuple(
            supply
            for supply in supplies
            if supply.numbers & tokens or supply.links & links or any(found.search(supply.words) for found in patterns)
        )

    def _look_beside(self, maker: str) -> None:
        """Reads the module types of MAKER in the library that the imported files stand in."""
        # A maker's name comes from a file: it must not lead out of the library.
        if self._library is None or maker in self._looked or "/" in maker or "\\" in maker or maker.startswith("."):
            return
        self._looked.add(maker)
        folder = self._library / maker
        try:
            files = sorted(folder.iterdir())[:_MOST_FILES] if folder.is_dir() else []
        except (OSError, ValueError):
            return
        for path in files:
            if path.suffix.lower() not in {".yaml", ".yml"} or not path.is_file():
                continue
            try:
                data = plain_yaml(bytes_of(path), path.name)
            except RefusedInput:
                continue
            if isinstance(data, dict):
                self.add(data)


def _words(data: Mapping[str, Any]) -> str:
    """Return the words of the file, the names of its bays included."""
    pieces = [str(data.get(key) or "")[:4_000] for key in ("description", "comments")]
    bays = data.get("module-bays")
    for bay in bays[:200] if isinstance(bays, list) else ():
        if isinstance(bay, dict):
            pieces += [item_text(bay, key) for key in ("name", "label", "description", "comments", "comment")]
    return " ".join(pieces)


def _links(words: str) -> frozenset[str]:
    """Titles and addresses of documents in WORDS, long enough to mean one document."""
    return frozenset({title.casefold() for title in _TITLE.findall(words)} | set(_ADDRESS.findall(words)))


def _device_patterns(data: Mapping[str, Any]) -> list[re.Pattern[str]]:
    """Return patterns for the texts of a supply that name the device DATA: its numbers, and their beginnings."""
    names: set[str] = set()
    for key in ("model", "part_number"):
        before = ""
        for word in item_text(data, key).casefold().split():
            pieces = word.split("-")
            for size in range(1, len(pieces) + 1):
                name = "-".join(pieces[:size])
                if len(name) >= _LEAST_LETTERS and sum(map(str.isdigit, name)) >= _LEAST_DIGITS:
                    # A bare number means one thing with Catalyst before it and another with Nexus.
                    names.add(f"{before} {name}" if before and name.isdigit() else name)
            before = word
    return [re.compile(rf"(?<![a-z0-9-]){re.escape(name)}(?![a-z0-9]| ?w\b| watt)") for name in sorted(names)]
