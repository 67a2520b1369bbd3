"""A bundle for NetBox as files: device types, tables for its bulk import, and all objects as one document."""

import csv
import io
import zipfile
from collections.abc import Callable, Iterator, Mapping
from typing import Any, Final

import msgspec

from designer.model.records import RefusedInput
from designer.reality.netbox.ledger import word_of
from designer.reality.netbox.outgoing import NetBoxBundle
from designer.reality.netbox.reading import DOCUMENT
from designer.reality.netbox.sorts import ORDER

FORM: Final = "stackwright-netbox"
_TABLES: Final[Mapping[str, tuple[str, ...]]] = {
    "manufacturers": ("name", "slug"),
    "device-roles": ("name", "slug", "color"),
    "sites": ("name", "slug", "status", "comments"),
    "locations": ("site", "parent", "name", "slug", "status", "description"),
    "racks": (
        "site",
        "location",
        "name",
        "status",
        "width",
        "u_height",
        "outer_width",
        "outer_depth",
        "outer_unit",
        "max_weight",
        "weight_unit",
        "comments",
    ),
    "devices": (
        "name",
        "manufacturer",
        "device_type",
        "role",
        "status",
        "site",
        "location",
        "rack",
        "position",
        "face",
        "comments",
    ),
    "interfaces": ("device", "name", "type", "description"),
    "power-panels": ("site", "location", "name", "description", "comments"),
    "power-feeds": (
        "site",
        "power_panel",
        "location",
        "rack",
        "name",
        "status",
        "type",
        "supply",
        "phase",
        "voltage",
        "amperage",
    ),
    "cooling-sources": ("site", "location", "name", "type", "status", "cooling_capacity", "description"),
    "cooling-feeds": ("site", "cooling_source", "location", "rack", "name", "status"),
    "rirs": ("name", "slug", "is_private"),
    "asns": ("asn", "rir", "description"),
    "vlans": ("site", "vid", "name", "status", "description"),
    "prefixes": ("prefix", "status", "vlan_site", "vlan", "description"),
    "ip-addresses": ("address", "status", "device", "interface", "description"),
    "cables": (
        "side_a_site",
        "side_a_device",
        "side_a_power_panel",
        "side_a_type",
        "side_a_name",
        "side_b_site",
        "side_b_device",
        "side_b_power_panel",
        "side_b_type",
        "side_b_name",
        "type",
        "status",
        "label",
        "length",
        "length_unit",
        "description",
    ),
}
"""Columns of NetBox's bulk imports."""
_MANY: Final = "cables-with-several-ends"


def bundle_bytes(bundle: NetBoxBundle, cell: Callable[[str], str] = str) -> bytes:
    """Return BUNDLE as an archive, the same for the same bundle.

    Args:
        bundle: What goes in.
        cell: Makes a text safe for a cell of a table.
    """
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in _files(bundle, cell):
            info = zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0))
            info.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(info, text.encode())
    return out.getvalue()


def _files(bundle: NetBoxBundle, cell: Callable[[str], str]) -> Iterator[tuple[str, str]]:
    yield "README.txt", _readme(bundle)
    yield from sorted(bundle.types.items())
    places = _Places(bundle)
    number = 0
    for kind in ORDER:
        rows = bundle.objects.get(kind, [])
        if kind not in _TABLES or not rows:
            continue
        # One row that a version cannot read ends the import of its whole table: such cables have a table of their own.
        many = [row for row in rows if kind == "cables" and _is_many(row)]
        for name, listed in ((kind, [row for row in rows if row not in many] if many else rows), (_MANY, many)):
            if listed:
                number += 1
                yield f"{number:02d}-{name}.csv", _table(kind, listed, places, cell)
    document = {"form": FORM, "version": 1, **{kind: bundle.objects.get(kind, []) for kind in ORDER}}
    yield DOCUMENT, msgspec.json.format(msgspec.json.encode(document), indent=1).decode()
    yield "lost.txt", "".join(f"{line}\n" for line in bundle.lost)


class _Places:
    """Names that tables ask for beside those that objects give: sites, and locations of racks.

    Attributes:
        sites: Sites of devices, panels and cooling sources by their names.
        locations: Locations of racks by their names.
        vlans: Sites and numbers of VLANs by their names.
    """

    def __init__(self, bundle: NetBoxBundle) -> None:
        self.sites = {
            row["name"]: word_of(row.get("site"))
            for kind in ("devices", "power-panels", "cooling-sources")
            for row in bundle.objects.get(kind, [])
        }
        self.locations = {row["name"]: word_of(row.get("location")) for row in bundle.objects.get("racks", [])}
        self.vlans = {row["name"]: (word_of(row["site"]), row["vid"]) for row in bundle.objects.get("vlans", [])}


def _is_many(row: Mapping[str, Any]) -> bool:
    """Return True for a cable with several ends on a side, which tables hold from NetBox 4.7 on."""
    return any(len(row[side]) > 1 for side in ("a_terminations", "b_terminations"))


def _table(kind: str, rows: list[dict[str, Any]], places: _Places, cell: Callable[[str], str]) -> str:
    columns = _TABLES[kind]
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow(columns)
    for row in rows:
        flat = _flat(kind, row, places)
        writer.writerow([cell(_cell_text(flat.get(column))) for column in columns])
    return text.getvalue()


def _cell_text(value: object) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value) if isinstance(value, int) else word_of(value)


def _flat(kind: str, row: Mapping[str, Any], places: _Places) -> dict[str, Any]:
    """ROW with a value for each column of its table."""
    flat = dict(row)
    if kind == "devices":
        flat["manufacturer"] = row["device_type"]["manufacturer"]
        flat["device_type"] = row["device_type"]["model"]
    elif kind == "power-feeds":
        flat["site"] = places.sites.get(word_of(row["power_panel"]), "")
        flat["location"] = places.locations.get(word_of(row.get("rack")), "")
        # The form asks for all of them; these are what NetBox itself takes where nothing is said.
        flat = {"type": "primary", "supply": "ac", "phase": "single-phase", **flat}
    elif kind == "cooling-feeds":
        flat["site"] = places.sites.get(word_of(row["cooling_source"]), "")
        flat["location"] = places.locations.get(word_of(row["rack"]), "")
    elif kind == "prefixes" and "vlan" in row:
        flat["vlan_site"], flat["vlan"] = places.vlans[word_of(row["vlan"])]
    elif kind == "ip-addresses":
        flat["device"], flat["interface"] = row["assigned_object"]["device"], row["assigned_object"]["name"]
    for side in "ab" if kind == "cables" else "":
        # A table has one type and site for all ends of a side; their devices and names stand in one cell each.
        ends = row[f"{side}_terminations"]
        owner = ends[0]["object"].get("device") or ends[0]["object"].get("power_panel")
        owners = [word_of(end["object"].get("device") or end["object"].get("power_panel")) for end in ends]
        is_feed = "power_panel" in ends[0]["object"]
        column = f"side_{side}_power_panel" if is_feed else f"side_{side}_device"
        flat[column] = ",".join(owners if len(set(owners)) > 1 else owners[:1])
        flat[f"side_{side}_site"] = places.sites.get(word_of(owner), "")
        flat[f"side_{side}_type"] = ends[0]["object_type"]
        flat[f"side_{side}_name"] = ",".join(end["object"]["name"] for end in ends)
    return flat


def _readme(bundle: NetBoxBundle) -> str:
    counts = "\n".join(f"  {kind}: {len(bundle.objects.get(kind, [])):,}" for kind in ORDER if bundle.objects.get(kind))
    return (
        "A design of Stackwright for NetBox 4.2 or later.\n\n"
        "By hand: import the files in device-types/ (Devices > Device Types > Import, as YAML), after the\n"
        "manufacturers; then the tables in the order of their numbers, each at the place of its name (as CSV).\n"
        "A cable with several ends on a side is in a table of its own, which NetBox takes from 4.7 on; so are\n"
        "cooling sources and feeds. Prefixes that are imported by hand have no site; the API gives them theirs.\n\n"
        "By the API: stackwright netbox push BUNDLE.zip --url https://netbox.example.net\n"
        "says what it would do; with --write it does it. The token is read from NETBOX_TOKEN.\n\n"
        f"What is in it:\n{counts}\n\n"
        "lost.txt lists what NetBox has no place for.\n"
    )


def document_of_bundle(body: bytes) -> dict[str, list[dict[str, Any]]]:
    """Return the objects in netbox.json of a bundle's archive BODY, by sort.

    Raises:
        RefusedInput: it is no such archive.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(body)) as archive:
            info = archive.getinfo(DOCUMENT)
            if info.file_size > 200_000_000:
                raise RefusedInput("The bundle is larger than any that this program writes.")
            document = msgspec.json.decode(archive.read(info))
    except (zipfile.BadZipFile, KeyError, msgspec.MsgspecError, OSError, RuntimeError, EOFError) as problem:
        raise RefusedInput("The file is no bundle that `export --view netbox` wrote.") from problem
    if not isinstance(document, dict) or document.get("form") != FORM:
        raise RefusedInput("The file is no bundle that `export --view netbox` wrote.")
    return {kind: document.get(kind) or [] for kind in ORDER}
