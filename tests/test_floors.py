"""The house rules: who may import whom, how long a file may be, what no file may name."""

import importlib.util
import re
import subprocess
import sys
from pathlib import Path
from types import ModuleType

import pytest

ROOT = Path(__file__).resolve().parent.parent
LONGEST = 800


def forbidden_text() -> ModuleType:
    """What no file may name, out of packaging/, where the hooks of git read it too."""
    spec = importlib.util.spec_from_file_location("forbidden_text", ROOT / "packaging" / "forbidden_text.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


HOSTS: tuple[str, ...] = forbidden_text().HOSTS
MACHINE_FOLDERS: tuple[str, ...] = forbidden_text().MACHINE_FOLDERS
FORBIDDEN: re.Pattern[str] = forbidden_text().FORBIDDEN


def files_of_the_tree() -> list[Path]:
    """Every file that is or would be committed; without git, all but what builds and tools leave behind."""
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    if listed.returncode == 0:
        return [ROOT / name for name in sorted(set(listed.stdout.split("\0"))) if name and (ROOT / name).is_file()]
    skipped = {".git", ".venv", "__pycache__", "build", "dist", "out"}
    return [
        path
        for path in sorted(ROOT.rglob("*"))
        if path.is_file() and not skipped.intersection(part for part in path.relative_to(ROOT).parts)
    ]


def test_imports_only_go_down() -> None:
    code = "import sys; from importlinter.cli import lint_imports_command as lint; sys.exit(lint())"
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=False, timeout=100
    )
    assert done.returncode == 0, done.stdout[-4000:] + done.stderr[-2000:]
    assert re.search(r"Contracts: [1-9]\d* kept, 0 broken", done.stdout)


def test_no_file_of_the_product_has_two_subjects() -> None:
    lengths = {
        str(path.relative_to(ROOT)): len(path.read_text("utf-8").splitlines())
        for path in (ROOT / "designer").rglob("*.py")
    }
    assert len(lengths) > 50
    assert {name: lines for name, lines in lengths.items() if lines > LONGEST} == {}


def test_no_file_names_a_registry_or_a_folder_of_one_machine() -> None:
    found: list[str] = []
    files = files_of_the_tree()
    assert len(files) > 100
    words = [word.encode() for word in (*HOSTS, *MACHINE_FOLDERS)]
    for path in files:
        data = path.read_bytes()
        if b"\0" in data[:4096]:
            continue
        # To look for each word is quicker than to look for all of them at every letter, in 15 MB.
        if not any(word in data for word in words):
            continue
        text = data.decode("utf-8", "replace")
        for number, line in enumerate(text.splitlines(), 1):
            if match := FORBIDDEN.search(line):
                found.append(f"{path.relative_to(ROOT)}:{number}: {match.group()}")
    assert found == []


@pytest.mark.parametrize("host", HOSTS)
def test_the_search_finds_what_it_looks_for(host: str) -> None:
    assert FORBIDDEN.search(f"see https://{host}/simple")
    assert FORBIDDEN.search('path = "' + MACHINE_FOLDERS[0] + 'main"')
    assert not FORBIDDEN.search("see framework/ and network/main")
