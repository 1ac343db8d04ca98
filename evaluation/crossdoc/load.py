"""Loads ECB+ mention lists as summaries: one a document, one line a mention."""

import json
import re
from collections import defaultdict
from datetime import date
from pathlib import Path
from xml.etree import ElementTree as ET

from onrecord.linking.facts import EntityFact, EventFact, ReportSummary, When
from onrecord.linking.summarise import capital_phrases, capital_stems, find_ages
from onrecord.linking.words import content_stems, pack_words, split_words
from onrecord.model import EntityType, EventType

KINDS = {"HUM": EntityType.PERSON, "LOC": EntityType.PLACE, "TIM": EntityType.OTHER, "NON": EntityType.OTHER}


def read_documents(path: Path) -> dict[str, dict[int, list[str]]]:
    docs: dict[str, dict[int, list[str]]] = defaultdict(lambda: defaultdict(list))
    for line in path.read_text(encoding="utf-8").splitlines():
        parts = line.split("\t")
        if len(parts) >= 4:
            docs[parts[0]][int(parts[1])].append(parts[3])
    return docs


def read_mentions(path: Path) -> list[dict]:
    rows = json.loads(path.read_text(encoding="utf-8"))
    for i, row in enumerate(rows):
        first, last = min(row["tokens_number"]), max(row["tokens_number"])
        row["line"] = f"{row['mention_type'][0]}{row['doc_id']}.{row['sent_id']}.{first}.{last}.{i}"
    return rows


def load(folder: Path, part: str) -> tuple[list[ReportSummary], dict[str, str], dict[str, str]]:
    """Return the summaries, and line -> gold chain for events and for entities."""
    docs = read_documents(folder / f"ECB_{part}_corpus.txt")
    events = read_mentions(folder / f"ECB_{part}_Event_gold_mentions.json")
    entities = read_mentions(folder / f"ECB_{part}_Entity_gold_mentions.json")
    entities.sort(key=lambda m: (m["doc_id"], m["sent_id"], min(m["tokens_number"])))
    by_doc_e, by_doc_v = defaultdict(list), defaultdict(list)
    for m in entities:
        by_doc_e[m["doc_id"]].append(m)
    for m in events:
        by_doc_v[m["doc_id"]].append(m)
    texts = {name: full_text(folder / "xml", name) or words_of(docs[name]) for name in docs}
    names = sorted({m["doc_id"] for m in events} | {m["doc_id"] for m in entities})
    summaries = [summary(name, texts[name], docs[name], by_doc_v[name], by_doc_e[name]) for name in names]
    return summaries, {m["line"]: m["coref_chain"] for m in events}, {m["line"]: m["coref_chain"] for m in entities}


def words_of(sentences) -> str:
    return "\n".join(" ".join(sentences[i]) for i in sorted(sentences))


def first_line(text: str) -> str:
    """Return the first line that is no address: mostly the headline."""
    return next((line for line in text.splitlines() if not re.match(r"https? ?:", line)), "")


def full_text(folder: Path, name: str) -> str | None:
    """Return the whole text of a document; the mention lists' corpus file has the annotated sentences only."""
    lines = read_tokens(folder, name)
    return words_of(lines) if lines else None


def read_tokens(folder: Path, name: str) -> dict[int, list[str]] | None:
    """Return the tokens of each sentence of a document, or None where there is no such file."""
    path = folder / name.split("_", maxsplit=1)[0] / f"{name}.xml"
    if not path.is_file():
        return None
    lines: dict[int, list[str]] = defaultdict(list)
    for token in ET.parse(path).getroot().iter("token"):
        lines[int(token.get("sentence"))].append(token.text or "")
    return lines


def summary(name, text, sentences, events, entities) -> ReportSummary:
    total = sum(map(len, sentences.values()))
    first = {}
    count = 0
    for i in sorted(sentences):
        first[i] = count
        count += len(sentences[i])
    by_sentence = defaultdict(list)
    for m in entities:
        by_sentence[m["sent_id"]].append(m)
    return ReportSummary(
        report=name,
        words=total,
        terms=pack_words(content_stems(text)),
        headline=pack_words(content_stems(first_line(text))),
        lead=pack_words(content_stems(" ".join(text.split()[:60]))),
        names=pack_words(capital_stems(text)),
        numbers=pack_words(w for w in split_words(text) if w[0].isdigit()),
        phrases=pack_words(capital_phrases(text)),
        ages=pack_words(find_ages(text)),
        events=tuple(
            event(m, sentences[m["sent_id"]], by_sentence[m["sent_id"]], first[m["sent_id"]] / max(1, total))
            for m in events
        ),
        entities=tuple(entity(m, sentences[m["sent_id"]]) for m in entities),
    )


def event(m, words, near, position) -> EventFact:
    sentence = " ".join(words)
    at = min(m["tokens_number"])
    left = [e for e in near if max(e["tokens_number"]) < at and e["mention_type"] in {"HUM", "NON"}]
    right = [e for e in near if min(e["tokens_number"]) > at and e["mention_type"] in {"HUM", "NON"}]
    left.sort(key=lambda e: -max(e["tokens_number"]))
    right.sort(key=lambda e: min(e["tokens_number"]))
    places = [e for e in near if e["mention_type"] == "LOC"]
    places.sort(key=lambda e: abs(min(e["tokens_number"]) - at))
    return EventFact(
        line=m["line"],
        type=EventType.CONSULT,
        trigger=m["tokens_str"],
        actor=tuple(e["line"] for e in left[:1]),
        recipient=tuple(e["line"] for e in right[:1]),
        place=places[0]["line"] if places else None,
        when=year_in(near),
        context=pack_words(content_stems(sentence)),
        names=pack_words(capital_stems(sentence)),
        position=position,
    )


def year_in(near) -> When | None:
    for e in near:
        if e["mention_type"] == "TIM" and (found := re.search(r"\b(19|20)\d\d\b", e["tokens_str"])):
            number = int(found[0])
            return When(edtf=found[0], earliest=date(number, 1, 1).toordinal(), latest=date(number, 12, 31).toordinal())
    return None


def entity(m, words) -> EntityFact:
    text = m["tokens_str"]
    named = any(w[0].isupper() for w in text.split() if w[0].isalpha())
    sentence = " ".join(words)
    return EntityFact(
        line=m["line"],
        name=text,
        type=KINDS[m["mention_type"]],
        names=(text,),
        named=named,
        context=pack_words(content_stems(sentence)),
    )
