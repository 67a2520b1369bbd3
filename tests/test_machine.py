"""What the machine bears: an estimate of memory against what is free."""

import pytest

from designer import machine
from designer.edit.templates.templates import build_template
from designer.export.text.plain_yaml import parsed_yaml
from designer.machine import RECORD_BYTES, free_bytes, most_that_fit, no_room
from designer.model.records import RefusedInput
from tests.shipped import LIBRARY

GIB = 1024**3


def test_something_is_free_and_half_of_it_may_be_taken() -> None:
    assert 10 * 1024**2 < free_bytes() < 1024**5
    assert no_room(4 * GIB, 8 * GIB) == ""
    assert no_room(5 * GIB, 8 * GIB) == (
        "that takes about 5.0 GB of memory, of which 8.0 GB are free here, and 50% of that can be used"
    )
    assert most_that_fit(RECORD_BYTES, 24_000_000) == 1_000


def test_the_smallest_of_what_the_system_tells_counts(monkeypatch: pytest.MonkeyPatch) -> None:
    told = {"_meminfo": 8 * GIB, "_cgroup_left": 2 * GIB, "_windows_free": None, "_pages_free": None}
    for name, value in told.items():
        monkeypatch.setattr(machine, name, lambda value=value: value)
    assert free_bytes() == 2 * GIB
    for name in told:
        monkeypatch.setattr(machine, name, lambda: None)
    assert free_bytes() == machine.UNKNOWN_BYTES


@pytest.fixture
def little(monkeypatch: pytest.MonkeyPatch) -> None:
    """A machine with 40 MB left."""
    for name in ("_meminfo", "_cgroup_left", "_windows_free", "_pages_free"):
        monkeypatch.setattr(machine, name, lambda: 40_000_000)


@pytest.mark.usefixtures("little")
def test_what_does_not_fit_is_refused_with_what_would() -> None:
    with pytest.raises(RefusedInput, match=r"1,000 nodes; .* 416 are the most"):
        build_template("torus", LIBRARY, {"x": "10", "y": "10", "z": "10"})
    with pytest.raises(RefusedInput, match="take fewer groups or routers"):
        build_template("dragonfly", LIBRARY, {"a": "16", "h": "8", "g": "40"})
    assert len(build_template("torus", LIBRARY, {"x": "4", "y": "4", "z": "4"}).nodes) == 64 + 4
    with pytest.raises(RefusedInput, match="words and numbers, and that takes about"):
        parsed_yaml("[" + "1, " * 120_000 + "1]")


def test_what_fits_is_made_beyond_the_numbers_that_were_fixed_before(monkeypatch: pytest.MonkeyPatch) -> None:
    """Two million words and numbers of YAML and 200,000 cables were the most, whatever the machine."""
    monkeypatch.setattr(machine, "_meminfo", lambda: 1024 * GIB)
    for name in ("_cgroup_left", "_windows_free", "_pages_free"):
        monkeypatch.setattr(machine, name, lambda: None)
    assert no_room(2_100_000 * machine.TEXT_PIECE_BYTES) == ""
    assert most_that_fit(4 * RECORD_BYTES) > 10_000_000
