"""A lab file booted without containers: a network namespace for each node, a pair of interfaces for each link.

What a container of FRRouting would do is done by its daemons in the namespace, with the configuration that was written.
"""

import json
import os
import shlex
import shutil
import subprocess
import time
from contextlib import suppress
from pathlib import Path
from typing import Any, Final

import yaml

FRR: Final = Path("/usr/lib/frr")
SOCKETS: Final = Path("/var/run/frr")
PREFIX: Final = "swlab-"
_PATIENCE_S: Final = 20.0


def refusal() -> str:
    """Return why no lab can be booted here; "" where it can."""
    if not (FRR / "bgpd").exists() or shutil.which("vtysh") is None:
        return "FRRouting is not installed"
    if os.geteuid() != 0 or shutil.which("ip") is None:
        return "network namespaces need root and ip"
    tried = subprocess.run(["ip", "netns", "add", f"{PREFIX}try"], capture_output=True, check=False)
    if tried.returncode:
        return "network namespaces are refused"
    subprocess.run(["ip", "netns", "del", f"{PREFIX}try"], check=True)
    return ""


_LOCKED = "running datastore locked by another session"


class NetnsLab:
    """The lab of a topology file, from `start` to `stop`."""

    def __init__(self, path: Path, work: Path) -> None:
        self.path, self.work = path, work
        self.topology: dict[str, Any] = yaml.safe_load(path.read_text("utf-8"))["topology"]
        self._ids = {name: f"{PREFIX}{number}" for number, name in enumerate(self.topology["nodes"])}
        self._daemons: list[subprocess.Popen[bytes]] = []

    def start(self) -> None:
        """Make the namespaces and the links, start the daemons, and run what each node runs at its start."""
        for name in self.topology["nodes"]:
            _run("ip", "netns", "add", self._ids[name])
            self.run(name, "ip link set lo up")
        for number, link in enumerate(self.topology["links"]):
            (a, a_name), (b, b_name) = (end.split(":") for end in link["endpoints"])
            near, far = f"swl{number}a", f"swl{number}b"
            _run("ip", "link", "add", near, "type", "veth", "peer", "name", far)
            for node, raw, own in ((a, near, a_name), (b, far, b_name)):
                _run("ip", "link", "set", raw, "netns", self._ids[node])
                self.run(node, f"ip link set {raw} name {own}")
                self.run(node, f"ip link set {own} up")
        for name, node in self.topology["nodes"].items():
            for key, value in node.get("sysctls", {}).items():
                self.run(name, f"sysctl -qw {key}={value}")
            for command in node.get("exec", []):
                self.run(name, command)
            for bound in node.get("binds", []):
                file, target = bound.split(":")
                if target.endswith("frr.conf"):
                    self._start_frr(name, self.path.parent / file)

    def _start_frr(self, name: str, config: Path) -> None:
        """Start the daemons as a container does, and give them their configuration once they listen."""
        space = self._ids[name]
        own = SOCKETS / space
        own.mkdir(parents=True, exist_ok=True)
        shutil.chown(own, "frr", "frr")
        for daemon in ("mgmtd", "zebra", "bgpd"):
            # A container has the name of its node as host name, which BGP tells its neighbours.
            called = ["unshare", "--uts", "sh", "-c", 'hostname "$0" && exec "$@"', name]
            words = [str(FRR / daemon), "-N", space, "-A", "127.0.0.1", "--log", "stdout"]
            words = ["ip", "netns", "exec", space, *called, *words]
            with (self.work / f"{space}-{daemon}.log").open("wb") as out:
                self._daemons.append(subprocess.Popen(words, stdout=out, stderr=out))
        until = time.monotonic() + _PATIENCE_S
        while not all((own / f"{daemon}.vty").exists() for daemon in ("mgmtd", "zebra", "bgpd")):
            assert time.monotonic() < until, f"FRRouting does not start on {name}"
            time.sleep(0.05)
        # The children of vtysh ask for one lock together; on a busy machine one of them gives up, and asks again here.
        while _LOCKED in (said := _run("ip", "netns", "exec", space, "vtysh", "-N", space, "-f", str(config))):
            assert time.monotonic() < until + _PATIENCE_S, f"{name}: {said}"
            time.sleep(0.2)
        assert "%" not in said, f"{name}: {said}"

    def run(self, name: str, command: str) -> str:
        """Run COMMAND on a node and return what it prints."""
        return _run("ip", "netns", "exec", self._ids[name], *shlex.split(command))

    def asks(self, name: str, question: str) -> Any:
        """Return what FRRouting on a node answers to a question, as JSON."""
        words = ["ip", "netns", "exec", self._ids[name], "vtysh", "-N", self._ids[name], "-c", f"{question} json"]
        done = subprocess.run(words, capture_output=True, check=False)
        with suppress(json.JSONDecodeError):
            return json.loads(done.stdout)
        return {}

    def answers(self, name: str, address: str, source: str = "") -> bool:
        """Return whether ADDRESS answers to a ping of a node, from its address SOURCE."""
        words = [
            "ip",
            "netns",
            "exec",
            self._ids[name],
            "ping",
            "-c1",
            "-W2",
            *(["-I", source] if source else []),
            address,
        ]
        return subprocess.run(words, capture_output=True, check=False).returncode == 0

    def stop(self) -> None:
        """End the daemons and take the namespaces away."""
        for daemon in self._daemons:
            daemon.terminate()
        for daemon in self._daemons:
            with suppress(subprocess.TimeoutExpired):
                daemon.wait(10)
        for namespace in self._ids.values():
            subprocess.run(["ip", "netns", "del", namespace], capture_output=True, check=False)
            shutil.rmtree(SOCKETS / namespace, ignore_errors=True)


def _run(*words: str) -> str:
    done = subprocess.run(words, capture_output=True, text=True, check=False)
    assert done.returncode == 0, f"{' '.join(words)}: {done.stderr.strip()}"
    return done.stdout
