"""The only SQL: a story's folder with its reports, readings, decisions and links."""

from onrecord.store.story import Story, open_story

__all__ = ["Story", "open_story"]
