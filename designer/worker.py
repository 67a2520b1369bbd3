"""The analysis process: msgpack bytes in, msgpack bytes out, no Qt.

The window starts it with `multiprocessing.get_context("spawn").Process(target=serve, args=(connection,))`, sends
`encode_request(...)` and reads `decode_reply(...)`. To cancel, kill the process and start another.
"""

import gc
import importlib
from collections.abc import Callable, Collection
from datetime import date
from functools import partial
from multiprocessing.connection import Connection
from typing import Final, Literal

import msgspec
from msgspec.structs import replace

from designer.analysis.results import Results
from designer.analysis.run import analyze
from designer.analysis.sections import ALL
from designer.catalog.library import Library, sources_of
from designer.edit.nodes.part_updates import differing
from designer.machine import end_with_parent
from designer.model.design import Design
from designer.model.identity_cache import Remembered
from designer.model.in_pieces import IN_PIECES, LARGE_BYTES, decode_in_pieces, encode_in_pieces
from designer.model.kinds import CABLING, INSTANCES
from designer.model.records import Record, RefusedInput
from designer.model.shared_records import with_same_records
from designer.plugins.records import Plugin
from designer.plugins.running import lasting_host, names_of
from designer.review.findings import Finding
from designer.review.reply import Reply

MAX_BYTES = 512 * 1024 * 1024
MANY_NODES: Final = 5_000
"""Nodes from which a reply is large without a look."""
MOST_AHEAD_BYTES: Final = 4_000_000
"""Results that are larger come with their findings."""
MOST_FILLERS: Final = 4
"""Flows that are named for each link."""
_WARM = (
    "designer.analysis.network.bandwidth",
    "designer.analysis.resilience.single_failures",
    "designer.analysis.limits.link_contributors",
    "designer.review.rules",
)
Aside = Literal["", "fillers", "rates"]
"""What is asked beside the results: who fills links, or what the flows of the design reach."""


NOTHING: Final = msgspec.Raw(b"\xc0")
"""No library: nil, packed."""


class Request(Record, frozen=True, kw_only=True):
    """Request for an analysis.

    Attributes:
        revision: Of the session's design; the reply carries it back.
        design: With the parts it uses embedded.
        only: Which of sections.ALL.
        today: ISO date against which prices are old.
        library: The parts on hand that the design holds otherwise; None when the catalog is not asked.
        aside: What is asked instead of results and findings; "" for those.
        links: Of which links the fillers are asked.
        on_hand: Cables, optics and rented machines with their sources, packed: what cables without a type are chosen
            of, and what would be rented while a phase is late.
        early: Whether the network is told as soon as it is known, before all the rest.
        ahead: Whether the results are told before the findings, which then come in a reply of their own.
        load: By what the demand of users is multiplied.
        plugins: Those that are switched on and have a rule.
        whole: All parts on hand, packed, where rules of plug-ins look at them.
    """

    revision: int
    design: Design
    today: str
    only: tuple[str, ...] = ALL
    traffic: str = "all-to-all"
    fail: tuple[str, ...] = ()
    library: Library | None = None
    aside: Aside = ""
    links: tuple[str, ...] = ()
    on_hand: msgspec.Raw = NOTHING
    early: bool = False
    ahead: bool = False
    load: float = 1.0
    plugins: tuple[Plugin, ...] = ()
    whole: msgspec.Raw = NOTHING


class _Revision(msgspec.Struct):
    """The one field of a request that is worth having when the rest is unreadable."""

    revision: int = -1


_last: list[Request] = []
"""The last request for results: the next one is mostly about the same design with one record changed."""
_encoder = msgspec.msgpack.Encoder()
_requests = msgspec.msgpack.Decoder(Request)
_replies = msgspec.msgpack.Decoder(Reply)
_libraries = msgspec.msgpack.Decoder(Library)
_revisions = msgspec.msgpack.Decoder(_Revision)


def encode_request(
    revision: int,
    design: Design,
    today: date,
    *,
    only: Collection[str] = ALL,
    traffic: str = "all-to-all",
    fail: Collection[str] = (),
    library: Library | None = None,
    early: bool = False,
    ahead: bool = False,
    load: float = 1.0,
    plugins: tuple[Plugin, ...] = (),
) -> bytes:
    """A request as bytes; of LIBRARY only what differs from the design goes along, all where PLUGINS have rules."""
    rules = names_of(plugins, "check")
    return _encoder.encode(
        Request(
            revision=revision,
            design=design,
            today=today.isoformat(),
            only=tuple(only),
            traffic=traffic,
            fail=tuple(fail),
            library=None if library is None else differing(design, library),
            on_hand=_on_hand(library) if library is not None else NOTHING,
            early=early,
            ahead=ahead,
            load=load,
            plugins=rules,
            whole=_all_of(library) if rules and library is not None else NOTHING,
        )
    )


def _all_of(library: Library) -> msgspec.Raw:
    return _whole.of((library,), None, lambda: msgspec.Raw(_encoder.encode(library)))


_whole: Final = Remembered[msgspec.Raw](kept=1)


_packed: Final = Remembered[msgspec.Raw](kept=1)
"""Cables, optics and rented machines of the last library as bytes: they go with every request, and seldom change."""


def _on_hand(library: Library) -> msgspec.Raw:
    """Return the parts of LIBRARY as bytes that an analysis may choose of."""
    return _packed.of((library,), None, lambda: msgspec.Raw(_encoder.encode(_choosable(library))))


def _choosable(library: Library) -> Library:
    # Rented machines too: what a month of delay costs is told with what it takes to rent meanwhile.
    wanted = CABLING | INSTANCES
    parts = {part.id: part for part in library.parts.values() if part.kind in wanted}
    named = {source for part in parts.values() for source in sources_of(part)}
    return Library(
        parts=parts, sources={name: library.sources[name] for name in sorted(named & library.sources.keys())}
    )


def encode_aside(
    aside: Aside, revision: int, design: Design, traffic: str, fail: Collection[str] = (), links: Collection[str] = ()
) -> bytes:
    """A request as bytes for what is asked ASIDE of the results."""
    return _encoder.encode(
        Request(
            revision=revision,
            design=design,
            today="",
            traffic=traffic,
            fail=tuple(fail),
            aside=aside,
            links=tuple(links),
        )
    )


def decode_reply(data: bytes) -> Reply:
    """A reply from its bytes.

    Raises:
        RefusedInput: the bytes are no reply.
    """
    if data[:1] == IN_PIECES:
        return decode_large_reply(data)
    try:
        return _replies.decode(data)
    except (msgspec.DecodeError, RecursionError) as error:
        raise RefusedInput(f"The analysis gave an answer that cannot be read: {error}") from error


def decode_large_reply(data: bytes) -> Reply:
    """A reply from its bytes, in pieces between which other threads get their turn; of an error where it is none."""
    try:
        return decode_in_pieces(data, Reply)
    except (msgspec.DecodeError, RecursionError) as error:
        return Reply(revision=-1, error=f"The analysis gave an answer that cannot be read: {error}")


def answer(data: bytes, tell: Callable[[bytes], None] | None = None) -> bytes:
    """The reply to the request DATA; whatever goes wrong becomes its error.

    Args:
        data: Of encode_request or encode_aside.
        tell: Is given what is told early or ahead, where that was asked for.
    """
    revision = -1
    try:
        revision = _revisions.decode(data).revision
        request = _known_again(_requests.decode(data))
        if request.aside:
            return _encoder.encode(_beside(request))
        from designer.review.headline_figures import likely_ranges
        from designer.review.rules import review  # the window only asks, and never loads the rules

        def tell_early(results: Results) -> None:
            if tell is not None:
                tell(_as_bytes(Reply(revision=revision, results=results), request.design))

        results = analyze(
            request.design,
            only=request.only,
            traffic=request.traffic,
            fail=request.fail,
            library=_unpacked(request.on_hand),
            load=request.load,
            early=tell_early if request.early else None,
        )
        ahead = False
        if tell is not None and request.ahead:
            packed = _encoder.encode(Reply(revision=revision, results=results, ahead=True))
            # What is larger is unpacked beside the window, and must not come after its findings.
            ahead = len(packed) <= MOST_AHEAD_BYTES
            if ahead:
                tell(packed)
        findings = review(request.design, results, date.fromisoformat(request.today), library=request.library)
        if request.plugins:
            findings = _with_plugins(request, results, findings)
        likely = likely_ranges(results)
        told = None if ahead else results
        reply = Reply(revision=revision, results=told, ahead=ahead, findings=findings, likely=likely)
        return _as_bytes(reply, request.design)
    except RefusedInput as error:
        return _encoder.encode(Reply(revision=revision, error=str(error)))
    except Exception as error:
        said = f"The analysis stopped on this design: {type(error).__name__}: {error}"
        return _encoder.encode(Reply(revision=revision, error=said.splitlines()[0]))


def _with_plugins(request: Request, results: Results, findings: tuple[Finding, ...]) -> tuple[Finding, ...]:
    """Return FINDINGS with those of the rules of plug-ins."""
    from designer.review.own_rules import with_own_rules  # few have any

    library = _whole_last.of((), bytes(request.whole), lambda: _library_of(request.whole))
    day = date.fromisoformat(request.today)
    return with_own_rules(findings, request.plugins, request.design, library, results, day)


def _library_of(packed: msgspec.Raw) -> Library:
    return Library() if bytes(packed) == bytes(NOTHING) else _libraries.decode(packed)


_whole_last: Final = Remembered[Library](kept=1)


def _as_bytes(reply: Reply, design: Design) -> bytes:
    """Return REPLY about DESIGN as bytes; a large one in pieces, which are read without going through all of it."""
    if len(design.nodes) > MANY_NODES:
        return encode_in_pieces(reply, _encoder)
    packed = _encoder.encode(reply)
    return packed if len(packed) <= LARGE_BYTES else encode_in_pieces(reply, _encoder)


def _known_again(request: Request) -> Request:
    """REQUEST with what is equal to that of the last one as the very same objects: what rests on it is kept."""
    before = _last[0] if _last else None
    if before is not None:
        request = replace(request, design=with_same_records(request.design, before.design))
    if not request.aside:
        _last[:] = [request]
    return request


_unpacked_last: Final = Remembered[Library](kept=1)


def _unpacked(on_hand: msgspec.Raw) -> Library | None:
    """Return the library ON_HAND, the very same one as long as the bytes are the same; None where none were sent."""
    packed = bytes(on_hand)
    if packed == bytes(NOTHING):
        return None
    return _unpacked_last.of((), packed, lambda: _libraries.decode(packed))


def _beside(request: Request) -> Reply:
    # The limits take a moment to load, so only where they are asked for.
    if request.aside == "rates":
        from designer.analysis.limits.fairness import fair_rates

        return Reply(
            revision=request.revision, rates=fair_rates(request.design, request.design.settings.flows, request.fail)
        )
    from designer.analysis.limits.link_contributors import fillers

    found = fillers(request.design, request.traffic, request.links, request.fail, most=MOST_FILLERS)
    return Reply(revision=request.revision, fillers=found)


def serve(connection: Connection) -> None:
    """Answer requests from CONNECTION, one after the other, until its other end closes.

    An empty request says that a newer one waits, and is no request itself. An empty answer says that the next one is an
    early reply, or results ahead of their findings, and that the answer itself is still to come.
    """

    def tell(early: bytes) -> None:
        connection.send_bytes(b"")
        connection.send_bytes(early)

    end_with_parent()
    # Whoever asks sends an empty message when a newer question waits: rules of plug-ins are not waited for then.
    lasting_host().hurried = partial(connection.poll, 0.0)
    for module in _WARM:
        importlib.import_module(module)  # so that the first answer does not wait for the graph libraries
    # Garbage is searched for between the answers, when nobody waits, and never among what was loaded.
    gc.freeze()
    gc.disable()
    while True:
        try:
            data = connection.recv_bytes(MAX_BYTES)
        except (EOFError, OSError):
            return
        if not data:
            continue
        try:
            connection.send_bytes(answer(data, tell))
        except (BrokenPipeError, OSError):
            return
        gc.collect()
