"""Try the Debian package on a bare Debian: install, work, double click, upgrade, a fault, uninstall, and what is left.

    sudo python3 packaging/linux/deb_test.py [DEB] [--picture FILE.png]
    python3 packaging/task.py deb-test

The bare root is made by mmdebstrap (kept under build/ for the next time) and entered by chroot in namespaces of its
own, so that what is started there ends with the try. Needs root, mmdebstrap, Xvfb and xdotool, and a network. Only the
standard library.
"""

import argparse
import json
import os
import re
import shlex
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

import publisher
import setup_steps

BARE: Final = setup_steps.ROOT / "build"
A_WEEK_S: Final = 7 * 24 * 3600
PERSON: Final = "person"
HOME: Final = f"/home/{PERSON}"
ROOT_HOME: Final = "/root"
PATIENCE_S: Final = 60
LIST_FILES: Final = (
    "find / -xdev -path /proc -prune -o -path /sys -prune -o -path /dev -prune -o -path /tmp -prune -o -print | sort"
)
KEEPS_BOOKS: Final = (
    # What apt, dpkg and the caches of the system write down of every package, whatever it holds.
    "/var/lib/apt/",
    "/var/lib/dpkg/",
    "/var/cache/",
    "/var/log/",
    "/etc/ld.so.cache",
    f"{HOME}/",
    f"{ROOT_HOME}/",
)
DESKTOP: Final = "desktop-file-utils hicolor-icon-theme shared-mime-info xdg-utils"
"""What all desktops have."""
HELLO: Final = json.dumps(
    {
        "jsonrpc": "2.0",
        "id": 1,
        "method": "initialize",
        "params": {
            "protocolVersion": "2025-06-18",
            "capabilities": {},
            "clientInfo": {"name": "deb-test", "version": "1"},
        },
    }
)
"""The first message of the Model Context Protocol."""
ALL_SHELLS: Final = (
    "/usr/share/bash-completion/completions/stackwright",
    "/usr/share/zsh/vendor-completions/_stackwright",
    "/usr/share/fish/vendor_completions.d/stackwright.fish",
)


class Failed(Exception):
    """A step did not come out as promised; the message says how."""


class NoBareRoot(Exception):
    """A bare Debian could not be made here: without a network, say."""


class BareRoot:
    """A Debian with nothing in it, below a folder.

    Attributes:
        folder: Its root.
        display: The X display that windows in it open on.
    """

    def __init__(self, folder: Path, display: str) -> None:
        self.folder = folder
        self.display = display

    def run(self, script: str, *, person: bool = False, check: bool = True) -> subprocess.CompletedProcess[str]:
        """Run the shell SCRIPT inside, as root or as a PERSON without rights.

        Raises:
            Failed: it ends badly, and CHECK.
        """
        inside = ["/bin/sh", "-c", script]
        if person:
            inside = ["setpriv", f"--reuid={PERSON}", f"--regid={PERSON}", "--init-groups", "--", *inside]
        home = HOME if person else ROOT_HOME
        environment = ["env", "-i", f"HOME={home}", f"DISPLAY={self.display}", "LANG=C.UTF-8"]
        environment += ["PATH=/usr/sbin:/usr/bin:/sbin:/bin", "DEBIAN_FRONTEND=noninteractive"]
        root = shlex.quote(str(self.folder))
        mounts = f"mount --rbind /dev {root}/dev && mount -t proc proc {root}/proc && exec chroot {root} "
        command = ["unshare", "--mount", "--propagation", "private", "--pid", "--fork", "--kill-child", "sh", "-c"]
        command.append(mounts + shlex.join((*environment, *inside)))
        done = subprocess.run(
            command, stdin=subprocess.DEVNULL, capture_output=True, text=True, errors="replace", check=False
        )
        if check and done.returncode:
            told = (done.stdout[-1500:] + done.stderr[-1500:]).strip()
            raise Failed(f"`{script[:200]}` ended with {done.returncode}:\n{told}")
        return done

    def files(self) -> set[str]:
        """Return all paths in it, those of what runs and of temporary files left out."""
        return set(self.run(LIST_FILES).stdout.splitlines())


def bare_archive(suite: str) -> Path:
    """Return the archive of a bare Debian SUITE, made anew each week.

    Raises:
        NoBareRoot: it cannot be made.
    """
    archive = BARE / f"bare-{suite}.tar"
    if archive.is_file() and time.time() - archive.stat().st_mtime < A_WEEK_S:
        return archive
    archive.parent.mkdir(exist_ok=True)
    begun = archive.with_suffix(".new.tar")
    done = subprocess.run(
        ["mmdebstrap", "--variant=minbase", suite, str(begun)], capture_output=True, text=True, check=False
    )
    if done.returncode:
        raise NoBareRoot(f"mmdebstrap made no root: {done.stderr[-1500:]}")
    begun.replace(archive)
    return archive


def suite() -> str:
    """Return the release of this Debian, as the package is for it: "trixie"."""
    rows = dict(line.split("=", 1) for line in Path("/etc/os-release").read_text("utf-8").splitlines() if "=" in line)
    return rows.get("VERSION_CODENAME", "trixie").strip('"')


@contextmanager
def bare_root() -> Iterator[BareRoot]:
    """Return a bare root with a display, both gone afterwards."""
    archive = bare_archive(suite())
    folder = Path(tempfile.mkdtemp(prefix="stackwright-bare-"))
    reading, writing = os.pipe()
    screen = subprocess.Popen(
        ["Xvfb", "-displayfd", str(writing), "-ac", "-screen", "0", "1600x1000x24"],
        pass_fds=(writing,),
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    os.close(writing)
    try:
        subprocess.run(["tar", "-xf", str(archive), "-C", str(folder)], check=True)
        (folder / "etc/resolv.conf").unlink(missing_ok=True)
        shutil.copy("/etc/resolv.conf", folder / "etc/resolv.conf")
        with os.fdopen(reading) as told:
            display = f":{told.readline().strip()}"
        yield BareRoot(folder, display)
    finally:
        screen.terminate()
        screen.wait(timeout=10)
        shutil.rmtree(folder, ignore_errors=True)


# The steps


def install(root: BareRoot, deb: Path) -> set[str]:
    """Install DEB with what it depends on, and return the files that were there before."""
    root.run("apt-get update -q")
    # The person and what double clicks; not of the package, so before the files are listed.
    root.run(f"useradd --create-home {PERSON}; apt-get install -qq -y --no-install-recommends libglib2.0-bin")
    before = root.files()
    shutil.copy(deb, root.folder / "tmp/stackwright.deb")
    # Nothing beyond what it cannot do without, and what every desktop has: a dependency that is missing shows here.
    root.run(f"apt-get install -qq -y --no-install-recommends /tmp/stackwright.deb {DESKTOP}; apt-mark auto {DESKTOP}")
    if told := root.run("dpkg --verify stackwright").stdout:
        raise Failed(f"files of the package are not as packed: {told}")
    return before


def see_files(root: BareRoot) -> None:
    """See launcher, icon, type, AppStream data, manual and completion where the system looks for them."""
    listed = set(root.run("dpkg -L stackwright").stdout.split())
    wanted = {
        "/usr/bin/stackwright",
        "/usr/share/applications/stackwright.desktop",
        "/usr/share/icons/hicolor/scalable/apps/stackwright.svg",
        *(f"/usr/share/icons/hicolor/{size}x{size}/apps/stackwright.png" for size in (16, 32, 48, 256)),
        "/usr/share/icons/hicolor/32x32/mimetypes/application-vnd.stackwright.png",
        f"/usr/share/metainfo/{publisher.publisher().program_id}.metainfo.xml",
        "/usr/share/man/man1/stackwright.1.gz",
        "/usr/share/man/man1/stackwright-analyze.1.gz",
        "/usr/share/doc/stackwright/copyright",
        *ALL_SHELLS,
    }
    if missing := wanted - listed:
        raise Failed(f"the package lacks {', '.join(sorted(missing))}")
    script = f". {ALL_SHELLS[0]}; COMP_WORDS=(stackwright ana); COMP_CWORD=1; "
    script += "_stackwright_completion stackwright; echo $COMPREPLY"
    answer = root.run(f"bash -c {shlex.quote(script)}", person=True).stdout.strip()
    if answer != "analyze":
        raise Failed(f"bash completes `stackwright ana` to {answer!r}")


def work(root: BareRoot) -> None:
    """Make, analyse and export a design as a person without rights, with every extra."""
    root.run(
        f"cd {HOME} && stackwright --version && stackwright new one.stackwright --template rag-service"
        " && stackwright new two.stackwright --template dgx-superpod-h100"
        " && stackwright analyze one.stackwright && stackwright check two.stackwright --json > findings.json"
        "; stackwright bom two.stackwright -o bill.xlsx && stackwright export two.stackwright -o two.pdf"
        " && stackwright export two.stackwright -o two.png && stackwright export two.stackwright -o two.pptx"
        " && stackwright export two.stackwright -o report.pdf --view report"
        " && stackwright export two.stackwright -o page.html && stackwright export two.stackwright -o two.drawio"
        " && stackwright export two.stackwright -o hall.dxf && stackwright export two.stackwright -o two.yaml"
        " && stackwright export two.stackwright -o labels.pdf --view labels"
        " && stackwright catalog import --token-prices",
        person=True,
    )
    rows = root.run(
        f"cd {HOME} && stackwright sweep --template leaf-spine --set nodes=16,32 --set oversubscription=1,2"
        " --count network.bisection_gbps --workers 2 -o rows.parquet && test -s rows.parquet && test -s two.pptx",
        person=True,
    )
    if "4" not in rows.stdout:
        raise Failed(f"the sweep told no rows: {rows.stdout}")
    # The server for assistants answers over pipes, as they start it.
    answer = root.run(
        f"(echo {shlex.quote(HELLO)}; sleep 8) | timeout 30 stackwright mcp", person=True, check=False
    ).stdout
    if '"id":1' not in answer or "protocolVersion" not in answer:
        raise Failed(f"the server for assistants answers {answer[:300]!r}")
    fonts = doctor(root, wrong=())["fonts"]["says"]
    # A bare Debian has no Inter: text is set in the one that comes along, or names are cut.
    if not fonts.startswith("Inter that comes with Stackwright"):
        raise Failed(f"text is set in {fonts}")


def doctor(root: BareRoot, wrong: tuple[str, ...]) -> dict[str, dict[str, str]]:
    """Return what `doctor` says, by check.

    Raises:
        Failed: others than WRONG have to be mended, or its exit code does not say so.
    """
    done = root.run("stackwright doctor --json", person=True, check=False)
    checks = {one["id"]: one for one in json.loads(done.stdout)["checks"]}
    found = tuple(key for key, one in checks.items() if one["state"] == "error")
    if found != wrong or done.returncode != (1 if wrong else 0):
        raise Failed(f"doctor ends with {done.returncode} and finds {[checks[key] for key in found]}")
    return checks


def double_click(root: BareRoot, picture: Path | None) -> None:
    """Open a project as a file manager does, and a second one, which comes into the window that runs."""
    # The type by what is in the file and not by its name alone; who opens it by gio and by xdg-mime.
    told = root.run(
        f"cd {HOME} && cp one.stackwright nameless && gio info -a standard::content-type nameless"
        " && gio mime application/vnd.stackwright && xdg-mime query default application/vnd.stackwright",
        person=True,
    ).stdout
    if "content-type: application/vnd.stackwright" not in told or told.count("stackwright.desktop") < 3:
        raise Failed(f"the system takes a project for: {told}")
    # All in one script: what is started in it ends with it. Titles are read from outside.
    doors = f"{HOME}/.local/state/stackwright/running"
    script = f"""
        cd {HOME}; gio open one.stackwright
        for i in $(seq 120); do sleep 0.5; ls {doors}/*.json >/dev/null 2>&1 && break; done
        echo doors $(ls {doors} | wc -l)
        sleep 3; gio open two.stackwright
        for i in $(seq 40); do sleep 0.5; test -e /tmp/seen && break; done
        echo doors $(ls {doors} | wc -l)
        n=0; for one in /proc/[0-9]*; do
            test "$(readlink $one/exe)" = /usr/lib/stackwright/stackwright || continue
            tr '\\0' ' ' < $one/cmdline | grep -q 'multiprocessing' || n=$((n + 1))
        done
        echo programs $n
    """
    (root.folder / "tmp/seen").unlink(missing_ok=True)
    with background(lambda: root.run(script, person=True)) as answer:
        titles = [wait_for_title(root.display, name) for name in ("Answers from documents", "SuperPOD")]
        if picture is not None:
            time.sleep(3)
            subprocess.run(["import", "-display", root.display, "-window", "root", str(picture)], check=False)
        (root.folder / "tmp/seen").touch()
    told = answer().stdout.split("\n")
    if not all(titles) or "doors 1" not in told or told.count("doors 1") != 2 or "programs 1" not in told:
        raise Failed(f"two double clicks: titles {titles}, {told}")


@contextmanager
def background(
    run: Callable[[], subprocess.CompletedProcess[str]],
) -> Iterator[Callable[[], subprocess.CompletedProcess[str]]]:
    """Call RUN beside what is done here; the answer is there afterwards."""
    from concurrent.futures import ThreadPoolExecutor

    with ThreadPoolExecutor(1) as pool:
        coming = pool.submit(run)
        yield coming.result


def wait_for_title(display: str, words: str) -> str:
    """Return the title of a window on DISPLAY with WORDS in it, "" where none comes."""
    until = time.monotonic() + PATIENCE_S
    while time.monotonic() < until:
        done = subprocess.run(
            ["xdotool", "search", "--onlyvisible", "--name", words, "getwindowname"],
            env=os.environ | {"DISPLAY": display},
            capture_output=True,
            text=True,
            check=False,
        )
        if done.returncode == 0 and done.stdout.strip():
            return done.stdout.splitlines()[0]
        time.sleep(0.5)
    return ""


def newer_package(deb: Path, folder: Path) -> Path:
    """Return DEB as a package in FOLDER with a higher version and the same files, not compressed, which is quick."""
    tree = folder / "tree"
    subprocess.run(["dpkg-deb", "--raw-extract", str(deb), str(tree)], check=True)
    control = tree / "DEBIAN/control"
    told = re.sub(r"^(Version: .*)$", r"\1+later", control.read_text("utf-8"), flags=re.MULTILINE)
    control.write_text(told, "utf-8")
    later = folder / "later.deb"
    command = ["dpkg-deb", "--root-owner-group", "-Znone", "--build", str(tree), str(later)]
    subprocess.run(command, stdout=subprocess.DEVNULL, check=True)
    shutil.rmtree(tree)
    return later


def upgrade(root: BareRoot, deb: Path) -> None:
    """Install a higher version while a window runs, then the lower one again: what is the person's stays as it was."""
    settings, parts = ".config/stackwright/window.ini", ".local/share/stackwright/parts/own.yaml"
    apt = "apt-get install -qq -y --no-install-recommends"
    installed = "dpkg-query -W -f '${Version}' stackwright"
    with tempfile.TemporaryDirectory(prefix="stackwright-later-") as folder:
        shutil.move(newer_package(deb, Path(folder)), root.folder / "tmp/later.deb")
    root.run(
        f"cd {HOME} && mkdir -p .config/stackwright .local/share/stackwright/parts && echo '[General]' > {settings}"
        f" && echo numbers=de >> {settings} && echo 'parts: []' > {parts}",
        person=True,
    )
    before = root.run(f"sha256sum {HOME}/two.stackwright").stdout
    script = f"""
        cd {HOME}; stackwright one.stackwright > /tmp/window.log 2>&1 & window=$!
        for i in $(seq 240); do sleep 0.5; test -e /tmp/upgraded && break; done
        gio open two.stackwright
        for i in $(seq 120); do sleep 0.5; test -e /tmp/seen && break; done
        kill -0 $window && echo runs; kill $window
    """
    for name in ("seen", "upgraded"):
        (root.folder / "tmp" / name).unlink(missing_ok=True)
    with background(lambda: root.run(script, person=True, check=False)) as answer:
        first = wait_for_title(root.display, "Answers from documents")
        root.run(f"{apt} /tmp/later.deb && touch /tmp/upgraded")
        second = wait_for_title(root.display, "SuperPOD")
        (root.folder / "tmp/seen").touch()
    if not (first and second) or "runs" not in answer().stdout:
        told = (root.folder / "tmp/window.log").read_text("utf-8", "replace")[-800:]
        raise Failed(f"the window that ran over an upgrade: {first!r}, {second!r}, {told}")
    if not root.run(installed).stdout.endswith("+later"):
        raise Failed("the higher version is not installed")
    root.run(f"cd {HOME} && stackwright --version && stackwright analyze one.stackwright", person=True)
    root.run(f"{apt} --allow-downgrades /tmp/stackwright.deb && rm /tmp/later.deb")
    if root.run(installed).stdout.endswith("+later") or root.run(f"sha256sum {HOME}/two.stackwright").stdout != before:
        raise Failed("the lower version is not back, or a design changed")
    stays = f"grep -q numbers=de {settings} && grep -q parts {parts}"
    root.run(f"cd {HOME} && stackwright analyze one.stackwright && {stays}", person=True)


def see_where_it_writes(root: BareRoot) -> None:
    """Work as root too, who may write everywhere, and see that nothing outside the home changed."""
    root.run(f"touch /tmp/stamp; sleep 1; mkdir -p {ROOT_HOME}/hall")
    root.run(
        f"cd {ROOT_HOME}/hall && stackwright new hall.stackwright --template ai-stack"
        " && stackwright analyze hall.stackwright && stackwright export hall.stackwright -o hall.png"
        "; stackwright doctor --headless"
    )
    places = (
        f"-path /proc -prune -o -path /sys -prune -o -path /dev -prune -o -path /tmp -prune -o -path {ROOT_HOME} -prune"
    )
    # fontconfig keeps what it knows of fonts: for root there, for all others in their home.
    fonts = "-path /var/cache/fontconfig -prune -o -path /var/cache"
    changed = root.run(f"find / -xdev {places} -o {fonts} -o -newer /tmp/stamp -print").stdout.split()
    if changed:
        raise Failed(f"it wrote outside the home: {changed}")


def see_a_fault(root: BareRoot) -> None:
    """Take a library away that the window needs: `doctor` names the package, and once it is back all is well."""
    root.run("dpkg --force-depends --remove libxcb-cursor0")
    checks = doctor(root, wrong=("window-libraries", "window"))
    mend = checks["window-libraries"]["mend"]
    # A bare Debian has no sudo.
    if mend != "su -c 'apt-get install libxcb-cursor0'":
        raise Failed(f"doctor says {mend!r}")
    # A double click says the same, as Qt would only end the process.
    refused = root.run("stackwright", person=True, check=False)
    if refused.returncode != 1 or mend not in refused.stderr:
        raise Failed(f"without a library the window ends with {refused.returncode}: {refused.stderr}")
    # As root `su` asks for no password; apt is told to ask nothing either.
    root.run(f"echo 'APT::Get::Assume-Yes \"true\";' > /etc/apt/apt.conf.d/99yes; {mend}; rm /etc/apt/apt.conf.d/99yes")
    root.run("apt-mark auto libxcb-cursor0")
    doctor(root, wrong=())


def uninstall(root: BareRoot, before: set[str]) -> None:
    """Purge the package and what came with it; all else is as BEFORE."""
    listed = set(root.run("dpkg -L stackwright").stdout.split())
    root.run("dpkg --purge stackwright")
    left = {path for path in listed if "stackwright" in path} & root.files()
    if left:
        raise Failed(f"files of the package are left: {sorted(left)[:10]}")
    named = root.run("grep -rl stackwright /usr/share /etc /var/lib/dpkg/info /opt 2>/dev/null", check=False).stdout
    if named.strip():
        raise Failed(f"it is still named in {named.split()}")
    root.run("apt-get autoremove -qq -y --purge -o APT::AutoRemove::RecommendsImportant=false")
    after = root.files()
    # Of the system nothing stays; of the person everything.
    root.run(
        f"cd {HOME} && ls one.stackwright two.stackwright .config/stackwright .local/share/stackwright/parts/own.yaml"
    )
    more = sorted(path for path in after - before if not path.startswith(KEEPS_BOOKS))
    gone = sorted(path for path in before - after if not path.startswith(KEEPS_BOOKS))
    if more or gone:
        raise Failed(f"after it is gone there is more: {more[:20]}, and less: {gone[:20]}")


def with_package(deb: Path | None, *, builds: bool) -> Path:
    """Return the package that is tried: DEB, else the newest, else, where BUILDS, one that is built now.

    The bare root is made meanwhile: one waits for the network, the other for the processor.

    Raises:
        Failed: there is none, or it cannot be built.
    """
    if builds:
        building = subprocess.Popen([sys.executable, str(Path(__file__).with_name("deb.py"))])
        try:
            bare_archive(suite())
        finally:
            code = building.wait()
        if code:
            raise Failed("the package could not be built, see above")
    found = deb or newest_package()
    if found is None or not found.is_file():
        raise Failed("there is no package; python3 packaging/task.py deb builds it")
    return found


def newest_package() -> Path | None:
    """Return the package in dist/ that was built last."""
    found = sorted((setup_steps.ROOT / "dist").glob("stackwright_*.deb"), key=lambda path: path.stat().st_mtime)
    return found[-1] if found else None


def lacking() -> str:
    """Install what the try needs; return why it cannot be made here, and what mends it, "" where it can."""
    programs = {"mmdebstrap": "mmdebstrap", "Xvfb": "xvfb", "xdotool": "xdotool", "unshare": "util-linux"}
    packages = [package for program, package in programs.items() if shutil.which(program) is None]
    setup_steps.install_system_packages(tuple(packages))
    if packages := [package for program, package in programs.items() if shutil.which(program) is None]:
        return f"Programs are missing. Run as root: apt-get install {' '.join(packages)}"
    return "" if os.geteuid() == 0 else "A bare root is made and entered by root alone: put sudo before the command."


def main(arguments: list[str]) -> int:
    """Try the package; 1 with the reason where a step fails."""
    parser = argparse.ArgumentParser(prog="deb_test.py", description="Try the Debian package on a bare Debian.")
    parser.add_argument("deb", nargs="?", type=Path, help="the newest in dist/ without it")
    parser.add_argument("--picture", type=Path, help="keep a picture of the window after the second double click")
    parser.add_argument("--build", action="store_true", help="build the package first")
    parser.add_argument("--if-possible", action="store_true", help="say so and pass where this machine cannot try it")
    chosen = parser.parse_args(arguments)
    if problem := lacking():
        print(f"Not tried. {problem}", file=sys.stderr)
        return 0 if chosen.if_possible else 1
    began = time.monotonic()

    def done(what: str) -> None:
        print(f"{time.monotonic() - began:6.1f} s  {what}", flush=True)

    try:
        deb = with_package(chosen.deb, builds=chosen.build)
        done(f"{deb.name}, {deb.stat().st_size / 1e6:,.0f} MB")
        with bare_root() as root:
            done(f"a bare Debian {suite()}")
            before = install(root, deb)
            done("installed, with what it depends on")
            see_files(root)
            done("launcher, icon, type of file, AppStream data, manual and completion are in place")
            work(root)
            done("made, analysed, exported and swept as a person; doctor has nothing to mend")
            double_click(root, chosen.picture)
            done("a double click opens the window, a second one a tab of it")
            upgrade(root, deb)
            done("a higher version went in under a window that runs, and the lower one again; all of the person stays")
            see_where_it_writes(root)
            done("nothing is written outside the home, by root neither")
            see_a_fault(root)
            done("doctor names the package of a library that was taken away")
            uninstall(root, before)
            done("uninstalled, and nothing is left")
    except NoBareRoot as problem:
        print(f"Not tried. {problem}", file=sys.stderr)
        return 0 if chosen.if_possible else 1
    except Failed as failure:
        print(f"{time.monotonic() - began:6.1f} s  FAILED: {failure}", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
