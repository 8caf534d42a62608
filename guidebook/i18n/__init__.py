"""Catalogs, and records in the words of one edition."""
