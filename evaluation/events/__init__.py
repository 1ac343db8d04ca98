"""Events: types on PLV, statement-only sentences, and any file of PLOVER gold standard records."""
