"""The guide's table of interface types says what the code does."""

from designer.catalog.netbox.interface_types import INTERFACE_TYPES, media_of
from designer.locations import RESOURCES

WORDS = {"ethernet": "Ethernet", "infiniband": "InfiniBand", "fibre-channel": "Fibre Channel"}


def test_the_table_of_interface_types() -> None:
    text = (RESOURCES / "guide" / "netbox.md").read_text("utf-8").partition("## Interface types")[2]
    lines = [line for line in text.splitlines() if line.startswith("| ")][1:]
    rows = [[cell.strip() for cell in line.strip("|").split("|")] for line in lines]
    assert rows == [
        [
            name,
            (form.connector + (" (usual)" if form.cage_guessed else "")) or "not stated",
            f"{form.rate_gbps:g} Gb/s",
            str(form.lanes or ""),
            WORDS[form.protocols[0]],
            ", ".join(media_of(form, managing=False)),
            ", ".join(map(str, form.breakouts)),
        ]
        for name, form in INTERFACE_TYPES.items()
    ]
