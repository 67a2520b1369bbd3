"""Functions that tests run in a background process."""

import os
import sys
import time

from designer.model.records import RefusedInput


def heard_by_nobody(done, total, name):
    """Go on, whatever is told."""
    return True


def count(progress, most):
    """Count, telling each number; the answer is how far it came."""
    for number in range(1, most + 1):
        if not progress(number, most, f"number {number}"):
            return number
        time.sleep(0.005)
    return most


def modules(progress):
    """Which of Qt's modules are loaded in the process."""
    return [name for name in sys.modules if name.startswith("PySide6")]


def refuse(progress, line):
    """Refuse."""
    raise RefusedInput(line)


def fail(progress):
    """Fail with a text of two lines."""
    raise ValueError("the first\nthe second")


def die(progress):
    """End the process as a crash would."""
    os._exit(7)


def sleep(progress):
    """Be deaf for a minute."""
    progress(0, 1, str(os.getpid()))
    time.sleep(60)


def echo(progress, data):
    """The data again."""
    return data


def unpicklable(progress):
    """Answer what cannot travel."""
    return lambda: None


def gather(progress, most):
    """Count, handing out what was counted so far."""
    seen = []
    for number in range(1, most + 1):
        seen.append(number)
        progress.partial(lambda: list(seen))
        if not progress(number, most, ""):
            break
        time.sleep(0.005)
    return seen


def hand_out_slowly(progress, most):
    """How often one is asked for a partial result that takes long to make."""
    made = []

    def make():
        time.sleep(0.1)
        made.append(len(made))
        return len(made)

    until = time.monotonic() + most
    while time.monotonic() < until:
        progress.partial(make)
    return len(made)


def hand_out_much(progress, data):
    """Partial results larger than a pipe, then nothing."""
    progress.partial(lambda: data)
    while progress(1, 2, ""):
        time.sleep(0.005)
    return b""
