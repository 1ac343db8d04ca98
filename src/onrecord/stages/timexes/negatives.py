"""What looks like a time and is none: "May" the person, the *Sunday Times*, "a second look", 1,500 troops."""

from onrecord.model import Parse, Span
from onrecord.stages.timexes.grammar import Draft
from onrecord.stages.timexes.tokens import Classes, Sentence

NAMES = frozenset({"PERSON", "ORG", "WORK_OF_ART", "PRODUCT", "FAC", "GPE", "LOC", "NORP", "LAW"})
UNGLUED = frozenset({"length", "the-year", "the-quarter", "near-unit", "the-week"})
MONEY = frozenset({"$", "£", "€", "¥", "%", "percent", "earnings", "profit", "sales", "revenue"})
SHORT = frozenset({"sun", "sat", "mon", "wed", "fri", "mar", "jan", "dec", "jun"})


def is_time(draft: Draft, sentence: Sentence, parse: Parse, classes: Classes) -> bool:
    """Tell whether a draft is a time expression where it stands."""
    if draft.rule == "year":
        return _is_year(draft, sentence, parse, classes)
    if draft.rule in UNGLUED and _is_glued(draft, sentence):
        return False
    check = _CHECKS.get(draft.rule)
    return check is None or check(draft, sentence, parse)


def _is_glued(draft: Draft, sentence: Sentence) -> bool:
    """Tell whether a hyphen ties the last word to the next one ("a year-earlier loss")."""
    end = draft.end
    return (
        sentence.lower(end) == "-"
        and sentence.starts[end] == sentence.ends[end - 1]
        and sentence.lower(end + 1)[:1].isalpha()
    )


def token_at(draft: Draft, sentence: Sentence, parse: Parse, which: int = -1) -> int:
    """Return the parser's token of a draft's first (0) or last (-1) token."""
    i = draft.first if which == 0 else draft.end - 1
    start = sentence.starts[i]
    return parse.tokens_in(Span(start, start + 1)).start


def _is_month(draft: Draft, sentence: Sentence, parse: Parse) -> bool:
    token = token_at(draft, sentence, parse, 0)
    if token >= len(parse):
        return False
    if parse.pos[token] in {"AUX", "VERB"} or _is_bare_abbreviation(draft, sentence):
        return False
    surname = draft.end - draft.first == 1 and parse.deps[token - 1] == "compound" and parse.heads[token - 1] == token
    return not (token and surname and parse.pos[token - 1] == "PROPN") and not _in_name(token, parse)


def _is_weekday(draft: Draft, sentence: Sentence, parse: Parse) -> bool:
    if draft.end - draft.first > 1:
        return True
    token = token_at(draft, sentence, parse, 0)
    return token < len(parse) and not _in_name(token, parse) and not _is_bare_abbreviation(draft, sentence)


def _is_bare_abbreviation(draft: Draft, sentence: Sentence) -> bool:
    """Tell whether a name is shortened without a full stop ("Sun"): alone it is more often something else."""
    i = draft.end - 1
    return sentence.lowers[i] in SHORT and not sentence.word(i).endswith(".")


def _in_name(token: int, parse: Parse) -> bool:
    """Tell whether a token belongs to a name of several words that is no date."""
    if parse.entity[token] not in NAMES:
        return False
    before = token > 0 and not parse.entity_begins[token] and parse.entity[token - 1] == parse.entity[token]
    after = (
        token + 1 < len(parse) and not parse.entity_begins[token + 1] and parse.entity[token + 1] == parse.entity[token]
    )
    return before or (after and parse.words[token + 1][:1].isupper())


def _is_year(draft: Draft, sentence: Sentence, parse: Parse, classes: Classes) -> bool:
    i = draft.end - 1
    year = int(sentence.lowers[i][:4])
    before, after = sentence.lower(draft.first - 1), sentence.lower(draft.end)
    if (
        before in {"$", "£", "€", "¥", "#"}
        or before in classes.values["numbered"]
        or after in {"%", "percent", "per", "°"}
    ):
        return False
    if draft.end - draft.first > 1:
        return True
    sign = before in classes.values["yearsign"] or before in {"(", "-", "–", "—", "/"}
    token = token_at(draft, sentence, parse)
    if token < len(parse) and parse.deps[token] in {"nummod", "quantmod"} and not sign:
        head = parse.heads[token]
        if parse.tags[head] in {"NNS", "NNPS"}:
            return False
    if 1900 <= year <= 2100:
        return not _is_told(token, parse)
    return sign or _is_weak_sign(draft, sentence, classes)


def _is_told(token: int, parse: Parse) -> bool:
    """Tell whether a number is what something else comes to ("the population was 2000")."""
    if token >= len(parse) or parse.deps[token] != "attr":
        return False
    subjects = [k for k in parse.children[parse.heads[token]] if parse.deps[k] == "nsubj"]
    return any(parse.pos[k] == "NOUN" and parse.lemmas[k] not in {"year", "date", "time"} for k in subjects)


def _is_weak_sign(draft: Draft, sentence: Sentence, classes: Classes) -> bool:
    """Tell whether the words before a number make it a year: "(built 1779", "c. 1120", "since at least 1086"."""
    last, middle, first = (sentence.lower(draft.first - k) for k in (1, 2, 3))
    values = classes.values
    if last in values["yearsignweak"]:
        return True
    if last == ".":
        return middle in values["circasign"]
    if last == "least":
        return middle == "at" and first in values["yearsign"]
    return last == "than" and middle in {"later", "earlier"}


def _is_season(draft: Draft, sentence: Sentence, parse: Parse) -> bool:
    word, after = sentence.lower(draft.end - 1), sentence.lower(draft.end)
    if word == "fall" and after in {"of", "in", "from"}:
        return False
    token = token_at(draft, sentence, parse)
    return token < len(parse) and parse.pos[token] in {"NOUN", "PROPN"}


def _is_length(draft: Draft, sentence: Sentence, parse: Parse) -> bool:
    word, after = sentence.lower(draft.end - 1), sentence.lower(draft.end)
    if word in {"quarter", "quarters", "second"}:
        first = sentence.lower(draft.first)
        if (after == "of" and first not in {"several", "few", "four"}) or (
            word != "quarters" and first in {"a", "an", "the"}
        ):
            return False
    token = token_at(draft, sentence, parse)
    return (
        _is_no_war(draft, sentence, parse)
        and token < len(parse)
        and (parse.pos[token] not in {"VERB", "ADJ", "ADV"} or word not in {"second", "min"})
    )


def _is_no_war(draft: Draft, sentence: Sentence, parse: Parse) -> bool:
    """Refuse a length in capitals before another capital: the Thirty Years' War, the Six-Day War."""
    del parse
    after = draft.end + (sentence.lower(draft.end) in {"'", "’", "'s", "’s"})
    unit = sentence.word(draft.end - 1)
    return not (
        unit[:1].isupper() and draft.end > 1 and after < len(sentence.lowers) and sentence.word(after)[:1].isupper()
    )


def _is_day_alone(draft: Draft, sentence: Sentence, parse: Parse) -> bool:
    """Refuse "the 5th Division": a day stands alone."""
    token = token_at(draft, sentence, parse)
    if token + 1 >= len(parse):
        return True
    return parse.pos[token + 1] not in {"NOUN", "PROPN", "ADJ", "NUM"} and sentence.lower(draft.end) != "of"


def _is_no_title(draft: Draft, sentence: Sentence, parse: Parse) -> bool:
    """Refuse capitals inside a sentence beside another capital: USA TODAY, the Daily Echo, "This Week"."""
    del parse
    last = draft.end - 1
    if not sentence.word(last)[:1].isupper() or (draft.first == 0 and last == 0):
        return True
    beside = [i for i in (draft.first - 1, draft.end) if 0 <= i < len(sentence.lowers)]
    return last != 0 and draft.first == last and not any(sentence.word(i)[:1].isupper() for i in beside)


def _is_clock(draft: Draft, sentence: Sentence, parse: Parse) -> bool:
    """Refuse chapter and verse ("Exodus 18:21")."""
    before = token_at(draft, sentence, parse, 0) - 1
    if before < 0 or draft.end - draft.first > 1 or parse.pos[before] != "PROPN":
        return True
    return parse.entity[before] in {"DATE", "TIME"} or parse.sentence_of(before) != sentence.number


def _is_early_year(draft: Draft, sentence: Sentence, parse: Parse) -> bool:
    """Take "in 410" only where no noun is counted."""
    token = token_at(draft, sentence, parse)
    if token >= len(parse) or parse.deps[token] != "pobj":
        return False
    if sentence.lower(draft.first - 1) not in {"in", "by", "since", "until", "from"}:
        return False
    counted = token + 1 < len(parse) and parse.pos[token + 1] in {"NOUN", "PROPN", "ADJ", "NUM", "SYM"}
    return not counted and sentence.lower(draft.end) not in {"%", "-", "of"}


def _is_reference(draft: Draft, sentence: Sentence, parse: Parse) -> bool:
    word, before, after = (sentence.lower(i) for i in (draft.end - 1, draft.first - 1, draft.end))
    if word == "soon":
        return before not in {"as", "too", "so", "how"} and after not in {"after", "as", "afterward", "enough"}
    if word == "future":
        token = token_at(draft, sentence, parse)
        noun = token < len(parse) and parse.pos[token] == "NOUN"
        return noun and (draft.end - draft.first > 1 or before in {"in", "'s", "’s"})
    return True


def _is_later(draft: Draft, sentence: Sentence, parse: Parse) -> bool:
    """Refuse "two days before" and "after" where they begin a clause or a phrase of their own."""
    del parse
    word, after = sentence.lower(draft.end - 1), sentence.lower(draft.end)
    return word not in {"before", "after"} or not after[:1].isalnum()


def _is_half(draft: Draft, sentence: Sentence, parse: Parse) -> bool:
    """Take "the first half" as half a year beside a year, or where money is spoken of; games have halves too."""
    del parse
    after = [sentence.lower(draft.end + k) for k in range(3)]
    if after[0] == "of":
        return after[1] in {"this", "last", "next"} or after[1:] == ["the", "year"]
    before = sentence.lower(draft.first - 1) in {"'s", "’s"} and sentence.lower(draft.first - 2) == "year"
    return before or any(word in MONEY for word in sentence.lowers)


_CHECKS = {
    "half": _is_half,
    "month": _is_month,
    "weekday": _is_weekday,
    "season": _is_season,
    "length": _is_length,
    "bare-length": _is_no_war,
    "hyphenated": _is_no_war,
    "day-alone": _is_day_alone,
    "early-year": _is_early_year,
    "frequency": _is_no_title,
    "deictic": _is_no_title,
    "near-unit": _is_no_title,
    "clock": _is_clock,
    "reference": _is_reference,
    "later": _is_later,
    "unit-before": _is_later,
}
