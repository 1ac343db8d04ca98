"""The stage table: what reads what, in which order, at which version.

The same table is checked before a run, keys the cache and is written into ``made_by`` of every reading.
"""

import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field, fields, replace
from typing import Any

from onrecord._version import __version__
from onrecord.errors import InputError, OnrecordError, StageFailed
from onrecord.model import Found, MadeBy, Reading, Report
from onrecord.model.codec import encode_json
from onrecord.model.ids import digest_text
from onrecord.resources import Options, Resources
from onrecord.stages.attribution import find_attributions
from onrecord.stages.entities import find_entities
from onrecord.stages.events import find_events
from onrecord.stages.figures import find_figures
from onrecord.stages.quotations import find_quotations
from onrecord.stages.timexes import find_timexes


@dataclass(frozen=True, slots=True, kw_only=True)
class Stage:
    """One row of the table.

    Attributes:
        name: As it stands in diagnostics and ``made_by``.
        function: ``(Reading, Resources) -> Found``.
        needs: Fields of the reading that must have been given before.
        gives: The field that the found items go into.
        version: Raised whenever the output may change.
    """

    name: str
    function: Callable[[Reading, Resources], Found[Any]]
    needs: tuple[str, ...]
    gives: str
    version: str


Spend = Callable[[str, float, int], None]
"""Told a stage, the wall seconds it took and the items it gave."""

BACKENDS_GIVE = ("report", "parse", "tags", "sentences")
"""What stands in a reading before the first stage."""

STAGES: tuple[Stage, ...] = (
    Stage(
        name="entities",
        function=find_entities,
        needs=("parse",),
        gives="entities",
        version="5",
    ),
    Stage(
        name="timexes",
        function=find_timexes,
        needs=("parse",),
        gives="timexes",
        version="3",
    ),
    Stage(
        name="attribution",
        function=find_attributions,
        needs=("parse", "tags"),
        gives="attributions",
        version="2",
    ),
    Stage(
        name="quotations",
        function=find_quotations,
        needs=("parse", "entities", "attributions"),
        gives="quotations",
        version="3",
    ),
    Stage(
        name="events",
        function=find_events,
        needs=("parse", "entities", "timexes", "quotations"),
        gives="events",
        version="5",
    ),
    Stage(
        name="figures",
        function=find_figures,
        needs=("parse", "entities", "timexes", "quotations", "events"),
        gives="figures",
        version="2",
    ),
)


def check_order(stages: Iterable[Stage] = STAGES) -> None:
    """Check that every stage comes after those that give what it needs.

    Raises:
        InputError: A stage needs what nothing before it gives, or two give the same.
    """
    given = set(BACKENDS_GIVE)
    known = {f.name for f in fields(Reading)}
    for stage in stages:
        missing = [n for n in stage.needs if n not in given]
        if missing:
            raise InputError(f"stage {stage.name} needs {', '.join(missing)}, which nothing before it gives")
        if stage.gives in given or stage.gives not in known:
            raise InputError(f"stage {stage.name} gives {stage.gives!r}, which is given already or unknown")
        given.add(stage.gives)


@dataclass(frozen=True, eq=False, kw_only=True)
class Pipeline:
    """The stages with their models: turns reports into readings.

    Args:
        grammar: The backend that parses.
        tagger: The span reader's backend, or None when ``options.reader`` is ``fast``.
        resources: What stages may use.
    """

    grammar: Any
    tagger: Any | None = None
    resources: Resources = field(default_factory=Resources)
    stages: tuple[Stage, ...] = STAGES

    def __post_init__(self) -> None:
        check_order(self.stages)

    def made_by(self) -> MadeBy:
        """Return the versions of everything that shapes a reading."""
        typer = self.resources.event_typer
        models = [m for m in (self.grammar, self.tagger, typer) if m is not None]
        return MadeBy(
            onrecord=__version__,
            stages={s.name: s.version for s in self.stages},
            models={m.name: m.version for m in models},
            lexicon=self.resources.lexicon.digest(),
        )

    def key(self) -> str:
        """Return a short hash of :meth:`made_by` and the options: readings of another key are stale."""
        options = self.resources.options
        return digest_text(f"{encode_json(self.made_by()).decode()}|{options.reader}|{options.offices}")[:16]

    def read(self, report: Report, spend: Spend = lambda _stage, _seconds, _items: None) -> Reading:
        """Read one report.

        Args:
            spend: Told what each model and stage took, and how many tokens, spans or items it gave.

        Raises:
            StageFailed: A stage broke; the message names the stage and the report.
        """
        begun = time.perf_counter()
        parse = self.grammar.parse_report(report)
        begun = _told(spend, "grammar", begun, len(parse))
        tags = self.tagger.tag_report(report) if self.tagger else None
        if tags is not None:
            begun = _told(spend, "spans", begun, len(tags))
        reading = Reading(
            report=report,
            parse=parse,
            tags=tags,
            sentences=tuple(parse.sentence_span(i) for i in range(len(parse.sentences))),
            made_by=self.made_by(),
        )
        for stage in self.stages:
            reading = self._apply(stage, reading)
            begun = _told(spend, stage.name, begun, len(getattr(reading, stage.gives)))
        return reading

    def read_all(self, reports: Iterable[Report]) -> Iterator[Reading]:
        """Read reports one by one, lazily."""
        return map(self.read, reports)

    def _apply(self, stage: Stage, reading: Reading) -> Reading:
        try:
            return reading.extended(stage.gives, stage.function(reading, self.resources))
        except OnrecordError:
            raise
        except Exception as error:
            raise StageFailed(f"stage {stage.name} failed on {reading.report.path}: {error!r}") from error


def _told(spend: Spend, stage: str, begun: float, items: int) -> float:
    now = time.perf_counter()
    spend(stage, now - begun, items)
    return now


def load_pipeline(options: Options | None = None, resources: Resources | None = None) -> Pipeline:
    """Load the models and return a pipeline ready to read.

    The accurate reader loads the trained heads; the fast one reads by rules alone.

    Raises:
        ResourceMissing: A model is not there; the message says what to install.
    """
    from onrecord.backends.grammar import load_grammar

    options = options or Options()
    resources = replace(resources or Resources(), options=options)
    grammar = load_grammar(options.model)
    if options.reader == "fast":
        return Pipeline(grammar=grammar, resources=resources)
    from onrecord.backends.event_head import load_event_head
    from onrecord.backends.span_reader import load_span_reader

    resources = replace(resources, event_typer=load_event_head())
    return Pipeline(grammar=grammar, tagger=load_span_reader(), resources=resources)
