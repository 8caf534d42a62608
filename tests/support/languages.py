"""The record types of the real site."""

from __future__ import annotations

from guidebook.model.languages import record_types
from tests.support.project import ROOT, languages_of

LANGUAGES = languages_of(ROOT)
TYPES = record_types(LANGUAGES)
MUNICIPALITY = TYPES.municipality
