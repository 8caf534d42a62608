"""Packages of Word and Excel (Open Packaging Conventions): the same bytes for the same parts."""

from __future__ import annotations

from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

EPOCH = (1980, 1, 1, 0, 0, 0)
"""The day of every file in the package: the earliest a ZIP can name."""


def repacked(saved: BytesIO) -> bytes:
    """The package as a library saved it, with the same day on each of its files."""
    packed = BytesIO()
    with ZipFile(saved) as old, ZipFile(packed, "w") as new:
        for name in old.namelist():
            new.writestr(ZipInfo(name, EPOCH), old.read(name), ZIP_DEFLATED, 9)
    return packed.getvalue()
