"""The app: every screen, every act, and who may ask."""

import pytest

from onrecord.model.decisions import Review
from onrecord.store import people
from onrecord.web.app import create_app
from onrecord.web.security import LARGEST

SCREENS = ["/", "/reports", "/review", "/compare", "/people", "/log", "/lines", "/search?q=bridge", "/search"]


def first(story, kind):
    return story.lines(kinds=[kind])[0]


@pytest.mark.parametrize("path", SCREENS)
def test_every_screen_answers_and_nothing_of_a_report_runs(client, path):
    answer = client.get(path)
    assert answer.status_code == 200
    assert "<script>alert" not in answer.text
    assert "<img src=x" not in answer.text
    assert "<svg onload" not in answer.text
    assert "script-src 'self'" in answer.headers["content-security-policy"]
    assert answer.headers["x-content-type-options"] == "nosniff"


def test_reader_alone_and_beside(client, story):
    ids = [r.id for r, _ in story.reports()]
    one = client.get(f"/r/{ids[0]}")
    assert one.status_code == 200
    both = client.get(f"/r/{ids[0]}?beside={ids[1]}")
    assert both.text.count("data-report=") == 2


def test_every_person_has_a_page(client, story):
    for line in story.lines(kinds=["entity"]):
        assert client.get(f"/people/{line.id}").status_code == 200


def test_decide_undo_and_the_log(client, story):
    line = first(story, "quotation")
    answer = client.post("/decide", data={"line": line.id, "verb": "reject", "reason": "no", "back": "/review"})
    assert answer.status_code == 303
    assert story.line(line.id).review is Review.REJECTED
    assert client.get("/log").text.count("reject") >= 1
    assert client.post("/undo", data={}).status_code == 303
    assert story.line(line.id).review is Review.MACHINE
    assert story.decisions()[0].who == "pat"


def test_reviewing_with_a_script_gives_the_next_item(client, story):
    item = client.get("/api/review?limit=1").json()[0]
    line = (item["line"] or {}).get("id")
    if line is None:
        answer = client.post(
            "/decide",
            data={"line": item["report"], "verb": "date", "value": "2024-01-02"},
            headers={"hx-request": "true"},
        )
    else:
        answer = client.post("/decide", data={"line": line, "verb": "confirm"}, headers={"hx-request": "true"})
    assert answer.status_code == 200
    assert "<html" not in answer.text
    assert f'data-review="{line or item["report"]}"' not in answer.text


def test_date_a_report_and_its_times_follow(client, story):
    report = next(r for r, _ in story.reports() if r.path.endswith("bridge.txt"))
    assert client.post("/decide", data={"line": report.id, "verb": "date", "value": "2024-02-21"}).status_code == 303
    tuesday = next(li for li in story.lines(kinds=["timex"]) if "Tuesday" in li.quote)
    assert tuesday.item["edtf"] == "2024-02-27"  # it will open


def test_add_a_line_from_a_selection_after_an_emoji(client, story):
    report = next(r for r, _ in story.reports() if r.path.endswith("bridge.txt"))
    start = report.text.index("long enough")
    data = {"report": report.id, "start": start, "end": start + 11, "kind": "quotation", "speaker": "Ada Lund"}
    assert client.post("/add", data=data).status_code == 303
    assert any(
        li.quote == "long enough" or ("long enough" in li.quote and li.review == "confirmed") for li in story.lines()
    )
    assert client.post("/add", data={**data, "end": 10_000_000}).status_code == 422
    assert client.post("/add", data={**data, "end": start}).status_code == 422


def test_whom_a_person_may_be_the_same_as_can_be_looked_for(client, story):
    with story.reading() as connection:
        rows = people.people_page(connection, limit=400)
    one, wanted = rows[0], rows[-1]
    page = client.get(f"/people/{one.cluster}", params={"other": wanted.name}).text
    choice = page.split('<select name="value">')[1].split("</select>")[0]
    assert choice.index(f'value="{wanted.cluster}"') == choice.index("value=")  # the likeliest stands first
    assert f'value="{one.cluster}"' not in choice


def test_merge_and_split_people(client, story):
    named = {li.item["name"]: li.id for li in story.lines(kinds=["entity"])}
    one = next(i for n, i in named.items() if "Lund" in n)
    two = next(i for n, i in named.items() if "Haan" in n)
    before = story.links().cluster_of
    client.post("/api/decisions", json={"line": one, "verb": "merge", "value": [two]})
    assert story.links().cluster_of[one] == story.links().cluster_of[two]
    client.post("/api/undo", json={})
    assert story.links().cluster_of == before


@pytest.mark.parametrize(
    ("path", "body", "status"),
    [
        ("/api/decisions", {"line": "Qnothing", "verb": "confirm"}, 404),
        ("/api/decisions", {"line": "Q", "verb": "confirm"}, 409),
        ("/api/decisions", {"line": "LINE", "verb": "undo"}, 422),
        ("/api/decisions", {"line": "LINE", "verb": "correct"}, 422),
        ("/api/decisions", {"line": "LINE", "verb": "date", "value": "2019-01-01"}, 422),
        ("/api/decisions", {"verb": "confirm"}, 422),
        ("/api/undo", {"decision": "Dnone"}, 404),
        ("/api/undo", {}, 404),
        ("/api/lines", {"report": "r-none", "start": 0, "end": 4}, 404),
    ],
)
def test_wrong_requests_are_told_why(client, story, path, body, status):
    body = {k: first(story, "quotation").id if v == "LINE" else v for k, v in body.items()}
    answer = client.post(path, json=body)
    assert answer.status_code == status
    assert answer.json()["error"]


def test_other_hosts_other_origins_and_large_bodies_are_refused(client, story):
    assert client.get("/", headers={"host": "evil.example"}).status_code == 421
    line = first(story, "quotation").id
    for headers in ({"origin": "http://evil.example"}, {"sec-fetch-site": "cross-site"}, {"origin": "null"}):
        assert client.post("/decide", data={"line": line, "verb": "reject"}, headers=headers).status_code == 403
    same = {"origin": "http://127.0.0.1:8765"}
    assert client.post("/decide", data={"line": line, "verb": "confirm"}, headers=same).status_code == 303
    assert client.post("/decide", content=b"x" * (LARGEST + 1)).status_code == 413
    assert len(story.decisions()) == 1


def test_a_redirect_stays_here(client, story):
    line = first(story, "quotation").id
    for back in ("//evil.example", "https://evil.example", "/\\evil.example"):
        answer = client.post("/decide", data={"line": line, "verb": "confirm", "back": back})
        assert answer.headers["location"] == "/"


def test_a_token_is_asked_where_there_is_one(story, client_of):
    guarded = client_of(create_app(story, token="s3cret"))
    assert guarded.get("/").status_code == 401
    opened = guarded.get("/?token=s3cret")
    assert opened.status_code == 200
    assert "HttpOnly" in opened.headers["set-cookie"]
    assert guarded.get("/", headers={"cookie": "onrecord-token=s3cret"}).status_code == 200
    assert guarded.get("/api/story", headers={"authorization": "Bearer s3cret"}).status_code == 200
    assert guarded.get("/", headers={"authorization": "Bearer wrong"}).status_code == 401


def test_no_path_reaches_the_file_system(client):
    for path in ("/r/..%2f..%2fetc%2fpasswd", "/static/..%2f..%2fapp.py", "/people/%2e%2e", "/shared/../page.py"):
        assert client.get(path).status_code in {404, 409, 422}


def test_search_takes_any_characters(client):
    for words in ('"', "*", "a OR b NEAR(", "\x00", "bridge)", "'; DROP TABLE line; --"):
        assert client.get("/search", params={"q": words}).status_code in {200, 422}


def test_the_live_line_tells_the_state(client):
    assert '"running": false' in client.get("/events?once=1").text


def test_api_pages(client, story):
    assert client.get("/api/lines?kind=figure").json()
    assert client.get("/api/lines?kind=nonsense").status_code == 422
    line = first(story, "figure")
    assert client.get(f"/api/lines/{line.id[:9]}").json()["line"]["id"] == line.id
    assert client.get("/api/timeline?dated=false").status_code == 200
    assert client.get("/api/verdicts").status_code == 200
    report = story.reports()[0][0]
    assert client.get(f"/api/reports/{report.id}").json()["text"] == report.text
    assert "/api/decisions" in client.get("/openapi.json").json()["paths"]
