"""Entities inside a report, on the entity chains of ECB+ (gold mentions)."""
