"""Files with a network as it was found: which form each has, and all of them as one network."""

import json
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any, Final

import msgspec

from designer.catalog.files.table_text import decoded
from designer.catalog.files.yaml_text import plain_yaml
from designer.files.reading import bytes_of, shown_name
from designer.model.kinds import HOST, SWITCH
from designer.model.parts.part import NETWORK_MEDIA
from designer.model.records import RefusedInput
from designer.model.wording import counted
from designer.reality.built.ibnetdiscover import is_ibnetdiscover, read_ibnetdiscover
from designer.reality.built.lldp import is_lldpctl, local_name, neighbours_of
from designer.reality.built.records import Discovered, FoundDevice, FoundEnd, FoundKind
from designer.reality.built.sightings import Sightings
from designer.reality.built.tables import TableRow, rows_of_cells, rows_of_csv, rows_of_print
from designer.reality.built.topograph import MOST_BYTES, is_topograph, read_topograph

SUFFIXES: Final = (".json", ".csv", ".txt", ".yaml", ".yml", ".out", ".log", ".topo", "")
"""Endings of files that are looked at in a folder."""
_MOST_FILES: Final = 20_000


def read_discovered(paths: Sequence[Path]) -> Discovered:
    """The network that the files in PATHS tell of together; a folder stands for the files in it.

    Files of LLDP neighbours are told by one machine each; its name is in the file, or it is the file's.

    Raises:
        RefusedInput: one of them cannot be read or has no form that is known, or none tells of a network.
    """
    files = list(_files(paths))
    if not files:
        raise RefusedInput(f"{shown_name(paths[0]) if paths else 'Nothing'} holds no file of a network.")
    whole: list[Discovered] = []
    gathered = _Neighbours()
    for path in files:
        name = shown_name(path)
        try:
            body = bytes_of(path, "discovered network", advice="give the files of a few switches at a time")
            if not body.strip():
                raise RefusedInput("It is empty.")
            found = _read(body, path, gathered)
        except RefusedInput as problem:
            words = str(problem)
            raise RefusedInput(words if words.startswith(name) else f"{name}: {words}") from problem
        if found is not None:
            whole.append(found)
    if gathered.rows:
        whole.append(gathered.network())
    if len(whole) != 1:
        forms = sorted({one.form for one in whole})
        if not whole:
            raise RefusedInput("No neighbour is told of in it.")
        raise RefusedInput(
            f"Compare one network at a time: these are {counted(len(whole), 'network')} ({', '.join(forms)})."
        )
    return whole[0]


def _files(paths: Iterable[Path]) -> Iterable[Path]:
    count = 0
    for path in paths:
        try:
            folder = path.is_dir()
            inside = sorted(path.iterdir()) if folder else [path]
        except (OSError, ValueError) as problem:
            raise RefusedInput(
                f"{shown_name(path)} cannot be read: {getattr(problem, 'strerror', None) or problem}."
            ) from problem
        for one in inside:
            if folder and (one.suffix.lower() not in SUFFIXES or one.name.startswith(".") or not one.is_file()):
                continue
            count += 1
            if count > _MOST_FILES:
                raise RefusedInput(f"There are more than {_MOST_FILES:,} files; give fewer at a time.")
            yield one


class _Neighbours:
    """LLDP neighbours of many machines, gathered."""

    def __init__(self) -> None:
        self.rows: list[TableRow] = []
        self.kinds: dict[str, FoundKind] = {}
        self.unnamed: set[str] = set()
        self.table = True
        self.short = 0
        self.other = 0

    def take_table(self, rows: Iterable[TableRow]) -> None:
        """Take in ROWS of a table; those without both devices are counted."""
        for row in rows:
            if row.medium and row.medium not in NETWORK_MEDIA:
                self.other += 1
            elif row.local and row.remote:
                self.rows.append(row)
            else:
                self.short += 1

    def take_lldpctl(self, document: dict[str, Any], teller: str) -> None:
        """Take in an answer of lldpctl that the machine TELLER gave."""
        self.table = False
        teller = local_name(document) or teller
        for one in neighbours_of(document):
            self.rows.append(TableRow(teller, one.port, one.device, one.device_port, rate_gbps=one.rate_gbps))
            if one.capability == SWITCH:
                self.kinds[one.device] = SWITCH
            elif one.capability == HOST:
                self.kinds.setdefault(one.device, HOST)
            if not one.named:
                self.unnamed.add(one.device)

    def network(self) -> Discovered:
        """Return the network that all of them tell of."""
        names = _one_spelling(self.rows)
        sightings = Sightings()
        devices: dict[str, FoundDevice] = {}
        for row in self.rows:
            local, remote = names[row.local], names[row.remote]
            for name, said in ((local, row.local), (remote, row.remote)):
                if name not in devices:
                    kind = self.kinds.get(said, "")
                    devices[name] = FoundDevice(id=name, kind=kind, named=said not in self.unnamed)
            sightings.see(FoundEnd(local, row.local_port), FoundEnd(remote, row.remote_port), row.rate_gbps)
        cables = sightings.cables()
        notes: list[str] = []
        if self.short:
            notes.append(f"{counted(self.short, 'row')} without both devices were left out.")
        if self.other:
            notes.append(f"{counted(self.other, 'row')} of power, coolant and the like were left out.")
        if sightings.loops:
            notes.append(f"{counted(sightings.loops, 'row')} join a device to itself and were left out.")
        if sightings.disputed:
            words = counted(sightings.disputed, "cable")
            notes.append(f"Of {words} the two ends name a port differently; each end was believed about its own.")
        return Discovered(form="table" if self.table else "lldp", devices=devices, cables=cables, notes=tuple(notes))


def _one_spelling(rows: Iterable[TableRow]) -> dict[str, str]:
    """One spelling for each device: capitals, and a domain behind the name, make no other device of it."""
    said = list(dict.fromkeys(name for row in rows for name in (row.local, row.remote)))
    whole = {name.casefold() for name in said}
    keys: dict[str, str] = {}
    shown: dict[str, str] = {}
    for name in said:
        key = name.casefold()
        short = key.partition(".")[0]
        # "leaf1.example" is "leaf1" where some file calls it so; 10.0.0.1 is no name with a domain.
        keys[name] = key = short if short in whole and not short.isdecimal() else key
        shown[key] = min(shown.get(key, name), name, key=len)
    return {name: shown[key] for name, key in keys.items()}


def _read(body: bytes, path: Path, gathered: _Neighbours) -> Discovered | None:
    """Return the network of one file; None where its neighbours went into GATHERED."""
    suffix = path.suffix.lower()
    if suffix in {".yaml", ".yml"}:
        return _read_yaml(body, path)
    text = decoded(body, shown_name(path)).removeprefix("\ufeff")
    start = text.lstrip()[:1]
    if suffix == ".json" or start in {"{", "["}:
        _read_json(text, path.stem, gathered)
        return None
    if is_ibnetdiscover(text):
        return read_ibnetdiscover(text)
    if suffix not in {".csv", ".tsv"}:
        try:
            gathered.take_table(rows_of_print(text, path.stem))
            return None
        except RefusedInput:
            if suffix != "" and not _parted(text):
                raise
    gathered.take_table(rows_of_csv(text, shown_name(path), path.stem))
    return None


def _parted(text: str) -> bool:
    line = next((line for line in text.splitlines() if line.strip()), "")
    return any(mark in line for mark in ",;\t|")


def _read_yaml(body: bytes, path: Path) -> Discovered:
    document = plain_yaml(body, shown_name(path), MOST_BYTES)
    if not is_topograph(document):
        raise RefusedInput("It is no topograph model: it has no switches with switches below them and no blocks.")
    return read_topograph(body, shown_name(path))


def _read_json(text: str, stem: str, gathered: _Neighbours) -> None:
    try:
        document = msgspec.json.decode(text)
    except RecursionError as problem:
        raise RefusedInput("It is nested too deep.") from problem
    except (msgspec.MsgspecError, ValueError, OverflowError) as problem:
        raise RefusedInput(f"It is not valid JSON: {_json_words(text)}.") from problem
    if is_lldpctl(document):
        gathered.take_lldpctl(document, stem)
        return
    # Answers of many machines in one file, each under the name of who gave it.
    if isinstance(document, dict) and document and all(is_lldpctl(one) for one in document.values()):
        for name, one in document.items():
            gathered.take_lldpctl(one, str(name))
        return
    if isinstance(document, list) and document and all(isinstance(one, dict) for one in document):
        headings = list(dict.fromkeys(key for one in document[:1000] for key in one))
        lines = [[str(one.get(key) or "") for key in headings] for one in document]
        gathered.take_table(rows_of_cells(headings, lines, stem))
        return
    raise RefusedInput("It is no answer of lldpctl in JSON, and no list of neighbours.")


def _json_words(text: str) -> str:
    """Return where TEXT stops being JSON."""
    try:
        json.loads(text)
    except RecursionError:
        return "it is nested too deep"
    except ValueError as problem:
        words = str(problem)
        return f"{words[:1].lower()}{words[1:120]}"
    return "a number is too large"
