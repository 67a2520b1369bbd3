"""What the project file and the window promise, each promise tried: `python -m tests.trust [--quick]`."""
