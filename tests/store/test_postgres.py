"""A shared story in a real PostgreSQL gives the record that one in a folder gives, and takes several people at once."""

import shutil
import threading
from concurrent.futures import ThreadPoolExecutor

import pytest

from onrecord.errors import InputError, StoreError, UnknownLine
from onrecord.model.decisions import Verb
from onrecord.runners import add_paths, run_story
from onrecord.store import open_story
from onrecord.store.checking import check_story
from onrecord.store.copying import copy_story
from onrecord.store.roles import Access, audit, grant

from .conftest import OPTIONS, ticking
from .test_story import decide, export, quotation

psycopg = pytest.importorskip("psycopg")


@pytest.fixture
def shared(tmp_path, address, files, pipeline):
    with open_story(tmp_path / "shared", create=True, store=address, clock=ticking()) as opened:
        add_paths(opened, [str(files)], OPTIONS)
        run_story(opened, pipeline)
        yield opened


def account(address, name):
    """Make an account and return the address it uses."""
    with psycopg.connect(address.split("?")[0], autocommit=True) as connection:
        connection.execute(f"DROP ROLE IF EXISTS {name}")
        connection.execute(f"CREATE ROLE {name} LOGIN")
    return address.replace("keeper@", f"{name}@")


def test_it_gives_the_record_that_a_folder_gives(story, shared):
    assert export(shared) == export(story)
    assert check_story(shared).broken == 0


def test_decisions_undo_and_rereading_are_as_in_a_folder(story, shared, pipeline):
    for opened in (story, shared):
        line = quotation(opened, "rebuild")
        made = decide(opened, line.id, Verb.REJECT, reason="not said")
        decide(opened, opened.reports()[0][0].id, Verb.DATE, value="2024-05-02")
        opened.undo(made.id, who="tester")
        run_story(opened, pipeline)
        opened.relink()

    def without_ids(data):
        rows = [row for row in data.splitlines() if b'"kind":"decision"' not in row]
        return [row for row in rows if b'"decision":"' not in row]

    assert without_ids(export(shared)) == without_ids(export(story))


@pytest.mark.parametrize("query", ["flood", '"destroyed homes"', "Orrby council", "HOMES", "rebuild every", "zebra"])
def test_a_search_finds_the_same_sentences(story, shared, query):
    def found(opened):
        return sorted((h.report, h.start, h.end, h.marked.replace("\ue001 \ue000", " ")) for h in opened.search(query))

    assert found(shared) == found(story)


@pytest.mark.parametrize("query", ["'; DROP TABLE report; --", "a' & 'b", "<-> !", "\\' | x:*", "('"])
def test_no_character_of_a_search_has_a_meaning(shared, query):
    try:
        assert isinstance(shared.search(query), list)
    except InputError as error:
        assert "no word" in str(error)  # noqa: PT017
    assert shared.count_reports() == 2


def test_two_people_deciding_at_once_lose_nothing(shared, tmp_path, address):
    lines = [li.id for li in shared.lines(kinds=["quotation", "event", "figure"])]
    shutil.copytree(tmp_path / "shared", tmp_path / "colleague")

    def work(folder, who, verb):
        with open_story(folder) as opened:
            for line in lines:
                target, snapshot = opened.target_of(line)
                opened.decide(verb, [target], who=who, snapshot=snapshot)

    with ThreadPoolExecutor(2) as pool:
        jobs = [
            pool.submit(work, tmp_path / "shared", "Ada", Verb.CONFIRM),
            pool.submit(work, tmp_path / "colleague", "Piet", Verb.UNSURE),
        ]
        for job in jobs:
            job.result()
    made = shared.decisions()
    assert len(made) == 2 * len(lines)
    assert {d.who for d in made} == {"Ada", "Piet"}
    assert shared.serial() > len(made)


def test_a_reader_is_told_of_a_change_at_once(shared, tmp_path):
    shutil.copytree(tmp_path / "shared", tmp_path / "colleague")
    before = shared.wait(0.01)
    told = threading.Event()

    def wait():
        shared.wait(10)
        told.set()

    waiting = threading.Thread(target=wait)
    waiting.start()
    with open_story(tmp_path / "colleague") as other:
        while not told.is_set():  # the listener may not have connected at the first change
            decide(other, quotation(other, "rebuild").id, Verb.CONFIRM)
            told.wait(0.3)
    waiting.join()
    assert shared.serial() > before


def test_who_may_read_reads_and_changes_nothing(shared, tmp_path, address):
    where = account(address, "reader_only")
    grant(shared, "reader_only", Access.READ)
    with open_story(tmp_path / "read", create=True, store=where) as opened:
        assert export(opened) == export(shared)
        target, _ = opened.target_of(quotation(opened, "rebuild").id)
        with pytest.raises(StoreError, match="your account may not do that"):
            opened.decide(Verb.CONFIRM, [target], who="reader")
    assert shared.decisions() == []


def test_who_may_decide_decides_and_adds_no_report(shared, tmp_path, address, files):
    where = account(address, "decider")
    grant(shared, "decider", Access.DECIDE)
    with open_story(tmp_path / "decide", create=True, store=where) as opened:
        decide(opened, quotation(opened, "rebuild").id, Verb.CONFIRM)
        decide(opened, opened.reports()[0][0].id, Verb.DATE, value="2024-05-02")
        (files / "third.txt").write_text("Mayor Ada Lund said the dam held.\n", encoding="utf-8")
        with pytest.raises(StoreError, match="may not"):
            add_paths(opened, [str(files / "third.txt")], OPTIONS)
    assert [row.account for row in audit(shared)] == ["decider", "decider"]
    grant(shared, "decider", Access.READ)
    with open_story(tmp_path / "decide") as opened:
        target, _ = opened.target_of(quotation(opened, "rebuild").id)
        with pytest.raises(StoreError, match="may not"):
            opened.decide(Verb.REJECT, [target], who="decider")


def test_who_may_administer_adds_reads_and_grants(shared, tmp_path, address, files, pipeline):
    where = account(address, "chief")
    grant(shared, "chief", Access.ADMINISTER)
    (files / "third.txt").write_text("Mayor Ada Lund said the dam held.\n", encoding="utf-8")
    with open_story(tmp_path / "chief", create=True, store=where) as opened:
        assert add_paths(opened, [str(files / "third.txt")], OPTIONS).new == 1
        run_story(opened, pipeline)
        account(address, "intern")
        grant(opened, "intern", Access.READ)
    assert shared.count_reports() == 3
    assert [hit.marked for hit in shared.search("dam")]


def test_nobody_changes_a_decision(shared, address):
    decide(shared, quotation(shared, "rebuild").id, Verb.CONFIRM)
    schema = address.split("schema=")[1]
    with psycopg.connect(address.split("?")[0], autocommit=True) as connection:
        for words in ("UPDATE {}.decision SET document = ''", "DELETE FROM {}.decision", "TRUNCATE {}.audit"):
            with pytest.raises(psycopg.errors.RaiseException, match="never changed"):
                connection.execute(words.format(schema))


def test_an_account_that_is_not_there_is_named(shared):
    with pytest.raises(InputError, match="no account 'nobody_here'"):
        grant(shared, "nobody_here", Access.READ)


def test_a_story_moves_there_and_back_without_loss(story, tmp_path, address):
    decide(story, quotation(story, "rebuild").id, Verb.HOLD)
    decide(story, story.reports()[0][0].id, Verb.DATE, value="2024-05-02")
    before = export(story)
    with open_story(tmp_path / "there", create=True, store=address) as there:
        copy_story(story, there)
        assert export(there) == before
        decide(there, quotation(there, "She was late").id, Verb.CONFIRM)
        with open_story(tmp_path / "back", create=True) as back:
            copy_story(there, back)
            assert export(back) == export(there)
            assert len((tmp_path / "back" / "decisions.jsonl").read_bytes().splitlines()) == 3
            assert [h.marked for h in back.search("flood")] == [h.marked for h in story.search("flood")]


def test_a_story_is_only_copied_into_an_empty_one(story, shared):
    with pytest.raises(StoreError, match="only be copied into an empty one"):
        copy_story(story, shared)


def test_the_folder_says_where_the_story_is_and_keeps_no_password(tmp_path, address):
    secret = address.replace("keeper@", "keeper:s3cret@")
    with open_story(tmp_path / "new", create=True, store=secret):
        pass
    assert "s3cret" not in (tmp_path / "new" / "store.json").read_text()
    with open_story(tmp_path / "new") as again:
        assert again.count_reports() == 0


@pytest.mark.parametrize(
    ("address", "said"),
    [
        ("postgresql://127.0.0.1:1/x", "cannot be reached"),
        ("mysql://host/x", "no PostgreSQL database"),
        ("postgresql://host", "no PostgreSQL database"),
        ("postgresql://host/x?schema=a;b", "cannot name a story's schema"),
    ],
)
def test_an_address_that_cannot_be_used_is_said_in_one_sentence(tmp_path, address, said):
    with pytest.raises((InputError, StoreError), match=said):
        open_story(tmp_path / "x", create=True, store=address)


def test_a_line_that_is_not_there_is_unknown_in_both(story, shared):
    for opened in (story, shared):
        with pytest.raises(UnknownLine):
            opened.line("Q000000")
