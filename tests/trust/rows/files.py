"""Promises 4, 10, 11, 17 and 19: copies, other versions of the file, what is written is read, versions and salvage."""

import os
import random
import shutil
import signal
import sqlite3
import time
from contextlib import closing
from pathlib import Path

from msgspec.structs import replace

from designer.model.changes import TABLES
from designer.model.design import Design, Node, Settings
from designer.model.marks import Picture
from designer.model.records import RefusedInput
from designer.model.validity import require_valid
from designer.store import migrations
from designer.store.project import read_project, write_project
from designer.store.rows import digest_of
from designer.store.salvage import salvage
from designer.store.versions import design_of_save
from tests.store.made_up_migrations import CHAIN, write_version_1
from tests.trust.children import forked, said
from tests.trust.registry import Measured, NotRun, Run, row
from tests.trust.savers import number_of, numbered

FROZEN = Path(__file__).resolve().parents[2] / "store" / "frozen"


@row(4, "copies made while the file is saved", quick=25, whole=500)
def copies_while_saving(run: Run) -> Measured:
    if not hasattr(os, "fork"):
        raise NotRun("this system has no fork")
    path, copy = run.folder / "p.stackwright", run.folder / "copy.stackwright"
    write_project(path, numbered(1))

    def work(told: int) -> None:
        for number in range(2, 100_000):
            write_project(path, numbered(number))
            os.write(told, b".")

    opened = 0
    seen: set[int | None] = set()
    with forked(work) as (_child, heard):
        os.read(heard, 1)
        for _ in range(run.size):
            shutil.copyfile(path, copy)
            number = number_of(copy)
            opened += number is not None
            seen.add(number)
        os.read(heard, 65536)
    held = opened == run.size and len(seen) > 1
    return Measured(held, f"{opened} of {run.size} open with a valid digest, {len(seen)} different saves among them")


@row(10, "unknown fields and tables in a file of this version, and a newer file", quick=2, whole=8)
def unknown_data(run: Run) -> Measured:
    changes = [
        "update records set body = cast(json_set(body, '$.new_in_2030', 1) as blob) where kind = '{table}'",
        "insert into records values ('{table}_of_2030', 'x', cast('{{}}' as blob))",
        "pragma user_version = 9",
    ]
    kept = tries = 0
    for frozen in sorted(FROZEN.glob("*.stackwright")):
        for change in changes:
            for table in TABLES[-run.size :]:
                path = Path(shutil.copyfile(frozen, run.folder / "p.stackwright"))
                with closing(sqlite3.connect(path)) as connection, connection:
                    connection.execute(change.format(table=table))
                    rows = connection.execute("select kind, id, body from records").fetchall()
                    connection.execute("update meta set value = ? where key = 'digest'", (digest_of(rows),))
                before = path.read_bytes()
                tries += 1
                opened = read_project(path)
                try:
                    write_project(path, opened.design)
                except RefusedInput:
                    told = opened.read_only_reason and (opened.unknown or "user_version" in change)
                    kept += bool(told) and path.read_bytes() == before and bool(opened.design.nodes)
    return Measured(kept == tries, f"{kept} of {tries} open read-only with the reason and keep every byte")


@row(10, "a frozen project of every version opens with its kept saves", quick=1, whole=1)
def frozen_projects(run: Run) -> Measured:
    opened = saves = 0
    files = sorted(FROZEN.glob("*.stackwright"))
    for frozen in files:
        found = read_project(Path(shutil.copyfile(frozen, run.folder / frozen.name)))
        opened += not found.read_only_reason and bool(found.design.pictures and found.design.settings.flows)
        saves += sum(bool(design_of_save(save).nodes) for save in found.saves)
    held = opened == len(files) > 0 and saves == 3 * len(files)
    return Measured(held, f"{opened} of {len(files)} with pictures, marks and flows, {saves} kept saves")


@row(11, "`kill -9` while files of an old version are saved in a newer one", quick=8, whole=100)
def kills_while_migrating(run: Run) -> Measured:
    """The versions are made up until there is a second real one: two migrations, each leaving its mark in the name."""
    if not hasattr(os, "fork"):
        raise NotRun("this system has no fork")
    old, real = run.folder / "old.stackwright", migrations.MIGRATIONS
    design = replace(numbered(1), settings=Settings(name="Hall"))
    write_version_1(old, design)
    brought_up = replace(design, settings=Settings(name="Hall 1→2 2→3"))
    chance = random.Random(11)
    whole = of_old = of_new = backups = 0
    migrations.MIGRATIONS = CHAIN  # type: ignore[misc]
    try:
        for number in range(run.size):
            copies = [Path(shutil.copyfile(old, run.folder / f"{number}-{copy}.stackwright")) for copy in range(4)]

            def work(told: int, copies: list[Path] = copies) -> None:
                for path in copies:
                    opened = read_project(path)
                    write_project(path, opened.design, expected_digest=opened.digest)
                    os.write(told, b".")
                time.sleep(60)

            with forked(work) as (child, heard):
                os.read(heard, 1)
                time.sleep(chance.uniform(0.0, 0.03))
                os.kill(child, signal.SIGKILL)
                said(heard)
            for path in copies:
                opened = read_project(path)
                whole += opened.design == brought_up
                if path.read_bytes() == old.read_bytes():
                    of_old += 1
                else:
                    of_new += 1
                    backups += [design_of_save(save) for save in opened.saves] == [brought_up]
                path.unlink()
    finally:
        migrations.MIGRATIONS = real  # type: ignore[misc]
    tries = 4 * run.size
    held = whole == tries and backups == of_new and of_old > 0
    words = f"{whole} of {tries} whole: {of_old} still old, {of_new} new, {backups} of these with the old rows kept"
    return Measured(held, words)


@row(17, "pictures of the largest size, saved three times and opened", quick=2, whole=8)
def pictures_saved_thrice(run: Run) -> Measured:
    path = run.folder / "p.stackwright"
    size = 7_500_000
    pictures = {
        f"p{number}": Picture(
            id=f"p{number}",
            name="Photo",
            form="png",
            data=b"\x89PNG\r\n\x1a\n" + random.Random(number).randbytes(size - 8),
            width_px=100,
            height_px=100,
        )
        for number in range(run.size)
    }
    saved: list[Design] = []
    for number in range(3):
        saved.append(Design(settings=Settings(name=f"Save {number}"), pictures=pictures))
        write_project(path, saved[-1])
    opened = read_project(path)
    back = [opened.design, *(design_of_save(save) for save in opened.saves)]
    megabytes = f"{run.size * size / 1e6:.0f} MB of pictures, file of {path.stat().st_size / 1e6:.0f} MB"
    return Measured(back == saved[::-1], f"{len(back)} of 3 versions equal; {megabytes}")


@row(19, "every version comes back, a damaged one is told", quick=12, whole=60)
def versions_come_back(run: Run) -> Measured:
    path = run.folder / "p.stackwright"
    for number in range(1, run.size + 2):
        write_project(path, numbered(number, 20))
    saves = read_project(path).saves
    equal = sum(design_of_save(save) == numbered(save.number, 20) for save in saves)
    silent, chance = 0, random.Random(19)
    for save in saves:
        body = bytearray(save.body)
        body[chance.randrange(len(body))] ^= 1 << chance.randrange(8)
        try:
            silent += design_of_save(replace(save, body=bytes(body))) != numbered(save.number, 20)
        except RefusedInput:
            continue
    held = equal == run.size and silent == 0
    return Measured(held, f"{equal} of {run.size} equal; {silent} silent of {len(saves)} damaged ones")


@row(19, "salvage of damaged files", quick=25, whole=2_000)
def salvaged_files(run: Run) -> Measured:
    path = run.folder / "p.stackwright"
    nodes = {f"n{number}": Node(id=f"n{number}", kind="server", copies=number + 1) for number in range(300)}
    good = Design(settings=Settings(name="Hall"), nodes=nodes)
    write_project(path, replace(good, nodes={}))
    write_project(path, good)
    whole, chance = path.read_bytes(), random.Random(20)
    made_up = untold = refused = came_back = 0
    slowest = 0.0
    for number in range(run.size):
        data = bytearray(whole)
        place = chance.randrange(len(data) // 4096) * 4096
        if number % 3 == 2:
            del data[place:]
        else:
            data[place : place + 4096] = bytes(4096) if number % 3 else chance.randbytes(4096)
        bad = run.folder / "bad.stackwright"
        bad.write_bytes(bytes(data))
        started = time.process_time()
        try:
            found = salvage(bad)
        except RefusedInput:
            refused += 1
            continue
        finally:
            slowest = max(slowest, time.process_time() - started)
        design = require_valid(found.design)
        made_up += any(nodes.get(name) != node for name, node in design.nodes.items())
        untold += design != good and not found.lost
        came_back += len(design.nodes)
    held = made_up == untold == 0 and came_back > 0 and slowest < 10
    share = came_back / (300 * run.size)
    words = f"{made_up} made up, {untold} untold of {run.size}; {refused} refused, {share:.0%} of all nodes came back"
    return Measured(held, words)
