"""Numbers of the app: the record's counts, requests by route, and no word of a report."""


def numbers(client):
    answer = client.get("/metrics")
    assert answer.status_code == 200
    assert answer.headers["content-type"].startswith("text/plain")
    rows = (line.rsplit(" ", 1) for line in answer.text.splitlines() if not line.startswith("#"))
    return {name: float(value) for name, value in rows}, answer.text


def test_the_record_is_counted(client):
    found, text = numbers(client)
    assert found["onrecord_reports"] == 2
    assert found["onrecord_unread"] == 0
    assert found['onrecord_lines{kind="quotation"}'] >= 2
    assert found["onrecord_process_resident_memory_bytes"] > 1e6
    assert "Lund" not in text
    assert "bridge" not in text


def test_requests_are_counted_by_route_and_status(client):
    client.get("/")
    client.get("/nothing-here")
    client.get("/nothing-there?q=bridge")
    found, text = numbers(client)
    assert found['onrecord_request_seconds_count{method="GET",route="/",status="200"}'] == 1
    assert found['onrecord_request_seconds_count{method="GET",route="none",status="404"}'] == 2
    assert "nothing" not in text
