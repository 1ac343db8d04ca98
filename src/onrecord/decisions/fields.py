"""Which fields of a line point at other items, and how such pointers outlive a new reading.

Ids inside a reading change when it is read again, so a decision keeps the *name* of an entity, and the
name is looked up in whatever reading the decision is applied to.
"""

from collections.abc import Iterable, Mapping
from typing import Any

import msgspec

from onrecord.decisions.times import loosen_timex, settle_timex
from onrecord.errors import ContractError
from onrecord.model import Entity, EntityType, Event, Figure, Item, Quotation, Reading, Timex

ENTITY_FIELDS = {
    "quotation": ("speaker", "addressee", "relayed_by"),
    "event": ("actor", "recipient", "place"),
    "figure": ("by", "place"),
}
"""Fields that hold entity ids, or lists of them, by kind."""

LINE_FIELDS = {
    "quotation": ("inside",),
    "event": ("time", "said_in"),
    "timex": ("until",),
    "figure": ("of", "as_of", "said_in", "event", "same_as"),
}
"""Fields that hold ids of other lines; in a line brought back from a snapshot they are left open."""

LIST_FIELDS = frozenset({"relayed_by", "actor", "recipient"})

TYPES: dict[str, type[Any]] = {
    "entity": Entity,
    "quotation": Quotation,
    "timex": Timex,
    "event": Event,
    "figure": Figure,
}


def as_document(item: Item) -> dict[str, Any]:
    """Return an item as the record format writes it."""
    document = msgspec.to_builtins(item)
    assert isinstance(document, dict)
    return document


def from_document(kind: str, document: Mapping[str, Any]) -> Item:
    """Make an item from its document.

    Raises:
        ContractError: A field is unknown, missing or of the wrong type; the message names it.
    """
    known = TYPES[kind].__dataclass_fields__
    unknown = sorted(set(document) - set(known))
    if unknown:
        raise ContractError(f"a {kind} has no field {unknown[0]!r}; its fields are {', '.join(sorted(known))}")
    try:
        item: Item = msgspec.convert(dict(document), TYPES[kind])
    except msgspec.ValidationError as error:
        raise ContractError(f"not a valid {kind}: {error}") from error
    return item


def name_entities(kind: str, document: dict[str, Any], reading: Reading) -> dict[str, Any]:
    """Return the document with every entity id replaced by ``{"entity": name}``."""
    names = {e.id: e.name for e in reading.entities}

    def named(value: Any) -> Any:
        if isinstance(value, list | tuple):
            return [named(v) for v in value]
        return {"entity": names[value]} if isinstance(value, str) and value in names else value

    fields = ENTITY_FIELDS.get(kind, ())
    return {k: named(v) if k in fields else v for k, v in document.items()}


class NameBook:
    """Finds entities by name in one reading, and makes those that people named and the machine missed.

    Args:
        entities: Of the reading.
    """

    def __init__(self, entities: Iterable[Entity]) -> None:
        self.entities = list(entities)
        self._by_name: dict[str, str] = {}
        for entity in self.entities:
            for name in (entity.name, *entity.names):
                self._by_name.setdefault(name.casefold(), entity.id)

    def id_of(self, name: str) -> str:
        """Return the id of the entity of that name; it is made when there is none."""
        found = self._by_name.get(name.casefold())
        if found is None:
            found = f"EX{len(self.entities) + 1}"
            self.entities.append(Entity(id=found, name=name, type=EntityType.OTHER, names=(name,)))
            self._by_name[name.casefold()] = found
        return found

    def resolve(self, value: Any) -> Any:
        """Return the value with every ``{"entity": name}`` replaced by an id."""
        if isinstance(value, list | tuple):
            return [self.resolve(v) for v in value]
        if isinstance(value, dict) and set(value) == {"entity"}:
            return self.id_of(str(value["entity"]))
        return value


def corrected(kind: str, item: Item, field: str, value: Any, book: NameBook) -> Item:
    """Return the item with one field set to a person's value.

    Args:
        value: JSON; for a field of entities a name, ``{"entity": name}`` or a list of them; None clears it.
            A timex whose meaning a person gives hangs on nothing any more.

    Raises:
        ContractError: The field is unknown or takes no such value.
    """
    if field == "id":
        raise ContractError("the id of a line cannot be corrected")
    document = as_document(item)
    if field in ENTITY_FIELDS.get(kind, ()) and value is not None:
        value = _entity_value(field, value, book)
    document[field] = value
    changed = from_document(kind, document)
    return settle_timex(changed, field) if isinstance(changed, Timex) else changed


def _entity_value(field: str, value: Any, book: NameBook) -> Any:
    values = value if isinstance(value, list | tuple) else [value]
    ids = [book.resolve(v) if isinstance(v, dict) else book.id_of(str(v)) for v in values]
    return ids if field in LIST_FIELDS else ids[0]


def revived(kind: str, snapshot: Mapping[str, Any], local: str, book: NameBook) -> Item:
    """Return the item of a snapshot under a new local id, its entities looked up by name.

    Raises:
        ContractError: The snapshot is not a valid item any more.
    """
    document = {k: book.resolve(v) for k, v in snapshot.items()}
    for field in LINE_FIELDS.get(kind, ()):
        if isinstance(document.get(field), str):
            document[field] = None
    document["id"] = local
    known = TYPES[kind].__dataclass_fields__
    item = from_document(kind, {k: v for k, v in document.items() if k in known})
    return loosen_timex(item) if isinstance(item, Timex) else item
