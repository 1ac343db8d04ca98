"""Dates of editors' timelines found in the reports of a topic, on T17's tuning topics."""
