"""The trained event head: which PLOVER type a marked trigger has in its sentence."""

from onrecord.backends.event_head.head import EventHead, load_event_head

__all__ = ["EventHead", "load_event_head"]
