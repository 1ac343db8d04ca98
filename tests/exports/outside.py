"""Fetches the programs of others that read our exports, once for each Python environment.

Those from PyPI that install by themselves are in the ``test`` extra. Here are the others: FollowTheMoney, which asks for
PyICU, a package without wheels (``pyicu-wheels``, in the extra, is the same module built), and the packages from npm.
"""

import hashlib
import importlib.util
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest

HERE = Path(__file__).parent / "consumers"
FOLLOWTHEMONEY = ("followthemoney==4.11.2", "normality==3.1.0", "rigour==2.6.1")


def fetched(name, version, *command, files=()):
    """A folder that a command fills: kept beside the environment, made anew when the version changes."""
    digest = hashlib.sha256(version.encode()).hexdigest()[:12]
    folder = Path(sys.prefix) / "share" / "onrecord-consumers" / f"{name}-{digest}"
    if folder.is_dir():
        return folder
    folder.parent.mkdir(parents=True, exist_ok=True)
    draft = Path(tempfile.mkdtemp(prefix=f"{name}-", dir=folder.parent))
    try:
        for file in files:
            shutil.copy(file, draft)
        done = subprocess.run(command, cwd=draft, capture_output=True, text=True, timeout=300, check=False)
        if done.returncode:
            last = (done.stderr.strip() or "no reason given").splitlines()[-1]
            pytest.skip(f"{command[0]} could not fetch {name}: {last}")
        try:
            draft.rename(folder)
        except OSError:
            assert folder.is_dir(), "another test process was first"
    finally:
        shutil.rmtree(draft, ignore_errors=True)
    return folder


def npm_packages():
    """The folder of packages that ``consumers/package.json`` names, at the versions of its lock."""
    npm = shutil.which("npm")
    if npm is None or shutil.which("node") is None:
        pytest.skip("there is no npm on this machine")
    files = (HERE / "package.json", HERE / "package-lock.json")
    quiet = ("--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error")
    versions = "".join(f.read_text(encoding="utf-8") for f in files)
    return fetched("npm", versions, npm, "ci", *quiet, files=files) / "node_modules"


def run_node(script, data):
    """Standard output of a script of ``consumers/`` that reads an export from standard input."""
    packages = npm_packages()
    shutil.copy(HERE / script, packages.parent)  # a module is looked up from where the script lies
    command = [shutil.which("node"), str(packages.parent / script)]
    return subprocess.run(command, input=data, capture_output=True, timeout=120, check=True).stdout


def run_followthemoney(script, *arguments):
    """Standard output of a script of ``consumers/`` that imports followthemoney."""
    environment = dict(os.environ)
    if importlib.util.find_spec("followthemoney") is None:
        pip = (sys.executable, "-m", "pip", "install", "-q", "--no-deps", "--only-binary=:all:", "--target", ".")
        folder = fetched("followthemoney", " ".join(FOLLOWTHEMONEY), *pip, *FOLLOWTHEMONEY)
        environment["PYTHONPATH"] = os.pathsep.join(filter(None, [str(folder), environment.get("PYTHONPATH")]))
    command = [sys.executable, str(HERE / script), *map(str, arguments)]
    done = subprocess.run(command, capture_output=True, timeout=120, check=False, env=environment)
    assert done.returncode == 0, done.stderr.decode()[-3000:]
    return done.stdout
