"""One room a layer, each with one public ``find_*`` function: ``(Reading, Resources) -> Found[T]``."""
