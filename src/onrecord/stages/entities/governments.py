"""Countries and capitals: does a mention mean the government, or the place?"""

from onrecord.model import Parse
from onrecord.stages.entities.names import Named
from onrecord.stages.entities.tables import Tables


def acts(parse: Parse, name: Named, tables: Tables) -> bool:
    """Tell whether a mention of a country or capital means its government.

    A country means its government unless the words around it make it a place; a capital only when it acts.
    """
    assert name.known is not None
    if name.known.kind == "seat":
        return True
    if in_dateline(parse, name):
        return False
    words = tables.contexts
    capital = name.known.kind == "capital"
    head = name.head(parse)
    while parse.deps[head] == "conj" and parse.heads[head] != head:
        head = parse.heads[head]
    dep = parse.deps[head]
    above = parse.heads[head]
    if dep in {"pobj", "pcomp"}:
        return _acts_after(parse, tables, above, capital=capital)
    if dep in {"nsubj", "agent", "csubj"}:
        return not capital or parse.lemmas[above] not in words["still"]
    if dep == "nsubjpass":
        return not capital or parse.lemmas[above] in words["addressed"]
    if dep == "poss":
        return not capital or parse.lemmas[above].lower() in words["policy"]
    if dep in {"dobj", "obj"}:
        return parse.lemmas[above] not in words["reached"] and (
            not capital or parse.lemmas[above] in words["addressed"]
        )
    if dep in {"compound", "nmod", "amod"} and parse.lemmas[above].lower() in words["happenings"]:
        return _paired(parse, name)
    if dep in {"npadvmod", "appos"} or (dep == "ROOT" and capital):
        return False
    return not capital


def in_dateline(parse: Parse, name: Named) -> bool:
    """Tell whether a name stands in the dateline of its sentence ("NAIROBI, Kenya (AP) - Police …")."""
    begin, end = parse.sentences[parse.sentence_of(name.first)]
    if not parse.words[begin].isupper() or name.first - begin > 8:
        return False
    for token in range(begin + 1, min(end, begin + 12)):
        if parse.words[token] in {"—", "–", "-", "--"} and parse.ends[token - 1] < parse.starts[token]:
            return name.last < token
        if parse.pos[token] not in {"PROPN", "PUNCT", "NUM", "ADJ"}:
            return False
    return False


def _paired(parse: Parse, name: Named) -> bool:
    """Tell whether a hyphen or dash joins the name to another ("the Chad-Sudan talks")."""
    around = (*parse.words[max(0, name.first - 1) : name.first], *parse.words[name.last + 1 : name.last + 2])
    return bool({"-", "–", "/", "‑"} & set(around))


def _acts_after(parse: Parse, tables: Tables, prep: int, *, capital: bool) -> bool:
    """Tell the same of a mention after a preposition."""
    word = parse.lowers[prep]
    above = parse.lemmas[parse.heads[prep]].lower()
    if word in {"toward", "towards", "against", "with", "by", "between"}:
        return not (capital and word == "by" and above in {"pass", "sit"})
    if word == "from":
        return above in tables.contexts["received"]
    if word in tables.contexts["locative"]:
        return False
    if word == "to":
        return above not in tables.contexts["motion"]
    if word == "of" and (above in tables.contexts["areas"] or above in tables.contexts["shores"]):
        return False
    return not capital
