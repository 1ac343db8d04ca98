"""Reports of incidents, grouped by incident, on half of the Gun Violence Corpus."""
