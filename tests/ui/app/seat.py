"""A display of its own with the window on it, and a hand on mouse and keyboard."""

import json
import os
import shutil
import subprocess
import sys
import time
from pathlib import Path

HERE = Path(__file__).resolve().parent


class Seat:
    """A display, the window on it, and a hand on mouse and keyboard."""

    def __init__(self, folder, theme, size="1600x1000"):
        self.folder = folder
        self.running = []
        self.seen_file = folder / "seen.json"
        self.pictures = Path(os.environ["JOURNEY_PICTURES"]) if "JOURNEY_PICTURES" in os.environ else None
        self.theme = theme
        self.environment = dict(os.environ)
        reading, writing = os.pipe()
        self.start("Xvfb", "-displayfd", str(writing), "-screen", "0", f"{size}x24", "-nolisten", "tcp", keep=writing)
        os.close(writing)
        with os.fdopen(reading) as answer:
            number = answer.readline().strip()
        assert number, "Xvfb did not start"
        config = folder / "config" / "stackwright"
        config.mkdir(parents=True)
        (config / "window.ini").write_text(f"[General]\ncolours={theme}\n")
        self.environment = {
            **os.environ,
            "DISPLAY": f":{number}",
            "QT_QPA_PLATFORM": "xcb",
            # Qt's own file dialog, wherever this runs.
            "QT_QPA_PLATFORMTHEME": "generic",
            "HOME": str(folder),
            "LC_ALL": "C.UTF-8",
            **{f"XDG_{name.upper()}_HOME": str(folder / name) for name in ("config", "state", "data", "cache")},
        }
        for name in ("WAYLAND_DISPLAY", "XDG_CURRENT_DESKTOP", "DESKTOP_SESSION"):
            self.environment.pop(name, None)
        if shutil.which("openbox"):
            self.start("openbox")
        self.window = self.start(sys.executable, str(HERE / "watched_window.py"), str(self.seen_file))

    def start(self, *command, keep=None):
        with (self.folder / "out.txt").open("ab") as out:
            process = subprocess.Popen(
                command,
                env=self.environment,
                stdin=subprocess.DEVNULL,
                stdout=out,
                stderr=subprocess.STDOUT,
                pass_fds=(keep,) if keep is not None else (),
            )
        self.running.append(process)
        return process

    def end(self):
        for process in reversed(self.running):
            if process.poll() is None:
                process.terminate()
            try:
                process.wait(5)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait(5)

    @property
    def seen(self):
        try:
            return json.loads(self.seen_file.read_text("utf-8"))
        except (OSError, ValueError):
            return {}

    def wait(self, holds, what, seconds=20.0):
        """Wait until HOLDS of what is seen."""
        until = time.monotonic() + seconds
        while time.monotonic() < until:
            seen = self.seen
            try:
                if holds(seen):
                    return seen
            except KeyError:
                pass
            assert self.window.poll() is None, (self.folder / "out.txt").read_text()
            time.sleep(0.05)
        self.picture("failed")
        raise AssertionError(f"{what}: {json.dumps(self.seen)[:1500]} {(self.folder / 'out.txt').read_text()[-1500:]}")

    def steady(self):
        """Wait until nothing moves any more, so that places hold.

        What is seen twice counts when the window lived meanwhile: one that is still loading writes nothing.
        """
        before = None
        for _ in range(250):
            seen = self.seen
            if seen and before and seen["beat"] >= before["beat"] + 2 and {**seen, "beat": before["beat"]} == before:
                return seen
            before = seen
            time.sleep(0.12)
        raise AssertionError("the window never came to rest")

    def hand(self, *words):
        subprocess.run(["xdotool", *map(str, words)], env=self.environment, check=True, timeout=20)

    def click(self, place):
        self.hand("mousemove", *place, "click", 1)

    def drag(self, start, end):
        self.hand("mousemove", *start)
        time.sleep(0.15)
        self.hand("mousedown", 1)
        for step in range(1, 13):
            spot = [round(a + (b - a) * step / 12) for a, b in zip(start, end, strict=True)]
            self.hand("mousemove", *spot)
            time.sleep(0.03)
        time.sleep(0.2)
        self.hand("mouseup", 1)

    def front(self, title):
        """Give the keyboard to the window with TITLE, as a window manager does."""
        found = subprocess.run(
            ["xdotool", "search", "--sync", "--onlyvisible", "--name", title],
            env=self.environment,
            check=True,
            timeout=20,
            capture_output=True,
            text=True,
        )
        self.hand("windowfocus", "--sync", found.stdout.split()[-1])

    def keys(self, *names):
        self.hand("key", "--clearmodifiers", *names)

    def type(self, text):
        self.hand("type", "--delay", 8, text)

    def picture(self, name):
        if self.pictures and shutil.which("import"):
            time.sleep(0.3)
            target = self.pictures / f"{self.theme}-{name}.png"
            subprocess.run(["import", "-window", "root", str(target)], env=self.environment, check=True, timeout=20)
