"""Markdown pages of the site, rendered from templates."""
