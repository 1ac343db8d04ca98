"""Cross-document coreference on ECB+: our clusters over gold mentions."""
