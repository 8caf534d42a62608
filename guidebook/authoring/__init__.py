"""Commands that maintain data/: schemas, new records, formatting, reports."""
