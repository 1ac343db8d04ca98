"""The event head: MiniLM, pooled over the sentence and over the trigger."""

from __future__ import annotations

from pathlib import Path

import torch
from torch import nn
from transformers import BertConfig, BertModel

LABELS = (
    "AGREE",
    "CONSULT",
    "SUPPORT",
    "COOPERATE",
    "AID",
    "YIELD",
    "REQUEST",
    "ACCUSE",
    "REJECT",
    "THREATEN",
    "PROTEST",
    "SANCTION",
    "MOBILIZE",
    "COERCE",
    "ASSAULT",
    "STATE",
    "DENY",
)
QUAD = {
    "1": ("AGREE", "CONSULT", "SUPPORT"),
    "2": ("COOPERATE", "AID", "YIELD"),
    "3": ("REQUEST", "ACCUSE", "REJECT", "THREATEN", "SANCTION"),  # the two sets disagree on SANCTION
    "4": ("PROTEST", "SANCTION", "MOBILIZE", "COERCE", "ASSAULT"),
}


class EventHead(nn.Module):
    """Sentence and trigger to one logit a label.

    Args:
        folder: The encoder's folder; None builds an empty one of the same shape.
    """

    def __init__(self, folder: Path | None, dropout: float = 0.1) -> None:
        super().__init__()
        config = BertConfig.from_json_file(str(folder / "config.json")) if folder else BertConfig()
        config.attn_implementation = "eager"
        self.encoder = BertModel.from_pretrained(str(folder), add_pooling_layer=False)
        self.drop = nn.Dropout(dropout)
        self.sentence = nn.Linear(config.hidden_size, len(LABELS))
        self.trigger = nn.Linear(config.hidden_size, len(LABELS))

    def forward(self, ids: torch.Tensor, mask: torch.Tensor, trigger: torch.Tensor) -> torch.Tensor:
        """Return logits.

        Args:
            ids: Subword ids, (rows, subwords).
            mask: 1 for subwords, 0 for padding, (rows, subwords).
            trigger: Weights that average over the trigger's subwords, (rows, subwords).
        """
        states = self.encoder(input_ids=ids, attention_mask=mask).last_hidden_state
        whole = (states * mask[:, :, None]).sum(1) / mask.sum(1, keepdim=True)
        named = (states * trigger[:, :, None]).sum(1)
        return self.sentence(self.drop(whole)) + self.trigger(self.drop(named))
