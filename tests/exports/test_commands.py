"""Export and import as a person types them."""

import sys

import pytest

from onrecord import cli


@pytest.fixture
def run(monkeypatch, capfd):
    def call(*args):
        monkeypatch.setattr(sys, "argv", ["onrecord", *map(str, args)])
        try:
            cli.main()
            code = 0
        except SystemExit as left:
            code = left.code or 0
        out, err = capfd.readouterr()
        return code, out, err

    return call


def test_export_import_export(kept, run, tmp_path):
    assert run("export", kept.folder, "jsonl", "-o", tmp_path / "a.jsonl")[0] == 0
    code, out, _ = run("import", tmp_path / "a.jsonl", tmp_path / "again", "--json")
    assert (code, out) == (0, '{"decisions":0,"rejections":1,"reports":4}\n')
    assert run("export", tmp_path / "again", "jsonl")[1] == (tmp_path / "a.jsonl").read_text(encoding="utf-8")
    code, _, err = run("import", tmp_path / "a.jsonl", tmp_path / "again")
    assert code == 6
    assert "already" in err


def test_a_bad_name_or_file_is_said(kept, run, tmp_path):
    assert run("export", kept.folder, "xyz")[0] == 2
    assert run("export", kept.folder, "csv", "--since", "yesterday")[0] == 2
    assert run("export", kept.folder, "csv", "--only", "good")[0] == 2
    code, _, err = run("import", tmp_path / "none.jsonl", tmp_path / "new")
    assert code == 2
    assert "cannot read" in err


def test_the_help_names_every_format():
    from onrecord.cli.giving import FORMATS_HELP
    from onrecord.exports import FOLDERS, FORMATS

    assert set(FORMATS_HELP.replace(" or ", ", ").rstrip(".").split(", ")) == {*FORMATS, *FOLDERS}
