"""Build the Debian package: dist/stackwright_VERSION_ARCH.deb, with launcher, icon, type of file, manual, completion.

    python3 packaging/linux/deb.py [--from FOLDER] [-o FILE.deb]
    python3 packaging/task.py deb

The program is frozen with its own Python and Qt (`packaging/frozen_folder.py`); libraries of the system are not
copied, the package depends on those that its files ask for. A library that the building machine does not have ends the
build: PyInstaller would leave it out without a word. Needs dpkg-deb and objdump (binutils). Only the standard library.
"""

import argparse
import gzip
import os
import re
import shutil
import subprocess
import sys
import tempfile
import tomllib
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from email.utils import format_datetime
from hashlib import md5
from pathlib import Path
from typing import Final, NamedTuple
from xml.sax.saxutils import escape

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

import frozen_folder
import publisher
import setup_steps

HERE: Final = Path(__file__).resolve().parent
ROOT: Final = setup_steps.ROOT
PUBLISHER: Final = publisher.publisher()
PROGRAM: Final = Path("usr/lib/stackwright")
ONLY_SUGGESTED: Final = ("libqgtk3.so",)
"""Plugins that Qt does without: the libraries that they alone need are suggested."""
PRINTING: Final = ("libcupsprintersupport.so",)
"""Plugins for what nearly everybody has: their libraries are recommended."""
ALSO_RECOMMENDED: Final = ("desktop-file-utils", "hicolor-icon-theme", "shared-mime-info", "xdg-utils")
"""What makes launchers and types of files known; all desktops have them."""
ALSO_SUGGESTED: Final = ("fonts-noto-cjk", "man-db")
SUMMARY: Final = "designer for AI infrastructure"
DESCRIPTION: Final = """\
 Draw AI infrastructure from its users to the utility feed, wire it, and see
 what it carries, draws and costs, and what fails first. Bills, reports, decks
 and installation packs come of the same design.
 .
 The package holds its own Python and Qt, and all extras: sweeps over many
 designs, a server for assistants, NetBox."""


class NotBuilt(Exception):
    """The package cannot be built; the message says why and what mends it."""


class Needed(NamedTuple):
    """Packages of the system that the files of a package ask for.

    Attributes:
        depends: Without which it does not start or open a window.
        recommends: For printing and for what desktops know of it.
        suggests: For what nobody misses.
    """

    depends: tuple[str, ...]
    recommends: tuple[str, ...]
    suggests: tuple[str, ...]


# What the files ask for


def libraries_asked(path: Path) -> tuple[list[str], list[str]]:
    """Return the libraries that the ELF file at PATH asks for, and the versions of glibc's symbols, by objdump."""
    told = subprocess.run(["objdump", "-p", str(path)], capture_output=True, text=True, errors="replace", check=False)
    needed = re.findall(r"^\s*NEEDED\s+(\S+)", told.stdout, re.MULTILINE)
    return needed, re.findall(r"\bGLIBC_(\d+\.\d+(?:\.\d+)?)", told.stdout)


def elf_files(folder: Path) -> Iterator[Path]:
    """Return the files in FOLDER, links left out, that the system loads as code."""
    for path in sorted(folder.rglob("*")):
        if path.is_file() and not path.is_symlink():
            with path.open("rb") as opened:
                if opened.read(4) == b"\x7fELF":
                    yield path


def system_libraries() -> dict[str, Path]:
    """Return where the loader finds each library, by name."""
    told = subprocess.run(["ldconfig", "-p"], capture_output=True, text=True, check=True, env=with_sbin()).stdout
    rows = re.findall(r"^\s+(\S+) \((?:libc6)(?:,[^)]*)?\) => (\S+)", told, re.MULTILINE)
    found: dict[str, Path] = {}
    for name, path in rows:
        found.setdefault(name, Path(path))
    return found


def with_sbin() -> dict[str, str]:
    """Return the environment with the folders of programs that only root has in its path."""
    return os.environ | {"PATH": os.pathsep.join((os.environ.get("PATH", ""), "/usr/sbin", "/sbin"))}


def package_of(library: Path) -> str:
    """Return the installed package that LIBRARY is of.

    Raises:
        NotBuilt: it is of none.
    """
    for path in (library, library.resolve()):
        # Libraries are found under /lib, which has been a link to /usr/lib for years.
        for name in {str(path), str(path).removeprefix("/usr"), f"/usr{path}"}:
            told = subprocess.run(["dpkg-query", "-S", name], capture_output=True, text=True, check=False)
            if told.returncode == 0:
                return told.stdout.partition(":")[0].strip()
    raise NotBuilt(f"{library} belongs to no package: nothing that is installed with apt can be asked for instead.")


def needed_packages(folder: Path) -> Needed:
    """Return the packages of the system that the frozen FOLDER asks for.

    Raises:
        NotBuilt: a library that it asks for is not on this machine.
    """
    files = list(elf_files(folder))
    own = {path.name for path in folder.rglob("*")}
    known = system_libraries()
    asked: dict[str, set[str]] = {"depends": set(), "recommends": set(), "suggests": set()}
    missing: dict[str, str] = {}
    newest = (2, 17)
    for path in files:
        needed, versions = libraries_asked(path)
        newest = max((newest, *(tuple(map(int, version.split("."))) for version in versions)))
        kind = "suggests" if path.name in ONLY_SUGGESTED else "recommends" if path.name in PRINTING else "depends"
        for name in needed:
            if name in own or name.startswith("ld-linux"):
                continue
            if name in known:
                asked[kind].add(name)
            elif kind == "depends":
                missing[name] = path.relative_to(folder).as_posix()
    if missing:
        lines = "; ".join(f"{name} for {path}" for name, path in sorted(missing.items()))
        raise NotBuilt(f"This machine lacks libraries, and the package would lack them too: {lines}.")
    packages = {kind: {package_of(known[name]) for name in names} for kind, names in asked.items()}
    depends = {name for name in packages["depends"] if name != "libc6"}
    recommends = (packages["recommends"] | set(ALSO_RECOMMENDED)) - depends - {"libc6"}
    # Of what a plugin needs the one library that brings the others.
    suggests = {name for name in packages["suggests"] if name.startswith("libgtk")} | set(ALSO_SUGGESTED)
    glibc = f"libc6 (>= {'.'.join(map(str, newest))})"
    return Needed((glibc, *sorted(depends)), tuple(sorted(recommends)), tuple(sorted(suggests)))


def require_whole_machine(python: Path) -> None:
    """See that this machine can build.

    Raises:
        NotBuilt: a program or a library is missing; the message says what installs it.
    """
    for program, package in (("dpkg-deb", "dpkg"), ("objdump", "binutils"), ("dpkg-query", "dpkg")):
        if shutil.which(program) is None:
            raise NotBuilt(f"{program} is missing. Run as root: apt-get install {package}")
    code = (
        "from designer.installation.system_libraries import missing_libraries as missing\n"
        "print(*(one.package for use in ('start', 'window') for one in missing(use)))"
    )
    told = subprocess.run([str(python), "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    if told.stdout.strip():
        raise NotBuilt(f"Libraries of Qt are missing. Run as root: apt-get install {told.stdout.strip()}")


# What goes into the package


def version() -> str:
    """Return the version in pyproject.toml."""
    return tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]["version"]


def built_at() -> datetime:
    """Return the time that files of the package bear: of the commit, else of now; SOURCE_DATE_EPOCH wins."""
    given = os.environ.get("SOURCE_DATE_EPOCH", "")
    if not given:
        asked = ["git", "log", "-1", "--format=%ct"]
        done = subprocess.run(asked, cwd=ROOT, capture_output=True, text=True, check=False)
        given = done.stdout.strip() if done.returncode == 0 else ""
    return datetime.fromtimestamp(int(given), UTC) if given.isdecimal() else datetime.now(UTC)


def lay_out(frozen: Path, tree: Path, when: datetime, drawn: Path) -> None:
    """Fill TREE, which is unpacked into the root of a system, with the FROZEN folder, DRAWN icons and all else."""
    shutil.copytree(frozen, tree / PROGRAM, symlinks=True)
    (tree / "usr/bin").mkdir(parents=True)
    (tree / "usr/bin/stackwright").symlink_to("../lib/stackwright/stackwright")
    share = tree / "usr/share"
    metainfo = (HERE / "stackwright.metainfo.xml").read_text("utf-8")
    metainfo = filled_metainfo(metainfo, PUBLISHER, when)
    doc = share / "doc/stackwright"
    for place, body in (
        ("applications/stackwright.desktop", (HERE / "stackwright.desktop").read_bytes()),
        ("mime/packages/stackwright.xml", (HERE / "stackwright-mime.xml").read_bytes()),
        (f"metainfo/{PUBLISHER.program_id}.metainfo.xml", metainfo.encode()),
        ("bash-completion/completions/stackwright", ask(frozen, "completion", "bash")),
        ("zsh/vendor-completions/_stackwright", ask(frozen, "completion", "zsh")),
        ("fish/vendor_completions.d/stackwright.fish", ask(frozen, "completion", "fish")),
        ("doc/stackwright/copyright", copyright_text().encode()),
        ("doc/stackwright/changelog.gz", packed(changelog(when).encode())),
        ("doc/stackwright/NEWS.md.gz", packed((ROOT / "resources/guide/developers/CHANGELOG.md").read_bytes())),
    ):
        (share / place).parent.mkdir(parents=True, exist_ok=True)
        (share / place).write_bytes(body)
    place_icons(drawn, share / "icons/hicolor")
    # The notice has one place in the package, where the program reads it.
    (doc / "NOTICE").symlink_to("../../../lib/stackwright/_internal/designer/data/NOTICE")
    manual = share / "man/man1"
    ask(frozen, "man", "--folder", str(manual))
    for page in sorted(manual.glob("*.1")):
        page.with_name(f"{page.name}.gz").write_bytes(packed(page.read_bytes()))
        page.unlink()


def filled_metainfo(template: str, who: publisher.Publisher, when: datetime) -> str:
    """Return the AppStream data of TEMPLATE, its marks replaced; without a homepage there is no line of one."""
    for mark, words in (
        ("@ID@", who.program_id),
        ("@DEVELOPER_ID@", who.reversed_domain),
        ("@DEVELOPER@", escape(who.name)),
        ("@VERSION@", version()),
        ("@DATE@", when.date().isoformat()),
        ("  <!-- @HOMEPAGE@ -->\n", f'  <url type="homepage">{escape(who.homepage)}</url>\n' if who.homepage else ""),
    ):
        template = template.replace(mark, words)
    return template


def place_icons(drawn: Path, theme: Path) -> None:
    """Copy the DRAWN icons of the program and of its files into the THEME that all desktops look into last."""
    places = {"stackwright": "apps/stackwright", "document": "mimetypes/application-vnd.stackwright"}
    for path in sorted(drawn.glob("*.png")):
        name, _, size = path.stem.partition("-")
        copy_into(path, theme / f"{size}x{size}" / f"{places[name]}.png")
    copy_into(ROOT / "resources/icons/stackwright.svg", theme / "scalable/apps/stackwright.svg")
    copy_into(drawn / "document.svg", theme / "scalable/mimetypes/application-vnd.stackwright.svg")


def copy_into(source: Path, place: Path) -> None:
    """Copy the file SOURCE to PLACE, whose folder is made."""
    place.parent.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(source, place)


def ask(frozen: Path, *arguments: str) -> bytes:
    """Return what the FROZEN program prints for ARGUMENTS, in a home of its own.

    Raises:
        NotBuilt: it fails.
    """
    with tempfile.TemporaryDirectory(prefix="stackwright-home-") as home:
        folders = {f"XDG_{name}_HOME": home for name in ("DATA", "CONFIG", "STATE", "CACHE")}
        done = subprocess.run(
            [str(frozen / "stackwright"), *arguments],
            env=os.environ | folders | {"HOME": home},
            stdin=subprocess.DEVNULL,
            capture_output=True,
            check=False,
        )
    if done.returncode:
        told = done.stderr.decode("utf-8", "replace")[-2000:]
        raise NotBuilt(f"The frozen program fails at `stackwright {' '.join(arguments)}`: {told}")
    return done.stdout


def packed(body: bytes) -> bytes:
    """Return BODY compressed, the same bytes for the same body."""
    return gzip.compress(body, 9, mtime=0)


def copyright_text() -> str:
    """Return the file `copyright` of the package: its own licence, and those of what it holds of others."""
    notice = (ROOT / "packaging/NOTICE").read_text("utf-8")
    rows = re.findall(r"^=+\n(\S+) (\S+)\nLicence: (.+)$", notice, re.MULTILINE)
    lines = [
        "Format: https://www.debian.org/doc/packaging-manuals/copyright-format/1.0/",
        "Upstream-Name: Stackwright",
        "",
        "Files: *",
        "Copyright: the Stackwright developers",
        "License: Apache-2.0",
        " On Debian systems the text is in /usr/share/common-licenses/Apache-2.0.",
        "",
        "Files: usr/lib/stackwright/*",
        "Copyright: the authors of each package, see NOTICE in this folder",
        "License: those-of-the-packages",
        " The program is frozen with the packages below. Their texts are in NOTICE. Qt and PySide6 are used under the",
        " LGPL-3 (/usr/share/common-licenses/LGPL-3): they are libraries of their own in the folder _internal,",
        " and may be replaced there. Python is under the PSF-2.0 (https://docs.python.org/3/license.html).",
        " .",
        *(f" {name} {number}: {licence}" for name, number, licence in rows),
    ]
    return "\n".join(lines) + "\n"


def changelog(when: datetime) -> str:
    """Return the changelog of the package in Debian's form; what changed for people is in NEWS.md."""
    return (
        f"stackwright ({version()}) unstable; urgency=medium\n\n  * See NEWS.md.gz.\n\n"
        f" -- {publisher.maintainer(PUBLISHER)}  {format_datetime(when)}\n"
    )


def control_text(needed: Needed, architecture: str, kibibytes: int) -> str:
    """Return the control file of the package."""
    lines = [
        "Package: stackwright",
        f"Version: {version()}",
        "Section: science",
        "Priority: optional",
        f"Architecture: {architecture}",
        f"Maintainer: {publisher.maintainer(PUBLISHER)}",
        *([f"Homepage: {PUBLISHER.homepage}"] if PUBLISHER.homepage else []),
        f"Installed-Size: {kibibytes}",
        f"Depends: {', '.join(needed.depends)}",
        f"Recommends: {', '.join(needed.recommends)}",
        f"Suggests: {', '.join(needed.suggests)}",
        f"Description: {SUMMARY}",
        DESCRIPTION,
    ]
    return "\n".join(lines) + "\n"


def build(tree: Path, out: Path, needed: Needed, when: datetime) -> None:
    """Write TREE as the package OUT, its files with the time WHEN."""
    files = sorted(path for path in tree.rglob("*") if path.is_file() and not path.is_symlink())
    folders = [path for path in tree.rglob("*") if path.is_dir() and not path.is_symlink()]
    for path in files:
        path.chmod(0o755 if os.access(path, os.X_OK) and is_program(path) else 0o644)
    for folder in (tree, *folders):
        folder.chmod(0o755)
    kibibytes = -(-sum(path.stat().st_size for path in files) // 1024)
    architecture = subprocess.run(
        ["dpkg", "--print-architecture"], capture_output=True, text=True, check=True
    ).stdout.strip()
    meta = tree / "DEBIAN"
    meta.mkdir(mode=0o755)
    (meta / "control").write_text(control_text(needed, architecture, kibibytes), "utf-8")
    (meta / "md5sums").write_text("".join(checksum_lines(tree, files)), "utf-8")
    for path in (*tree.rglob("*"), tree):
        os.utime(path, (when.timestamp(), when.timestamp()), follow_symlinks=False)
    out.parent.mkdir(parents=True, exist_ok=True)
    setup_steps.say("Packing ...")
    environment = os.environ | {"SOURCE_DATE_EPOCH": str(int(when.timestamp()))}
    subprocess.run(
        ["dpkg-deb", "--root-owner-group", "-Zzstd", "-z9", "--build", str(tree), str(out)],
        env=environment,
        stdout=subprocess.DEVNULL,
        check=True,
    )


def is_program(path: Path) -> bool:
    """Return whether PATH is started, and not read: the program itself, and scripts."""
    return path.name == "stackwright" and path.parent.name == "stackwright"


def checksum_lines(tree: Path, files: Iterable[Path]) -> Iterator[str]:
    """Return the lines of `md5sums`, by which dpkg --verify sees changed FILES."""
    for path in files:
        digest = md5(path.read_bytes(), usedforsecurity=False).hexdigest()
        yield f"{digest}  {path.relative_to(tree).as_posix()}\n"


def main(arguments: list[str]) -> int:
    """Build the package; 1 with one line where that cannot be."""
    parser = argparse.ArgumentParser(prog="deb.py", description="Build the Debian package.")
    parser.add_argument("--from", dest="frozen", type=Path, help="a folder that was frozen already, without libraries")
    parser.add_argument("-o", "--output", type=Path, help="dist/stackwright_VERSION_ARCH.deb without it")
    chosen = parser.parse_args(arguments)
    if not sys.platform.startswith("linux"):
        print("A Debian package is built on Linux.", file=sys.stderr)
        return 1
    try:
        require_whole_machine(frozen_folder.ready_python())
        when = built_at()
        frozen = chosen.frozen or frozen_folder.freeze(frozen_folder.BUILD / "deb", system_libraries=False)
        needed = needed_packages(frozen)
        architecture = subprocess.run(["dpkg", "--print-architecture"], capture_output=True, text=True, check=True)
        out = chosen.output or ROOT / "dist" / f"stackwright_{version()}_{architecture.stdout.strip()}.deb"
        with tempfile.TemporaryDirectory(prefix="stackwright-deb-") as folder:
            tree = Path(folder) / "tree"
            tree.mkdir()
            frozen_folder.draw_icons(frozen_folder.ready_python(), Path(folder) / "icons")
            lay_out(frozen, tree, when, Path(folder) / "icons")
            build(tree, out, needed, when)
    except NotBuilt as problem:
        print(f"The package was not built: {problem}", file=sys.stderr)
        return 1
    print(f"{out}: {out.stat().st_size / 1e6:,.0f} MB. Install it with: sudo apt install {out}")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
