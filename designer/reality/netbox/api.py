"""A NetBox by its API, through pynetbox: what is in it, and a place to write a bundle to."""

import re
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any, Final
from urllib.parse import urlsplit

from designer.model.records import RefusedInput
from designer.reality.netbox.ledger import word_of
from designer.reality.netbox.push import RefusedObjects
from designer.reality.netbox.reading import MOST_OBJECTS, NetBoxObjects
from designer.reality.netbox.sorts import BY_NAME, COMPONENTS, SORTS

INSTALL: Final = 'pip install "stackwright[reach]"'
PAGE: Final = 500
"""Objects that are asked for at once; a NetBox that gives fewer is asked more often."""
_AT_ONCE: Final = 60
"""Ids in one address: some servers take no more than 4,000 letters."""
_CABLED: Final = frozenset({*COMPONENTS, "power-feeds"})
_WORKED_OUT: Final = (
    "connected_endpoints,connected_endpoints_type,connected_endpoints_reachable,link_peers,link_peers_type"
)
"""What NetBox works out for each port by following its cables, which takes it a tenth of a second for each; versions
that cannot leave it out (before 4.5) send it."""
_LONGEST_WAIT_S: Final = 30.0
_MOST_WAITS: Final = 5


class NetBoxApi:
    """A NetBox.

    Args:
        url: Its address.
        token: Of a user who may read, or write; of either version.
        session: Of requests, where a connection needs settings of its own.

    Raises:
        RefusedInput: pynetbox is not installed, or the address is none.
    """

    def __init__(self, url: str, token: str, session: Any = None) -> None:
        try:
            import pynetbox

            from designer.reality.netbox.session import patient_session
        except ImportError as problem:
            raise RefusedInput(f"Reading NetBox needs pynetbox: {INSTALL}.") from problem
        if not url.startswith(("http://", "https://")) or not urlsplit(url).netloc:
            raise RefusedInput(f"{url[:80]!r} is no address; it begins with https://.")
        if token and not re.fullmatch(r"[!-~]+", token):
            raise RefusedInput("The token in NETBOX_TOKEN holds spaces or letters that no token has.")
        # People paste the address of a page; the API adds its own path.
        self._url = re.sub(r"/+(api/?)?$", "", url)
        self._api: Any = pynetbox.api(self._url, token=token or None)
        self._api.http_session = session if session is not None else patient_session()
        self._version: tuple[int, int] | None = None

    @property
    def version(self) -> tuple[int, int]:
        """Its version, as two numbers.

        Raises:
            RefusedInput: it does not answer, or is none.
        """
        if self._version is None:
            text = str(self._asked(lambda: self._api.version, "ask for its version"))
            found = re.match(r"(\d+)\.(\d+)", text)
            if found is None:
                raise RefusedInput(f"{self._url[:80]} does not answer as a NetBox: it tells no version of its API.")
            self._version = int(found[1]), int(found[2])
        return self._version

    def objects(self, site: str = "", tell: Callable[[str], None] | None = None) -> NetBoxObjects:
        """Return all objects that a design is made of, of SITE (a slug) alone where it is named.

        Args:
            site: Slug of a site; "" for all.
            tell: Is told each sort before it is asked for.

        Raises:
            RefusedInput: NetBox does not answer, or refuses; one plain line.
        """
        found: dict[str, list[dict[str, Any]]] = {}
        notes: list[str] = []
        left: dict[str, int] = {}
        for sort in SORTS:
            if not sort.asked:
                continue
            if sort.since > self.version:
                notes.append(f"This NetBox has no {sort.name}; {'.'.join(map(str, sort.since))} has.")
                continue
            if tell is not None:
                tell(sort.name)
            if sort.asked == "counted":
                left[sort.name] = self._count(sort.name, {"site": site} if site else {})
                continue
            rows: list[dict[str, Any]] = []
            for filters in self._filters(sort.name, site, found):
                rows += self.rows(sort.name, filters)
                if sum(map(len, found.values())) + len(rows) > MOST_OBJECTS:
                    raise RefusedInput(f"It holds more than {MOST_OBJECTS:,} objects; name a site with --site.")
            if rows:
                found[sort.name] = rows
            elif sort.name == "sites":
                raise RefusedInput(f"This NetBox has no site {site[:60]!r}." if site else "This NetBox has no sites.")
        told = [f"{number:,} {name}" for name, number in left.items() if number]
        if told:
            notes.append(f"Not taken in, as nothing of them is drawn: {', '.join(told)}.")
        return NetBoxObjects(by_kind=found, notes=tuple(notes))

    def _filters(self, kind: str, site: str, found: Mapping[str, list[dict[str, Any]]]) -> Iterator[Mapping[str, Any]]:
        """Yield what the objects of KIND are asked for by, of those that were FOUND until then."""
        asked = BY_NAME[kind].asked
        devices = found.get("devices", [])
        if asked == "types":
            # A NetBox may hold all types of the library; only those of the devices are of use.
            types = sorted({row["device_type"]["id"] for row in devices if isinstance(row.get("device_type"), Mapping)})
            key = "id" if kind == "device-types" else "device_type_id"
            yield from ({key: part} for part in _parts(types))
        elif asked == "devices":
            yield from ({"device_id": part} for part in _parts([row["id"] for row in devices]))
        elif site and asked == "slug":
            yield {"slug": site}
        elif site and asked == "site":
            yield {"site": site}
        else:
            yield {}

    def rows(self, kind: str, by: Mapping[str, Any]) -> list[dict[str, Any]]:
        """Return the objects of KIND that have the values BY, as the API sends them.

        Pages are asked for by their place: the address of the next one, which the server gives, may be one that only
        it can reach, and would be sent the token.

        Raises:
            RefusedInput: NetBox does not answer, or refuses.
        """
        rows: list[dict[str, Any]] = []
        while True:
            page, count = self._page(kind, by, len(rows), PAGE)
            rows += page
            if not page or len(rows) >= count:
                return rows
            if len(rows) > MOST_OBJECTS:
                raise RefusedInput(f"It holds more than {MOST_OBJECTS:,} {kind}; name a site with --site.")

    def _count(self, kind: str, by: Mapping[str, Any]) -> int:
        """Count the objects of KIND that have the values BY; 0 where the user may not see them."""
        try:
            return self._page(kind, by, 0, 1)[1]
        except RefusedInput:
            return 0

    def _page(self, kind: str, by: Mapping[str, Any], start: int, most: int) -> tuple[list[dict[str, Any]], int]:
        """MOST objects of KIND from START on that have the values BY, and how many there are in all."""
        request = self._request(kind, {**by, "omit": _WORKED_OUT} if kind in _CABLED else dict(by), most, start)
        rows = self._asked(lambda: list(request.get()), f"read {kind}")
        if not all(isinstance(row, dict) and "id" in row for row in rows):
            raise RefusedInput(f"{self._url[:80]} does not answer as a NetBox: no list of {kind}.")
        return rows, int(request.count or 0)

    def create(self, kind: str, rows: Sequence[Mapping[str, Any]]) -> list[int]:
        """Make objects of KIND, all of them or none, and return their ids.

        Raises:
            RefusedObjects: NetBox refuses some of them.
            RefusedInput: NetBox does not answer, or the user may not make such objects.
        """
        answer = self._asked(lambda: self._request(kind).post([dict(row) for row in rows]), f"make {kind}")
        if not isinstance(answer, list) or [row for row in answer if not isinstance(row, dict) or "id" not in row]:
            raise RefusedInput(
                f"{self._url[:80]} sends to another address; give the one that it sends to (https instead of http?)."
            )
        return [int(row["id"]) for row in answer]

    def _request(
        self, kind: str, by: Mapping[str, Any] | None = None, most: int | None = None, start: int | None = None
    ) -> Any:
        """A question of pynetbox about objects of KIND, of which MOST from START on are asked for."""
        from pynetbox.core.query import Request

        endpoint = getattr(getattr(self._api, BY_NAME[kind].app), kind.replace("-", "_"))
        # A question made here answers with what the API sent; the records of pynetbox leave some of that out.
        return Request(
            base=endpoint.url,
            filters=by,
            limit=most,
            offset=start,
            token=self._api.token,
            http_session=self._api.http_session,
        )

    def _asked(self, ask: Callable[[], Any], doing: str) -> Any:
        """Return what ASK, for DOING something, comes to, a failure in one line; one who is told to wait waits."""
        import pynetbox
        import requests

        for _ in range(_MOST_WAITS):
            try:
                return ask()
            except (pynetbox.RequestError, pynetbox.AllocationError) as problem:
                if problem.req.status_code != 429:
                    raise self._refusal(problem, doing) from problem
                time.sleep(_wait(problem.req.headers.get("Retry-After")))
            except (pynetbox.ContentError, ValueError) as problem:
                raise RefusedInput(f"{self._url[:80]} does not answer as a NetBox: {_words(problem)}.") from problem
            except requests.RequestException as problem:
                raise RefusedInput(f"{self._url[:80]} does not answer: {_plain_failure(problem)}.") from problem
        raise RefusedInput(f"{self._url[:80]} is too busy to answer; it said so {_MOST_WAITS} times.")

    def _refusal(self, problem: Any, doing: str) -> RefusedInput:
        """The refusal that an answer of NetBox to who was DOING something means."""
        status = int(problem.req.status_code)
        try:
            body = problem.req.json()
        except ValueError:
            return RefusedInput(f"{self._url[:80]} does not answer as a NetBox: HTTP status {status}.")
        errors = _errors_of(body)
        said = next(iter(errors.values()), "")
        if status in {401, 403}:
            return RefusedInput(f"NetBox does not let the token in NETBOX_TOKEN {doing}: {said or status}")
        if status == 404:
            return RefusedInput(f"{self._url[:80]} has no such address; is it a NetBox? {said}".strip())
        return RefusedObjects(errors) if status in {400, 409} else RefusedInput(f"NetBox failed ({status}): {said}")


def _parts(ids: Sequence[int]) -> Iterator[list[int]]:
    """Yield IDS in lists that one address can hold."""
    for start in range(0, len(ids), _AT_ONCE):
        yield list(ids[start : start + _AT_ONCE])


def _wait(header: object) -> float:
    """Return the seconds that a server asks to wait for; one where it does not say a number."""
    try:
        return min(max(float(str(header)), 0.0), _LONGEST_WAIT_S)
    except ValueError:
        return 1.0


def _words(problem: object, most: int = 200) -> str:
    return " ".join(str(problem).split())[:most]


def _plain_failure(problem: Exception) -> str:
    """Return in a few words why a connection failed."""
    text = str(problem)
    for word, said in (
        ("CERTIFICATE_VERIFY_FAILED", "its certificate is not one that this computer trusts"),
        ("Connection refused", "nothing listens there"),
        ("Name or service not known", "no computer has that name"),
        ("Temporary failure in name resolution", "no computer has that name"),
        ("timed out", "it takes too long"),
        ("RemoteDisconnected", "it hung up"),
        ("Connection reset", "it hung up"),
    ):
        if word in text:
            return said
    return _words(text)


def _errors_of(body: object) -> dict[int | None, str]:
    """Return the reasons in an answer that refuses, by the place in the list of what was sent; None for all of it.

    NetBox up to 4.6 answers with a list of as many entries as were sent, or with the fields of the first that failed;
    4.7 with the places and fields of each.
    """
    if isinstance(body, list):
        return {place: _reason(one) for place, one in enumerate(body) if one}
    if isinstance(body, dict) and isinstance(body.get("errors"), list):
        return {
            one.get("index"): _reason(one.get("errors"))
            for one in body["errors"]
            if isinstance(one, dict) and isinstance(one.get("index"), int)
        } or {None: _reason(body.get("detail"))}
    return {None: _reason(body)}


def _reason(error: object) -> str:
    """Return what an error of NetBox says, field by field, as one line."""
    if isinstance(error, Mapping):
        lines = [
            words if field in {"detail", "non_field_errors", "__all__"} else f"{field}: {words}"
            for field, inner in error.items()
            if (words := _reason(inner))
        ]
        return "; ".join(lines)[:300]
    if isinstance(error, list):
        return "; ".join(words for one in error if (words := _reason(one)))[:300]
    return word_of(error)[:300]
