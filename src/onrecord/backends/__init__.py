"""Batch adapters for models: the only place that imports spaCy, ONNX Runtime and tokenizers."""
