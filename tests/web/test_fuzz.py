"""Asks the API everything its own description allows, and shows hostile words on every screen: no 500, nothing runs."""

import shutil
from concurrent.futures import ThreadPoolExecutor

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from onrecord.store import open_story
from onrecord.web.app import create_app

HOST = {"host": "127.0.0.1:8765"}
HERE = "http://127.0.0.1:8765"


def ask_everything(folder, examples):
    """Call every operation of the API with generated values; return the answers that broke its own rules."""
    schemathesis = pytest.importorskip("schemathesis")
    with open_story(folder) as story:
        app = create_app(story, who="fuzz")
        ids = [li.id for li in story.lines()][:40] + [r.id for r, _ in story.reports()]
        schema = schemathesis.openapi.from_asgi("/openapi.json", app, headers=HOST)
        broken = []
        for result in schema.get_all_operations():
            operation = result.ok()
            if operation.path == "/api/run" and operation.method.upper() == "POST":
                continue  # loads the models: its own test
            broken += _ask(operation, examples, ids)
        return broken


def _ask(operation, examples, ids):
    broken = []

    @settings(
        max_examples=examples,
        deadline=None,
        database=None,
        derandomize=True,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(case=operation.as_strategy(), known=st.sampled_from(ids), real=st.booleans())
    def run(case, known, real):
        if real:  # half of the cases are about a line that is there
            for names in (case.path_parameters, case.body if isinstance(case.body, dict) else None):
                for name in ("line", "report"):
                    if names and name in names:
                        names[name] = known
        answer = case.call(base_url=HERE, headers=HOST)
        if answer.status_code >= 500 or answer.status_code not in {200, 201, 202, 400, 404, 405, 409, 413, 422}:
            broken.append((operation.label, answer.status_code, answer.text[:300]))
        if answer.status_code < 300:
            assert "json" in answer.headers["content-type"][0]
        elif answer.status_code in {404, 409, 422}:
            assert answer.json()["error"]

    run()
    return broken


def test_the_api_keeps_its_own_description(built, tmp_path):
    folder = shutil.copytree(built, tmp_path / "story")
    with ThreadPoolExecutor(1) as pool:  # the browser tests leave an event loop running in this thread
        assert pool.submit(ask_everything, folder, 6).result() == []


@pytest.mark.slow
def test_the_api_keeps_its_own_description_at_length(built, tmp_path):
    folder = shutil.copytree(built, tmp_path / "story")
    with ThreadPoolExecutor(1) as pool:
        assert pool.submit(ask_everything, folder, 400).result() == []
