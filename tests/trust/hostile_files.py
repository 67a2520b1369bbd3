"""Sixty and more files that mean harm, each with the reader that a person would give it to."""

import io
import json
import os
import sqlite3
import struct
import zipfile
import zlib
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Final

from designer.model.design import Design, Node
from designer.store.project import write_project

Make = Callable[[Path], Path]
HEAD: Final = "format: stackwright-design\nversion: 1\n"
MB: Final = 1_000_000


def _text(name: str, body: str | Callable[[], str], encoding: str = "utf-8") -> Make:
    def make(folder: Path) -> Path:
        path = folder / name
        path.write_text(body if isinstance(body, str) else body(), encoding)
        return path

    return make


def _bytes(name: str, body: Callable[[], bytes]) -> Make:
    def make(folder: Path) -> Path:
        path = folder / name
        path.write_bytes(body())
        return path

    return make


def _link(name: str, target: str) -> Make:
    def make(folder: Path) -> Path:
        (folder / name).symlink_to(target)
        return folder / name

    return make


def _pipe(name: str) -> Make:
    def make(folder: Path) -> Path:
        os.mkfifo(folder / name)
        return folder / name

    return make


def _sparse(name: str, size: int, start: bytes) -> Make:
    def make(folder: Path) -> Path:
        with (folder / name).open("wb") as file:
            file.write(start)
            file.truncate(size)
        return folder / name

    return make


def _project(*statements: str, seal: bool = False) -> Make:
    """A project that STATEMENTS of SQL were run on; SEAL puts a fitting digest, as a knowing attacker does."""

    def make(folder: Path) -> Path:
        path = folder / "p.stackwright"
        write_project(path, Design(nodes={"a": Node(id="a", kind="server")}))
        with closing(sqlite3.connect(path)) as connection:
            for statement in statements:
                connection.execute(statement)
            connection.commit()
            if seal:
                _seal(connection)
        return path

    return make


def _seal(connection: sqlite3.Connection) -> None:
    from designer.store.rows import digest_of

    rows = connection.execute("select kind, id, body from records order by rowid").fetchall()
    digest = digest_of([(kind, record_id, bytes(body)) for kind, record_id, body in rows])
    connection.execute("update meta set value = ? where key = 'digest'", (digest,))
    connection.commit()


def _record(body: str, record_id: str = "a") -> Make:
    """A project whose one node is BODY, with a fitting digest."""
    return _project(f"update records set body = cast('{body}' as blob) where id = '{record_id}'", seal=True)


def _bomb() -> Make:
    """A project with a kept save that unpacks to a gigabyte and more."""

    def make(folder: Path) -> Path:
        path = folder / "p.stackwright"
        write_project(path, Design())
        packer = zlib.compressobj(9)
        packed = b"".join(packer.compress(bytes(16 * MB)) for _ in range(100)) + packer.flush()
        with closing(sqlite3.connect(path)) as connection:
            connection.execute("insert into saves values (1, '2026-01-01', 'x', ?)", (packed,))
            connection.commit()
        return path

    return make


def _png(wide: int, high: int) -> bytes:
    """The head of a PNG that says it is WIDE by HIGH, with a row of zeros packed to nothing."""

    def chunk(name: bytes, body: bytes) -> bytes:
        return struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))

    head = struct.pack(">IIBBBBB", wide, high, 8, 6, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(bytes(4 * MB))) + chunk(b"IEND", b"")
    )


def _nested_rooms(count: int) -> str:
    rows = [f"  - {{id: r{place}, kind: room{f', parent: r{place - 1}' if place else ''}}}" for place in range(count)]
    return HEAD + "nodes:\n" + "\n".join(rows)


def _bomb() -> bytes:
    """An archive of a file of zeros that unpacks to 400 times what it is."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in ("devices.json", "cables.json"):
            archive.writestr(name, bytes(40 * MB))
    return out.getvalue()


def _laughs() -> str:
    lines = ["a: &a [x, x, x, x, x, x, x, x, x, x]"]
    for name, before in zip("bcdefghi", "abcdefgh", strict=True):
        lines.append(f"{name}: &{name} [{', '.join([f'*{before}'] * 10)}]")
    return "\n".join(lines)


def _many_files(folder: Path) -> Path:
    here = folder / "types"
    here.mkdir()
    (here / "round").symlink_to(here)
    for place in range(40):
        (here / f"t{place}.yaml").write_text(
            "manufacturer: A\nmodel: B\ninterfaces: [" + "{name: a, type: b}," * 20 + "]"
        )
    return here


def _journals(folder: Path) -> Path:
    here = folder / "journals"
    here.mkdir()
    (here / "a.journal").symlink_to("/dev/zero")
    os.mkfifo(here / "b.journal")
    (here / "c.journal").write_bytes(os.urandom(100_000))
    with closing(sqlite3.connect(here / "d.journal")) as connection:
        connection.execute("create view base as select hex(randomblob(500000000)) project, 1 name, 1 body")
    return here


_CLIP = '{"stackwright-clip":{"format":"stackwright-clip","version":1,"nodes":['

HOSTILE: Final[dict[str, tuple[str, Make]]] = {
    # project files
    "project with a view": ("project", _project("create view v as select * from records")),
    "project with a trigger": (
        "project",
        _project("create trigger t after insert on meta begin delete from records; end"),
    ),
    "project with a generated column": ("project", _project("alter table meta add x as (1)")),
    "project with a virtual table": ("project", _project("create virtual table v using fts5(a)")),
    "project with a view for its records": (
        "project",
        _project("drop table records", "create view records as select 'a' kind, 'b' id, randomblob(1000000000) body"),
    ),
    "project with a cell of 50 MB": ("project", _project(f"update records set body = zeroblob({50 * MB})")),
    "project with 40 cells of 19 MB": (
        "project",
        _project(
            "with recursive n(i) as (select 1 union all select i + 1 from n where i < 40) "
            f"insert into records select 'nodes', 'x' || i, zeroblob({19 * MB}) from n"
        ),
    ),
    "project with 2,000,000 rows": (
        "project",
        _project(
            "with recursive n(i) as (select 1 union all select i + 1 from n where i < 2000000) "
            "insert into records select 'nodes', 'x' || i, x'7b7d' from n"
        ),
    ),
    "project with a record nested 100,000 deep": ("project", _record("[" * 100_000)),
    "project with 1e999 copies": ("project", _record('{"id":"a","kind":"server","copies":1e999}')),
    "project with 10^18 copies": ("project", _record('{"id":"a","kind":"server","copies":1000000000000000000}')),
    "project with a room in itself": ("project", _record('{"id":"a","kind":"room","parent":"a"}')),
    "project with a lone surrogate": ("project", _record('{"id":"a","kind":"server","name":"\\ud800"}')),
    "project with a kept save of 1.6 GB": ("kept save", _bomb()),
    "project of a hole of 2 GB": ("project", _sparse("p.stackwright", 2_000 * MB, b"SQLite format 3\0")),
    "project of a hole of 0.9 GB": ("project", _sparse("p.stackwright", 900 * MB, b"SQLite format 3\0")),
    "project that is /dev/zero": ("project", _link("p.stackwright", "/dev/zero")),
    "project that is a pipe": ("project", _pipe("p.stackwright")),
    "project that is a link to itself": ("project", _link("p.stackwright", "p.stackwright")),
    # designs as text
    "YAML with laughs": ("design", _text("d.yaml", _laughs)),
    "YAML with an alias of itself": ("design", _text("d.yaml", "a: &a [*a]")),
    "YAML with a Python object": ("design", _text("d.yaml", '!!python/object/apply:os.system ["touch pwned"]')),
    "YAML nested 100,000 deep": ("design", _text("d.yaml", lambda: HEAD + "nodes: " + "[" * 100_000)),
    "YAML indented 3,000 deep": (
        "design",
        _text("d.yaml", lambda: HEAD + "".join(" " * n + "a:\n" for n in range(3000))),
    ),
    "YAML of 11,000,000 words": ("design", _text("d.yaml", lambda: HEAD + "nodes: [" + "a," * (11 * MB) + "]")),
    "YAML of 1,000,000 odd rows": ("design", _text("d.yaml", lambda: HEAD + "nodes: [" + "{a: 1}," * MB + "]")),
    "YAML of one key again and again": ("design", _text("d.yaml", lambda: HEAD + "name: a\n" * MB)),
    "YAML with a number of 10,000,000 digits": ("design", _text("d.yaml", lambda: HEAD + "x: " + "9" * (10 * MB))),
    "YAML with hours of 1,000,000 parts": ("design", _text("d.yaml", lambda: HEAD + "x: 1" + ":1" * MB)),
    "YAML with a word of 23 MB": ("design", _text("d.yaml", lambda: HEAD + "name: " + "a" * (23 * MB))),
    "YAML with 3,000 nested rooms": ("design", _text("d.yaml", lambda: _nested_rooms(3_000))),
    "YAML with a million copies a million times": (
        "design",
        _text(
            "d.yaml",
            HEAD + "nodes: [{id: a, kind: rack, copies: 1000000}, {id: b, kind: rack, copies: 1000000, parent: a}]",
        ),
    ),
    "YAML that is /dev/zero": ("design", _link("d.yaml", "/dev/zero")),
    "YAML that is a pipe": ("design", _pipe("d.yaml")),
    "YAML of a hole of 2 GB": ("design", _sparse("d.yaml", 2_000 * MB, HEAD.encode())),
    "JSON with 1e999": (
        "design",
        _text("d.json", '{"format":"stackwright-design","version":1,"assumptions":{"pue":1e999}}'),
    ),
    "JSON nested 1,000,000 deep": ("design", _text("d.json", lambda: '{"nodes":' + "[" * MB)),
    "JSON of 4,000,000 numbers": (
        "design",
        _text("d.json", lambda: '{"format":"stackwright-design","version":1,"nodes":[' + "1," * (4 * MB) + "1]}"),
    ),
    "JSON that is /dev/zero": ("design", _link("d.json", "/dev/zero")),
    # graphs
    "GraphML with laughs": (
        "design",
        _text("g.graphml", '<!DOCTYPE g [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;">]><graphml>&b;</graphml>'),
    ),
    "GraphML with a file of others": (
        "design",
        _text("g.graphml", '<!DOCTYPE g [<!ENTITY x SYSTEM "file:///etc/passwd">]><graphml>&x;</graphml>'),
    ),
    "GraphML nested 200,000 deep": (
        "design",
        _text("g.graphml", lambda: "<graphml>" + "<graph><node id='n'>" * 200_000),
    ),
    "GraphML of 1,000,000 nodes": (
        "design",
        _text(
            "g.graphml",
            lambda: "<graphml><graph>" + "".join(f"<node id='n{n}'/>" for n in range(MB)) + "</graph></graphml>",
        ),
    ),
    "diagram with a file of others": (
        "design",
        _text("d.drawio", '<!DOCTYPE m [<!ENTITY x SYSTEM "file:///etc/passwd">]><mxfile>&x;</mxfile>'),
    ),
    "diagram nested 200,000 deep": ("design", _text("d.drawio", lambda: "<mxfile>" + "<a>" * 200_000)),
    "diagram of 1,000,000 shapes": (
        "design",
        _text(
            "d.drawio",
            lambda: (
                "<mxfile><diagram><mxGraphModel><root>"
                + "".join(f"<mxCell id='n{n}' vertex='1'/>" for n in range(MB))
                + "</root></mxGraphModel></diagram></mxfile>"
            ),
        ),
    ),
    "DOT with a product of 4,000,000 edges": (
        "design",
        _text(
            "g.dot",
            lambda: (
                "graph {{"
                + " ".join(f"a{n}" for n in range(2000))
                + "} -- {"
                + " ".join(f"b{n}" for n in range(2000))
                + "}}"
            ),
        ),
    ),
    "DOT nested 200,000 deep": ("design", _text("g.dot", lambda: "graph " + "{" * 200_000)),
    "DOT with a text without an end": ("design", _text("g.dot", lambda: 'graph { a [label="' + "x" * (20 * MB))),
    "DOT that is /dev/zero": ("design", _link("g.dot", "/dev/zero")),
    "NetBox cables of 10,000,000 columns": ("design", _text("c.csv", lambda: "a," * (10 * MB))),
    # tables
    "CSV of 10,000,000 columns": ("price table", _text("c.csv", lambda: "a," * (10 * MB) + "\n" + "1," * (10 * MB))),
    "CSV with a quote without an end": ("price table", _text("c.csv", lambda: 'a,b\n"' + "x\n" * (20 * MB))),
    "CSV of 8,000,000 rows": ("price table", _text("c.csv", lambda: "a,b\n" + "1,2\n" * (8 * MB))),
    "CSV that is /dev/zero": ("price table", _link("c.csv", "/dev/zero")),
    "CSV that is a pipe": ("price table", _pipe("c.csv")),
    "rows of 10,000,000 columns": ("rows", _text("c.csv", lambda: "a," * (10 * MB))),
    "rows that are /dev/zero": ("rows", _link("c.csv", "/dev/zero")),
    # parts, prices, NetBox
    "parts with laughs": ("parts", _text("p.yaml", _laughs)),
    "parts of 900,000 words": ("parts", _text("p.yaml", lambda: "[" + "a," * 900_000 + "]")),
    "parts nested 100,000 deep": ("parts", _text("p.yaml", "[" * 100_000)),
    "prices of 900,000 words": ("prices", _text("prices.yaml", lambda: "[" + "{}," * 600_000 + "]")),
    "travelling parts of 9,000,000 words": ("travelling", _text("p.yaml", lambda: "parts: [" + "a," * (9 * MB) + "]")),
    "NetBox types in a folder that holds itself": ("netbox", _many_files),
    "NetBox type that is a pipe": ("netbox", _pipe("t.yaml")),
    # what is built
    "ibnetdiscover of 900,000 ports": (
        "network",
        _text("f.out", lambda: 'Switch 4 "S-1" # "x"\n' + '[1] "H-2"[1] # "a mlx5_0" lid\n' * 900_000),
    ),
    "topograph of 800,000 nodes": ("network", _text("m.yaml", 'blocks:\n- nodes: ["n[0-400000]", "m[0-400000]"]\n')),
    "LLDP nested 200,000 deep": ("network", _text("l.json", '{"lldp": ' + "[" * 200_000)),
    "neighbours that are a pipe": ("network", _pipe("n.csv")),
    "NetBox site that unpacks to 80 MB": ("site", _bytes("s.zip", _bomb)),
    "NetBox site nested 200,000 deep": ("site", _text("devices.json", "[" * 200_000)),
    "readings that are /dev/zero": ("readings", _link("r.csv", "/dev/zero")),
    # clipboard, pictures, journals
    "clipboard of 100,000 nodes": (
        "clipboard",
        _text(
            "clip",
            lambda: _CLIP + ",".join(json.dumps({"id": f"n{n}", "kind": "server"}) for n in range(100_000)) + "]}}",
        ),
    ),
    "clipboard nested 1,000,000 deep": ("clipboard", _text("clip", lambda: _CLIP + "[" * MB)),
    "PNG of 60,000 by 60,000": ("picture", _bytes("p.png", lambda: _png(60_000, 60_000))),
    "picture that is /dev/zero": ("picture", _link("p.png", "/dev/zero")),
    "picture that is a pipe": ("picture", _pipe("p.png")),
    "PDF of nothing but a head": ("pdf", _bytes("p.pdf", lambda: b"%PDF-1.7\n" + b"1 0 obj<<" * 100_000)),
    "PDF that is /dev/zero": ("pdf", _link("p.pdf", "/dev/zero")),
    "journals that are devices, pipes and noise": ("journals", _journals),
}
"""By what it is: the reader, and what makes the file in a folder."""
