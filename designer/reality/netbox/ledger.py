"""Account of a NetBox site that is taken in: what became of each field of each object, so that none goes unsaid."""

from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Any, Final, Literal, NamedTuple

Outcome = Literal["taken", "guessed", "not mapped", "NetBox's own"]
OUTCOMES: Final[tuple[Outcome, ...]] = ("taken", "guessed", "not mapped", "NetBox's own")
_OWN: Final = frozenset(
    {
        "id",
        "url",
        "display",
        "display_url",
        "family",
        "created",
        "last_updated",
        "cable",
        "cable_end",
        "link_peers",
        "link_peers_type",
        "connected_endpoints",
        "connected_endpoints_type",
        "connected_endpoints_reachable",
        "_occupied",
        "occupied",
        "_depth",
        "natural_slug",
        "wireless_link",
        "pk",
        "_custom_field_data",
        "connection_status",
        "cable_peer",
        "cable_peer_type",
        "l2vpn_termination",
        "owner",
    }
)
"""What NetBox keeps or works out for itself: a design has nothing of it to lose."""
_FLAGS: Final[Mapping[str, bool]] = {
    "enabled": True,
    "mark_connected": False,
    "desc_units": False,
    "exclude_from_utilization": False,
    "vm_role": True,
}
_USUAL: Final[Mapping[str, tuple[str, ...]]] = {"starting_unit": ("1",), "status": ("enabled", "active", "connected")}
"""What a design means as well, without saying it; anything else is told."""
_REASONS: Final[Mapping[tuple[str, str], str]] = {
    ("", "tags"): "tags have no place in a design",
    ("", "custom_fields"): "custom fields have no place in a design",
    ("", "tenant"): "who rents it has no place in a design",
    ("", "color"): "a design has colours of its own",
    ("", "mtu"): "settings of an interface have no place in a design",
    ("", "enabled"): "ports are not switched off in a design",
    ("", "label"): "labels of single ports are not kept; those of cables are made anew",
    ("", "module"): "ports are those of the device, whatever module they are on",
    ("", "mark_connected"): "a port that no cable is on is free in a design",
    ("", "channels"): "a port is split by what is plugged into it",
    ("sites", "region"): "regions are not drawn",
    ("sites", "group"): "groups of sites are not drawn",
    ("cables", "label"): "cables are numbered anew",
    ("cables", "type"): "the type of a cable follows from its ports and its length",
    ("racks", "facility_id"): "a rack has one name",
    ("racks", "desc_units"): "units count from the bottom",
    ("racks", "starting_unit"): "units count from one",
    ("devices", "cluster"): "virtual things are not drawn",
    ("devices", "local_context_data"): "configuration has no place in a design",
    ("devices", "config_context"): "configuration has no place in a design",
    ("devices", "config_template"): "configuration has no place in a design",
}
_ANY: Final = "a design has no place for it"
_VIRTUAL: Final = ("virtual", "cluster", "vlan", "vrf", "prefix", "ip-", "ip_", "l2vpn", "tunnel", "wireless", "asn")


class Entry(NamedTuple):
    """The fate of a field of all objects of one sort.

    Attributes:
        objects: In how many the field says something.
        why: Reason where it was not mapped; "" otherwise.
    """

    object: str
    field: str
    outcome: Outcome
    objects: int
    why: str


class Ledger:
    """Counts of fields by object, field and what became of them."""

    def __init__(self) -> None:
        self._counts: Counter[tuple[str, str, Outcome]] = Counter()
        self._why: dict[tuple[str, str], str] = {}
        self.objects: Counter[str] = Counter()

    def note(self, where: str, field: str, outcome: Outcome, why: str = "") -> None:
        """Count that FIELD of an object of WHERE had OUTCOME."""
        self._counts[where, field, outcome] += 1
        if why:
            self._why[where, field] = why

    def entries(self) -> tuple[Entry, ...]:
        """Return all that was counted, by object and field."""
        return tuple(
            Entry(where, field, outcome, count, self._reason(where, field) if outcome == "not mapped" else "")
            for (where, field, outcome), count in sorted(self._counts.items())
        )

    def _reason(self, where: str, field: str) -> str:
        told = self._why.get((where, field)) or _REASONS.get((where, field)) or _REASONS.get(("", field))
        if told:
            return told
        return "virtual things are not drawn" if any(word in where for word in _VIRTUAL) else _ANY


class Row:
    """One object of NetBox; each field that is asked for is counted as taken, what nobody asked for as not mapped."""

    def __init__(self, ledger: Ledger, where: str, raw: Mapping[str, Any]) -> None:
        self.raw = raw
        self._ledger, self._where = ledger, where
        self._seen: set[str] = set()
        ledger.objects[where] += 1

    def get(self, field: str, outcome: Outcome = "taken") -> Any:
        """Return the value of FIELD; None where it says nothing."""
        value = self.raw.get(field)
        if is_said(value) and field not in self._seen:
            self._seen.add(field)
            self._ledger.note(self._where, field, outcome)
        return value if is_said(value) else None

    def text(self, *fields: str, outcome: Outcome = "taken") -> str:
        """Return the first of FIELDS that says something, as a text: its name where it is an object."""
        for field in fields:
            value = self.get(field, outcome)
            if value is not None:
                return word_of(value)
        return ""

    def number(self, *fields: str) -> float | None:
        """Return the first of FIELDS that is a number; what is none is counted as not mapped."""
        for field in fields:
            number = number_of(self.raw.get(field))
            if number is not None:
                self.get(field)
                return number
        return None

    def drop(self, field: str, why: str) -> None:
        """Count that FIELD has no place, and WHY."""
        if is_said(self.raw.get(field)) and field not in self._seen:
            self._seen.add(field)
            self._ledger.note(self._where, field, "not mapped", why)

    def close(self) -> None:
        """Count what nobody asked for."""
        for field, value in self.raw.items():
            if field in self._seen or not is_said(value):
                continue
            own = field in _OWN or field.endswith("_count") or field.startswith("count_")
            usual = field in _USUAL and word_of(value).casefold() in _USUAL[field]
            outcome: Outcome = (
                "NetBox's own" if own else "taken" if usual or value is _FLAGS.get(field) else "not mapped"
            )
            self._ledger.note(self._where, field, outcome)


def is_said(value: object) -> bool:
    """Return True when VALUE says something: a false or a zero does, an empty text or list does not."""
    return value is not None and value not in ("", [], {}) and not (isinstance(value, str) and not value.strip())


def word_of(value: object) -> str:
    """Return VALUE as a name: of an object of the API its value, name, model, label or display."""
    if isinstance(value, Mapping):
        keys: Iterable[str] = ("value", "name", "model", "display", "slug", "label")
        value = next((value[key] for key in keys if isinstance(value.get(key), str | int)), "")
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        return ""
    return " ".join(str(value)[:2000].split()) if isinstance(value, str) else f"{value:g}"


def number_of(value: object) -> float | None:
    """Return VALUE as a finite number; None where it is none."""
    if isinstance(value, Mapping):
        value = value.get("value")
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        return None
    try:
        number = float(str(value).strip()[:40])
    except ValueError:
        return None
    return number if abs(number) < 1e15 else None
