"""The backend: checked weights, equal results in any company, memory and time in proportion."""

import json
import pickle
import shutil
import time

import pytest

from onrecord.backends.span_reader import load_span_reader
from onrecord.backends.span_reader.reader import WEIGHTS
from onrecord.errors import ResourceDamaged, ResourceMissing
from onrecord.testing import make_report

STORY = (
    "The mayor, Ines Falcão, said on Monday that the bridge would close. “We have no money,” she told "
    "reporters. “None at all.”\n\nEngineers disagree, according to a report seen by the Harbor Gazette.\n\n"
)


@pytest.fixture(scope="module")
def backend():
    return load_span_reader()


def test_the_weights_fit_in_the_package():
    assert sum(p.stat().st_size for p in WEIGHTS.iterdir()) < 30_000_000


def test_results_do_not_hang_on_the_company(backend):
    reports = [make_report(STORY * n + "x" * n) for n in (1, 2, 5)]
    alone = [backend.tag_report(r) for r in reports]
    assert list(backend.tag_reports(reports)) == alone
    assert list(backend.tag_reports(reports[::-1])) == alone[::-1]
    assert load_span_reader().tag_report(reports[1]) == alone[1]


def test_tags_pickle_and_are_frozen(backend):
    tags = backend.tag_report(make_report(STORY))
    assert pickle.loads(pickle.dumps(tags)) == tags
    with pytest.raises(ValueError, match="read-only"):
        tags.start[0] = 7


def test_a_changed_file_is_refused(tmp_path):
    shutil.copytree(WEIGHTS, tmp_path / "w")
    heads = tmp_path / "w" / "heads.json"
    heads.write_text(heads.read_text().replace("0", "1", 1))
    with pytest.raises(ResourceDamaged, match=r"heads\.json"):
        load_span_reader(tmp_path / "w")


def test_missing_weights_say_what_to_do(tmp_path):
    with pytest.raises(ResourceMissing, match="--reader fast"):
        load_span_reader(tmp_path)


def test_version_is_pinned_with_the_files(backend):
    assert backend.version == json.loads((WEIGHTS / "pins.json").read_bytes())["version"]


def test_a_report_of_stretches_reads_like_its_parts(backend):
    report = make_report(STORY * 500)
    tags = backend.tag_report(report)
    starts = set(tags.start[tags.role == 1].tolist())
    said = [i for i in range(len(report.text)) if report.text.startswith("said on Monday", i)]
    found = sum(i in starts for i in said)
    assert found >= 0.99 * len(said)


@pytest.mark.slow
def test_time_is_linear_in_the_length(backend):
    def cost(text):
        begun = time.process_time()
        backend.tag_report(make_report(text))
        return time.process_time() - begun

    marks = "“a” "
    small, large = cost(marks * 1250), cost(marks * 10_000)
    assert large < 8 * small * 1.5
    small, large = cost(STORY * 300), cost(STORY * 3000)
    assert large < 10 * small * 1.5
