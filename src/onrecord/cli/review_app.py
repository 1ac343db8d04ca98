"""The review as a terminal app: the same queue and keys as the web app's, on Textual (extra ``review``)."""

from typing import ClassVar

from rich.text import Text
from textual import on
from textual.app import App, ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical, VerticalScroll
from textual.screen import ModalScreen
from textual.widgets import Footer, Header, Input, Label, Static

from onrecord.errors import InputError, OnrecordError
from onrecord.model.decisions import Line
from onrecord.report.words import describe
from onrecord.store import Story, readings
from onrecord.store.acts import decide_on, undo_last
from onrecord.store.queue import ReviewItem, queue_length, review_queue, review_size
from onrecord.store.verdicts import verdicts_of

MARKS = {
    "asserted": "▪ reporter",
    "quoted": "❝ quoted",
    "relayed": "⇢ relayed",
    "uncertain": "? uncertain",
}

HELP = """\
j  k   move through the queue; moving never decides
y      confirm the line
n      reject it: it leaves the links and the exports, and does not come back
u      unsure: somebody else should look
e      correct one field, or date a report
z      take the last decision back
/      find a sentence in any report
?      this help
q      leave; nothing is lost

Every decision is kept with your name and the time, and can be taken back in any order."""


class Asked(ModalScreen[str | None]):
    """One line of input, or None when it was left with Escape."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape", "leave", "Leave")]

    def __init__(self, question: str, example: str) -> None:
        super().__init__()
        self._question = question
        self._example = example

    def compose(self) -> ComposeResult:
        """Lay out the question."""
        with Vertical(id="asked"):
            yield Label(self._question)
            yield Input(placeholder=self._example, max_length=500)

    @on(Input.Submitted)
    def _given(self, event: Input.Submitted) -> None:
        self.dismiss(event.value.strip() or None)

    def action_leave(self) -> None:
        """Go back without an answer."""
        self.dismiss(None)


class Shown(ModalScreen[None]):
    """Words to read; any key of leaving goes back."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape,q,question_mark,enter", "leave", "Back")]

    def __init__(self, words: Text) -> None:
        super().__init__()
        self._words = words

    def compose(self) -> ComposeResult:
        """Lay out the words."""
        with VerticalScroll(id="shown"):
            yield Static(self._words)

    def action_leave(self) -> None:
        """Go back."""
        self.dismiss(None)


class ReviewApp(App[None]):
    """One thing to decide at a time, worst first.

    Args:
        story: Open; stays open.
        who: The name that decisions carry.
    """

    TITLE = "onrecord"
    ENABLE_COMMAND_PALETTE = False
    CSS = """
    Screen { background: $background; align: center middle; }
    #why { color: $warning; text-style: bold; padding: 1 2 0 2; }
    #words { padding: 1 2; text-style: bold; }
    #facts { padding: 0 2; }
    #sentence { padding: 1 2 1 1; margin: 1 2 0 2; border-left: thick $primary; }
    #evidence { padding: 1 2; }
    #place { padding: 0 2 1 2; color: $text-muted; }
    #item { max-width: 100; height: 1fr; }
    #asked, #shown { width: 80%; max-width: 84; height: auto; max-height: 80%; padding: 1 2;
      background: $surface; border: round $primary; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("j,down", "move(1)", "next", key_display="j"),
        Binding("k,up", "move(-1)", "back", key_display="k"),
        Binding("y", "decide('confirm')", "confirm"),
        Binding("n", "decide('reject')", "reject"),
        Binding("u", "decide('unsure')", "unsure"),
        Binding("e", "edit", "correct"),
        Binding("z", "undo", "undo"),
        Binding("slash", "find", "find", key_display="/"),
        Binding("question_mark", "help", "help", key_display="?"),
        Binding("q", "quit", "leave"),
    ]

    def __init__(self, story: Story, who: str) -> None:
        super().__init__()
        self._story = story
        self._who = who
        self._at = 0
        self.item: ReviewItem | None = None

    def compose(self) -> ComposeResult:
        """Lay out the screen."""
        yield Header(icon="")
        with VerticalScroll(id="item"):
            for name in ("why", "words", "facts", "sentence", "evidence", "place"):
                yield Static(id=name)
        yield Footer()

    def on_mount(self) -> None:
        """Show the worst."""
        self._show()

    def action_move(self, step: int) -> None:
        """Show another thing to decide; nothing is decided."""
        self._at = max(0, self._at + step)
        self._show()

    def action_decide(self, verb: str) -> None:
        """Decide on what is shown, and show what comes next at its place."""
        if self.item is None:
            return
        if self.item.line is None:
            self.notify("a report is dated: press e and give its date", severity="warning")
            return
        self._keep(self.item.line.id, verb)

    def action_edit(self) -> None:
        """Ask for a correction, or for the date of a report."""
        item = self.item
        if item is None:
            return
        if item.line is None:
            self.push_screen(Asked("When was this report published?", "2019-03-01, 2019-03 or 2019"), self._date)
        else:
            fields = ", ".join(f for f in item.line.item if f not in {"id", "score", "rule", "speaker_score"})
            self.push_screen(Asked(f"Correct a field: {fields}", "speaker=Jane Roe"), self._correct)

    def _date(self, given: str | None) -> None:
        if given and self.item is not None:
            self._keep(self.item.report, "date", value=given)

    def _correct(self, given: str | None) -> None:
        if not given or self.item is None or self.item.line is None:
            return
        field, sign, value = given.partition("=")
        if not sign:
            self.notify("write it as FIELD=VALUE, for example speaker=Jane Roe", severity="warning")
            return
        self._keep(self.item.line.id, "correct", field=field.strip(), value=value.strip())

    def action_undo(self) -> None:
        """Take the last decision back."""
        try:
            undo_last(self._story, who=self._who)
        except OnrecordError as error:
            self.notify(str(error), severity="warning")
            return
        self.notify("the last decision is taken back")
        self._show()

    def action_find(self) -> None:
        """Ask for words and show the sentences that hold them."""
        self.push_screen(Asked("Find in every report", "words; “quoted words” stand together"), self._found)

    def _found(self, given: str | None) -> None:
        if not given:
            return
        try:
            hits = self._story.search(given, 20)
        except InputError as error:
            self.notify(str(error), severity="warning")
            return
        words = Text(f"{len(hits)} sentences\n\n" if hits else "No sentence holds all of these words.")
        for hit in hits:
            words.append_text(_lit(hit.marked))
            words.append(f"\n{hit.report} {hit.start}–{hit.end}\n\n", style="dim")
        self.push_screen(Shown(words))

    def action_help(self) -> None:
        """Show the keys."""
        self.push_screen(Shown(Text(HELP)))

    def _keep(self, line: str, verb: str, *, field: str | None = None, value: str | None = None) -> None:
        try:
            decide_on(self._story, line, verb, who=self._who, field=field, value=value)
        except OnrecordError as error:
            self.notify(str(error), severity="warning")
            return
        self._show()

    def _show(self) -> None:
        with self._story.reading() as connection:
            left = review_size(connection)
            self._at = max(0, min(self._at, queue_length(connection) - 1))
            found = review_queue(connection, self._at, 1)
        self.item = found[0] if found else None
        self.sub_title = f"{self._story.folder.resolve().name}: {left} lines nobody has looked at"
        parts = self._parts(self.item) if self.item else {"why": Text("Nothing is left to decide here.")}
        for name in ("why", "words", "facts", "sentence", "evidence", "place"):
            part = self.query_one(f"#{name}", Static)
            part.update(parts.get(name, Text()))
            part.display = bool(parts.get(name))
        self.query_one("#item").scroll_home(animate=False)

    def _parts(self, item: ReviewItem) -> dict[str, Text]:
        report = self._story.dated_report(item.report)
        day = report.published.value or "date not known"
        place = Text(f"{report.title or report.path} · {report.outlet or 'outlet not known'} · {day}")
        if item.line is None:
            asks = "\n".join(f"The text suggests {c.value} ({c.method})." for c in report.candidates)
            when = Text("When was this report published? Nothing is dated until you say so. Press e.")
            return {"why": Text(item.reason), "words": Text(report.title or report.path), "facts": when,
                    "evidence": Text(asks), "place": place}  # fmt: skip
        line = item.line
        return {
            "why": Text(item.reason),
            "words": Text(line.quote),
            "facts": _facts(line),
            "sentence": _in_sentence(line),
            "evidence": self._evidence(line),
            "place": Text.assemble(place, f" · {line.id[:6]}"),
        }

    def _evidence(self, line: Line) -> Text:
        with self._story.reading() as connection:
            verdicts = verdicts_of(connection, line.id, 8)
            others = readings.load_lines(connection, [f for v in verdicts for f in v.figures])
        out = Text()
        for verdict in verdicts:
            out.append(f"{verdict.verdict.replace('-', ' ')}: ", style="bold")
            out.append(f"{verdict.reason}\n")
            for other in (others[f] for f in verdict.figures if f in others and f != line.id):
                out.append(f"  {other.quote}: {other.sentence}\n", style="dim")
        for link in self._story.links_of(line.id)[:8]:
            out.append(f"{link.judgement}: ", style="bold")
            out.append(f"{link.reason} ({link.by}, {link.score:.2f})\n")
        out.rstrip()
        return out


def _facts(line: Line) -> Text:
    """Return kind, marks and who said it, the outermost relay first."""
    said = " ⟶ ".join(reversed(line.said_by)) or "the report"
    words = Text(f"{line.kind}  {MARKS[line.evidence]}  {line.review}  ·  said by {said}")
    if line.kind != "quotation":
        words.append(f"\n{describe(line)}", style="dim")
    return words


def _in_sentence(line: Line) -> Text:
    """Return the sentence with the line's words lit."""
    words = Text(line.sentence)
    for part in line.quote.split(" … "):
        at = line.sentence.find(part)
        if at >= 0:
            words.stylize("reverse", at, at + len(part))
    return words


def _lit(marked: str) -> Text:
    """Return a found sentence with its hits lit."""
    from onrecord.store.search import END, START

    out = Text()
    for n, piece in enumerate(marked.split(START)):
        hit, _, rest = piece.partition(END) if n else ("", "", piece)
        out.append(hit, style="reverse")
        out.append(rest)
    return out
