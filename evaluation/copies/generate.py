"""Generates reports from phrase tables of our own, and copies of them.

Every event is told by several outlets in other words (true different reports), some quoting one press
statement; then reports are copied: byline, cut to 40 %, edited, reordered, embedded, inside furniture.
"""

import random
from dataclasses import dataclass

PLACES = [
    "Almeda",
    "Norvale",
    "Lestria",
    "Karsk",
    "Dehren",
    "Torne",
    "Quillan",
    "Velm",
    "Ostrel",
    "Sella",
    "Marovo",
    "Tolen",
    "Geval",
    "Lodnau",
]
NAMES = [
    "Rosa Quintal",
    "Amadou Keita",
    "Elena Voss",
    "Peter Lund",
    "Haruko Tanaka",
    "Ingrid Dahl",
    "Nadia Okello",
    "Bo Halloran",
]
THINGS = [
    "ferry",
    "mine",
    "bridge",
    "harbour",
    "hospital",
    "railway",
    "school",
    "dam",
    "bank",
    "stadium",
    "refinery",
    "market",
]
VERBS = ["collapsed", "burned", "was closed", "was flooded", "was raided", "lost power", "reopened", "was sold"]
OPENERS = (
    "{place} woke to the news that the {thing} {verb} on {day}.",
    "The {thing} at {place} {verb} on {day}, and {n} people were affected.",
    "It was shortly after dawn on {day} when the {thing} in {place} {verb}.",
    "Officials in {place} confirmed on {day} that the old {thing} {verb}.",
)
BODIES = (
    "{name} of the town council told residents that {n} families had asked for help since the first hour.",
    "Engineers counted {m} cracks in the foundations and ordered a second inspection by the regional office.",
    "A neighbour, who has lived beside the {thing} for {m} years, described a noise like a passing train.",
    "The insurer put the cost at {k} thousand crowns, a sum that {name} called far too low.",
    "Trade unions want the owners to answer {m} questions before any of the {n} workers returns.",
    "Rescue teams searched {m} rooms and found nobody, but the search goes on with dogs and lamps.",
    "Buses carried {n} pupils to other schools while the road past the {thing} stayed shut.",
    "The minister is expected in {place} within {m} days and will meet {name} and the families.",
    "Two reports from the year before had warned of rust, yet only {m} of {n} bolts were replaced.",
    "Shops along the quay closed early, and {name} asked people to keep calm and stay at home.",
    "An inquiry will hear {n} witnesses, beginning with the night watchman and the two electricians.",
    "Water was cut off in {m} streets, and tankers brought {k} thousand litres from the hills.",
    "The owner, a company from {other}, did not answer {m} calls and a letter sent by courier.",
    "Prosecutors took away {n} folders and {m} computers from the office above the workshop.",
    "Football was called off for {m} weeks; the club has lent its hall to {n} volunteers.",
    "Nobody could say why the alarm failed for {m} minutes although it was tested in spring.",
)
STATEMENT = (
    "“We are deeply sorry for what happened in {place} and we will stand by every one of the {n} people concerned, "
    "today and in the months to come,” {name} said in a statement."
)
FURNITURE = "Subscribe to our newsletter for the best stories of the week. Share this article. Most read today."


@dataclass(frozen=True)
class Made:
    id: str
    event: int
    original: str
    kind: str
    text: str
    outlet: str


def tell(event: int, rng: random.Random) -> str:
    """One outlet's own telling: its own choice and order of sentences, the event's facts."""
    facts = random.Random(event)
    known = {"place": facts.choice(PLACES), "other": facts.choice(PLACES), "thing": facts.choice(THINGS),
             "verb": facts.choice(VERBS), "day": facts.choice(["Monday", "Tuesday", "Wednesday", "Thursday", "Friday"]),
             "name": facts.choice(NAMES)}  # fmt: skip
    count = {"n": facts.randint(20, 900), "m": facts.randint(3, 60), "k": facts.randint(12, 900)}

    def fill(pattern: str) -> str:
        own = {k: v if rng.random() < 0.4 else rng.randint(3, 990) for k, v in count.items()}
        return pattern.format(**known, **own)

    chosen = rng.sample(BODIES, 9)
    lines = [fill(rng.choice(OPENERS)), *map(fill, chosen)]
    if event % 3 == 0:
        lines.insert(3, STATEMENT.format(**known, **count))
    return " ".join(_vary(line, rng) for line in lines)


def _vary(line: str, rng: random.Random) -> str:
    """Change a few words, so that tables of phrases do not make copies of what is none."""
    extra = [
        "also",
        "later",
        "then",
        "again",
        "meanwhile",
        "reportedly",
        "clearly",
        "still",
        "already",
        "largely",
        "partly",
        "often",
    ]
    words = line.split()
    if "“" in line:
        return line
    for _ in range(max(2, len(words) // 4)):
        words.insert(rng.randrange(1, len(words)), rng.choice(extra))
    return " ".join(words)


def copy(kind: str, text: str, other: str, rng: random.Random) -> str:
    """Change a text as papers change what they take over."""
    lines = [part.strip() + "." for part in text.split(".") if part.strip()]
    if kind == "byline":
        return "By our own correspondent\n" + text
    if kind == "cut":
        return " ".join(lines[: max(1, round(len(lines) * 0.4))])
    if kind == "edited":
        words = text.split()
        for _ in range(len(words) // 12):
            words[rng.randrange(len(words))] = rng.choice(["some", "other", "new", "local", "further", "recent"])
        return " ".join(words)
    if kind == "reordered":
        rng.shuffle(lines)
        return " ".join(lines)
    if kind == "embedded":
        half = other.split(". ")
        return ". ".join(half[:5]) + ". " + text + " " + ". ".join(half[5:])
    return f"{FURNITURE}\n\n{text}\n\n{FURNITURE}"


KINDS = ("byline", "cut", "edited", "reordered", "embedded", "furniture")


def generate(events: int = 120, outlets: int = 4, seed: int = 7) -> list[Made]:
    rng = random.Random(seed)
    out = []
    for event in range(events):
        for outlet in range(outlets):
            name = f"r{event:03d}-{outlet}"
            out.append(Made(name, event, name, "original", tell(event, rng), f"Paper {outlet}"))
    originals = list(out)
    for i, made in enumerate(originals):
        if i % 2 == 0:
            kind = KINDS[(i // 2) % len(KINDS)]
            other = originals[(i + 37) % len(originals)]
            out.append(
                Made(
                    f"{made.id}-{kind}",
                    made.event,
                    made.id,
                    kind,
                    copy(kind, made.text, other.text, rng),
                    f"Paper {9 + i}",
                )
            )
    return out
