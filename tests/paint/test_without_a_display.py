"""Pictures are made in a process that has neither a display nor an application."""

import os
import subprocess
import sys
from pathlib import Path

SCRIPT = """
import sys
from pathlib import Path
from designer.export.picture import write_picture
assert "PySide6" not in sys.modules
from designer.model.design import Design, Node
write_picture(Path(sys.argv[1]), Design(nodes={"a": Node(id="a", kind="host")}))
"""


def test_a_picture_without_a_display(tmp_path):
    path = tmp_path / "a.svg"
    hidden = {"DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"}
    environment = {key: value for key, value in os.environ.items() if key not in hidden}
    done = subprocess.run(
        [sys.executable, "-c", SCRIPT, str(path)],
        cwd=Path(__file__).parents[2],
        env=environment,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert path.read_text(encoding="utf-8").startswith("<?xml")
