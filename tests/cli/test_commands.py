"""Every command as a person types it: data on standard output, the rest on standard error, the exit codes."""

import json
import shutil
from pathlib import Path

import jsonschema
import pytest

from onrecord.intake import IntakeOptions
from onrecord.model.schemas import reading_schema
from onrecord.pipeline import Pipeline
from onrecord.report import write_report
from onrecord.resources import Resources
from onrecord.runners import add_paths, run_story
from onrecord.store import open_story

EXAMPLE = Path(__file__).parents[2] / "examples" / "paintings"


@pytest.fixture(scope="module")
def built(tmp_path_factory, nlp_backend):
    """The example story, built once."""
    folder = tmp_path_factory.mktemp("built") / "story"
    pipeline = Pipeline(grammar=nlp_backend, resources=Resources())
    with open_story(folder, create=True) as story:
        outcome = add_paths(story, [str(EXAMPLE)], IntakeOptions(isolate=False))
        assert outcome.new == 6
        run_story(story, pipeline)
        write_report(story, folder / "report.html")
    return folder


@pytest.fixture
def story(built, tmp_path):
    return Path(shutil.copytree(built, tmp_path / "story"))


def rows(out):
    return [json.loads(line) for line in out.splitlines()]


def test_build_makes_a_record_and_says_where_the_report_is(tmp_path, run):
    code, out, _ = run("build", EXAMPLE / "review-return.txt", "-o", tmp_path / "made")
    assert code == 0
    assert f"report: {tmp_path / 'made' / 'report.html'}" in out
    assert (tmp_path / "made" / "report.html").is_file()


def test_the_story_at_a_glance(story, run):
    code, out, _ = run("show", story)
    assert code == 0
    assert out.startswith("6 reports, ")
    assert "? 2 reports have no date" in out


def test_the_page_holds_the_record_and_loads_nothing(story):
    page = (story / "report.html").read_text(encoding="utf-8")
    assert "kept a promise that his father could not keep" in page
    for needle in ("http://", "https://", "src=", "@import", "url("):
        assert needle not in page.replace("https://ledger.example", ""), needle


@pytest.mark.parametrize(
    "what", ["reports", "entities", "quotations", "times", "events", "figures", "verdicts", "links"]
)
def test_show_gives_every_kind_as_table_and_as_json(story, run, what):
    assert run("show", story, what)[0] == 0
    code, out, _ = run("show", story, what, "--json")
    assert code == 0
    assert rows(out)


def test_show_figures_by_owner(story, run):
    _, out, _ = run("show", story, "figures", "--by", "Government of Portugal", "--json")
    assert {"640", "23"} <= {r["quote"] for r in rows(out)}
    assert all(any("Portugal" in v for v in r["said_by"]) for r in rows(out))


def test_quotes_relayed(story, run):
    _, out, _ = run("quotes", story, "Carvalho", "--relayed", "--json")
    assert any("leave nothing in the dark" in r["quote"] for r in rows(out))


def test_timeline_by_status(story, run):
    _, out, _ = run("timeline", story, "--status", "planned", "--json")
    assert rows(out)
    assert {r["status"] for r in rows(out)} == {"planned"}


def test_search_and_why(story, run):
    code, out, _ = run("search", story, "depot crates", "--json")
    assert code == 0
    _, out, _ = run("show", story, "figures", "--json")
    line = rows(out)[0]
    code, out, _ = run("why", story, line["id"][:8], "--json")
    told = json.loads(out)
    assert told["sentence"] == line["sentence"]
    assert len(told["sha256"]) == 64
    assert "stage figures" in told["made by"]


def test_decide_log_undo_check(story, run):
    _, out, _ = run("quotes", story, "--json")
    line = rows(out)[0]["id"]
    assert run("decide", story, line, "reject", "--reason", "a headline", "--who", "pat")[0] == 0
    _, out, _ = run("log", story, "--json")
    assert rows(out)[0]["decision"]["reason"] == "a headline"
    assert "pat" in run("log", story)[1]
    assert out
    assert run("undo", story)[0] == 0
    assert len(rows(run("log", story, "--json")[1])) == 2
    code, out, _ = run("check", story)
    assert "0 broken" in out
    assert code in {0, 1}


def test_dating_a_report(story, run):
    _, out, _ = run("show", story, "reports", "--json")
    report = next(r for r in rows(out) if r["path"].endswith("courier-summit.txt"))
    assert report["published"]["value"] is None
    assert run("decide", story, report["id"], "date", "2024-05-08", "--reason", "from the archive")[0] == 0
    _, out, _ = run("show", story, "times", "--report", report["id"], "--json")
    tuesday = next(r for r in rows(out) if "Tuesday" in r["quote"])
    assert tuesday["item"]["edtf"] == "2024-05-07"
    assert "from the archive" in run("log", story, "--json")[1]


def test_merge_and_split_by_words(story, run):
    _, out, _ = run("show", story, "entities", "--json")
    people = {r["item"]["name"]: r["id"] for r in rows(out)}
    one, two = people["Otto Falk"], people["Emil Rosner"]
    assert run("decide", story, one, "different", two)[0] == 0
    _, out, _ = run("show", story, "links", "--json")
    link = next(r for r in rows(out) if r["by"] == "person")
    assert link["judgement"] == "different"


@pytest.mark.parametrize(
    ("words", "part"),
    [
        (("decide", "STORY", "Qzzz", "confirm"), "no line 'Qzzz'"),
        (("decide", "STORY", "LINE", "approve"), "nothing is decided with 'approve'"),
        (("decide", "STORY", "LINE", "correct"), "needs 1 value"),
        (("decide", "STORY", "LINE", "correct", "speaker"), "FIELD=VALUE"),
        (("decide", "STORY", "LINE", "date", "2019-03-01"), "only a report can be dated"),
        (("decide", "STORY", "REPORT", "date", "yesterday"), "is no date"),
        (("decide", "STORY", "REPORT", "confirm"), "use 'date'"),
        (("show", "STORY", "stuff"), "nothing is called 'stuff'"),
        (("search", "STORY", "***"), "no word"),
        (("export", "STORY", "word"), "there is no export 'word'"),
        (("run", "STORY", "--reader", "psychic"), "there is no reader"),
        (("add", "STORY", "--published", "soon", "x.txt"), "is no date"),
    ],
)
def test_wrong_words_are_code_2_and_say_what_to_do(story, run, words, part):
    line = rows(run("quotes", story, "--json")[1])[0]
    values = {"STORY": story, "LINE": line["id"], "REPORT": line["report"]}
    code, _, err = run(*(values.get(w, w) for w in words))
    assert code == 2
    assert part in err
    assert "Traceback" not in err


def test_no_story_is_code_6(run, tmp_path):
    code, _, err = run("show", tmp_path / "nowhere")
    assert code == 6
    assert "onrecord init" in err


def test_a_missing_model_is_code_3_and_says_what_to_install(run, tmp_path):
    code, _, err = run("read", EXAMPLE, "--model", "no_such_model", "--json")
    assert code == 3
    assert "pip" in err


def test_exports(story, run, tmp_path):
    code, out, _ = run("export", story, "jsonl")
    assert code == 0
    kinds = [r["kind"] for r in rows(out)]
    assert kinds == sorted(kinds, key=kinds.index)
    assert {
        "report",
        "residue",
        "entity",
        "office",
        "quotation",
        "timex",
        "event",
        "figure",
        "verdict",
        "timeline",
    } <= set(kinds)
    for row in rows(out):
        if row["kind"] in {"quotation", "event", "figure"}:
            assert {"report", "sentence", "span", "review", "said_by"} <= set(row)
    assert run("export", story, "csv", "-o", tmp_path / "x.csv")[0] == 0
    assert (tmp_path / "x.csv").read_text(encoding="utf-8").startswith("kind,id,report,")
    assert run("export", story, "jsonl")[1] == out


def test_read_keeps_the_contract_and_gives_the_same_bytes_twice(run, tmp_path):
    texts = [
        json.dumps({"id": f"n{i}", "text": p.read_text(encoding="utf-8")})
        for i, p in enumerate(sorted(EXAMPLE.glob("*.txt")))
    ]
    (tmp_path / "x.jsonl").write_text("\n".join(texts) + "\n", encoding="utf-8")
    code, out, _ = run("read", tmp_path / "x.jsonl", "--json")
    assert code == 0
    readings = rows(out)
    assert [r["report"]["id"] for r in readings] == [f"n{i}" for i in range(len(texts))]
    for reading in readings:
        jsonschema.validate(reading, reading_schema())
    assert run("read", tmp_path / "x.jsonl", "--json")[1] == out


def test_doctor(run):
    code, out, _ = run("doctor", "--json")
    assert code == 0, out
    assert all(f["ok"] for f in json.loads(out))


def test_version_and_help(run):
    assert run("--version")[1].startswith("onrecord ")
    assert run("--help")[0] == 0


def test_compare_two_reports(story, run):
    code, out, _ = run("compare", story, "ledger-agency.txt", "courier-agency.txt", "--json")
    assert code == 0
    found = json.loads(out)
    assert found["copies"]
    assert any(v["verdict"] == "agree" for v in found["verdicts"])
    assert run("compare", story, "ledger-agency.txt", "review-return.txt")[0] == 0
    assert run("compare", story, "ledger-agency.txt", "nowhere.txt")[0] == 2


def test_diff_tells_what_is_new(story, run):
    code, out, _ = run("diff", story, "--since", "2024-01-01", "--published", "--json")
    assert code == 0
    assert any(c["kind"] == "new" for c in json.loads(out)["changes"])
    assert run("diff", story, "--since", "2024-01-01")[0] == 0
    assert run("diff", story, "--since", "soon")[0] == 2


def test_a_run_leaves_an_imported_record_as_it_came_and_says_so(built, run, tmp_path):
    exported, again = tmp_path / "a.jsonl", tmp_path / "again"
    assert run("export", built, "jsonl", "-o", exported)[0] == 0
    assert run("import", exported, again)[0] == 0
    code, _, err = run("run", again)
    assert code == 0
    assert "6 imported reports stay as they came" in err
    assert run("export", again, "jsonl")[1] == exported.read_text(encoding="utf-8")
    code, _, err = run("run", again, "--reread")
    assert code == 0
    assert "imported" not in err
