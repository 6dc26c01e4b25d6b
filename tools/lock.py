"""Write requirements.lock and requirements-dev.lock: exact versions of what a fresh environment resolves to.

Run by ``make lock`` with the Python of an empty virtual environment that has torch already.
"""

from __future__ import annotations

import subprocess
import sys
import tomllib
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent


def freeze() -> list[str]:
    out = subprocess.run([sys.executable, "-m", "pip", "freeze", "--all"], check=True, capture_output=True, text=True).stdout
    lines = [line.split(" @ ")[0] if " @ file" not in line else local(line) for line in out.splitlines()]
    return sorted({line.split("+")[0] for line in lines if not line.startswith(("pip==", "-e "))}, key=str.lower)


def local(line: str) -> str:
    """``torch @ file:///…/torch-2.13.0+cpu-….whl`` to ``torch==2.13.0``."""
    name = line.split(" @ ")[0]
    return f"{name}=={line.rsplit('/', 1)[1].split('-')[1]}"


def install(requirements: list[str]) -> None:
    subprocess.run([sys.executable, "-m", "pip", "install", "--quiet", *requirements], check=True)


def main() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    install([*project["dependencies"], "setuptools>=77"])
    run = freeze()
    (ROOT / "requirements.lock").write_text("\n".join(["# made by `make lock`", *run, ""]), "utf-8")
    install([d for group in project["optional-dependencies"].values() for d in group])
    dev = [line for line in freeze() if line not in run]
    (ROOT / "requirements-dev.lock").write_text("\n".join(["# made by `make lock`", *dev, ""]), "utf-8")


if __name__ == "__main__":
    main()
