"""Output folder and MkDocs."""
