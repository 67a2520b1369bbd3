"""Write a bundle into a NetBox: what is there already is left alone, what is not is made, each sort in its turn."""

import time
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final, NamedTuple, Protocol

from designer.model.records import Record, RefusedInput
from designer.model.wording import counted
from designer.reality.netbox.ledger import is_said, number_of, word_of
from designer.reality.netbox.sorts import BY_NAME, COMPONENTS, ENDED_AT, MAPPED_PORTS_SINCE, ORDER

_FEWEST: Final = 5
_MOST: Final = 200
_BRISK_S: Final = 4.0
_SLOW_S: Final = 12.0
"""Objects that are made at once, all or none, grow and shrink with the time that takes: a device brings its ports with
it, and a server in between hangs up after 30 or 60 seconds as a rule."""
_AT_ONCE: Final = 60
_REFERENCES: Final[Mapping[str, str]] = {
    "manufacturer": "manufacturers",
    "device_type": "device-types",
    "role": "device-roles",
    "site": "sites",
    "location": "locations",
    "parent": "locations",
    "rack": "racks",
    "power_panel": "power-panels",
    "cooling_source": "cooling-sources",
    "rear_port": "rear-port-templates",
    "device": "devices",
    "rir": "rirs",
    "scope": "sites",
    "vlan": "vlans",
}
_TYPE_PORTS: Final = frozenset(component.templates for component in COMPONENTS.values())
_UNIQUE: Final[Mapping[str, tuple[tuple[str, ...], ...]]] = {
    "manufacturers": (("name",), ("slug",)),
    "device-roles": (("name",), ("slug",)),
    "device-types": (("model", "manufacturer"), ("slug", "manufacturer")),
    "sites": (("name",), ("slug",)),
    "locations": (("name", "parent", "site"), ("slug", "parent", "site")),
    "racks": (("name", "location", "site"),),
    "devices": (("name", "site"),),
    "interfaces": (("name", "device"),),
    "power-panels": (("name", "site"),),
    "power-feeds": (("name", "power_panel"),),
    "cooling-sources": (("name", "site"),),
    "cooling-feeds": (("name", "cooling_source"),),
    "rirs": (("name",), ("slug",)),
    "asns": (("asn",),),
    "vlans": (("vid", "site"),),
    "prefixes": (("prefix",),),
    "ip-addresses": (("address", "assigned_object_id"),),
    **dict.fromkeys(_TYPE_PORTS, (("name", "device_type"),)),
}
"""By what an object is found that may be there already; the first of each has to say something."""
_VALUES: Final[Mapping[str, tuple[str, ...]]] = {
    "manufacturers": ("name", "slug"),
    "device-roles": ("name", "slug"),
    "device-types": ("model", "slug"),
    "sites": ("name", "slug"),
    "rirs": ("name", "slug"),
    "asns": ("asn",),
    "prefixes": ("prefix",),
    "ip-addresses": ("address",),
}
"""By which of their own values objects are asked for; all others by what they belong to."""
_WITHIN: Final[Mapping[str, str]] = {
    "interfaces": "device",
    "power-feeds": "power_panel",
    "cooling-feeds": "cooling_source",
    **dict.fromkeys(_TYPE_PORTS, "device_type"),
}
_COMPARED: Final[Mapping[str, tuple[str, ...]]] = {
    "device-types": ("u_height", "is_full_depth"),
    "racks": ("u_height", "width"),
    "devices": ("device_type", "role", "rack", "position", "face"),
    "power-feeds": ("phase", "voltage", "amperage"),
    "cooling-sources": ("type", "cooling_capacity"),
    "cooling-feeds": ("rack", "status"),
}
"""What tells whether an object that is there already is the one of the design."""


class RefusedObjects(RefusedInput):
    """Objects that NetBox refuses, each for a reason of its own; it made none of those that came with them.

    Attributes:
        errors: Reasons by the place in the list; None as place where it does not say which it means.
    """

    def __init__(self, errors: Mapping[int | None, str]) -> None:
        super().__init__(f"NetBox refused: {next(iter(errors.values()), 'it gives no reason')}")
        self.errors = errors


class Target(Protocol):
    """A NetBox, as far as it is needed here."""

    @property
    def version(self) -> tuple[int, int]:
        """Its version."""
        ...

    def rows(self, kind: str, by: Mapping[str, Any]) -> list[dict[str, Any]]:
        """Return the objects of KIND that have the values BY; of a list, one of them."""
        ...

    def create(self, kind: str, rows: Sequence[Mapping[str, Any]]) -> list[int]:
        """Make objects of KIND, all or none, and return their ids.

        Raises:
            RefusedObjects: some of them are refused.
        """
        ...


class Pushed(Record, frozen=True, kw_only=True):
    """The outcome of writing a bundle.

    Attributes:
        made: Objects made, or that would be made, by sort.
        there: Objects that were there already, by sort.
        differing: Those of them that are not as the design has them, a line each; they are left as they are.
        refused: What was not made and why, a line each.
        unknown: Sorts of objects that this version of NetBox has not, a line each.
    """

    made: Mapping[str, int]
    there: Mapping[str, int]
    written: bool
    differing: tuple[str, ...] = ()
    refused: tuple[str, ...] = ()
    unknown: tuple[str, ...] = ()


def push(objects: Mapping[str, list[dict[str, Any]]], target: Target, *, write: bool) -> Pushed:
    """Write OBJECTS of a bundle to TARGET; without WRITE only look what is there.

    What NetBox refuses is left out and said, with what hangs on it; the rest is made.

    Raises:
        RefusedInput: the target does not answer, or the user may not do that; the message says what was made till then.
    """
    work = _Work(objects, target, write=write)
    try:
        for kind in ORDER:
            rows = objects.get(kind, [])
            if not rows:
                continue
            if BY_NAME[kind].since > target.version:
                since = ".".join(map(str, BY_NAME[kind].since))
                work.unknown.append(f"{counted(len(rows), 'object')} of {kind}; NetBox has them from {since} on.")
            elif kind == "cables":
                work.cables(rows)
            else:
                work.plain(kind, rows)
    except RefusedInput as problem:
        made = work.made.total() if write else 0
        if not made:
            raise
        raise RefusedInput(
            f"{problem} Until then {counted(made, 'object')} had been made; the same command goes on from there."
        ) from problem
    return Pushed(
        made=work.made,
        there=work.there,
        written=write,
        differing=tuple(work.differing),
        refused=tuple(work.refused),
        unknown=tuple(work.unknown),
    )


class _Ready(NamedTuple):
    """An object whose references are known: what it goes by in the bundle, and what is sent."""

    key: str
    data: dict[str, Any]


class _Work:
    """One bundle on its way into a NetBox."""

    def __init__(self, objects: Mapping[str, list[dict[str, Any]]], target: Target, *, write: bool) -> None:
        self._objects, self._target, self._write = objects, target, write
        self.made: Counter[str] = Counter()
        self.there: Counter[str] = Counter()
        self.differing: list[str] = []
        self.refused: list[str] = []
        self.unknown: list[str] = []
        self._ids: dict[tuple[str, str], int | None] = {}
        """What is there, by sort and name; None for what would be made."""
        self._new_types: set[str] = set()
        self._ports: dict[tuple[str, int, str], dict[str, Any]] = {}
        self._ports_read: set[str] = set()

    def plain(self, kind: str, rows: Sequence[Mapping[str, Any]]) -> None:
        """Make those ROWS of KIND that are not there."""
        there = self._there(kind, rows)
        waiting = list(rows)
        while waiting:
            # A location waits for the one around it; all others are ready at once.
            ready = [row for row in waiting if self._awaits(row) is None]
            if not ready:
                for row in waiting:
                    self.refused.append(f"{kind} {_shown(row)}: left out, as {self._awaits(row)} is not there.")
                return
            waiting = [row for row in waiting if row not in ready]
            wanted: list[_Ready] = []
            for row in ready:
                one = _Ready(_key(kind, row), self._resolved(kind, row))
                found = next((there[key] for key in _uniques(kind, one.data) if key in there), None)
                if found is None and kind in _TYPE_PORTS and _type_key(row["device_type"]) not in self._new_types:
                    # A type that is there is not changed; what its devices lack of it is made at them.
                    self.differing.append(f"{kind} {_shown(row)}: its type is there without it.")
                elif found is None:
                    wanted.append(one)
                else:
                    self._found(kind, one, found)
            if kind == "device-types":
                self._new_types |= {one.key for one in wanted}
            self._make_all(kind, wanted)

    def _make_all(self, kind: str, wanted: Sequence[_Ready]) -> None:
        """Make all that is WANTED, at first a few at once, then as many as the server makes in some seconds."""
        most, start = _FEWEST, 0
        while start < len(wanted):
            began = time.monotonic()
            self._make(kind, wanted[start : start + most])
            start += most
            took = time.monotonic() - began
            if took < _BRISK_S:
                most = min(most * 2, _MOST)
            elif took > _SLOW_S:
                most = max(most // 2, _FEWEST)

    def _found(self, kind: str, one: _Ready, row: Mapping[str, Any]) -> None:
        """Take in that ROW is there for ONE, and how it differs."""
        self.there[kind] += 1
        self._ids[kind, one.key] = int(row["id"])
        fields = [
            field.replace("_", " ")
            for field in _COMPARED.get(kind, ())
            if field in one.data and not _same(one.data[field], row.get(field))
        ]
        if fields:
            name = word_of(row.get("model") or row.get("name"))
            self.differing.append(f"{kind} {name}: there with another {' and '.join(fields)}.")

    def _make(self, kind: str, wanted: Sequence[_Ready]) -> None:
        """Make all that is WANTED, and say of what NetBox refuses why."""
        if not self._write:
            self.made[kind] += len(wanted)
            self._ids.update(dict.fromkeys(((kind, one.key) for one in wanted), None))
            return
        try:
            ids = self._target.create(kind, [one.data for one in wanted])
        except RefusedObjects as problem:
            bad = {place: words for place, words in problem.errors.items() if place is not None}
            if not bad and len(wanted) == 1:
                bad = {0: "; ".join(problem.errors.values())}
            if not bad:
                # It does not say which; the half without it can be made.
                half = len(wanted) // 2
                self._make(kind, wanted[:half])
                self._make(kind, wanted[half:])
                return
            for place, words in bad.items():
                self.refused.append(f"{kind} {wanted[place].key.replace(chr(0), ', ')}: {words}")
            rest = [one for place, one in enumerate(wanted) if place not in bad]
            if rest:
                self._make(kind, rest)
            return
        self.made[kind] += len(ids)
        self._ids.update({(kind, one.key): made for one, made in zip(wanted, ids, strict=True)})

    def _awaits(self, row: Mapping[str, Any]) -> str | None:
        """Return what ROW names and is neither there nor to be made; None where nothing is wanting."""
        for field, value in row.items():
            if field in _REFERENCES and isinstance(value, Mapping):
                kind = _REFERENCES[field]
                if (kind, _key(kind, value)) not in self._ids:
                    return f"{field.replace('_', ' ')} {_shown(value)}"
        if isinstance(inner := row.get("assigned_object"), Mapping) and self._port(row["assigned_object_type"], inner):
            return self._port(row["assigned_object_type"], inner)
        return None

    def _resolved(self, kind: str, row: Mapping[str, Any]) -> dict[str, Any]:
        """ROW with ids instead of names, as this version of NetBox wants it; None is what would be made."""
        data: dict[str, Any] = {}
        for field, value in row.items():
            if field == "assigned_object":
                data["assigned_object_id"] = self._end_id(row["assigned_object_type"], value)
            elif field in _REFERENCES and isinstance(value, Mapping):
                data["scope_id" if field == "scope" else field] = self._ids[
                    _REFERENCES[field], _key(_REFERENCES[field], value)
                ]
            else:
                data[field] = value
        if kind == "front-port-templates" and self._target.version >= MAPPED_PORTS_SINCE and "rear_port" in data:
            place = data.pop("rear_port_position", 1)
            data["rear_ports"] = [{"position": 1, "rear_port": data.pop("rear_port"), "rear_port_position": place}]
        return data

    def _there(self, kind: str, rows: Sequence[Mapping[str, Any]]) -> dict[tuple[Any, ...], dict[str, Any]]:
        """Objects of KIND that are there and may be those of ROWS, by each of what they are found by."""
        found: dict[tuple[Any, ...], dict[str, Any]] = {}
        for by in self._questions(kind, rows):
            for row in self._target.rows(kind, by):
                for key in _uniques(kind, {field: _plain(value) for field, value in row.items()}):
                    found.setdefault(key, row)
        return found

    def _questions(self, kind: str, rows: Sequence[Mapping[str, Any]]) -> Iterator[Mapping[str, Any]]:
        """Yield by what the objects of KIND are asked for that may be those of ROWS."""
        if kind in _VALUES:
            for field in _VALUES[kind]:
                values = list(dict.fromkeys(row[field] for row in rows if is_said(row.get(field))))
                yield from ({field: part} for part in _parts(values))
            return
        field = _WITHIN.get(kind, "site")
        owners: dict[int, None] = {}
        for row in rows:
            if isinstance(row.get(field), Mapping):
                owner = self._ids.get((_REFERENCES[field], _key(_REFERENCES[field], row[field])))
                # What hangs on an object that was made just now cannot be there.
                if owner is not None and not (field == "device_type" and _type_key(row[field]) in self._new_types):
                    owners[owner] = None
        yield from ({f"{field}_id": part} for part in _parts(list(owners)))

    def cables(self, rows: Sequence[Mapping[str, Any]]) -> None:
        """Make the cables ROWS, of those whose ends are there and free."""
        wanted: list[_Ready] = []
        for row in rows:
            name = _shown(row)
            ends = [*row["a_terminations"], *row["b_terminations"]]
            wanting = next((words for end in ends if (words := self._port(end["object_type"], end["object"]))), None)
            if wanting:
                self.refused.append(f"cables {name}: left out, as {wanting} is not there.")
                continue
            taken = {self._cable_at(end) for end in ends}
            if taken == {None}:
                data = {
                    **row,
                    **{
                        side: [
                            {
                                "object_type": end["object_type"],
                                "object_id": self._end_id(end["object_type"], end["object"]),
                            }
                            for end in row[side]
                        ]
                        for side in ("a_terminations", "b_terminations")
                    },
                }
                wanted.append(_Ready(name, data))
            elif len(taken) == 1:
                self.there["cables"] += 1
            else:
                self.refused.append(f"cables {name}: one of its ports has another cable already.")
        self._make_all("cables", wanted)

    def _cable_at(self, end: Mapping[str, Any]) -> int | None:
        row = self._end_row(end["object_type"], end["object"])
        return _plain(row.get("cable")) if row is not None else None

    def _end_id(self, object_type: str, inner: Mapping[str, Any]) -> int | None:
        row = self._end_row(object_type, inner)
        return int(row["id"]) if row is not None else None

    def _end_row(self, object_type: str, inner: Mapping[str, Any]) -> dict[str, Any] | None:
        """The port that INNER names, as NetBox has it; None where it would be made."""
        kind = ENDED_AT[object_type]
        field = "power_panel" if kind == "power-feeds" else "device"
        owner = self._ids.get((_REFERENCES[field], _key(_REFERENCES[field], inner[field])))
        return None if owner is None else self._ports.get((kind, owner, word_of(inner["name"])))

    def _port(self, object_type: str, inner: Mapping[str, Any]) -> str | None:
        """See that the port that INNER names is there; return what is wanting, None where it is or would be there."""
        kind = ENDED_AT[object_type]
        field = "power_panel" if kind == "power-feeds" else "device"
        key = _REFERENCES[field], _key(_REFERENCES[field], inner[field])
        if key not in self._ids:
            return f"{field.replace('_', ' ')} {_shown(inner[field])}"
        owner = self._ids[key]
        self._read_ports(kind, field)
        if owner is None or (kind, owner, word_of(inner["name"])) in self._ports or not self._write:
            return None
        return f"port {inner['name']} of {_shown(inner[field])}"

    def _read_ports(self, kind: str, field: str) -> None:
        """Ask once for the ports of KIND of all devices or panels of the bundle; make those that they lack."""
        if kind in self._ports_read:
            return
        self._ports_read.add(kind)
        owners = [owner for (sort, _), owner in self._ids.items() if sort == _REFERENCES[field] and owner is not None]
        for part in _parts(owners):
            for row in self._target.rows(kind, {f"{field}_id": part}):
                owner = _plain(row.get(field))
                if isinstance(owner, int):
                    self._ports[kind, owner, word_of(row.get("name"))] = row
        if self._write and kind in COMPONENTS and kind not in {"front-ports", "rear-ports"}:
            self._lacking(kind)

    def _lacking(self, kind: str) -> None:
        """Make the ports of KIND that cables and addresses end at and that a device of a type of others lacks."""
        templates = {
            (_type_key(row["device_type"]), row["name"]): row
            for row in self._objects.get(COMPONENTS[kind].templates, [])
        }
        types = {_key("devices", row): _type_key(row["device_type"]) for row in self._objects.get("devices", [])}
        ends = [
            end
            for cable in self._objects.get("cables", [])
            for side in ("a_terminations", "b_terminations")
            for end in cable[side]
            if end["object_type"] == COMPONENTS[kind].ends
        ]
        wanted: dict[tuple[int, str], _Ready] = {}
        for end in ends:
            device = _key("devices", end["object"]["device"])
            owner, name = self._ids.get(("devices", device)), word_of(end["object"]["name"])
            template = templates.get((types.get(device, ""), name))
            if owner is not None and template is not None and (kind, owner, name) not in self._ports:
                data = {key: value for key, value in template.items() if key != "device_type"}
                wanted[owner, name] = _Ready(f"{name} of {device}", {**data, "device": owner})
        before = set(self._ids)
        self._make_all(kind, list(wanted.values()))
        for (owner, name), one in wanted.items():
            made = self._ids.get((kind, one.key))
            if made is not None and (kind, one.key) not in before:
                self._ports[kind, owner, name] = {"id": made}


def _parts(values: Sequence[Any]) -> Iterator[list[Any]]:
    for start in range(0, len(values), _AT_ONCE):
        yield list(values[start : start + _AT_ONCE])


def _type_key(row: Mapping[str, Any]) -> str:
    return f"{word_of(row.get('manufacturer'))}\0{word_of(row.get('model'))}"


def _key(kind: str, row: Mapping[str, Any]) -> str:
    """By what others name ROW: with what it belongs to, where names repeat."""
    if kind == "device-types":
        return _type_key(row)
    name = word_of(row.get("name")) or next(
        (word_of(row[field]) for field in ("label", "asn", "prefix", "address") if row.get(field)), ""
    )
    for field in ("device_type", "power_panel", "cooling_source"):
        owner = row.get(field)
        if isinstance(owner, Mapping) and kind != "devices":
            return f"{_type_key(owner) if field == 'device_type' else word_of(owner)}\0{name}"
    return name


def _shown(row: Mapping[str, Any]) -> str:
    return next(
        (word_of(row[field]) for field in ("name", "model", "label", "address", "prefix", "asn") if row.get(field)), ""
    )


def _uniques(kind: str, data: Mapping[str, Any]) -> list[tuple[Any, ...]]:
    """Return the fields that DATA is found by: no other has them together."""
    return [
        (fields, *(_folded(kind, data.get(field)) for field in fields))
        for fields in _UNIQUE[kind]
        if is_said(data.get(fields[0]))
    ]


def _folded(kind: str, value: Any) -> Any:
    """VALUE as NetBox compares it: names of devices without capitals."""
    return value.casefold() if kind == "devices" and isinstance(value, str) else value


def _plain(value: Any) -> Any:
    """VALUE of an answer as it is sent: of an object its id, of a choice its value."""
    return value.get("id", value.get("value")) if isinstance(value, Mapping) else value


def _same(ours: Any, theirs: Any) -> bool:
    theirs = _plain(theirs)
    left, right = number_of(ours), number_of(theirs)
    return left == right if left is not None and right is not None else ours == theirs


def push_words(pushed: Pushed) -> list[str]:
    """Return what came of it, a line for each sort of object."""
    verb = "made" if pushed.written else "would be made"
    return [
        f"{kind}: {counted(pushed.made.get(kind, 0), 'object')} {verb}, {pushed.there.get(kind, 0):,} there already"
        for kind in (*ORDER, *(kind for kind in pushed.made if kind not in ORDER))
        if pushed.made.get(kind) or pushed.there.get(kind)
    ]
