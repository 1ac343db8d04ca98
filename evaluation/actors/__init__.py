"""Actor phrases to country and sector, on ``events/actors_dev.json``."""
