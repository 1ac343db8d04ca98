"""How much a shared word tells."""

from onrecord.linking.weights import EVERYDAY, report_weight, shared_weight, similarity, word_weight
from onrecord.linking.words import hash_word, pack_words, stem


def test_what_every_desk_writes_says_little_about_whole_reports():
    for word in ("police", "hospital", "newsletter", "Tuesday", "subscribe"):
        hashed = hash_word(stem(word.casefold()))
        assert report_weight(hashed) <= EVERYDAY
        assert report_weight(hashed) <= word_weight(hashed)
    assert report_weight(hash_word("almeda")) == word_weight(hash_word("almeda"))


def test_pages_that_share_furniture_alone_are_hardly_alike():
    furniture = "sign account profil email newslett subscrib polic counti photo"
    a, b = (pack_words(f"{furniture} {place}".split()) for place in ("almeda", "karsk"))
    assert similarity(a, b, report_weight) < 0.2 < 0.3 < similarity(a, b)
    assert shared_weight(a, b, report_weight) < shared_weight(a, b)


def test_a_shared_name_makes_them_alike():
    a, b = pack_words(["polic", "almeda", "quintal"]), pack_words(["hospit", "almeda", "quintal"])
    assert similarity(a, b, report_weight) > 0.9
