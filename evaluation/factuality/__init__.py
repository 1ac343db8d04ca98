"""Factuality: UW per-predicate judgements, and a panel of traps of our own."""
