import os
from pathlib import Path

import pytest

from designer.catalog.files import entries, parse_cache
from designer.catalog.library import Library, near_ids
from designer.catalog.reading import read_library
from designer.model.records import RefusedInput

PART = "- {id: own/box, kind: server, layer: servers_fabric, vendor: Own, name: Box}\n"


@pytest.fixture
def cache(tmp_path, monkeypatch):
    folder = tmp_path / "cache"
    monkeypatch.setattr(parse_cache, "cache_folder", lambda: folder)
    return folder


@pytest.fixture
def own(tmp_path):
    folder = tmp_path / "own"
    folder.mkdir()
    write(folder / "mine.yaml", PART)
    write(folder / "sources.yaml", "- {id: scale, publisher: Our own scale}")
    write(
        folder / "prices.yaml",
        "- {part: own/box, prices: [{low: 1, typical: 2, high: 3, basis: street, date: 2026-11-24}]}",
    )
    return folder


def write(path: Path, text: str, when: int = 1_000_000_000) -> None:
    path.write_text(text)
    os.utime(path, (when, when))


def read(own: Path) -> Library:
    return read_library(own.parent / "none", own)


def parsing_is_not_allowed(monkeypatch):
    def refuse(document, name, entry_type):
        raise AssertionError(f"{name} was parsed again")

    monkeypatch.setattr(entries, "_entries", refuse)


def test_what_did_not_change_is_not_parsed_again(cache, own, monkeypatch):
    first = read(own)
    assert len(list(cache.iterdir())) == 1
    parsing_is_not_allowed(monkeypatch)
    again = read(own)
    assert again == first
    assert again.part("own/box").prices[0].typical == 2
    assert again.sources["scale"].publisher == "Our own scale"


def test_a_changed_file_is_parsed_again_and_remembered(cache, own, monkeypatch):
    read(own)
    write(own / "mine.yaml", PART.replace("Box", "Bax"), 1_000_000_001)
    assert read(own).part("own/box").name == "Bax"
    parsing_is_not_allowed(monkeypatch)
    assert read(own).part("own/box").name == "Bax"


def test_a_file_of_another_size_is_parsed_again_though_its_time_is_the_same(cache, own):
    read(own)
    write(own / "mine.yaml", PART.replace("Box", "Larger"))
    assert read(own).part("own/box").name == "Larger"


def test_a_file_that_has_just_changed_is_not_remembered(cache, own):
    (own / "mine.yaml").write_text(PART)
    read(own)
    state = (own / "mine.yaml").stat()
    (own / "mine.yaml").write_text(PART.replace("Box", "Bax"))
    os.utime(own / "mine.yaml", ns=(state.st_atime_ns, state.st_mtime_ns))
    assert read(own).part("own/box").name == "Bax"


def test_a_removed_file_is_forgotten(cache, own):
    read(own)
    (own / "mine.yaml").unlink()
    assert "own/box" not in read(own).parts
    size = next(cache.iterdir()).stat().st_size
    for path in own.iterdir():
        path.unlink()
    read(own)
    assert size
    assert list(cache.iterdir()) == []


@pytest.mark.parametrize("damage", ["empty", "short", "flipped", "foreign", "folder"])
def test_a_damaged_cache_is_ignored_and_made_anew(cache, own, damage, monkeypatch):
    first = read(own)
    (kept,) = cache.iterdir()
    data = kept.read_bytes()
    place = data.index(b"Our own scale")
    if damage == "folder":
        kept.unlink()
        kept.mkdir()
    else:
        kept.write_bytes(
            {
                "empty": b"",
                "short": data[:-9],
                "flipped": data[:place] + b"A" + data[place + 1 :],
                "foreign": b"x" * 99,
            }[damage]
        )
    assert read(own) == first
    if damage != "folder":
        assert kept.read_bytes() == data
        parsing_is_not_allowed(monkeypatch)
        assert read(own) == first


def test_a_cache_of_another_version_is_ignored(cache, own, monkeypatch):
    first = read(own)
    (kept,) = cache.iterdir()
    data = kept.read_bytes()
    monkeypatch.setattr(parse_cache, "_form", lambda: b"another")
    assert read(own) == first
    assert kept.read_bytes() != data


def test_a_cache_folder_that_cannot_be_written_is_no_error(cache, own):
    cache.write_text("a file in the way")
    assert read(own).part("own/box").name == "Box"
    assert cache.read_text() == "a file in the way"


def test_a_damaged_file_is_told_each_time(cache, own):
    write(own / "bad.yaml", "- {id: own/bad")
    first, again = read(own), read(own)
    assert first.problems == again.problems
    assert len(again.problems) == 1
    assert again.own == {"own/box"}


def test_folders_have_caches_of_their_own(cache, own, tmp_path):
    other = tmp_path / "other"
    other.mkdir()
    write(other / "mine.yaml", PART.replace("Box", "Bax"))
    assert read(own).part("own/box").name == "Box"
    assert read(other).part("own/box").name == "Bax"
    assert len(list(cache.iterdir())) == 2


class TestNearNames:
    IDS = ("nvidia/dgx-h100", "nvidia/qm9700", "nvidia/qm9790", "coreweave/hgx-h100", "apc/ap8868", "generic/switch")

    @pytest.mark.parametrize(
        ("wanted", "first"),
        [
            ("nvidia/dgx-h1000", "nvidia/dgx-h100"),
            ("nvidia/qm9070", "nvidia/qm9700"),
            ("qm9700", "nvidia/qm9700"),
            ("NVIDIA/DGX-H100", "nvidia/dgx-h100"),
            ("nvdia/dgx-h100", "nvidia/dgx-h100"),
            ("apc/ap8886", "apc/ap8868"),
            ("acme/dgx-h100", "nvidia/dgx-h100"),
        ],
    )
    def test_a_slip_finds_what_was_meant(self, wanted, first):
        assert near_ids(wanted, self.IDS)[0] == first

    @pytest.mark.parametrize("wanted", ["", "/", "zebra", "foo/bar", "nvidia/zebra-machine", "x" * 10_000])
    def test_what_is_not_near_is_not_offered(self, wanted):
        assert near_ids(wanted, self.IDS) == []

    def test_a_refusal_says_what_to_do(self):
        with pytest.raises(RefusedInput, match=r"There is no part 'zebra' in the catalog\. Search the catalog"):
            Library().part("zebra")
