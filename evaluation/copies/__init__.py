"""Copies made on purpose, among different reports of the same events."""
