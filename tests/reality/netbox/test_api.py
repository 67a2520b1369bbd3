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
from designer.reality.netbox.push import RefusedObjects, push, push_words
from tests.reality.netbox.stand_in import StandIn

URL = "https://netbox.example"


class Answers(BaseAdapter):
    """Answers requests out of a stand-in, as the API pages and filters."""

    def __init__(self, netbox: StandIn) -> None:
        super().__init__()
        self.netbox = netbox
        self.asked: list[str] = []
        self.page, self.busy, self.read_only = 1000, 0, False

    def send(self, request: requests.PreparedRequest, **_: Any) -> requests.Response:
        """Answer REQUEST."""
        parts = urlsplit(str(request.url))
        assert parts.netloc == "netbox.example", "the token is for this server alone"
        self.asked.append(f"{request.method} {parts.path}")
        if parts.path == "/api/":
            return _response(request, 200, {})
        found = re.fullmatch(r"/api/[a-z]+/([a-z-]+)/", parts.path)
        assert found is not None, parts.path
        kind = found[1]
        if request.method == "POST":
            if self.read_only:
                return _response(request, 403, {"detail": "You do not have permission to perform this action."})
            if self.busy:
                self.busy -= 1
                return _response(request, 429, {"detail": "Request was throttled."}, {"Retry-After": "0"})
            try:
                made = self.netbox.create(kind, json.loads(request.body or b"[]"))
            except RefusedObjects as problem:
                size = len(json.loads(request.body or b"[]"))
                body = [{"name": [problem.errors[one]]} if one in problem.errors else {} for one in range(size)]
                return _response(request, 400, body)
            return _response(
                request, 201, [self.netbox.answer(kind, one, self.netbox.objects[kind][one]) for one in made]
            )
        wanted: dict[str, Any] = {}
        for key, value in parse_qsl(parts.query):
            wanted.setdefault(key, []).append(int(value) if value.isdigit() else value)
        start, most = wanted.pop("offset", [0])[0], min(wanted.pop("limit", [50])[0], self.page)
        wanted.pop("omit", None)
        site = wanted.pop("site", None) or (wanted.pop("slug", None) if kind == "sites" else None)
        rows = self.netbox.rows(kind, {key: value for key, value in wanted.items() if key != "site"})
        if site is not None and kind == "sites":
            rows = [row for row in rows if row["slug"] in site]
        body = {"count": len(rows), "next": "http://elsewhere.example/", "results": rows[start : start + most]}
        return _response(request, 200, body)

    def close(self) -> None:
        """Nothing is open."""


def _response(
    request: requests.PreparedRequest, status: int, body: Any, headers: dict[str, str] | None = None
) -> requests.Response:
    made = requests.Response()
    made.status_code, made.request, made.url = status, request, str(request.url)
    made.headers.update({"Content-Type": "application/json", "API-Version": "4.6", **(headers or {})})
    made._content = json.dumps(body).encode()
    return made


@pytest.fixture
def answers() -> Answers:
    return Answers(StandIn((4, 6)))


@pytest.fixture
def api(answers: Answers) -> NetBoxApi:
    """A NetBox that is answered by the stand-in."""
    session = requests.Session()
    session.mount(URL, answers)
    return NetBoxApi(URL, "a-token", session)


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


def test_a_netbox_in_use_is_left_alone_and_what_collides_is_said(
    api: NetBoxApi, answers: Answers, library: Library, tmp_path: Path
) -> None:
    design = build_template("leaf-spine", library, {"nodes": "6"})
    write_netbox_bundle(tmp_path / "b.zip", design, library.parts)
    objects = document_of_bundle((tmp_path / "b.zip").read_bytes())
    first, *rest = objects["cables"]
    push({**objects, "cables": [{**first, "b_terminations": rest[-1]["b_terminations"]}]}, api, write=True)
    answers.page, answers.busy = 7, 2
    done = push(objects, api, write=True)
    assert done.made == {"cables": len(rest) - 1}
    assert [line for line in done.refused if "another cable" not in line] == []
    assert len(done.refused) == 2
    # A device that was bought as something else: said, and not changed.
    changed = next(iter(answers.netbox.objects["devices"].values()))
    changed["role"] = next(one for one in answers.netbox.objects["device-roles"] if one != changed["role"])
    again = push(objects, api, write=True)
    assert not again.made
    assert again.differing == (f"devices {changed['name']}: there with another role.",)
    answers.read_only = True
    with pytest.raises(RefusedInput, match="NETBOX_TOKEN make sites"):
        push({"sites": [{"name": "New", "slug": "new", "status": "active"}]}, api, write=True)


def test_what_is_no_netbox_is_said_in_one_line() -> None:
    with pytest.raises(RefusedInput, match="no address"):
        NetBoxApi("netbox", "")
    session = requests.Session()
    with pytest.raises(RefusedInput) as refused:
        NetBoxApi("http://127.0.0.1:9", "x", session).objects()
    assert "\n" not in str(refused.value)
