"""The page that is given away."""

import re

from onrecord.model.decisions import Verb
from onrecord.report import write_report
from onrecord.report.marks import mark_text
from onrecord.testing import make_report


def test_a_held_line_is_not_on_the_page(tmp_path, nlp_backend):
    from onrecord.intake import IntakeOptions
    from onrecord.pipeline import Pipeline
    from onrecord.resources import Options, Resources
    from onrecord.runners import add_paths, run_story
    from onrecord.store import open_story

    (tmp_path / "a.txt").write_text("Ada Lund said on Monday that 40 homes burned in Orrby.\n", encoding="utf-8")
    pipeline = Pipeline(grammar=nlp_backend, resources=Resources(options=Options(reader="fast")))
    with open_story(tmp_path / "story", create=True) as story:
        add_paths(story, [str(tmp_path / "a.txt")], IntakeOptions(isolate=False))
        run_story(story, pipeline)
        line = story.lines(kinds=["figure"])[0]
        page = tmp_path / "page.html"
        write_report(story, page)
        assert f'id="{line.id}"' in page.read_text(encoding="utf-8")
        assert "40 homes burned" in re.sub("<[^>]+>", "", page.read_text(encoding="utf-8"))
        target, snapshot = story.target_of(line.id)
        story.decide(Verb.HOLD, [target], who="t", snapshot=snapshot)
        story.relink()
        write_report(story, page)
        assert line.id not in page.read_text(encoding="utf-8")
        assert "██ homes burned" in re.sub("<[^>]+>", "", page.read_text(encoding="utf-8"))
        assert "40" not in re.sub("<style.*?</style>|<[^>]+>", "", page.read_text(encoding="utf-8"), flags=re.DOTALL)


def test_pieces_join_to_the_text_and_know_where_they_begin():
    report = make_report("One 🎉 two.\n\nThree.")
    paragraphs = mark_text(report, [])
    assert ["".join(p.text for p in pieces) for pieces in paragraphs] == ["One 🎉 two.", "Three."]
    for pieces in paragraphs:
        for piece in pieces:
            assert report.text[piece.start : piece.start + len(piece.text)] == piece.text
