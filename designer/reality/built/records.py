"""Records of the comparison: the network that was found, the network that is drawn, and how they differ."""

from collections.abc import Mapping
from typing import Literal, NamedTuple

from designer.model.parts.part import Medium
from designer.model.records import Record

FoundKind = Literal["", "switch", "host"]
Form = Literal["ibnetdiscover", "lldp", "topograph", "table"]
MatchedBy = Literal["map", "name", "place", "structure"]


class FoundDevice(Record, frozen=True, kw_only=True):
    """A device that was found.

    Attributes:
        id: By which the cables of the same file name it; unique there.
        kind: What it says of itself; "" where the file does not tell.
        model: Of its type, where the file tells.
        guid: Of its system, as hexadecimal digits.
        named: Whether `id` is a name that a person gave; an adapter without one goes by its GUID.
        labels: What else the file says of it, by name.
    """

    id: str
    kind: FoundKind = ""
    model: str = ""
    guid: str = ""
    named: bool = True
    labels: Mapping[str, str] = {}


class FoundEnd(NamedTuple):
    """One end of a cable that was found.

    Attributes:
        device: Id of the device.
        port: As the file calls it; "" where it does not tell.
    """

    device: str
    port: str = ""


class FoundCable(NamedTuple):
    """A cable that was found.

    Attributes:
        rate_gbps: At which it runs, one way; None where the file does not tell.
    """

    a: FoundEnd
    b: FoundEnd
    rate_gbps: float | None = None


class Discovered(Record, frozen=True, kw_only=True):
    """A network as it was found.

    Attributes:
        form: Of the file.
        devices: By id, in the order of the file.
        cables: Each once, also where both of its ends were asked.
        guids: Device by the GUID of each of its adapters or chips.
        notes: What was guessed or left out, one plain line each.
    """

    form: Form
    devices: Mapping[str, FoundDevice] = {}
    cables: tuple[FoundCable, ...] = ()
    guids: Mapping[str, str] = {}
    notes: tuple[str, ...] = ()


class DrawnEnd(NamedTuple):
    """One end of a drawn cable.

    Attributes:
        node: Id of the node.
        copy: Which copy, from 0 through the whole design.
        name: What people call that copy.
        group: Port group; "" where none is told.
        port: Number in the group, from 1; "3/2" is the second part of a port that is split.
        where: Rack and unit, as labels say it; "" where nobody said.
    """

    node: str
    copy: int
    name: str
    group: str
    port: str
    where: str = ""

    @property
    def device(self) -> str:
        """The copy: "leaf[3]"."""
        return f"{self.node}[{self.copy}]"

    @property
    def port_words(self) -> str:
        """The port as labels say it: "osfp 3"."""
        return f"{self.group or 'port'} {self.port}"


class DrawnCable(NamedTuple):
    """A drawn cable, or several that patch panels join to one way.

    Attributes:
        id: Short name of the schedule, "F-0012"; those of all cables of a way through panels, joined by " + ".
        link: Id of the link that it is one of; the first one's of a way through panels.
        links: Ids of all links on the way.
        number: Which cable of `link`, from 0 through the whole design.
        length_m: With slack and ends; None where it is not known.
        rate_gbps: At which it is drawn, in the slower direction; None where nothing tells it.
    """

    id: str
    link: str
    medium: Medium
    a: DrawnEnd
    b: DrawnEnd
    links: tuple[str, ...] = ()
    number: int = 0
    length_m: float | None = None
    rate_gbps: float | None = None


class DrawnDevice(NamedTuple):
    """A copy of a drawn node.

    Attributes:
        device: "leaf[3]".
        name: What people call it.
        called: All that it goes by, in the order in which names are tried.
        kind: "switch" or "host"; "" for what is neither.
    """

    device: str
    node: str
    copy: int
    name: str
    called: tuple[str, ...]
    kind: FoundKind


class DrawnNetwork(Record, frozen=True, kw_only=True):
    """The cables of a design between devices that a search of the network can see.

    Attributes:
        devices: By `DrawnDevice.device`, in design order.
        cables: Of the media that a network has; patch panels are followed through.
        unseen: Cables by medium that no search of a network sees: power, coolant and the like.
        groups: Port groups of each node with their number of ports, as far as a network has them.
    """

    devices: Mapping[str, DrawnDevice]
    cables: tuple[DrawnCable, ...]
    unseen: Mapping[str, int] = {}
    groups: Mapping[str, tuple[tuple[str, int], ...]] = {}
    notes: tuple[str, ...] = ()


class Match(NamedTuple):
    """A device that was found, and the drawn one that it is.

    Attributes:
        share: Share of its found cables that agree with the drawing, 0 to 1; None where it has none.
        alike: How many drawn devices would fit as well, itself among them; more than 1 only of a match by structure.
    """

    found: str
    device: str
    by: MatchedBy
    share: float | None = None
    alike: int = 1


class BuiltEnd(NamedTuple):
    """One end of a cable that was found, in words of both sides.

    Attributes:
        found: Device as the file calls it.
        port: As the file calls it; "" where it does not tell.
        device: The drawn device; "" where none is.
        name: What people call that; the found name where none is.
        drawn_port: The drawn port that `port` is, "osfp 3"; "" where that is not known.
    """

    found: str
    port: str
    device: str
    name: str
    drawn_port: str = ""

    @property
    def words(self) -> str:
        """The end in a sentence: device, then port."""
        return f"{self.name} {self.drawn_port or self.port}".strip()


class BuiltCable(NamedTuple):
    """A cable that was found, in words of both sides."""

    a: BuiltEnd
    b: BuiltEnd


class Missing(NamedTuple):
    """A drawn cable that was not found.

    Attributes:
        why: "" where both devices were found.
        moved_to: Place in `Comparison.extra` of the cable that ends in the same port and goes elsewhere; None for none.
    """

    cable: DrawnCable
    why: str = ""
    moved_to: int | None = None


class Extra(NamedTuple):
    """A cable that was found and is not drawn.

    Attributes:
        moved_from: Place in `Comparison.missing` of the drawn cable whose port it is in; None for none.
    """

    cable: BuiltCable
    why: str = ""
    moved_from: int | None = None


class Swapped(NamedTuple):
    """Drawn cables whose ends are exchanged among each other.

    Attributes:
        drawn: As they are drawn, two or more.
        found: As they were found, as many, in the same order: each goes on where the one before ends.
    """

    drawn: tuple[DrawnCable, ...]
    found: tuple[BuiltCable, ...]


class Slower(NamedTuple):
    """A cable that is where it is drawn and runs at less than it is drawn with.

    Attributes:
        drawn_gbps: Rate as drawn, one way.
        found_gbps: Rate as found.
    """

    cable: DrawnCable
    found: BuiltCable
    drawn_gbps: float
    found_gbps: float


class Comparison(Record, frozen=True, kw_only=True):
    """Difference of the network that was found from the one that is drawn.

    Attributes:
        form: Of the file that was compared.
        drawn: Drawn cables that were looked for.
        found: Cables that were found.
        agreeing: Cables that are where they are drawn, at whatever rate.
        rated: Those of them of which both sides tell a rate, so that it was compared.
        matches: Found devices with the drawn ones that they are.
        names: What people call the drawn devices of `matches`.
        absent: Drawn devices, with a cable that was looked for, which were not found.
        unknown: Found devices that are not drawn.
        notes: What was guessed, left out or could not be compared, one plain line each.
    """

    form: Form
    drawn: int
    found: int
    agreeing: int
    rated: int = 0
    missing: tuple[Missing, ...] = ()
    swapped: tuple[Swapped, ...] = ()
    extra: tuple[Extra, ...] = ()
    slower: tuple[Slower, ...] = ()
    matches: tuple[Match, ...] = ()
    names: Mapping[str, str] = {}
    absent: tuple[DrawnDevice, ...] = ()
    unknown: tuple[FoundDevice, ...] = ()
    notes: tuple[str, ...] = ()

    @property
    def same(self) -> bool:
        """Return True when the network is built as it is drawn."""
        return not (self.missing or self.swapped or self.extra or self.slower)

    @property
    def as_drawn(self) -> int:
        """Return how many cables are where they are drawn, and no slower."""
        return self.agreeing - len(self.slower)
