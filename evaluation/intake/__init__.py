"""How well intake tells furniture from body, and how well it extracts and dates pages."""
