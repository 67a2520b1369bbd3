"""Reads a running window as a screen reader does: over AT-SPI, with the system's Python and nothing of ours.

Run it in a session bus of its own: `dbus-run-session -- /usr/bin/python3 screen_reader.py CANVAS COMMAND...`. It starts
COMMAND, reads what is shown, opens the outline, selects its rows one after the other, and prints one JSON document.
"""

import json
import subprocess
import sys
import time

from gi.repository import Gio, GLib

ROOT = ("org.a11y.atspi.Registry", "/org/a11y/atspi/accessible/root")
ACCESSIBLE, ACTION, SELECTION = (f"org.a11y.atspi.{name}" for name in ("Accessible", "Action", "Selection"))
PROPERTIES = "org.freedesktop.DBus.Properties"
FOCUSABLE, SHOWING = 1 << 11, 1 << 25
PATIENCE_S = 40.0


class Reader:
    """Speaks to the accessibility bus."""

    def __init__(self):
        session = Gio.bus_get_sync(Gio.BusType.SESSION)
        status = GLib.Variant("(ssv)", ("org.a11y.Status", "ScreenReaderEnabled", GLib.Variant("b", True)))
        place = ("org.a11y.Bus", "/org/a11y/bus")
        session.call_sync(*place, PROPERTIES, "Set", status, None, 0, 10_000, None)
        address = session.call_sync(*place, "org.a11y.Bus", "GetAddress", None, None, 0, 10_000, None).unpack()[0]
        flags = Gio.DBusConnectionFlags
        self._bus = Gio.DBusConnection.new_for_address_sync(
            address, flags.AUTHENTICATION_CLIENT | flags.MESSAGE_BUS_CONNECTION, None, None
        )

    def ask(self, what, interface, method, values=None):
        return self._bus.call_sync(*what, interface, method, values, None, 0, 10_000, None).unpack()

    def children(self, what):
        return self.ask(what, ACCESSIBLE, "GetChildren")[0]

    def told(self, what, name):
        return self.ask(what, PROPERTIES, "Get", GLib.Variant("(ss)", (ACCESSIBLE, name)))[0]

    def state(self, what):
        low, high = self.ask(what, ACCESSIBLE, "GetState")[0]
        return low | high << 32

    def shown(self, what):
        """WHAT and all in it that is shown: place on the bus, role, name, description, whether keys go there."""
        found, waiting = [], [what]
        while waiting:
            one = waiting.pop()
            state = self.state(one)
            if not state & SHOWING:
                continue
            role = self.ask(one, ACCESSIBLE, "GetRoleName")[0]
            name, said = self.told(one, "Name"), self.told(one, "Description")
            found.append((one, role, name, said, bool(state & FOCUSABLE)))
            if role != "list":
                waiting.extend(reversed(self.children(one)))
        return found

    def wait(self, holds):
        until = time.monotonic() + PATIENCE_S
        while time.monotonic() < until:
            try:
                found = holds()
            except GLib.Error:
                found = None
            if found:
                return found
            time.sleep(0.05)
        sys.exit("screen reader: nothing came")


def read(reader, canvas_name):
    window = reader.wait(lambda: [one for app in reader.children(ROOT) for one in reader.children(app)])[0]

    def whole():
        found = reader.shown(window)
        return found if any(one[2] == canvas_name for one in found) else None

    shown = reader.wait(whole)
    (canvas,) = [one[0] for one in shown if one[2] == canvas_name]
    (tab,) = [one[0] for one in shown if one[1:3] == ("page tab", "Outline")]
    reader.ask(tab, ACTION, "DoAction", GLib.Variant("(i)", (0,)))
    tree = reader.wait(lambda: [one[0] for one in reader.shown(window) if one[1] == "tree"])[0]
    rows, followed = [], []
    for number, row in enumerate(reader.children(tree)):
        name, role = reader.told(row, "Name"), reader.ask(row, ACCESSIBLE, "GetRoleName")[0]
        rows.append((role, name))
        if role == "tree item":
            reader.ask(tree, SELECTION, "SelectChild", GLib.Variant("(i)", (number,)))
            followed.append((name, reader.told(canvas, "Description")))
    return {"shown": [one[1:] for one in shown], "rows": rows, "followed": followed}


def main():
    running = subprocess.Popen(sys.argv[2:])
    try:
        print(json.dumps(read(Reader(), sys.argv[1])))
    finally:
        running.kill()


main()
