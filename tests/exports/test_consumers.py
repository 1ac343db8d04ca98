"""Every format read back by the program or the schema of others: what they understand lost nothing."""

import copy
import io
import json
from pathlib import Path

import pytest

from onrecord.model.decisions import Verb

from .made import decide, make_story
from .outside import HERE, run_followthemoney, run_node
from .test_formats import claims

pytestmark = [
    pytest.mark.filterwarnings(f"ignore::{kind}")
    for kind in ("DeprecationWarning", "PendingDeprecationWarning", "UserWarning", "FutureWarning")
]
CONTEXTS = json.loads((HERE / "contexts.json").read_text(encoding="utf-8"))
DAY = 24 * 60 * 60


@pytest.fixture(scope="module")
def decided(tmp_path_factory):
    with make_story(tmp_path_factory.mktemp("consumers") / "story", reports=3, sentences=6) as story:
        for verb, kind in ((Verb.CONFIRM, "quotation"), (Verb.UNSURE, "event"), (Verb.CORRECT, "figure")):
            decide(story, verb, story.lines(kinds=[kind])[:1])
        decide(story, Verb.REJECT, story.lines(kinds=["event"])[1:2])
        dated = next(report for report, _ in story.reports() if report.published.value)
        target, _ = story.target_of(dated.id)
        story.decide(Verb.DATE, [target], who="ann", value="2023~")
        yield story


def in_words(line, text):
    """Whether a text tells who said a line, how directly, and where it stands."""
    return f"review: {line.review}" in text and line.evidence in text and all(v in text for v in line.said_by)


def load(url, _options):
    """The vocabulary behind a context, without the network."""
    return {"contextUrl": None, "documentUrl": url, "document": CONTEXTS[url]}


def graph_of(document):
    """A JSON-LD document as the JSON-LD library understands it, in RDF."""
    jsonld = pytest.importorskip("pyld.jsonld")
    rdflib = pytest.importorskip("rdflib")
    return rdflib.Graph().parse(
        data=jsonld.to_rdf(document, {"documentLoader": load, "format": "application/n-quads"}), format="nquads"
    )


def conforms(graph, shapes):
    pyshacl = pytest.importorskip("pyshacl")
    fits, _, told = pyshacl.validate(graph, shacl_graph=shapes, ont_graph=shapes)
    return fits, told


# ---- FollowTheMoney ------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def followed(decided, export, tmp_path_factory):
    folder = tmp_path_factory.mktemp("ftm")
    for name in ("ftm", "ftm-statements"):
        (folder / name).write_bytes(export(decided, name))
    return json.loads(run_followthemoney("read_ftm.py", folder / "ftm", folder / "ftm-statements"))


def test_followthemoney_takes_every_entity(decided, export, followed):
    entities = followed["entities"]
    for line in claims(decided):
        entity = entities[f"onrecord-{line.id}"]
        properties = entity["properties"]
        assert entity["schema"] == ("Event" if line.kind == "event" else "Note")
        assert in_words(line, " ".join(properties["notes"]))
        assert properties["summary"] == [line.sentence]
        assert f"onrecord-{line.report}" in properties["proof"]
        assert "date: " in " ".join(properties["notes"])
    assert all(ref in entities for entity in entities.values() for ref in entity["refs"])
    people = {e["caption"]: e for e in entities.values() if e["schema"] == "Person"}
    assert {li.item["name"] for li in decided.lines(kinds=["entity"])} == set(people)
    sidecar = [json.loads(r) for r in export(decided, "ftm-sidecar").splitlines()]
    assert {r["entity"] for r in sidecar if r["kind"] != "timex"} <= set(entities)
    assert {r["id"] for r in sidecar} == {li.id for li in decided.lines() if li.review != "rejected"}


def test_followthemoney_reads_the_statements(followed):
    told = {}
    for entity, prop, value, origin in followed["statements"]:
        told.setdefault(entity, {}).setdefault(prop, []).append(value)
        assert origin == entity.rpartition("-")[2]
    for ident, entity in followed["entities"].items():
        assert {p: sorted(v) for p, v in told[ident].items()} == entity["properties"]


# ---- JSON-LD -------------------------------------------------------------------------------------


def test_web_annotations_fit_the_model(decided, export):
    jsonld = pytest.importorskip("pyld.jsonld")
    rdflib = pytest.importorskip("rdflib")
    document = json.loads(export(decided, "webanno"))
    graph = graph_of(document)
    shapes = rdflib.Graph().parse(HERE / "webanno-shapes.ttl")
    fits, told = conforms(graph, shapes)
    assert fits, told
    assert not [p for p in set(graph.predicates()) if "undefined" in str(p)]
    oa = rdflib.Namespace("http://www.w3.org/ns/oa#")
    assert len(set(graph.subjects(rdflib.RDF.type, oa.Annotation))) == len(document["items"])
    (page,) = jsonld.expand(document, {"documentLoader": load})
    (items,) = page["http://www.w3.org/ns/activitystreams#items"]
    own = "https://onrecord.example/ns#line"
    kept = {i["@id"].rpartition(":")[2]: i[own][0]["@value"] for i in items["@list"]}
    for line in claims(decided):
        assert kept[line.id]["said_by"] == " < ".join(line.said_by)
        assert (kept[line.id]["review"], kept[line.id]["evidence"]) == (line.review, line.evidence)
        bodies = graph.objects(rdflib.URIRef(f"urn:onrecord:line:{line.id}"), oa.hasBody)
        assert any(in_words(line, str(graph.value(body, rdflib.RDF.value))) for body in bodies)


@pytest.mark.parametrize(
    "breaks",
    [
        lambda item: item["target"].pop("source"),
        lambda item: item["target"]["selector"][0].update(start=-1),
        lambda item: item["target"]["selector"][1].pop("exact"),
        lambda item: item["body"][0].pop("value"),
        lambda item: item.pop("target"),
    ],
)
def test_the_model_refuses_what_it_forbids(breaks, kept, export):
    rdflib = pytest.importorskip("rdflib")
    document = json.loads(export(kept, "webanno"))
    document["items"] = document["items"][:2]
    broken = copy.deepcopy(document)
    breaks(broken["items"][1])
    shapes = rdflib.Graph().parse(HERE / "webanno-shapes.ttl")
    assert conforms(graph_of(document), shapes)[0]
    assert not conforms(graph_of(broken), shapes)[0]


@pytest.fixture(scope="module")
def vocabulary():
    """The classes of schema.org with what their properties may hold, as the SHACL library carries them."""
    pyshacl = pytest.importorskip("pyshacl")
    rdflib = pytest.importorskip("rdflib")
    return rdflib.Graph().parse(Path(pyshacl.__file__).parent / "assets" / "schema.ttl")


def undeclared(graph, vocabulary):
    """Properties of schema.org that its classes do not have."""
    import rdflib

    sh, base = rdflib.Namespace("http://www.w3.org/ns/shacl#"), "http://schema.org/"
    for thing, kind in graph.subject_objects(rdflib.RDF.type):
        classes = list(vocabulary.transitive_objects(kind, rdflib.RDFS.subClassOf))
        known = {vocabulary.value(p, sh.path) for c in classes for p in vocabulary.objects(c, sh.property)}
        for predicate in graph.predicates(thing):
            if str(predicate).startswith(base) and predicate not in known:
                yield kind, predicate


def test_schemaorg_fits_the_vocabulary(decided, export, vocabulary):
    import rdflib

    document = json.loads(export(decided, "schemaorg"))
    graph = graph_of(document)
    fits, told = conforms(graph, vocabulary)
    assert fits, told
    assert not list(undeclared(graph, vocabulary))
    own, base = rdflib.Namespace("https://onrecord.example/ns#"), rdflib.Namespace("http://schema.org/")
    for line in claims(decided):
        node = rdflib.URIRef(f"urn:onrecord:line:{line.id}")
        kind = base.Quotation if line.kind == "quotation" else base.Claim
        assert graph.value(node, rdflib.RDF.type) == kind
        assert str(graph.value(node, own.sentence)) == line.sentence
        voices = (graph.value(node, own.saidBy), graph.value(node, own.relayedBy))
        assert " < ".join(str(v) for v in voices if v is not None) == " < ".join(line.said_by)
        assert str(graph.value(node, base.creativeWorkStatus)) == str(graph.value(node, own.review)) == line.review
        assert str(graph.value(node, own.evidence)) == line.evidence
        assert in_words(line, str(graph.value(node, base.description)))
        voice = graph.value(node, base.spokenByCharacter) or graph.value(node, base.author)
        assert str(graph.value(voice, base.name)) == line.said_by[0]


def test_the_vocabulary_refuses_what_it_forbids(kept, export, vocabulary):
    document = json.loads(export(kept, "schemaorg"))
    quotation = next(g for g in document["@graph"] if g["@type"] == "Quotation")
    quotation["spokenByCharacter"]["@type"] = "Place"
    quotation["additionalProperty"] = "x"
    graph = graph_of(document)
    assert not conforms(graph, vocabulary)[0]
    assert [str(p).rpartition("/")[2] for _, p in undeclared(graph, vocabulary)] == ["additionalProperty"]


def test_provenance_is_read_by_its_library(decided, export):
    prov = pytest.importorskip("prov.model")
    document = prov.ProvDocument.deserialize(content=export(decided, "prov").decode(), format="json")
    told = {}
    for record in document.get_records():
        attributes = {str(name): str(value) for name, value in record.attributes}
        told.setdefault(str(record.identifier), {}).update(attributes)
    for line in claims(decided):
        line_told = told[f"or:line-{line.id}"]
        assert line_told["or:saidBy"] == " < ".join(line.said_by)
        assert (line_told["or:review"], line_told["or:evidence"]) == (line.review, line.evidence)
        assert line_told["or:quote"] == line.quote
    for decision in decided.decisions():
        assert told[f"or:decision-{decision.id}"]["or:verb"] == decision.verb
    assert {d["or:publishedMethod"] for d in told.values() if "or:publishedMethod" in d} >= {
        "given",
        "metadata",
        "unknown",
    }
    again = prov.ProvDocument.deserialize(content=document.serialize(format="json"), format="json")
    assert again == document


# ---- bibliographies and collections --------------------------------------------------------------


def test_a_citation_processor_writes_the_bibliography(decided, export):
    citeproc = pytest.importorskip("citeproc")
    from citeproc.source.json import CiteProcJSON

    items = json.loads(export(decided, "csl"))
    style = citeproc.CitationStylesStyle("harvard-cite-them-right", validate=False)
    works = citeproc.CitationStylesBibliography(style, CiteProcJSON(items), citeproc.formatter.plain)
    for item in items:
        works.register(citeproc.Citation([citeproc.CitationItem(item["id"])]))
    written = [str(entry) for entry in works.bibliography()]
    dates = [story_date(decided, item["id"]) for item in items]
    assert {method for _, method in dates} >= {"metadata", "given", "unknown"}
    for item, entry, (date, method) in zip(items, written, dates, strict=True):
        assert item["title"] in entry
        assert item["container-title"] in entry
        assert ((date or "")[:4] in entry) if date else not any(y in entry for y in ("2023", "2024", "2026"))
        assert f"({method})" in item["note"]
    assert any("2023~" in entry for entry in written), "a date with a doubt keeps it"


def story_date(story, report):
    published = story.dated_report(report).published
    return published.value, published.method


def test_uwazi_understands_every_row(decided, export):
    told = json.loads(run_node("uwazi.mjs", export(decided, "uwazi")))
    rows = {r["onrecord_id"]: r for r in told["rows"]}
    assert set(rows) == {li.id for li in claims(decided)}
    assert len(told["names"]) == len(set(told["names"]))
    bounds = 0
    for line in claims(decided):
        row = rows[line.id]
        assert row["said_by"] == list(line.said_by)
        assert (row["review"], row["evidence"], row["sentence"]) == (line.review, line.evidence, line.sentence)
        assert row["words"].removeprefix("'") == line.quote
        if row["date_from"] != "":
            bounds += 1
            assert row["date_from"] % DAY == 0
            assert row["date_range"] == {"from": row["date_from"], "to": row["date_to"]}
        assert row["date_text"]
    assert 0 < bounds < len(rows)


# ---- tables and texts ----------------------------------------------------------------------------


def test_polars_and_pandas_read_the_parquet_file(decided, export):
    pl = pytest.importorskip("polars")
    pytest.importorskip("pyarrow")
    frame = pl.read_parquet(io.BytesIO(export(decided, "parquet")))
    table = {r["id"]: r for r in frame.iter_rows(named=True)}
    assert frame.schema["start"] == pl.Int64
    assert frame.schema["negated"] == pl.Boolean
    for line in claims(decided):
        row = table[line.id]
        assert (row["review"], row["evidence"], row["quote"]) == (line.review, line.evidence, line.quote)
        assert row["said_by"] == " < ".join(line.said_by)


def test_a_markdown_reader_shows_every_claim_as_it_is(decided, export):
    markdown = pytest.importorskip("markdown_it")
    tokens = markdown.MarkdownIt("commonmark").parse(export(decided, "md").decode())
    assert {t.type for t in tokens} <= {
        *(
            f"{kind}_{side}"
            for kind in ("heading", "paragraph", "bullet_list", "list_item", "blockquote")
            for side in ("open", "close")
        ),
        "inline",
    }
    shown = [
        "".join(c.content if c.type == "text" else "\n" * (c.type == "softbreak") for c in t.children)
        for t in tokens
        if t.type == "inline"
    ]
    for line in claims(decided):
        at = next(n for n, text in enumerate(shown) if text.startswith(("[ ] ", "[x] ")) and line.id in text)
        end = next((n for n in range(at + 1, len(shown)) if shown[n].startswith(("[ ] ", "[x] "))), len(shown))
        block = shown[at:end]
        assert in_words(line, "\n".join(block))
        assert " ".join(line.sentence.split()) in block, "the sentence stands whole in its own quotation"


def test_the_heads_of_notes_are_yaml(decided, tmp_path):
    import yaml

    from onrecord.exports import export_folder
    from onrecord.exports.view import Selection

    decided.relink()
    export_folder(decided, "vault", Selection(), tmp_path)
    notes = list(tmp_path.rglob("*.md"))
    heads = [yaml.safe_load(note.read_text(encoding="utf-8").split("---\n")[1])["onrecord-id"] for note in notes]
    assert len(heads) == len(set(heads))
    assert {li.id for li in claims(decided) if li.kind != "quotation"} <= set(heads)
    everything = "\n".join(note.read_text(encoding="utf-8") for note in notes)
    from onrecord.exports.wording import markdown

    for line in claims(decided):
        assert markdown(line.sentence) in everything
