"""The changelog tells the version that is built, and releases its list once."""

import re
from datetime import date
from types import ModuleType

import pytest

import designer
from tests.packaging.scripts import load

TEXT = """# Changes

Nothing is released yet: 0.1.0 is the program as it was on the date beside it.

## Unreleased

### Added

- A wheel.

## 0.1.0 – 2026-11-27

- All of it.
"""


@pytest.fixture
def changelog(monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    return load("changelog", monkeypatch)


def test_what_is_unreleased_becomes_a_version_once(changelog: ModuleType) -> None:
    text = changelog.released(TEXT, "1.0.0", date(2026, 11, 29))
    assert "## Unreleased\n\n## 1.0.0 – 2026-11-29\n\n### Added\n\n- A wheel.\n\n## 0.1.0" in text
    assert "Nothing is released" not in text
    for version in ("1.0.1", "0.1.0"):
        with pytest.raises(ValueError, match="released"):
            changelog.released(text if version == "1.0.1" else TEXT, version, date(2026, 11, 29))
    assert changelog.with_version('name = "x"\nversion = "0.1.0"\n', "1.0.0") == 'name = "x"\nversion = "1.0.0"\n'


def test_the_version_is_the_newest_that_is_told_or_waits_to_be(changelog: ModuleType) -> None:
    text = changelog.CHANGELOG.read_text("utf-8")
    headings = re.findall(r"^## (\S+)", text, re.MULTILINE)
    assert headings[0] == "Unreleased"
    waiting = text.partition("## Unreleased")[2].partition("\n## ")[0].strip()
    # Between two releases the list waits; a version without its section, and an empty list, is a release untold.
    assert waiting or headings[1] == designer.__version__
    dates = re.findall(r"^## \d\S* – (\d{4}-\d\d-\d\d)$", text, re.MULTILINE)
    assert dates == sorted(dates, reverse=True)
    assert len(dates) == len(headings) - 1
