"""Onboarding guides for incoming mayors: from YAML records to a multilingual site."""
