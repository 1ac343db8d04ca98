"""Names that fool programs of this field: at least 95 % of these must be read right."""

import pytest

from onrecord.resources import Resources
from onrecord.stages.entities import find_entities

# (sentence, words of a mention, type expected, country expected or "-" for any)
TRAPS = [
    ("Kim Jong Un met his generals on Monday.", "Kim Jong Un", "person", "PRK"),
    ("The United Nations said on Monday that food was scarce.", "United Nations", "organisation", "UNO"),
    ("The UN said the convoy had been turned back.", "UN", "organisation", "UNO"),
    ("Chad Whitlock, a plumber, said he saw nothing.", "Chad Whitlock", "person", None),
    ("Chad accused rebels of crossing its border.", "Chad", "government", "TCD"),
    ("The refugees fled to Chad in March.", "Chad", "place", "TCD"),
    ("Jordan Marsh told the court that she was at home.", "Jordan Marsh", "person", None),
    ("Jordan condemned the attack on Sunday.", "Jordan", "government", "JOR"),
    ("Georgia said Russian troops had crossed the river.", "Georgia", "government", "GEO"),
    ("Georgia Pell, who owns the bakery, wept.", "Georgia Pell", "person", None),
    ("The senator from Georgia voted against the bill in Congress.", "Georgia", "place", "-"),
    ("Washington warned the junta against delaying the vote.", "Washington", "government", "USA"),
    ("He flew to Washington for the hearing.", "Washington", "place", "USA"),
    ("Denzel Washington arrived at the premiere.", "Denzel Washington", "person", None),
    ("Turkey summoned the ambassador on Friday.", "Turkey", "government", "TUR"),
    ("Paris Hilton was seen leaving the hotel.", "Paris Hilton", "person", None),
    ("Paris urged both sides to hold their fire.", "Paris", "government", "FRA"),
    ("The concert in Paris was called off.", "Paris", "place", "FRA"),
    ("China Daily reported that the plant would close.", "China Daily", "organisation", "CHN"),
    ("The New York Times reported that the deal was dead.", "New York Times", "organisation", "USA"),
    ("The Pentagon said two soldiers had died.", "Pentagon", "government", "USA"),
    ("Downing Street refused to comment on the letter.", "Downing Street", "government", "GBR"),
    ("The Kremlin denied the report.", "Kremlin", "government", "RUS"),
    ("The White House said the talks would go on.", "White House", "government", "USA"),
    ("Tokyo noted that only two cases were confirmed.", "Tokyo", "government", "JPN"),
    ("The trains in Tokyo stood still.", "Tokyo", "place", "JPN"),
    ("Pyongyang fired two missiles into the sea.", "Pyongyang", "government", "PRK"),
    ("The U.S. imposed sanctions on the bank.", "U.S.", "government", "USA"),
    ("The US imposed sanctions on the bank.", "US", "government", "USA"),
    ("Israel Katz, the minister, rejected the plan.", "Israel Katz", "person", "ISR"),
    ("Kenya Barris wrote the script.", "Kenya Barris", "person", None),
    ("Bank of America raised its fees.", "Bank of America", "organisation", "-"),
    ("The University of Georgia suspended two students.", "University of Georgia", "organisation", "-"),
    ("Congo said the mine had collapsed.", "Congo", "government", "COD"),
    ("Niger expelled the French ambassador.", "Niger", "government", "NER"),
    ("Guinea-Bissau closed its border with Senegal.", "Guinea-Bissau", "government", "GNB"),
    ("South Sudan agreed to the truce with Sudan.", "South Sudan", "government", "SSD"),
    ("The Democratic Republic of the Congo asked for help.", "Democratic Republic of the Congo", "government", "COD"),
    ("New Mexico sued the company on Monday.", "New Mexico", "place", "USA"),
    ("Northern Ireland voted to stay.", "Northern Ireland", "-", "GBR"),
    ("Sydney Prescott, 34, was charged with fraud.", "Sydney Prescott", "person", None),
    ("Austin Reed said the union would strike.", "Austin Reed", "person", None),
    ("Virginia Woods sued her employer.", "Virginia Woods", "person", None),
    ("The Holy See welcomed the agreement.", "Holy See", "-", "VAT"),
    ("Lebanon's president met the Lebanese cabinet.", "Lebanon", "government", "LBN"),
    ("Moscow and Kiev traded blame for the shelling.", "Kiev", "government", "UKR"),
    ("India Ferrah performed on Saturday.", "India Ferrah", "person", None),
    ("WHO officials said the outbreak was over.", "WHO", "organisation", "UNO"),
    ("Georgia Governor Lena Pratt signed the bill.", "Georgia", "place", "USA"),
    ("Georgia Governor Lena Pratt signed the bill.", "Lena Pratt", "person", "USA"),
    ("Georgia accused Russia of moving the border.", "Georgia", "government", "GEO"),
    ("The fire started in Paris, Texas.", "Paris", "place", "USA"),
    ("Lebanon, Ohio, elected a new mayor.", "Lebanon", "place", "USA"),
    ("Chad said he was sorry for the crash.", "Chad", "person", None),
    ("Holland, who scored twice, was happy.", "Holland", "person", None),
    ("NAIROBI, Kenya (AP) - Police fired tear gas.", "Kenya", "place", "KEN"),
    ("George Washington University closed.", "George Washington University", "organisation", "-"),
    ("The Nigerian Senate rejected the budget.", "Senate", "organisation", "NGA"),
]
# one of twenty may be wrong: the parse decides some of them
MOST_WRONG = len(TRAPS) // 20


def read(parsed, sentence, words):
    """Return (type, country) of the entity whose mention is exactly the words, or None."""
    start = sentence.index(words)
    for entity in find_entities(parsed(sentence), Resources()).items:
        for mention in entity.mentions:
            if (mention.span.start, mention.span.end) == (start, start + len(words)):
                return entity.type.value, entity.country
    return None


def test_name_traps_are_read_right_in_nineteen_of_twenty(parsed):
    wrong = []
    for sentence, words, kind, country in TRAPS:
        got = read(parsed, sentence, words)
        if got is None or (kind not in ("-", got[0])) or (country not in ("-", got[1])):
            wrong.append((sentence, words, kind, country, got))
    assert len(wrong) <= MOST_WRONG, wrong


@pytest.mark.parametrize(
    "sentence", ["They gave it to us on Monday.", "Tell us who it is.", "Turkey and rice were served to us."]
)
def test_us_is_never_the_united_states(parsed, sentence):
    entities = find_entities(parsed(sentence), Resources()).items
    assert all(e.country != "USA" for e in entities)
