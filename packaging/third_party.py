"""What comes from others: the notice of licences, and the hashes of the wheels that are installed.

    python packaging/third_party.py notice            write NOTICE out of what is installed
    python packaging/third_party.py hashes REPORT     write hashes.txt out of a report of pip (see its head)
    python packaging/third_party.py check             check both against constraints.txt, and the wheels by pip

`constraints.txt` stays without hashes: a single one there makes pip refuse the project's own folder.
"""

import json
import re
import subprocess
import sys
import tomllib
from importlib.metadata import Distribution, PackageNotFoundError, distribution
from pathlib import Path

FOLDER = Path(__file__).resolve().parent
NOTICE = FOLDER / "NOTICE"
HASHES = FOLDER / "hashes.txt"
CONSTRAINTS = FOLDER / "constraints.txt"
HASHES_HEAD = """\
# SHA-256 of the wheels of constraints.txt for Python 3.11 on 64-bit Linux; wheels of other systems have others.
# Made by: pip install --dry-run --ignore-installed --no-deps --report REPORT -r packaging/constraints.txt
#          python packaging/third_party.py hashes REPORT
# Checked by: python packaging/task.py hashes
"""
NOTICE_HEAD = """\
Stackwright runs with the packages below, which are the work of others. Each is used as it was published, under the
licence that stands with it. Made by `python packaging/third_party.py notice`.
"""
LICENCE_FILES = re.compile(r"(?i)(^|/)(licen[cs]e|copying|notice|lgpl)[^/]*$")


def name_of(text: str) -> str:
    """Return the name of a package as packages are compared: lower case, with hyphens."""
    return re.sub(r"[-_.]+", "-", text).lower()


def pins() -> dict[str, str]:
    """Return name → version of constraints.txt."""
    rows = [line.split("#")[0].strip() for line in CONSTRAINTS.read_text("utf-8").splitlines()]
    return {
        name_of(row.partition("==")[0]): row.partition("==")[2].split(";")[0].strip() for row in rows if "==" in row
    }


def needed() -> list[Distribution]:
    """Return what the program and its extras need to run, and what that needs, by name; not what its tests need."""
    project = tomllib.loads((FOLDER.parent / "pyproject.toml").read_text("utf-8"))["project"]
    extras = (lines for name, lines in project["optional-dependencies"].items() if name not in {"dev", "all"})
    waiting = [*project["dependencies"], *(line for lines in extras for line in lines)]
    found: dict[str, Distribution] = {}
    while waiting:
        asked = waiting.pop()
        match = re.match(r"[A-Za-z0-9._-]+", asked)
        if match is None or "extra ==" in asked or name_of(match[0]) in found:
            continue
        try:
            one = distribution(match[0])
        except PackageNotFoundError:
            continue  # for another system or another Python
        found[name_of(match[0])] = one
        waiting += one.requires or ()
    return [found[name] for name in sorted(found)]


def licence_of(one: Distribution) -> str:
    """Return the licence of a package in a word or two, as it says itself."""
    meta = one.metadata
    expression = meta.get("License-Expression")
    if expression:
        return str(expression)
    told = [text.rpartition(" :: ")[2] for text in meta.get_all("Classifier") or () if text.startswith("License ::")]
    short = str(meta.get("License") or "").strip().splitlines()
    return ", ".join(told) or (short[0][:80] if short else "see its files")


def notice() -> str:
    """Return the notice: every package with version, licence, place and the text of its licence."""
    pieces = [NOTICE_HEAD]
    for one in needed():
        pieces.append("\n" + "=" * 100 + "\n")
        pieces.append(f"{one.metadata['Name']} {one.version}\nLicence: {licence_of(one)}\n")
        texts = sorted(
            str(path) for path in one.files or () if ".dist-info/" in str(path) and LICENCE_FILES.search(str(path))
        )
        for path in texts:
            body = Path(str(one.locate_file(path))).read_text("utf-8", "replace")
            pieces.append("\n" + "\n".join(line.rstrip() for line in body.strip().splitlines()) + "\n")
    return "".join(pieces)


def hashes(report: Path) -> str:
    """Return the lines of hashes.txt out of a REPORT of pip."""
    lines = []
    for one in json.loads(report.read_text("utf-8"))["install"]:
        meta = one["metadata"]
        digest = one["download_info"]["archive_info"]["hashes"]["sha256"]
        lines.append(f"{meta['name']}=={meta['version']} --hash=sha256:{digest}")
    return HASHES_HEAD + "\n".join(sorted(lines, key=str.lower)) + "\n"


def problems() -> list[str]:
    """Return what does not fit: pins without a hash or with another version, packages without a place in the notice."""
    found: list[str] = []
    pinned = pins()
    rows = dict(
        re.findall(r"^([A-Za-z0-9._-]+)==(\S+) --hash=sha256:[0-9a-f]{64}$", HASHES.read_text("utf-8"), re.MULTILINE)
    )
    hashed = {name_of(name): version for name, version in rows.items()}
    for name in sorted(pinned.keys() | hashed.keys()):
        if pinned.get(name) != hashed.get(name):
            found.append(f"{name}: constraints.txt has {pinned.get(name)}, hashes.txt {hashed.get(name)}")
    told = set(re.findall(r"^={100}\n(\S+ \S+)\nLicence: \S", NOTICE.read_text("utf-8"), re.MULTILINE))
    for one in needed():
        name = f"{one.metadata['Name']} {one.version}"
        if pinned.get(name_of(one.metadata["Name"])) == one.version and name not in told:
            found.append(f"{name} is missing in NOTICE; write it again")
    return found


def check(rest: list[str]) -> int:
    """Check notice and hashes, then have pip fetch every wheel and hold it against its hash; installs nothing."""
    found = problems()
    for line in found:
        print(line, file=sys.stderr)
    if found:
        return 1
    command = [sys.executable, "-m", "pip", "install", "--dry-run", "--ignore-installed", "--no-deps", "--quiet"]
    return subprocess.call([*command, "--require-hashes", "-r", str(HASHES), *rest])


def main(arguments: list[str]) -> int:
    """Do what ARGUMENTS say."""
    if arguments[:1] == ["notice"]:
        NOTICE.write_text(notice(), "utf-8")
    elif arguments[:1] == ["hashes"] and len(arguments) == 2:
        HASHES.write_text(hashes(Path(arguments[1])), "utf-8")
    elif arguments[:1] == ["check"]:
        return check(arguments[1:])
    else:
        print(__doc__)
        return 2
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
