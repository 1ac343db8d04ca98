import asyncio
import shutil
from concurrent.futures import ThreadPoolExecutor

import httpx
import pytest

from onrecord.intake import IntakeOptions
from onrecord.pipeline import Pipeline
from onrecord.resources import Options, Resources
from onrecord.runners import add_paths, run_story
from onrecord.store import open_story
from onrecord.web.app import create_app

HOSTILE = (
    "Mayor Ada Lund said the <script>alert('x')</script> bridge “will open <img src=x onerror=alert(1)>” on Tuesday.\n"
    '“We waited 🎉 long enough,” she told reporters. The council counted 17 of those 40 cracks in "><svg onload=alert(2)>.\n'
)
OTHER = (
    "The council counted 19 of the 40 cracks in the bridge, Piet Haan said in May 2024.\n"
    "Governor Piet Haan criticised Ada Lund last week. “She was late,” Haan said.\n"
)


class Client:
    """Speaks to the app as a browser on this machine would."""

    def __init__(self, app, **headers):
        self.app = app
        self.headers = {"host": "127.0.0.1:8765", **headers}

    def __call__(self, method, path, **more):
        async def ask():
            transport = httpx.ASGITransport(app=self.app, raise_app_exceptions=False)
            async with httpx.AsyncClient(transport=transport, base_url="http://127.0.0.1:8765") as client:
                headers = {**self.headers, **more.pop("headers", {})}
                return await client.request(method, path, headers=headers, **more)

        with ThreadPoolExecutor(1) as pool:  # the browser tests leave an event loop running in this thread
            return pool.submit(lambda: asyncio.run(ask())).result()

    def get(self, path, **more):
        return self("GET", path, **more)

    def post(self, path, **more):
        return self("POST", path, **more)


@pytest.fixture(scope="session")
def built(tmp_path_factory, nlp_backend):
    """A story of two hostile reports, built once."""
    folder = tmp_path_factory.mktemp("web")
    (folder / "in").mkdir()
    (folder / "in" / "bridge.txt").write_text(HOSTILE, encoding="utf-8")
    (folder / "in" / "other.txt").write_text(OTHER, encoding="utf-8")
    pipeline = Pipeline(grammar=nlp_backend, resources=Resources(options=Options(reader="fast")))
    with open_story(folder / "story", create=True) as opened:
        add_paths(opened, [str(folder / "in")], IntakeOptions(isolate=False))
        run_story(opened, pipeline)
    return folder / "story"


@pytest.fixture
def story(built, tmp_path):
    with open_story(shutil.copytree(built, tmp_path / "story")) as opened:
        yield opened


@pytest.fixture
def client(story):
    return Client(create_app(story, who="pat"))
