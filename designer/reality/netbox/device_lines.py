"""Lines of notes for what NetBox keeps beside its devices: modules, bays, chassis, addresses, coolant."""

from collections.abc import Callable, Iterable, Mapping
from typing import Any, Final, NamedTuple

from designer.reality.netbox.addressing import PLAN
from designer.reality.netbox.ledger import Row, is_said, number_of, word_of

MOST_ADDRESSES: Final = 12
"""Of one device that its note lists; a switch with an address on each port has more than a person reads there."""
_ADDRESS: Final = ("assigned_object", "assigned_object_type", "assigned_object_id", "device", "interface")
STANDS_IN: Final = "stands in: "
_FREE_BAY: Final = "nothing is in the bay, so that nothing of it is drawn"
_NO_DEVICE: Final = "it belongs to no device that is drawn"
_MANY: Final = f"a note lists {MOST_ADDRESSES} addresses of a device; the address plan of a design is its own"

Rows = Callable[[str], list[Row]]


class Coolant(NamedTuple):
    """Coolers of a device: the device of the outflow and that of the intake, as NetBox names them."""

    source: Any
    device: Any
    intake: str


def keys_of(value: object) -> list[str]:
    """Return what an object goes by: "#" and its id, and its name; of a text the text itself."""
    if isinstance(value, Mapping):
        keys = [f"#{value['id']}"] if isinstance(value.get("id"), int | str) and is_said(value.get("id")) else []
        name = value.get("name") if is_said(value.get("name")) else value.get("display")
        return [*keys, word_of(name)] if is_said(name) else keys
    if isinstance(value, int) and not isinstance(value, bool):
        return [f"#{value}"]
    text = word_of(value)
    return [text] if text else []


class DeviceLines:
    """Lines for the notes of devices.

    Args:
        rows: Gives the objects of a sort; each is counted here.
        devices: All that devices go by.

    Attributes:
        coolant: What cools what.
    """

    def __init__(self, rows: Rows, devices: Iterable[Mapping[str, Any]]) -> None:
        self._known = {key for device in devices for key in keys_of(device)}
        self._lines: dict[str, list[str]] = {}
        self.coolant: list[Coolant] = []
        self._modules(rows)
        self._bays(rows)
        self._chassis(rows)
        self._addresses(rows)
        self._coolant(rows)

    def of(self, device: Mapping[str, Any]) -> list[str]:
        """Return the lines of DEVICE."""
        return next((self._lines[key] for key in keys_of(device) if key in self._lines), [])

    def _add(self, device: object, line: str) -> bool:
        """Keep LINE for DEVICE by the first that it goes by and that is known; return whether there is one."""
        key = next((key for key in keys_of(device) if key in self._known), None)
        if key is not None:
            self._lines.setdefault(key, []).append(line)
        return key is not None

    def _told(self, row: Row, device: object, line: str, fields: Iterable[str]) -> None:
        """Give LINE to DEVICE: the FIELDS of ROW are taken with it; they are lost where nothing is drawn."""
        drawn = self._add(device, line)
        for field in fields:
            if drawn:
                row.get(field)
            else:
                row.drop(field, _NO_DEVICE)
        row.close()

    def _modules(self, rows: Rows) -> None:
        for row in rows("modules"):
            kind = row.raw.get("module_type")
            maker = word_of(kind.get("manufacturer")) if isinstance(kind, Mapping) else ""
            model = word_of(kind.get("model") or kind) if isinstance(kind, Mapping) else word_of(kind)
            said = [
                f"{field.replace('_', ' ')} {word}" for field in ("serial", "asset_tag") if (word := _word(row, field))
            ]
            said += [word for field in ("description", "comments") if (word := _word(row, field))]
            if (status := _word(row, "status")) not in {"", "active"}:
                said.append(status)
            bay = word_of(row.raw.get("module_bay"))
            line = ", ".join([f"module in {bay or 'a bay'}: {f'{maker} {model}'.strip() or 'unknown'}", *said])
            fields = ("device", "module_bay", "module_type", "serial", "asset_tag", "description", "comments", "status")
            self._told(row, row.raw.get("device"), line, fields)
        for row in rows("module-bays"):
            self._bay(row, "installed_module")

    def _bays(self, rows: Rows) -> None:
        for row in rows("device-bays"):
            inside = row.raw.get("installed_device")
            if is_said(inside):
                where = f"{STANDS_IN}{word_of(row.raw.get('device'))}, bay {word_of(row.raw.get('name'))}"
                self._told(row, inside, where, ("device", "name", "installed_device"))
            else:
                self._bay(row, "installed_device")

    def _bay(self, row: Row, inside: str) -> None:
        """Count what ROW says of a bay; what stands INSIDE says where it is."""
        for field in ("device", "name", "position", inside):
            if is_said(row.raw.get(inside)):
                row.get(field)
            else:
                row.drop(field, _FREE_BAY)
        row.close()

    def _chassis(self, rows: Rows) -> None:
        for row in rows("virtual-chassis"):
            domain = _word(row, "domain")
            line = f"master of virtual chassis {word_of(row.raw.get('name'))}" + (
                f", domain {domain}" if domain else ""
            )
            # The members say it themselves; the chassis is where it is mastered.
            self._told(row, row.raw.get("master"), line, ("name", "domain", "master", "members"))

    def _addresses(self, rows: Rows) -> None:
        listed: dict[str, int] = {}
        for row in rows("ip-addresses"):
            if word_of(row.raw.get("description")) == PLAN:
                # A bundle of ours: the plan of the design gives it again.
                for field in ("address", "status", "description", *_ADDRESS):
                    row.get(field)
                row.close()
                continue
            port = row.raw.get("assigned_object")
            device = port.get("device") if isinstance(port, Mapping) else row.raw.get("device")
            owner = next(iter(keys_of(device)), "")
            listed[owner] = listed.get(owner, 0) + 1
            fields = ("address", *_ADDRESS)
            if listed[owner] > MOST_ADDRESSES:
                for field in fields:
                    row.drop(field, _MANY)
            name = word_of(port.get("name")) if isinstance(port, Mapping) else word_of(row.raw.get("interface"))
            words = f"address: {word_of(row.raw.get('address'))}" + (f" on {name}" if name else "")
            if listed[owner] <= MOST_ADDRESSES:
                self._told(row, device, words, fields)
            else:
                row.close()

    def _coolant(self, rows: Rows) -> None:
        """Say of each intake and outflow what it is; an intake that an outflow supplies is cooled by its device."""
        for kind, title in (("cooling-intakes", "coolant intake"), ("cooling-outflows", "coolant outflow")):
            for row in rows(kind):
                said = [
                    _word(row, "type"),
                    _measure(row, "diameter"),
                    _measure(row, "max_flow"),
                    _word(row, "description"),
                ]
                supply = row.raw.get("cooling_outflow")
                if isinstance(supply, Mapping):
                    source = supply.get("device")
                    said.append(f"from {word_of(supply.get('name'))} of {word_of(source)}")
                    self.coolant.append(Coolant(source, row.raw.get("device"), word_of(row.raw.get("name"))))
                if is_said(inner := row.raw.get("cooling_intake")):
                    said.append(f"fed by {word_of(inner)}")
                words = ", ".join(word for word in said if word)
                line = f"{title} {word_of(row.raw.get('name'))}" + (f": {words}" if words else "")
                fields = ("device", "name", "type", "diameter", "diameter_unit", "max_flow", "max_flow_unit")
                more = ("description", "cooling_outflow", "cooling_intake")
                self._told(row, row.raw.get("device"), line, (*fields, *more))


def _word(row: Row, field: str) -> str:
    return word_of(row.raw.get(field))


def _measure(row: Row, field: str) -> str:
    """FIELD with its unit, as "30 l/min"."""
    number = number_of(row.raw.get(field))
    return "" if number is None else f"{number:g} {word_of(row.raw.get(f'{field}_unit'))}".strip()
