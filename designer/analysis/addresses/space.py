"""Prefixes of an address plan cut into loopbacks, links and networks, and the room that they have."""

from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network
from typing import Final, NamedTuple

from designer.model.address_settings import HOST_ASNS, PREFIXES, SHARED_ASNS, AddressSettings
from designer.model.records import RefusedInput

SWITCH_LINKS: Final = 64
HOST_LINKS: Final = 16
"""Links to others that route, for which each switch and each host that routes has addresses of its own; a switch that
has more takes those beyond from a part of their own."""
_ALL: Final = 8
_SWITCHES, _BEYOND, _HOSTS = (0, 6), (6, 1), (7, 1)
"""Parts of the prefix of links, in eighths of it: where they begin, and how many they are."""
_FIRST_HOST: Final = 2
"""Of a network: the network itself, then its switch, then hosts by the port that they hang on."""
_WORDS: Final = {
    "links": "links between switches",
    "hosts": "networks of hosts",
    "loopbacks": "loopbacks",
    "management": "networks of management",
}
# Under an IPv6 prefix of at most 48 bits, by the 16 bits behind it.
_LOOPBACKS6, _HOST_LOOPBACKS6, _LINKS6, _HOST_LINKS6, _BEYOND6, _NETWORKS6 = 0, 1, 2, 3, 4, 16
_NETWORK6_MOST: Final = (0x10000 - _NETWORKS6) // 2


class Need(NamedTuple):
    """The most that a plan asks of one prefix.

    Attributes:
        addresses: Up to the last address that it takes, counted from the first of the prefix.
        who: Whose that address is.
    """

    addresses: int = 0
    who: str = ""


class Space:
    """The prefixes of settings, cut.

    Devices are cut by their numbers, so that a prefix has an address for a number whether others have theirs or not.
    What a plan asks is gathered first and told at once by `require`.
    """

    def __init__(self, settings: AddressSettings) -> None:
        self.settings = settings
        prefixes: dict[str, IPv4Network] = {field: settings.prefix(field) for field in PREFIXES}
        self._prefixes = prefixes
        self._at = {field: int(prefix.network_address) for field, prefix in prefixes.items()}
        self._size = {field: prefix.num_addresses for field, prefix in prefixes.items()}
        self._six: IPv6Network | None = settings.prefix6
        self.needs: dict[str, Need] = {field: Need() for field in PREFIXES}
        self._port = ("", -1, False)

    def _ask(self, field: str, offset: int, share: tuple[int, int], who: str) -> int:
        """Return the address at OFFSET of a SHARE of the prefix of FIELD, in eighths: where it begins, and how many."""
        before, eighths = share
        need = -(-(offset + 1) * _ALL // eighths)
        if need > self.needs[field].addresses:
            self.needs[field] = Need(need, who)
        return self._at[field] + self._size[field] * before // _ALL + offset

    def loopback(self, number: int, *, switch: bool, who: str) -> str:
        """Return the loopback of a device by its NUMBER; switches have the lower three quarters."""
        return str(IPv4Address(self._ask("loopbacks", number + 1, (0, 6) if switch else (6, 2), who) & 0xFFFFFFFF))

    def loopback6(self, number: int, *, switch: bool) -> str:
        """Return its IPv6 loopback; "" where no prefix is set."""
        return self._in_six(_LOOPBACKS6 if switch else _HOST_LOOPBACKS6, number + 1)

    def link(self, number: int, place: int, *, switch: bool, who: str) -> tuple[str, str, str, str]:
        """Return both addresses of link PLACE that the device of NUMBER owns, IPv4 and then IPv6.

        Raises:
            RefusedInput: it owns more links than the plan has for one.
        """
        each = SWITCH_LINKS if switch else HOST_LINKS
        if place >= each * (2 if switch else 1):
            most = each * (2 if switch else 1)
            raise RefusedInput(f"{who} has more than {most} links to others that route; the plan has {most} for each.")
        share = _HOSTS if not switch else _SWITCHES if place < each else _BEYOND
        offset = 2 * (number * each + place % each)
        first = self._ask("links", offset + 1, share, who) - 1
        region = _HOST_LINKS6 if not switch else _LINKS6 if place < each else _BEYOND6
        six = [self._in_six(region, offset + end, "/127") for end in (0, 1)]
        four = [f"{IPv4Address((first + end) & 0xFFFFFFFF)}/31" for end in (0, 1)]
        return four[0], four[1], six[0], six[1]

    def network(self, number: int, *, management: bool, who: str) -> tuple[str, str]:
        """Return the network of the hosts of switch NUMBER, IPv4 and IPv6."""
        field, length = self._network_of(management=management)
        each = 1 << (32 - length)
        self._ask(field, (number + 1) * each - 1, (0, _ALL), who)
        first = (self._at[field] + number * each) & 0xFFFFFFFF
        return f"{IPv4Address(first)}/{length}", self._six_network(number, management=management)

    def host(self, number: int, slot: int, *, management: bool, who: str) -> tuple[str, str]:
        """Return the addresses of what hangs on port SLOT, from 0, of switch NUMBER; its own are those of slot −1."""
        field, length = self._network_of(management=management)
        each = 1 << (32 - length)
        if slot + _FIRST_HOST > each - 2 and slot > self._port[1]:
            self._port = who, slot, management
        address = self._at[field] + number * each + _FIRST_HOST + slot
        six = self._six_network(number, management=management)
        within = f"{IPv6Network(six).network_address + _FIRST_HOST + slot}/64" if six else ""
        return f"{IPv4Address(address & 0xFFFFFFFF)}/{length}", within

    def _network_of(self, *, management: bool) -> tuple[str, int]:
        if management:
            return "management", self.settings.management_length
        return "hosts", self.settings.host_length

    def _six_network(self, number: int, *, management: bool) -> str:
        if self._six is None:
            return ""
        if number >= _NETWORK6_MOST << (48 - self._six.prefixlen):
            raise RefusedInput(
                f"The IPv6 prefix {self._six} is too small for the networks of hosts; set a shorter one."
            )
        first = int(self._six.network_address) + ((_NETWORKS6 + 2 * number + management) << 64)
        return f"{IPv6Address(first)}/64"

    def _in_six(self, region: int, offset: int, length: str = "") -> str:
        if self._six is None:
            return ""
        return f"{IPv6Address(int(self._six.network_address) + (region << 64) + offset)}{length}"

    def asn(self, number: int, *, switch: bool, shared: bool, who: str) -> int:
        """Return the autonomous system of a device, or of the group whose first switch has NUMBER."""
        if number >= SHARED_ASNS:
            raise RefusedInput(f"There is no private autonomous system left for {who}: its number is {number:,}.")
        return self.settings.asn_base + number + (SHARED_ASNS if shared else 0 if switch else HOST_ASNS)

    def require(self) -> None:
        """Refuse what does not fit into a prefix.

        Raises:
            RefusedInput: a prefix is too small; which, for whom, and how large it must be.
        """
        if words := self.shortage():
            raise RefusedInput(words)

    def shortage(self) -> str:
        """Return which prefix is too small, for whom, and how large it must be; "" where all suffice."""
        who, slot, management = self._port
        if who:
            length = 32 - (slot + _FIRST_HOST + 1).bit_length()
            word, now = (
                ("management_length" if management else "host_length"),
                self._network_of(management=management)[1],
            )
            return (
                f"The network of {who}, a /{now}, has no address for what hangs on its port {slot + 1:,}: it must be a "
                f"/{length}. Set addresses {word}={length}."
            )
        for field, need in self.needs.items():
            if need.addresses > self._size[field]:
                length = 32 - (need.addresses - 1).bit_length()
                least = f"a /{length} or larger" if length >= 2 else "larger than IPv4 has them"
                other = ", or link_addresses=unnumbered" if field == "links" else ""
                return (
                    f"The address plan has no room for {need.who}: {field}, the prefix of {_WORDS[field]}, is "
                    f"{self._prefixes[field]} and must be {least}. Set addresses {field}=PREFIX{other}."
                )
        return ""
