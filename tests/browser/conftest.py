"""Starts the app on a free port and Debian's chromium, which is installed where it is missing and we may."""

import os
import shutil
import socket
import subprocess
import threading
import time

import pytest

from onrecord.intake import IntakeOptions
from onrecord.pipeline import Pipeline
from onrecord.resources import Options, Resources
from onrecord.runners import add_paths, run_story
from onrecord.store import open_story
from onrecord.web.app import create_app

ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]

REPORTS = {
    "bridge.txt": (
        "Bridge will reopen\n\n"
        "Mayor Ada Lund said the bridge will open on Tuesday. “We waited 🎉 long enough,” she told reporters.\n"
        "Engineer Piet Haan told the council that 17 of those 40 cracks were new. The council counted 40 cracks.\n"
        "Lund said that Haan told the families he would “leave no crack open” before the winter.\n"
    ),
    "doubts.txt": (
        "Doubts about the bridge\n\n"
        "The council counted 44 cracks in the bridge, Ada Lund said in May 2024.\n"
        "Governor Rosa Diaz criticised Lund last week. “She was late,” Diaz said. “She was very late.”\n"
        "Diaz plans to visit the bridge on Friday. She denied that the state had cut the money.\n"
        "The builders’ union threatened a strike. Its chairman, Otto Berg, said 300 workers had not been paid.\n"
        "“We will stop work on Monday,” Berg told reporters. The ministry promised to pay 2 million euros.\n"
        "Haan accused the ministry of delays. He said the cracks had grown by 3 percent since March.\n"
        "Police arrested two men who had attacked a guard. The men denied the attack, their lawyer said.\n"
    ),
}


def find_chromium():
    found = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if found is None and hasattr(os, "geteuid") and os.geteuid() == 0 and shutil.which("apt-get"):
        subprocess.run(["apt-get", "update", "-qq"], capture_output=True, check=False)
        subprocess.run(["apt-get", "install", "-y", "-qq", "chromium"], capture_output=True, check=False)
        found = shutil.which("chromium")
    return found


@pytest.fixture(scope="session")
def built(tmp_path_factory, nlp_backend):
    folder = tmp_path_factory.mktemp("browser")
    (folder / "in").mkdir()
    for name, text in REPORTS.items():
        (folder / "in" / name).write_text(text, encoding="utf-8")
    pipeline = Pipeline(grammar=nlp_backend, resources=Resources(options=Options(reader="fast")))
    with open_story(folder / "story", create=True) as story:
        add_paths(story, [str(folder / "in")], IntakeOptions(isolate=False))
        run_story(story, pipeline)
    return folder / "story"


@pytest.fixture(scope="module")
def chromium():
    """A browser for one module: its driver keeps an event loop running in this thread while it lives."""
    playwright = pytest.importorskip("playwright.sync_api")
    path = find_chromium()
    if path is None:
        pytest.skip("no chromium on this machine, and it cannot be installed here")
    with playwright.sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=path, args=ARGUMENTS)
        yield browser
        browser.close()


def serve(story):
    """Serve a story on a free port; gives (address, story), and stops when it is done."""
    import uvicorn

    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    config = uvicorn.Config(create_app(story, who="pat"), host="127.0.0.1", port=port, log_level="error")
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    while not server.started:
        time.sleep(0.02)
    yield f"http://127.0.0.1:{port}", story
    server.should_exit = True
    server.force_exit = True
    thread.join(timeout=10)
    story.close()


@pytest.fixture
def app(built, tmp_path):
    """Serve a copy of the story; gives (address, story)."""
    yield from serve(open_story(shutil.copytree(built, tmp_path / "story")))


@pytest.fixture
def tab(chromium):
    """A page that fails the test when it asks anything of another host, or throws."""
    context = chromium.new_context(viewport={"width": 1280, "height": 900})
    page = context.new_page()
    page.set_default_timeout(20_000)
    wrong = []
    page.on("pageerror", lambda error: wrong.append(str(error)))
    page.on(
        "request", lambda r: None if r.url.startswith(("http://127.0.0.1", "file:", "data:")) else wrong.append(r.url)
    )
    page.on("dialog", lambda dialog: (wrong.append(dialog.message), dialog.dismiss()))
    yield page
    context.close()
    assert not wrong
