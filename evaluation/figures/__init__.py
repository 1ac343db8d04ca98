"""Evaluation of figures: quantities, number specifications, MUC targets, casualties, own sentences."""
