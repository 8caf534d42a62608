"""YAML files to validated records, and lint."""
