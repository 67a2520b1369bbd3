"""Settings of the address plan of a design: prefixes, autonomous systems, and numbers that are kept."""

from collections.abc import Mapping
from ipaddress import IPv4Network, IPv6Network, ip_network
from typing import Final, Literal

from designer.model.record_limits import Name
from designer.model.records import Record, RefusedInput, require_id

FIRST_ASN: Final = 4_200_000_000
LAST_ASN: Final = 4_294_967_294
"""Private autonomous systems of 32 bits, RFC 6996 (2013)."""
SHARED_ASNS: Final = 10_000_000
HOST_ASNS: Final = 20_000_000
ASNS: Final = 30_000_000
"""Offsets of the numbers that groups of switches share and that hosts have, and how many a plan takes in all."""
MOST_KEPT: Final = 1_000_000
_MOST_NUMBER: Final = 9_999_999
_LENGTHS: Final = {"host_length": (16, 29), "management_length": (16, 29)}

PREFIXES: Final = ("links", "hosts", "loopbacks", "management")
"""Fields that are IPv4 prefixes."""


class AddressSettings(Record, frozen=True, kw_only=True):
    """Settings of the address plan.

    Attributes:
        links: IPv4 prefix of cables between switches, a /31 each (RFC 3021).
        hosts: IPv4 prefix of the networks of leaves, one for the hosts of each.
        loopbacks: IPv4 prefix of the loopbacks of what routes, a /32 each.
        management: IPv4 prefix of the management network.
        host_length: Prefix length of the network of one leaf.
        management_length: The same of one management switch.
        ipv6: IPv6 prefix of at most 48 bits, of which all of these are taken too; "" for IPv4 alone.
        link_addresses: "numbered", or "unnumbered": routers meet by their link-local IPv6 addresses (RFC 8950).
        asn_base: First autonomous system of the plan.
        numbers: Place of nodes in the plan, by id, that were kept; others are counted on after the last of them.
    """

    links: Name = "10.0.0.0/9"
    hosts: Name = "10.128.0.0/9"
    loopbacks: Name = "192.168.0.0/16"
    management: Name = "172.16.0.0/12"
    host_length: int = 25
    management_length: int = 26
    ipv6: Name = ""
    link_addresses: Literal["numbered", "unnumbered"] = "numbered"
    asn_base: int = FIRST_ASN
    numbers: Mapping[str, int] = {}

    def prefix(self, field: str) -> IPv4Network:
        """Return the prefix of one of PREFIXES.

        Raises:
            RefusedInput: what is written there is none.
        """
        return ipv4_prefix(getattr(self, field), field)

    @property
    def prefix6(self) -> IPv6Network | None:
        """The IPv6 prefix; None for none."""
        return ipv6_prefix(self.ipv6) if self.ipv6 else None


USUAL: Final = AddressSettings()
"""Of a design whose person set nothing."""


def ipv4_prefix(text: str, field: str) -> IPv4Network:
    """Return the IPv4 prefix that TEXT says.

    Raises:
        RefusedInput: it is none, or reaches below its length.
    """
    found = _network(text, f"the prefix of {field}", "10.0.0.0/9")
    if not isinstance(found, IPv4Network):
        raise RefusedInput(f"The prefix of {field} is {found}; it must be of IPv4. IPv6 has a field of its own, ipv6.")
    if not 2 <= found.prefixlen <= 28:
        raise RefusedInput(f"The prefix of {field} is {found}; its length must be from 2 to 28.")
    return found


def ipv6_prefix(text: str) -> IPv6Network:
    """Return the IPv6 prefix that TEXT says.

    Raises:
        RefusedInput: it is none, or longer than 48 bits.
    """
    found = _network(text, "ipv6", "fd12:3456:789a::/48")
    if not isinstance(found, IPv6Network) or not 8 <= found.prefixlen <= 48:
        raise RefusedInput(f"ipv6 is {found}; it must be a prefix of IPv6 with a length from 8 to 48.")
    return found


def _network(text: str, what: str, example: str) -> IPv4Network | IPv6Network:
    try:
        return ip_network(text.strip(), strict=True)
    except ValueError:
        pass
    try:
        whole = ip_network(text.strip(), strict=False)
    except ValueError:
        raise RefusedInput(f"{text[:60]!r} is no prefix for {what}; write it as {example}.") from None
    raise RefusedInput(f"{text[:60]} reaches below its length for {what}; write {whole}.")


def require_addresses(settings: AddressSettings) -> AddressSettings:
    """SETTINGS when a plan can be made of them.

    Raises:
        RefusedInput: a prefix is none, two overlap, or a number is out of range.
    """
    found = {field: settings.prefix(field) for field in PREFIXES}
    for place, (field, prefix) in enumerate(found.items()):
        for other, beside in list(found.items())[place + 1 :]:
            if prefix.overlaps(beside):
                raise RefusedInput(f"The prefixes of {field}, {prefix}, and {other}, {beside}, overlap.")
    if settings.ipv6:
        ipv6_prefix(settings.ipv6)
    for field, (least, most) in _LENGTHS.items():
        length: int = getattr(settings, field)
        if isinstance(length, bool) or not least <= length <= most:
            raise RefusedInput(f"{field} is {length}; it must be from {least} to {most}.")
        if length < found["hosts" if field == "host_length" else "management"].prefixlen:
            raise RefusedInput(f"{field} is {length}, shorter than the prefix that such networks are taken of.")
    if isinstance(settings.asn_base, bool) or not FIRST_ASN <= settings.asn_base <= LAST_ASN - ASNS:
        raise RefusedInput(
            f"asn_base is {settings.asn_base}; it must be from {FIRST_ASN} to {LAST_ASN - ASNS}, so that a plan fits "
            "into the private autonomous systems of 32 bits."
        )
    if len(settings.numbers) > MOST_KEPT:
        raise RefusedInput(f"More than {MOST_KEPT:,} numbers of the address plan are kept.")
    for node_id, number in settings.numbers.items():
        require_id(node_id, "node")
        if isinstance(number, bool) or not 0 <= number <= _MOST_NUMBER:
            raise RefusedInput(f"The kept number of {node_id} is {number}; it must be from 0 to {_MOST_NUMBER:,}.")
    return settings
