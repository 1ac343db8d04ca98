"""Entities: who and what a report is about, and every mention of them.

``find_entities`` is the stage; ``resolve_actor``, ``office_holders`` and ``resolve_office`` serve other stages.
"""

from onrecord.stages.entities.actors import resolve_actor
from onrecord.stages.entities.offices import Holding, office_holders, resolve_office
from onrecord.stages.entities.stage import find_entities

__all__ = ["Holding", "find_entities", "office_holders", "resolve_actor", "resolve_office"]
