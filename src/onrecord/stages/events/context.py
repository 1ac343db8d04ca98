"""Where an event stands: the time expression of its clause and the quotation around it."""

from bisect import bisect_left, bisect_right
from collections.abc import Sequence

from onrecord.model import Parse, Quotation, Span, Timex, TimexType, cover
from onrecord.stages.events.triggers import Trigger

_BEFORE_AND_AFTER = frozenset({"before", "after", "since", "until", "following"})
_OF_THE_CLAUSE = frozenset({"nsubj", "nsubjpass", "dobj", "attr", "ROOT"})


class Surroundings:
    """Finds times and quotations of triggers by place.

    Args:
        parse: The grammar.
        timexes: In text order.
        quotations: In text order.
    """

    __slots__ = ("_longest", "_quotations", "_starts", "_timex_starts", "_timexes", "parse")

    def __init__(self, parse: Parse, timexes: Sequence[Timex], quotations: Sequence[Quotation]) -> None:
        self.parse = parse
        self._timexes = sorted(timexes, key=lambda t: t.span)
        self._timex_starts = [t.span.start for t in self._timexes]
        spread = [(cover(q.content), q) for q in quotations if q.content]
        self._quotations = sorted(spread, key=lambda row: (row[0].start, -row[0].end))
        self._starts = [around.start for around, _ in self._quotations]
        self._longest = max((len(around) for around, _ in self._quotations), default=0)

    def time_of(self, trigger: Trigger, sentence: Span) -> str | None:
        """Return the id of the time expression nearest by grammar, or None.

        A time belongs to a trigger when no other clause stands between them.
        """
        first = bisect_left(self._timex_starts, sentence.start)
        last = bisect_left(self._timex_starts, sentence.end)
        best: tuple[int, int, str] | None = None
        for timex in self._timexes[first:last]:
            distance = self._distance(trigger, timex.span)
            if distance is None or timex.type is TimexType.SET:
                continue
            rank = (distance + (2 if timex.type is TimexType.DURATION else 0), timex.span.start, timex.id)
            if best is None or rank < best:
                best = rank
        return best[2] if best else None

    def _distance(self, trigger: Trigger, span: Span) -> int | None:
        """Return the number of steps from a time up to the trigger; None when it belongs elsewhere."""
        parse = self.parse
        tokens = parse.tokens_in(span)
        if not tokens:
            return None
        inside = set(tokens)
        node = next((t for t in tokens if parse.heads[t] not in inside), tokens[0])
        targets = {trigger.token, trigger.carrier}
        if parse.deps[trigger.token] == "compound":  # "the assassination attempt last year"
            targets.add(parse.heads[trigger.token])
        clause = self._clause_of(trigger.carrier) if self._shares_clause(trigger) else None
        for steps in range(12):
            if node in targets:
                return steps
            if node == clause:
                return steps + 3
            if steps and self._is_elsewhere(node, span):
                return None
            if steps and parse.pos[node] in {"VERB", "AUX"} and parse.deps[node] != "xcomp":
                return None
            if parse.heads[node] == node:
                return None
            node = parse.heads[node]
        return None

    def _is_elsewhere(self, node: int, span: Span) -> bool:
        """Tell whether "before" or "after" stands between: "asked him before the summit in June"."""
        parse = self.parse
        marks = parse.lowers[node] in _BEFORE_AND_AFTER and parse.deps[node] == "prep"
        return marks and not parse.span(node, node).overlaps(span) and parse.starts[node] < span.start - 12

    def _shares_clause(self, trigger: Trigger) -> bool:
        """Tell whether the time of the clause is the trigger's: of verbs, their nouns, subjects and objects."""
        parse = self.parse
        if trigger.entry.pos != "noun" or trigger.carrier != trigger.token:
            return True
        dep, head = parse.deps[trigger.token], parse.heads[trigger.token]
        return dep in _OF_THE_CLAUSE or (dep == "pobj" and parse.lowers[head] in {"for", "in", "at", "during"})

    def _clause_of(self, token: int) -> int:
        """Return the verb that a trigger hangs on through infinitives, objects and subjects."""
        parse = self.parse
        while parse.heads[token] != token:
            if parse.pos[token] in {"VERB", "AUX"} and parse.deps[token] not in {"xcomp", "conj"}:
                return token
            token = parse.heads[token]
        return token

    def said_in(self, trigger: Span) -> Quotation | None:
        """Return the innermost quotation whose content holds the trigger."""
        best: Quotation | None = None
        size = 0
        for at in range(bisect_right(self._starts, trigger.start) - 1, -1, -1):
            around, quotation = self._quotations[at]
            if trigger.start - around.start > self._longest:
                break
            if not any(part.contains(trigger) for part in quotation.content):
                continue
            if best is None or len(around) < size:
                best, size = quotation, len(around)
        return best
