"""A NetBox by its API, through pynetbox: what is in it, and a place to write a bundle to."""

from collections.abc import Callable, Iterable, Mapping
from typing import Any, Final

from designer.model.records import RefusedInput
from designer.reality.netbox.reading import NetBoxObjects

INSTALL: Final = 'pip install "stackwright[reach]"'
_READ: Final = (
    "sites",
    "locations",
    "rack-roles",
    "racks",
    "manufacturers",
    "device-roles",
    "device-types",
    "interface-templates",
    "power-port-templates",
    "power-outlet-templates",
    "console-port-templates",
    "console-server-port-templates",
    "rear-port-templates",
    "front-port-templates",
    "devices",
    "modules",
    "interfaces",
    "front-ports",
    "rear-ports",
    "power-ports",
    "power-outlets",
    "console-ports",
    "console-server-ports",
    "power-panels",
    "power-feeds",
    "cooling-sources",
    "cooling-feeds",
    "cooling-intakes",
    "cooling-outflows",
    "cables",
    "virtual-chassis",
)
_NEWER: Final = frozenset({"cooling-sources", "cooling-feeds", "cooling-intakes", "cooling-outflows"})
"""Of NetBox 4.7: an older one has no such address."""
_OF_SITE: Final = frozenset(
    {
        "locations",
        "racks",
        "devices",
        "interfaces",
        "front-ports",
        "rear-ports",
        "power-ports",
        "power-outlets",
        "console-ports",
        "console-server-ports",
        "power-panels",
        "power-feeds",
        "cables",
        "cooling-sources",
    }
)


class NetBoxApi:
    """A NetBox.

    Args:
        url: Its address.
        token: Of a user who may read, or write.
        session: Of requests, where a connection needs settings of its own.

    Raises:
        RefusedInput: pynetbox is not installed, or the address is none.
    """

    def __init__(self, url: str, token: str, session: Any = None) -> None:
        try:
            import pynetbox
        except ImportError as problem:
            raise RefusedInput(f"Reading NetBox needs pynetbox: {INSTALL}.") from problem
        if not url.startswith(("http://", "https://")):
            raise RefusedInput(f"{url[:80]!r} is no address; it begins with https://.")
        self._api: Any = pynetbox.api(url, token=token or None)
        if session is not None:
            self._api.http_session = session

    def _endpoint(self, kind: str) -> Any:
        return getattr(self._api.dcim, kind.replace("-", "_"))

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
        for kind in _READ:
            if tell is not None:
                tell(kind)
            filters: dict[str, Any] = {}
            if site and kind in _OF_SITE:
                filters = {"site": site}
            elif site and kind == "sites":
                filters = {"slug": site}
            try:
                rows = self._rows(kind, filters)
            except RefusedInput:
                if kind not in _NEWER:
                    raise
                notes.append(f"This NetBox has no {kind}.")
                continue
            if rows:
                found[kind] = rows
        return NetBoxObjects(by_kind=found, notes=tuple(notes))

    def _rows(self, kind: str, filters: Mapping[str, Any]) -> list[dict[str, Any]]:
        endpoint = self._endpoint(kind)
        return self._asked(lambda: [_plain(one) for one in _many(endpoint, filters)])

    def find(self, kind: str, by: Mapping[str, Any]) -> int | None:
        """Return the id of the object of KIND that has the values BY; None where there is none."""
        rows = self._asked(lambda: list(_many(self._endpoint(kind), by)))
        return int(rows[0].id) if rows else None

    def create(self, kind: str, data: Mapping[str, Any]) -> int:
        """Make an object of KIND and return its id.

        Raises:
            RefusedInput: NetBox refuses it; one plain line.
        """
        made = self._asked(lambda: self._endpoint(kind).create(dict(data)))
        return int(made.id)

    def _asked(self, ask: Callable[[], Any]) -> Any:
        """What ASK comes to, a failure on the way in one line."""
        import pynetbox
        import requests

        try:
            return ask()
        except pynetbox.RequestError as problem:
            words = " ".join(str(problem.error or problem).split())[:300]
            raise RefusedInput(f"NetBox refused: {words}.") from problem
        except (pynetbox.ContentError, requests.RequestException, ValueError) as problem:
            words = " ".join(str(problem).split())[:200]
            raise RefusedInput(f"NetBox did not answer as one: {words}.") from problem


def _many(endpoint: Any, filters: Mapping[str, Any]) -> Iterable[Any]:
    return endpoint.filter(**filters) if filters else endpoint.all()


def _plain(record: Any) -> dict[str, Any]:
    """Return a record of pynetbox as the API sent it."""
    return {str(key): value for key, value in dict(record).items()}
