"""Machine-readable files: calendars, cards, search index, open data."""
