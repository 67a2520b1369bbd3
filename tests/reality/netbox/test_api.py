"""NetBox by its API: pynetbox talks to the stand-in over HTTP that is answered here; no server is run."""

import json
import re
from datetime import date
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import pytest
import requests
from requests.adapters import BaseAdapter

from designer.catalog.library import Library
from designer.edit.templates.templates import build_template
from designer.export.netbox_bundle import write_netbox_bundle
from designer.model.records import RefusedInput
from designer.reality.netbox.api import NetBoxApi
from designer.reality.netbox.bundle import document_of_bundle
from designer.reality.netbox.incoming import design_of_site
from designer.reality.netbox.push import push, push_words
from tests.reality.netbox.stand_in import StandIn

URL = "https://netbox.example"


class Answers(BaseAdapter):
    """Answers requests out of a stand-in, as the API pages and filters."""

    def __init__(self, netbox: StandIn) -> None:
        super().__init__()
        self.netbox = netbox
        self.asked: list[str] = []

    def send(self, request: requests.PreparedRequest, **_: Any) -> requests.Response:
        """Answer REQUEST."""
        parts = urlsplit(str(request.url))
        self.asked.append(f"{request.method} {parts.path}")
        found = re.fullmatch(r"/api/dcim/([a-z-]+)/", parts.path)
        assert found is not None, parts.path
        kind = found[1]
        if request.method == "POST":
            made = self.netbox.create(kind, json.loads(request.body or b"{}"))
            return _response(request, 201, self._one(kind, made))
        if kind.startswith("cooling"):
            return _response(request, 404, {"detail": "Not found."})
        wanted = dict(parse_qsl(parts.query))
        rows = [one for one in self.netbox.objects.get(kind, {}) if self._has(kind, one, wanted)]
        return _response(
            request, 200, {"count": len(rows), "next": None, "results": [self._one(kind, one) for one in rows]}
        )

    def _has(self, kind: str, number: int, wanted: dict[str, str]) -> bool:
        row = self.netbox.objects[kind][number]
        fields = {key.removesuffix("_id"): value for key, value in wanted.items() if key not in {"limit", "offset"}}
        return all(
            str(row.get(key)) == value for key, value in fields.items() if not (key == "site" and not value.isdigit())
        )

    def _one(self, kind: str, number: int) -> dict[str, Any]:
        return self.netbox.answer(kind, number, self.netbox.objects[kind][number])

    def close(self) -> None:
        """Nothing is open."""


def _response(request: requests.PreparedRequest, status: int, body: dict[str, Any]) -> requests.Response:
    made = requests.Response()
    made.status_code, made.request, made.url = status, request, str(request.url)
    made.headers["Content-Type"] = "application/json"
    made._content = json.dumps(body).encode()
    return made


@pytest.fixture
def answers() -> Answers:
    return Answers(StandIn())


@pytest.fixture
def api(answers: Answers) -> NetBoxApi:
    """A NetBox that is answered by the stand-in."""
    session = requests.Session()
    session.mount(URL, answers)
    return NetBoxApi(URL, "a token", session)


def test_a_bundle_is_pushed_and_the_site_is_read_back(
    api: NetBoxApi, answers: Answers, library: Library, tmp_path: Path
) -> None:
    design = build_template("leaf-spine", library, {"nodes": "6"})
    write_netbox_bundle(tmp_path / "b.zip", design, library.parts)
    objects = document_of_bundle((tmp_path / "b.zip").read_bytes())
    dry = push(objects, api, write=False)
    assert not any(line.startswith("POST") for line in answers.asked)
    assert any("would be made" in line for line in push_words(dry))
    done = push(objects, api, write=True)
    assert done.made == {kind: len(rows) for kind, rows in objects.items() if rows}
    found = api.objects()
    assert any("cooling-sources" in note for note in found.notes)
    back = design_of_site(found, library, "back", date(2026, 11, 28)).design
    hosts = [node for node in back.nodes.values() if node.kind == "host"]
    assert len(hosts) == 6
    assert sum(link.cables for link in back.links.values()) == len(objects["cables"])


def test_what_is_no_netbox_is_said_in_one_line() -> None:
    with pytest.raises(RefusedInput, match="no address"):
        NetBoxApi("netbox", "")
    session = requests.Session()
    with pytest.raises(RefusedInput) as refused:
        NetBoxApi("http://127.0.0.1:9", "x", session).objects()
    assert "\n" not in str(refused.value)
