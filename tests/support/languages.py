"""The record types of the real site."""

from __future__ import annotations

from guidebook.model.languages import record_types, site_languages
from guidebook.source.yaml_loader import load
from tests.support.project import ROOT

LANGUAGES = site_languages(load(ROOT / "data/site.yaml", ROOT).value)
TYPES = record_types(LANGUAGES)
MUNICIPALITY = TYPES.municipality
