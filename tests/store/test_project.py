import random
import shutil
import sqlite3
import stat
import subprocess
import sys
import time
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from designer.model.design import Camera, Design, Link, Node, Settings, View
from designer.model.money.pricing import Discount, ExchangeRate, PriceBook
from designer.model.network.flow_asks import FlowAsk
from designer.model.parts.part import Part, PortGroup, Price, Quantity, Source
from designer.model.records import RefusedInput
from designer.store.project import read_project, write_project
from designer.store.safe_open import APPLICATION_ID
from designer.store.versions import design_of_save
from tests.long_runs import SAME_FIXTURES, runs

PART = Part(
    id="acme/box",
    kind="server",
    layer="servers_fabric",
    vendor="Acme",
    name="Box",
    facts={"power_max_w": Quantity(value=100.0, sources=("doc",), date="2026-01-01")},
    ports=(PortGroup(name="net", media=("fabric", "storage"), count=8, rate_gbps=400.0),),
    prices=(Price(low=1.0, typical=2.0, high=3.0, basis="list", sources=("doc",), date="2026-01-01"),),
)
BOOK = PriceBook(
    prices={"acme/box": (Price(low=1.0, typical=2.0, high=3.0, basis="list", currency="EUR", date="2026-11"),)},
    discounts=(Discount(share=0.15, vendor="Acme", note="«Rahmen»"),),
    rates={"EUR": ExchangeRate(usd=1.1, date="2026-11-20")},
    currency="EUR",
    purchase_basis="street",
    region="eu",
)

FLOWS = (
    FlowAsk(source=("box[0]",), target=("sw",), gbps=12.5),
    FlowAsk(source=("sw",), target=("box", "rack")),
)


def sample(copies: int = 3) -> Design:
    return Design(
        settings=Settings(name="Süd «1»", assumptions={"pue": 1.3}, prices=BOOK, flows=FLOWS),
        nodes={
            "rack": Node(id="rack", kind="rack", x=1.5, facts={"power_limit_w": 40_000.0}),
            "box": Node(id="box", kind="server", part="acme/box", parent="rack", copies=copies),
            "sw": Node(id="sw", kind="switch", part="acme/box"),
        },
        links={"l": Link(id="l", a="box", b="sw", medium="fabric", cables=copies)},
        views={"v": View(id="v", name="All", camera=Camera(x=0, y=0, width=10, height=10))},
        parts={"acme/box": PART},
        sources={"doc": Source(id="doc", publisher="Acme, Box datasheet")},
    )


def test_a_saved_design_opens_equal(tmp_path: Path) -> None:
    path = tmp_path / "a b%20#?.stackwright"
    digest = write_project(path, sample())
    opened = read_project(path)
    assert opened.design == sample()
    assert opened.digest == digest
    assert opened.read_only_reason == ""


@given(
    name=st.text(max_size=30).filter(lambda text: "\ud800" not in text),
    copies=st.integers(1, 1_000_000),
    x=st.floats(-1e7, 1e7),
)
@settings(max_examples=30, deadline=None, suppress_health_check=SAME_FIXTURES)
def test_any_legal_values_survive(tmp_path: Path, name: str, copies: int, x: float) -> None:
    node = Node(id="n", kind="server", name=name, copies=copies, x=x)
    design = Design(settings=Settings(name=name), nodes={"n": node})
    path = tmp_path / "p.stackwright"
    write_project(path, design)
    assert read_project(path).design == design


def test_every_save_of_the_last_hour_is_kept(tmp_path: Path) -> None:
    path = tmp_path / "p.stackwright"
    for copies in (1, 2, 3, 4, 5):
        write_project(path, sample(copies))
    kept = read_project(path).saves
    assert [design_of_save(save).nodes["box"].copies for save in kept] == [4, 3, 2, 1]


def test_a_change_by_another_window_is_noticed(tmp_path: Path) -> None:
    path = tmp_path / "p.stackwright"
    first = write_project(path, sample(1))
    write_project(path, sample(2), expected_digest=first)
    with pytest.raises(RefusedInput, match="changed by another window"):
        write_project(path, sample(3), expected_digest=first)
    assert read_project(path).design == sample(2)


@pytest.mark.parametrize("bad", [float("nan"), float("inf"), 1e300])
def test_bad_numbers_are_never_stored(tmp_path: Path, bad: float) -> None:
    path = tmp_path / "p.stackwright"
    design = Design(nodes={"n": Node(id="n", kind="server", x=bad)})
    with pytest.raises(RefusedInput, match="node n"):
        write_project(path, design)
    assert not path.exists()


@pytest.mark.long  # promise 1 of tests.trust stops a save at each step in every run
@pytest.mark.parametrize("step", ["start", "made", "filled", "synced"])
def test_a_stop_before_the_rename_leaves_the_old_file(tmp_path: Path, step: str) -> None:
    path = tmp_path / "p.stackwright"
    write_project(path, sample(1))
    before = path.read_bytes()
    code = f"""
import os, sys
from pathlib import Path
sys.path.insert(0, {str(Path(__file__).parent)!r})
from test_project import sample
from designer.store.project import write_project
write_project(Path({str(path)!r}), sample(2), step=lambda name: os._exit(7) if name == {step!r} else None)
"""
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 7
    assert path.read_bytes() == before
    assert read_project(path).design == sample(1)


@pytest.mark.long  # promise 1 of tests.trust kills a save loop in every run
def test_a_kill_in_a_save_loop_loses_nothing_acknowledged(tmp_path: Path) -> None:
    """The child saves 1, 2, 3 … and prints each number once it is saved; it is killed at a random moment."""
    path = tmp_path / "p.stackwright"
    code = f"""
import sys
from pathlib import Path
sys.path.insert(0, {str(Path(__file__).parent)!r})
from test_project import sample
from designer.store.project import write_project
for copies in range(1, 100000):
    write_project(Path({str(path)!r}), sample(copies))
    print(copies, flush=True)
"""
    chance = random.Random(5)
    for _ in range(runs(2, 6)):
        child = subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE, text=True)
        assert child.stdout is not None
        child.stdout.readline()
        time.sleep(chance.uniform(0.0, 0.12))
        child.kill()
        numbers = [int(line) for line in child.stdout.read().split()] or [1]
        child.stdout.close()
        child.wait()
        assert read_project(path).design.nodes["box"].copies >= numbers[-1]


def test_a_folder_that_cannot_be_written_leaves_the_file(tmp_path: Path) -> None:
    missing = tmp_path / "nowhere" / "p.stackwright"
    with pytest.raises(RefusedInput, match="could not be saved"):
        write_project(missing, sample())
    assert list(tmp_path.iterdir()) == []


def test_links_are_followed_and_the_mode_is_kept(tmp_path: Path) -> None:
    real = tmp_path / "real.stackwright"
    write_project(real, sample(1))
    real.chmod(0o640)
    link = tmp_path / "link.stackwright"
    link.symlink_to(real)
    write_project(link, sample(2))
    assert link.is_symlink()
    assert stat.S_IMODE(real.stat().st_mode) == 0o640
    assert read_project(real).design == sample(2)


def test_no_flipped_byte_is_shown_as_good_data(tmp_path: Path) -> None:
    good = tmp_path / "good.stackwright"
    write_project(good, sample())
    original = good.read_bytes()
    chance = random.Random(11)
    refused = 0
    for number in range(250):
        broken = bytearray(original)
        kind = number % 3
        if kind == 0:
            broken[chance.randrange(len(broken))] ^= 1 << chance.randrange(8)
        elif kind == 1:
            del broken[chance.randrange(1, len(broken)) :]
        else:
            page = chance.randrange(len(broken) // 4096)
            broken[page * 4096 : (page + 1) * 4096] = bytes(4096)
        bad = tmp_path / "bad.stackwright"
        bad.write_bytes(bytes(broken))
        started = time.monotonic()
        try:
            opened = read_project(bad)
        except RefusedInput as refusal:
            refused += 1
            message = str(refusal)
        else:
            message = ""
            assert opened.design == sample()
        assert "\n" not in message
        assert time.monotonic() - started < 5
    assert refused > 120


def hostile(path: Path, *statements: str) -> Path:
    connection = sqlite3.connect(path)
    for statement in statements:
        connection.execute(statement)
    connection.commit()
    connection.close()
    return path


@pytest.mark.parametrize(
    "statement",
    [
        "create view v as select * from records",
        "create trigger t after insert on records begin select 1; end",
        "create table extra (a)",
        "alter table records add column more text",
        "create index i on records (body)",
        "create virtual table f using fts5(a)",
        "update meta set value = 'x' where key = 'digest'",
        "update records set body = 'text' where id = 'box'",
        "update records set body = zeroblob(50000000) where id = 'box'",
        "insert into records values ('nodes', '../../x', '{}')",
        "pragma application_id = 1",
    ],
)
def test_hostile_files_are_refused_in_one_line(tmp_path: Path, statement: str) -> None:
    path = tmp_path / "p.stackwright"
    write_project(path, sample())
    hostile(path, statement)
    with pytest.raises(RefusedInput) as refusal:
        read_project(path)
    assert "\n" not in str(refusal.value)


def test_text_named_as_a_project_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "p.stackwright"
    path.write_text("hello", encoding="utf-8")
    with pytest.raises(RefusedInput, match="not a Stackwright project"):
        read_project(path)
    assert path.read_text(encoding="utf-8") == "hello"


def test_a_newer_file_opens_read_only_and_is_not_overwritten(tmp_path: Path) -> None:
    path = tmp_path / "p.stackwright"
    write_project(path, sample())
    hostile(path, "pragma user_version = 9", "create table future (a)")
    opened = read_project(path)
    assert opened.design == sample()
    assert "newer Stackwright" in opened.read_only_reason
    before = path.read_bytes()
    with pytest.raises(RefusedInput, match="not overwritten"):
        write_project(path, sample(9))
    assert path.read_bytes() == before


def test_the_file_says_what_it_is(tmp_path: Path) -> None:
    path = tmp_path / "p.stackwright"
    write_project(path, sample())
    assert int.from_bytes(path.read_bytes()[68:72], "big") == APPLICATION_ID


def test_the_file_may_be_copied_at_any_moment(tmp_path: Path) -> None:
    path, copy = tmp_path / "p.stackwright", tmp_path / "c.stackwright"
    write_project(path, sample(1))
    code = f"""
import sys
from pathlib import Path
sys.path.insert(0, {str(Path(__file__).parent)!r})
from test_project import sample
from designer.store.project import write_project
for copies in range(2, 60):
    write_project(Path({str(path)!r}), sample(copies))
"""
    child = subprocess.Popen([sys.executable, "-c", code])
    opened = 0
    while child.poll() is None:
        shutil.copyfile(path, copy)
        assert read_project(copy).design.nodes["box"].copies >= 1
        opened += 1
    assert child.returncode == 0
    assert opened > 10


def test_a_schema_that_is_no_text_is_damage(tmp_path: Path) -> None:
    path = tmp_path / "p.stackwright"
    write_project(path, Design())
    body = bytearray(path.read_bytes())
    place = body.index(b"CREATE TABLE" if b"CREATE TABLE" in body else b"create table")
    body[place : place + 12] = b"\xe5\xff\xdf" * 4
    path.write_bytes(bytes(body))
    with pytest.raises(RefusedInput, match="is damaged"):
        read_project(path)
