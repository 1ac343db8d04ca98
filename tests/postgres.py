"""Starts a real PostgreSQL server for tests, installing Debian's where it is missing and we may."""

import os
import shutil
import socket
import subprocess
import time
from contextlib import contextmanager
from pathlib import Path


def find_server():
    """Return the folder of initdb and postgres, or None."""
    on_path = shutil.which("initdb")
    if on_path:
        return Path(os.path.realpath(on_path)).parent
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"))
    return found[-1].parent if found else None


def install_server():
    """Return the folder of the server's programs, installed first where that is possible."""
    found = find_server()
    if found is None and os.geteuid() == 0 and shutil.which("apt-get"):
        environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
        for words in (["update", "-qq"], ["install", "-y", "-qq", "--no-install-recommends", "postgresql"]):
            subprocess.run(["apt-get", *words], capture_output=True, check=False, env=environment)
        found = find_server()
    return found


@contextmanager
def running_server(folder):
    """Start a server on a free port of loopback; give the address of its empty database, or None without a server."""
    programs = install_server()
    if programs is None:
        yield None
        return
    data = folder / "data"
    data.mkdir(parents=True)
    as_user = []
    if os.geteuid() == 0:  # the server refuses to run as root
        for path in (folder, data):
            shutil.chown(path, "postgres", "postgres")
        _let_through(folder)
        as_user = ["setpriv", "--reuid=postgres", "--regid=postgres", "--clear-groups"]
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    init = [*as_user, str(programs / "initdb"), "-D", str(data), "-U", "keeper", "-A", "trust", "-E", "UTF8", "-N"]
    subprocess.run([*init, "--locale=C.UTF-8"], check=True, capture_output=True, cwd="/")
    options = f"-c listen_addresses=127.0.0.1 -c port={port} -c unix_socket_directories= -c fsync=off"
    server = subprocess.Popen(
        [*as_user, str(programs / "postgres"), "-D", str(data), *options.split()],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        cwd="/",
    )
    try:
        _wait_for(port)
        yield f"postgresql://keeper@127.0.0.1:{port}/postgres"
    finally:
        server.terminate()
        server.wait(timeout=20)


def _let_through(folder):
    """Let the server's account reach its folder below pytest's private one."""
    for parent in folder.parents:
        if parent.stat().st_mode & 0o001 == 0:
            parent.chmod(parent.stat().st_mode | 0o011)


def _wait_for(port):
    for _ in range(200):
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.1)
    message = "PostgreSQL did not start"
    raise RuntimeError(message)
