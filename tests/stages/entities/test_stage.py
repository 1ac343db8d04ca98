"""The stage on whole short reports of our own: linking, governments, offices, descriptions, pronouns."""

import pickle
from dataclasses import replace

import pytest

from onrecord.model import EntityType, Published, PublishedMethod, Reading
from onrecord.resources import Resources
from onrecord.stages.entities import find_entities
from onrecord.testing import make_reading, make_report

RESOURCES = Resources()


def read(parsed, text, published=None):
    """Return the entities of a text."""
    known = {"published": Published(value=published, method=PublishedMethod.GIVEN)} if published else {}
    return find_entities(parsed(text, **known), RESOURCES).items


def owner(entities, text, words, nth=0):
    """Return the entity that has a mention exactly at the nth place of the words, or None."""
    start = -1
    for _ in range(nth + 1):
        start = text.index(words, start + 1)
    for entity in entities:
        if any((m.span.start, m.span.end) == (start, start + len(words)) for m in entity.mentions):
            return entity
    return None


def test_name_forms_of_one_person_are_one_entity(parsed):
    text = "President Mira Osei met farmers. Osei said the rains had failed. Ms. Osei then left."
    entities = read(parsed, text)
    person = owner(entities, text, "Mira Osei")
    assert person.type is EntityType.PERSON
    assert person.name == "Mira Osei"
    assert owner(entities, text, "Osei", 1) is person
    assert owner(entities, text, "Osei", 2) is person
    assert [o.office for o in person.offices] == ["president"]


def test_family_name_first_or_last_is_one_person(parsed):
    text = "Tanaka Hiroshi resigned on Monday. The cabinet thanked Hiroshi Tanaka for his work."
    entities = read(parsed, text)
    assert owner(entities, text, "Tanaka Hiroshi") is owner(entities, text, "Hiroshi Tanaka")


def test_a_father_stays_apart_and_the_bare_surname_goes_to_the_son(parsed):
    text = (
        "Pak Jong-su met the envoy on Monday. Pak's father, Pak Jong-ho, had refused to. "
        "The envoy said that Pak Jong Su was ready. Pak smiled."
    )
    entities = read(parsed, text)
    son, father = owner(entities, text, "Pak Jong-su"), owner(entities, text, "Pak Jong-ho")
    assert son is not father
    assert owner(entities, text, "Pak Jong Su") is son
    assert owner(entities, text, "Pak", 4) is son


def test_an_abbreviation_in_brackets_is_its_full_name(parsed):
    text = "The Alliance of Northern Fishing Villages (ANFV) protested. ANFV boats blocked the port."
    entities = read(parsed, text)
    full = next(e for e in entities if "Northern Fishing" in e.name)
    assert owner(entities, text, "ANFV", 1) is full


def test_hyphened_pairs_are_two_names(parsed):
    text = "Anna Kolb and Dan Osei spoke. The Kolb-Osei summit ended. The US-North Korea talks failed."
    entities = read(parsed, text)
    assert owner(entities, text, "Kolb", 1) is owner(entities, text, "Anna Kolb")
    assert owner(entities, text, "Osei", 1) is owner(entities, text, "Dan Osei")
    assert owner(entities, text, "US").country == "USA"
    assert owner(entities, text, "North Korea").country == "PRK"


def test_country_capital_and_the_government_are_one_government(parsed):
    text = "Ghana rejected the offer. Accra said it was late. The Ghanaian government wants more. Crowds gathered in Accra."
    entities = read(parsed, text)
    state = owner(entities, text, "Ghana")
    assert state.type is EntityType.GOVERNMENT
    assert (state.name, state.country, state.sector) == ("Government of Ghana", "GHA", "GOV")
    assert "Ghana" in state.names
    assert owner(entities, text, "Accra") is state
    assert owner(entities, text, "The Ghanaian government") is state
    assert owner(entities, text, "Accra", 1).type is EntityType.PLACE


@pytest.mark.parametrize(
    ("title", "office", "country", "status"),
    [
        ("Kenyan Foreign Minister", "foreign minister", "Kenya", "current"),
        ("former Prime Minister", "prime minister", None, "former"),
        ("U.S. Senator", "senator", "United States", "current"),
        ("Defence Minister", "defense minister", None, "current"),
    ],
)
def test_a_title_gives_an_office_and_is_no_part_of_the_name(parsed, title, office, country, status):
    text = f"The {title} Jonas Kolb spoke to the crowd on Monday."
    person = owner(read(parsed, text), text, "Jonas Kolb")
    assert [(o.office, o.of, o.status) for o in person.offices] == [(office, country, status)]
    assert person.offices[0].mention.cut(text).lower() in title.lower()


def test_an_office_in_apposition_is_read(parsed):
    text = "Kenya's foreign minister, Jonas Kolb, rejected the offer."
    entities = read(parsed, text)
    person = owner(entities, text, "Jonas Kolb")
    assert [(o.office, o.of) for o in person.offices] == [("foreign minister", "Kenya")]
    assert person.country == "KEN"


@pytest.mark.parametrize(
    ("sentence", "offices"),
    [
        ("Mira Osei became Kenya's prime minister last week.", [("prime minister", "Kenya", "current")]),
        ("Mira Osei is the foreign minister of Kenya.", [("foreign minister", "Kenya", "current")]),
        ("Mira Osei was appointed defence minister on Monday.", [("defense minister", None, "current")]),
        ("Mira Osei will become president in May.", [("president", None, "future")]),
        ("Mira Osei is not the president.", []),
        ("Mira Osei was a senator when it happened.", []),
        ("Mira Osei could become president in May.", []),
    ],
)
def test_a_predicate_gives_an_office_where_it_is_sure(parsed, sentence, offices):
    person = owner(read(parsed, sentence), sentence, "Mira Osei")
    assert [(o.office, o.of, o.status) for o in person.offices] == offices


def test_a_modifier_gives_an_organisation_its_country(parsed):
    text = "The Nigerian Senate met. Kenya's Supreme Court ruled. The Senate in Washington waited. The High Court in Ghana sat."
    entities = read(parsed, text)
    assert owner(entities, text, "Senate").country == "NGA"
    assert owner(entities, text, "Supreme Court").country == "KEN"


def test_the_owner_of_an_office_may_be_a_town_or_a_body(parsed):
    text = "Former Lagos Mayor Mira Osei met UN Secretary General Dan Kolb."
    entities = read(parsed, text)
    mayor, head = owner(entities, text, "Mira Osei"), owner(entities, text, "Dan Kolb")
    assert [(o.office, o.of, o.status) for o in mayor.offices] == [("mayor", "Lagos", "former")]
    assert mayor.country == "NGA"
    assert [(o.office, o.of) for o in head.offices] == [("secretary general", "United Nations")]


def test_a_description_of_an_office_means_its_holder_in_the_text(parsed):
    text = (
        "Kenyan President Mira Osei flew to Oslo. Norwegian Prime Minister Dan Kolb met her there. "
        "The Kenyan president praised him."
    )
    entities = read(parsed, text)
    assert owner(entities, text, "The Kenyan president") is owner(entities, text, "Mira Osei")


def test_the_table_decides_by_the_date_of_the_report(parsed):
    text = "Gordon Brown and David Cameron shook hands. The British prime minister then left."
    brown = read(parsed, text, "2009-05-01")
    assert owner(brown, text, "The British prime minister").name == "Gordon Brown"
    cameron = read(parsed, text, "2012-05-01")
    assert owner(cameron, text, "The British prime minister").name == "David Cameron"


def test_the_text_outranks_the_table(parsed):
    text = "Prime Minister Mira Osei of Britain spoke. Gordon Brown listened. The prime minister left."
    entities = read(parsed, text, "2009-05-01")
    assert owner(entities, text, "The prime minister") is owner(entities, text, "Mira Osei")


def test_an_object_never_means_the_subject_of_its_clause(parsed):
    text = "President Mira Osei visited the dictator in his palace."
    entities = read(parsed, text)
    assert owner(entities, text, "the dictator") is not owner(entities, text, "Mira Osei")


def test_unresolved_descriptions_are_entities_of_their_own(parsed):
    text = "Survivors who escaped described the camp. Police and relatives disagreed, Japanese officials said."
    entities = read(parsed, text)
    for words, kind, sector in (
        ("Survivors", EntityType.GROUP, "CVL"),
        ("Police", EntityType.GROUP, "COP"),
        ("relatives", EntityType.GROUP, "CVL"),
        ("Japanese officials", EntityType.GROUP, "GOV"),
    ):
        found = owner(entities, text, words)
        assert (found.type, found.sector) == (kind, sector)
    assert owner(entities, text, "Japanese officials").country == "JPN"
    assert owner(entities, text, "who") is owner(entities, text, "Survivors")


def test_pronouns_follow_gender_and_quotations(parsed):
    text = "Mira Osei met Dan Kolb on Monday. She thanked him. “I trust him,” Osei said. Mr. Kolb said he would return."
    entities = read(parsed, text)
    mira, dan = owner(entities, text, "Mira Osei"), owner(entities, text, "Dan Kolb")
    assert owner(entities, text, "She") is mira
    assert owner(entities, text, "him") is dan
    assert owner(entities, text, "him", 1) is dan
    assert owner(entities, text, "he", text[: text.index("he would")].count("he")) is dan


def test_an_unclear_it_stays_without_an_entity(parsed):
    text = "It is unclear how long it rained in Ghana. The talks failed, and it is a pity."
    entities = read(parsed, text)
    assert all(m.form != "pronoun" for e in entities for m in e.mentions)


def test_names_in_capitals_and_headlines_are_found_again(parsed):
    text = "OSEI DENIES CHARGES\n\nMira Osei denied the charges. Mira Osei Denies All Charges Again"
    entities = read(parsed, text)
    assert owner(entities, text, "OSEI") is owner(entities, text, "Mira Osei")


def test_the_credit_of_a_picture_names_nobody(parsed):
    text = "Credit: Official Photo by Jane Whitcombe\n\nMira Osei spoke."
    assert all("Whitcombe" not in e.name for e in read(parsed, text))


@pytest.mark.parametrize("text", ["", " \n ", "😀😀", "“”’'\"", "日本 東京", "he he he", "US"])
def test_odd_texts_pass(parsed, text):
    found = find_entities(parsed(text), RESOURCES)
    assert find_entities(parsed(text), RESOURCES) == found


def test_without_a_parse_there_is_nothing():
    assert find_entities(Reading(report=make_report("Words.")), RESOURCES).items == ()


def test_same_in_same_out_and_ids_in_order_of_first_mention(parsed):
    text = "Mira Osei met Dan Kolb in Accra. She told the police that Ghana would pay. They left."
    reading = parsed(text)
    first, second = find_entities(reading, RESOURCES), find_entities(reading, RESOURCES)
    assert first == second
    assert pickle.loads(pickle.dumps(first)) == first
    starts = [e.mentions[0].span.start for e in first.items]
    assert starts == sorted(starts)
    assert [e.id for e in first.items] == [f"E{i}" for i in range(1, len(starts) + 1)]
    replace(reading, entities=first.items)  # every span lies in the text


def test_no_two_mentions_share_a_span(parsed):
    text = "The Kenyan president, Mira Osei, and President Osei's aides met Kenya's union, which she founded."
    spans = [m.span for e in read(parsed, text) for m in e.mentions]
    assert len(spans) == len(set(spans))


def test_a_reading_made_by_hand_needs_no_model():
    text = "Osei met Dan Kolb ."
    rows = """Osei Osei PROPN NNP 2 nsubj B-PERSON
met meet VERB VBD 0 ROOT -
Dan Dan PROPN NNP 4 compound B-PERSON
Kolb Kolb PROPN NNP 2 dobj I-PERSON
. . PUNCT . 2 punct -"""
    entities = find_entities(make_reading(text, rows), RESOURCES).items
    assert [(e.name, e.type.value) for e in entities] == [("Osei", "person"), ("Dan Kolb", "person")]


@pytest.mark.parametrize("words", ["Kolb said he saw Osei. ", "They told her. ", "The minister left. "])
def test_time_grows_with_the_length(words):
    from time import process_time

    def cost(times):
        rows = "\n\n".join(_rows(words) for _ in range(times))
        reading = make_reading(words * times, rows)
        start = process_time()
        find_entities(reading, RESOURCES)
        return process_time() - start

    cost(50)
    small, large = (min(cost(times) for _ in range(3)) for times in (400, 1600))  # the least disturbed of three
    assert large < 10 * max(small, 0.02)


def _rows(words):
    tags = {"Kolb": ("PROPN", "NNP", "B-PERSON"), "Osei": ("PROPN", "NNP", "B-PERSON")}
    pronouns = {"he", "they", "her"}
    out = []
    for word in words.replace(".", " .").split():
        pos, tag, label = tags.get(word, ("NOUN", "NN", "-"))
        if word.lower() in pronouns:
            pos, tag = "PRON", "PRP"
        if word in {"said", "saw", "told", "left"}:
            pos, tag = "VERB", "VBD"
        if word == "The":
            pos, tag = "DET", "DT"
        root = word in {"said", "told", "left"}
        verb = 1 + next(i for i, w in enumerate(words.replace(".", " .").split()) if w in {"said", "told", "left"})
        out.append(f"{word} {word.lower()} {pos} {tag} {0 if root else verb} {'ROOT' if root else 'nsubj'} {label}")
    return "\n".join(out)
