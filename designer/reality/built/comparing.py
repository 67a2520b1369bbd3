"""The network that was found against the one that is drawn: missing, swapped and extra cables."""

from collections import Counter
from collections.abc import Callable, Iterable
from functools import partial

from designer.model.kinds import SWITCH
from designer.model.parts.part import NETWORK_MEDIA, Medium
from designer.model.wording import counted, listed
from designer.reality.built.drawn import without_media
from designer.reality.built.exchanges import Exchange, Loose, exchanges
from designer.reality.built.matching import How, Matching, matchings
from designer.reality.built.naming_map import NamingMap
from designer.reality.built.ports import Plug, PortNames
from designer.reality.built.records import (
    BuiltCable,
    BuiltEnd,
    Comparison,
    Discovered,
    DrawnCable,
    DrawnEnd,
    DrawnNetwork,
    Extra,
    FoundCable,
    FoundEnd,
    Match,
    Missing,
    Slower,
    Swapped,
)
from designer.reality.built.structure import Tell

NO_NAMES = NamingMap()
_MOST_NEAR = 500
_LEAST_SHARE = 0.99
"""Of the drawn rate, from which on a cable is not slower: names of rates are round numbers."""


def compare(
    network: DrawnNetwork,
    found: Discovered,
    naming: NamingMap = NO_NAMES,
    *,
    how: How = "auto",
    media: Iterable[Medium] = (),
    tell: Tell | None = None,
) -> Comparison:
    """Return how FOUND differs from NETWORK.

    A cable agrees when it joins the drawn devices, in the drawn ports as far as ports are told on both sides. Drawn
    cables whose ends are exchanged among each other are swapped; what else is drawn and not found is missing, what is
    found and not drawn is extra. A cable that agrees is slower where both sides tell a rate and what was found is
    less. A medium of which nothing was found while others were is left out with a note.

    Args:
        network: What is drawn.
        found: What was found.
        naming: Names of the person's own.
        how: Whether devices are matched by names or by neighbours, see `matchings`.
        media: Which to compare; none is all that were found.
        tell: Told how many devices are matched by neighbours, of how many; its answer is whether to go on.

    Raises:
        RefusedInput: TELL said not to go on.
    """
    wanted: set[Medium] = set(media)
    if wanted:
        network = without_media(network, [medium for medium in NETWORK_MEDIA if medium not in wanted])
    work = _best(network, found, naming, how, tell)
    drawn: Counter[Medium] = Counter(cable.medium for cable in network.cables)
    unseen: list[Medium] = [medium for medium in NETWORK_MEDIA if drawn[medium] and not work.agreeing_media[medium]]
    if not wanted and unseen and len(unseen) < len(drawn):
        notes = tuple(
            f"Of the {medium} network nothing was found ({counted(drawn[medium], 'drawn cable')}), so it was left out; "
            f"--medium {medium} compares it all the same."
            for medium in unseen
        )
        return _best(without_media(network, unseen), found, naming, how, tell, notes).comparison()
    return work.comparison()


def _best(
    network: DrawnNetwork,
    found: Discovered,
    naming: NamingMap,
    how: How,
    tell: Tell | None,
    notes: tuple[str, ...] = (),
) -> "_Work":
    """Return the comparison by which the most cables are as drawn."""
    best: _Work | None = None
    for matching in matchings(network, found, naming, how, tell):
        work = _Work(network, found, naming, matching, notes)
        if best is None or work.agreeing > best.agreeing:
            best = work
        if best.agreeing == min(len(network.cables), len(found.cables)):
            break
    assert best is not None  # there is always one answer
    return best


class _Work:
    """One comparison on its way."""

    def __init__(
        self, network: DrawnNetwork, found: Discovered, naming: NamingMap, matching: Matching, notes: tuple[str, ...]
    ) -> None:
        self._network, self._found, self._before = network, found, notes
        self._matching = matching
        self._ports = PortNames(network, found, self._matching.device, naming)
        if _by_place(self._matching, network, found, self._ports):
            # Adapters that have a device now tell of its ports too.
            self._ports = PortNames(network, found, self._matching.device, naming)
        self._open_drawn: dict[int, DrawnCable] = dict(enumerate(network.cables))
        self._open_found: dict[int, FoundCable] = dict(enumerate(found.cables))
        self._plugs = [(self._plug(cable.a), self._plug(cable.b)) for cable in found.cables]
        self._agreeing: dict[int, int] = {}
        self._pair()
        self.agreeing_media: Counter[Medium] = Counter(
            network.cables[place].medium for place in self._agreeing.values()
        )

    def _plug(self, end: FoundEnd) -> Plug | None:
        device = self._matching.device.get(end.device)
        named = self._matching.port.get(end.device)
        if device is not None and named:
            group, _, port = named.rpartition(" ")
            return device, group, port
        return self._ports.plug(end)

    def _device(self, end: FoundEnd) -> str:
        """The drawn device of END, else a name that no drawn device has."""
        return self._matching.device.get(end.device) or f"\0{end.device}"

    def _pair(self) -> None:
        """Pair found cables with the drawn ones that they are: by both ports, then by one, then by devices alone."""
        at: dict[Plug, int] = {}
        between: dict[frozenset[str], list[int]] = {}
        for place, cable in self._open_drawn.items():
            at[_drawn_plug(cable.a)] = at[_drawn_plug(cable.b)] = place
            between.setdefault(frozenset((cable.a.device, cable.b.device)), []).append(place)
        for least in (2, 1):
            for number in list(self._open_found):
                told = [plug for plug in self._plugs[number] if plug is not None]
                if len(told) < least:
                    continue
                places = {at.get(plug) for plug in told}
                place = places.pop() if len(places) == 1 else None
                if place is not None and place in self._open_drawn and self._joins(number, place):
                    self._agree(number, place)
        # Where no port is told on either side, cables of a pair of devices are only counted.
        for number in list(self._open_found):
            cable = self._found.cables[number]
            if self._plugs[number] != (None, None):
                continue
            places = between.get(frozenset((self._device(cable.a), self._device(cable.b))), ())
            place = next((place for place in places if place in self._open_drawn), None)
            if place is not None:
                self._agree(number, place)

    def _joins(self, number: int, place: int) -> bool:
        """Return True when found cable NUMBER joins the devices that the drawn one at PLACE does."""
        found, drawn = self._found.cables[number], self._network.cables[place]
        return {self._device(found.a), self._device(found.b)} == {drawn.a.device, drawn.b.device}

    def _agree(self, number: int, place: int) -> None:
        self._agreeing[number] = place
        del self._open_found[number]
        del self._open_drawn[place]

    @property
    def agreeing(self) -> int:
        """Number of cables that are as drawn."""
        return len(self._agreeing)

    def comparison(self) -> Comparison:
        """Return what came out."""
        loose_drawn = {
            place: Loose(_drawn_plug(cable.a), _drawn_plug(cable.b)) for place, cable in self._open_drawn.items()
        }
        loose_found = {number: self._loose(number) for number in self._open_found}
        swapped: list[Swapped] = []
        for one in exchanges(loose_drawn, loose_found):
            swapped.append(self._swapped(one))
            for place in one.drawn:
                del self._open_drawn[place]
            for number in one.found:
                del self._open_found[number]
        places, numbers = list(self._open_drawn), list(self._open_found)
        moved = _moved(
            [loose_drawn[place] for place in places], [loose_found[number] for number in numbers], self._hosts()
        )
        back = {to: start for start, to in moved.items()}
        seen = set(self._matching.device.values())
        missing = [
            Missing(cable, self._why_missing(cable, seen), moved.get(rank))
            for rank, cable in enumerate(self._open_drawn.values())
        ]
        extra = [
            Extra(self._built(self._found.cables[number]), self._why_extra(self._found.cables[number]), back.get(rank))
            for rank, number in enumerate(numbers)
        ]
        rated, slower, faster = self._rates()
        devices = self._network.devices
        return Comparison(
            form=self._found.form,
            drawn=len(self._network.cables),
            found=len(self._found.cables),
            agreeing=len(self._agreeing),
            rated=rated,
            slower=tuple(slower),
            missing=tuple(missing),
            swapped=tuple(swapped),
            extra=tuple(extra),
            matches=tuple(self._matches()),
            names={name: devices[name].name for name in self._matching.device.values() if name in devices},
            absent=tuple(device for name, device in devices.items() if name not in seen),
            unknown=tuple(device for device in self._found.devices.values() if device.id not in self._matching.device),
            notes=self._notes(rated, faster),
        )

    def _rates(self) -> tuple[int, list[Slower], int]:
        """Return how many agreeing cables have a rate on both sides, the slower ones, and how many are faster."""
        rated = faster = 0
        slower: list[Slower] = []
        for number, place in sorted(self._agreeing.items(), key=lambda pair: pair[1]):
            drawn, found = self._network.cables[place], self._found.cables[number]
            # What is not told on either side is not known, and no rate of 0.
            if drawn.rate_gbps is None or found.rate_gbps is None:
                continue
            rated += 1
            if found.rate_gbps < drawn.rate_gbps * _LEAST_SHARE:
                slower.append(Slower(drawn, self._built(found), drawn.rate_gbps, found.rate_gbps))
            faster += found.rate_gbps * _LEAST_SHARE > drawn.rate_gbps
        return rated, slower, faster

    def _loose(self, number: int) -> Loose:
        cable, plugs = self._found.cables[number], self._plugs[number]
        a, b = (plug or (self._device(end), "", "") for end, plug in zip((cable.a, cable.b), plugs, strict=True))
        return Loose(a, b)

    def _hosts(self) -> frozenset[str]:
        return frozenset(name for name, device in self._network.devices.items() if device.kind != SWITCH)

    def _swapped(self, one: Exchange) -> Swapped:
        return Swapped(
            tuple(self._network.cables[place] for place in one.drawn),
            tuple(self._built(self._found.cables[number]) for number in one.found),
        )

    def _built(self, cable: FoundCable) -> BuiltCable:
        return BuiltCable(self._built_end(cable.a), self._built_end(cable.b))

    def _built_end(self, end: FoundEnd) -> BuiltEnd:
        device = self._matching.device.get(end.device, "")
        plug = self._plug(end)
        name = self._network.devices[device].name if device in self._network.devices else end.device
        drawn_port = f"{plug[1] or 'port'} {plug[2]}" if plug is not None else ""
        return BuiltEnd(end.device, end.port, device, name, drawn_port)

    def _why_missing(self, cable: DrawnCable, seen: set[str]) -> str:
        absent = [end.name for end in (cable.a, cable.b) if end.device not in seen]
        return f"{listed(absent)} {'was' if len(absent) == 1 else 'were'} not found" if absent else ""

    def _why_extra(self, cable: FoundCable) -> str:
        strange = [end.device for end in (cable.a, cable.b) if end.device not in self._matching.device]
        return f"{listed(strange)} {'is' if len(strange) == 1 else 'are'} not drawn" if strange else ""

    def _matches(self) -> Iterable[Match]:
        right: Counter[str] = Counter()
        whole: Counter[str] = Counter()
        for number, cable in enumerate(self._found.cables):
            for end in (cable.a, cable.b):
                whole[end.device] += 1
                right[end.device] += number in self._agreeing
        for name, device in self._matching.device.items():
            share = right[name] / whole[name] if whole[name] else None
            yield Match(name, device, self._matching.by[name], share, self._matching.alike.get(name, 1))

    def _notes(self, rated: int, faster: int) -> tuple[str, ...]:
        notes = [*self._found.notes, *self._matching.notes, *self._before, *self._network.notes]
        if self._ports.unread:
            names = listed(self._ports.unread)
            notes.append(
                f"The names of the ports of {names} follow no rule that leads where the drawing does, so they were not "
                "compared; cables there are compared by their devices. A map of names can say which port is which."
            )
        if self._ports.unread_ends:
            words = counted(self._ports.unread_ends, "end of a cable is in a port", "ends of cables are in ports")
            notes.append(f"{words} whose name no rule reads; those were compared by their devices.")
        placed = sum(by == "place" for by in self._matching.by.values())
        if placed:
            words = counted(placed, "adapter")
            notes.append(f"{words} without a name were taken for what is drawn at the port that they are in.")
        if any(cable.rate_gbps is not None for cable in self._found.cables):
            words = counted(len(self._agreeing), "cable that is", "cables that are")
            more = f"; {counted(faster, 'runs', 'run')} faster than drawn" if faster else ""
            notes.append(f"Rates were compared of {rated:,} of {words} where they are drawn{more}.")
        if self._network.unseen:
            told = listed((f"{count:,} {medium}" for medium, count in self._network.unseen.items()), None)
            notes.append(f"Not compared, as this file does not show them: {told} cables.")
        return tuple(notes)


def _drawn_plug(end: DrawnEnd) -> Plug:
    return end.device, end.group, end.port


def _by_place(matching: Matching, network: DrawnNetwork, found: Discovered, ports: PortNames) -> bool:
    """Take adapters without a name for what is drawn at the ports that they are in; most of their cables decide."""
    at: dict[Plug, str] = {}
    for cable in network.cables:
        at[_drawn_plug(cable.a)] = cable.b.device
        at[_drawn_plug(cable.b)] = cable.a.device
    votes: dict[str, Counter[str]] = {}
    for cable in found.cables:
        for end, other in ((cable.a, cable.b), (cable.b, cable.a)):
            nameless = end.device not in matching.device and not found.devices[end.device].named
            plug = ports.plug(other) if nameless else None
            if plug is not None and plug in at:
                votes.setdefault(end.device, Counter())[at[plug]] += 1
    for name, ballot in votes.items():
        matching.take(name, ballot.most_common(1)[0][0], "place")
    return bool(votes)


def _moved(drawn: list[Loose], found: list[Loose], hosts: frozenset[str]) -> dict[int, int]:
    """Return which found cable each drawn one may have become, by their places: one end is the same, the other not.

    The same port counts first, then the same two devices, then the same machine.
    """
    moved: dict[int, int] = {}
    taken: set[int] = set()
    orders: tuple[Callable[[Loose, Loose], bool], ...] = (_same_port, _same_devices, partial(_same_host, hosts))
    for alike in orders:
        index: dict[str, list[int]] = {}
        for number, one in enumerate(found):
            for plug in one:
                index.setdefault(plug[0], []).append(number)
        for place, one in enumerate(drawn):
            if place in moved:
                continue
            # Where thousands of cables of one device are loose, it was cabled anew: nobody asks which became which.
            near = (number for plug in one for number in index.get(plug[0], [])[:_MOST_NEAR])
            number = next((number for number in near if number not in taken and alike(one, found[number])), None)
            if number is not None:
                moved[place] = number
                taken.add(number)
    return moved


def _same_port(one: Loose, two: Loose) -> bool:
    return any(plug[2] and plug in two for plug in one)


def _same_devices(one: Loose, two: Loose) -> bool:
    return {plug[0] for plug in one} == {plug[0] for plug in two}


def _same_host(hosts: frozenset[str], one: Loose, two: Loose) -> bool:
    return bool({plug[0] for plug in one} & {plug[0] for plug in two} & hosts)
