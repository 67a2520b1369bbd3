"""Check the Python files that are about to be committed, as they are staged: style, format and types.

git calls it through `pre-commit` in the root of the checkout, with the python of .venv. What is staged is written to
a folder of its own and checked there, so that changes that are not staged neither hide a fault nor make one. Only
the standard library.
"""

import os
import subprocess
import sys
import tempfile
import tomllib
from pathlib import Path

NEEDED = ("*.py", "*.pyi", "pyproject.toml")
"""What ruff and pyright read: the changed files, all that these import, and the settings."""


def main() -> int:
    """Check the staged files below the folder that git starts hooks in; 1 when one is refused."""
    root = Path.cwd()
    changed = [name for name in staged_files("--diff-filter=ACMR") if name.endswith(".py")]
    if not changed:
        return 0
    with tempfile.TemporaryDirectory(prefix="stackwright-staged-", ignore_cleanup_errors=True) as folder:
        tree = Path(folder).resolve()
        write_staged(tree)
        typed = typed_files(tree, changed)
        failed: list[str] = []
        if run(tree, "ruff", "check", "--force-exclude", "--no-cache", *changed):
            failed.append(f"ruff check --fix {' '.join(changed)}")
        if run(tree, "ruff", "format", "--check", "--force-exclude", "--no-cache", *changed):
            failed.append(f"ruff format {' '.join(changed)}")
        # The folder has no .venv of its own: the libraries are those of the checkout.
        if typed and run(tree, "pyright", "--venvpath", str(root), *typed):
            failed.append(f"pyright {' '.join(typed)}")
    if not failed:
        return 0
    scripts = Path(sys.executable).parent
    shown = scripts.relative_to(root).as_posix() if scripts.is_relative_to(root) else scripts.as_posix()
    print("pre-commit: nothing was committed, the staged files have the faults above. To mend them:", file=sys.stderr)
    for command in failed:
        print(f"    {shown}/{command}", file=sys.stderr)
    print("then `git add` them and commit again. Without the checks: git commit --no-verify", file=sys.stderr)
    return 1


def staged_files(*options: str) -> list[str]:
    """Return the names of the staged files, with slashes, below the root; OPTIONS of `git diff` choose among them."""
    command = ["git", "diff", "--cached", "--name-only", "-z", *options]
    listed = subprocess.run(command, capture_output=True, text=True, encoding="utf-8", check=True).stdout
    return [name for name in listed.split("\0") if name]


def write_staged(folder: Path) -> None:
    """Write what is staged of NEEDED into FOLDER."""
    listed = subprocess.run(["git", "ls-files", "-z", "--", *NEEDED], capture_output=True, check=True).stdout
    command = ["git", "checkout-index", "-z", "--stdin", f"--prefix={folder.as_posix()}/"]
    subprocess.run(command, input=listed, check=True)


def typed_files(tree: Path, changed: list[str]) -> list[str]:
    """Return which of CHANGED are below the folders that pyproject.toml has pyright check."""
    settings = tomllib.loads((tree / "pyproject.toml").read_text("utf-8"))
    folders = settings.get("tool", {}).get("pyright", {}).get("include", [])
    return [name for name in changed if any(name.startswith(f"{folder}/") for folder in folders)]


def run(folder: Path, module: str, *arguments: str) -> int:
    """Run MODULE with ARGUMENTS in FOLDER; its report goes to where git shows it. Returns its exit code."""
    # git names its index and folder in the environment of hooks: they are not meant for what runs elsewhere.
    environment = {name: value for name, value in os.environ.items() if not name.startswith("GIT_")}
    environment["PYRIGHT_PYTHON_IGNORE_WARNINGS"] = "1"
    command = [sys.executable, "-m", module, *arguments]
    answer = subprocess.run(
        command, cwd=folder, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, check=False
    )
    if answer.returncode:
        report = answer.stdout.decode("utf-8", "replace").replace(f"{folder}{os.sep}", "")
        print(report, file=sys.stderr)
    return answer.returncode


if __name__ == "__main__":
    sys.exit(main())
