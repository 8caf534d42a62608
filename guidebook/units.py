"""The units of a build: what is made, from which inputs.

The rule: a unit has a name, a key that is a hash of all its inputs, and files. One whose key is that of the
last build, and whose files are as that build left them, is not made again. Everything in a unit depends on
the program, the libraries, the templates and the common data; besides,

- the guides of a municipality on its record, the names of all, and the catalogs;
- its comparison on its record and on what it shows of its peers;
- its corrections page on its record and the lines where it stands;
- an edition on the names, regions and borders, on its catalog, and on the headings of its guides;
- the feeds on the catalogs, the history of the data and which fields there are;
- the other files of the whole site on everything.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import astuple, dataclass, field
from datetime import date
from functools import partial
from pathlib import Path

from guidebook.artifacts import Page, PdfLink, PdfSource, SheetLink, Spreadsheet, TextFile, WordSource
from guidebook.exports.papers import bilingual_papers
from guidebook.exports.search_index import Passage, glossary_index, home_index
from guidebook.git import revisions
from guidebook.guide_cache import GuideCache
from guidebook.guide_output import GuideOutput, build_guide
from guidebook.handbook_output import build_handbook
from guidebook.html_cache import HtmlCache
from guidebook.inputs import Inputs, digest
from guidebook.model.municipality import SPECIMEN, TOWNS, Municipality
from guidebook.pages.corrections import corrections_page
from guidebook.pages.edition import LocalizedEdition
from guidebook.pages.guide import EditionPairs
from guidebook.pages.html import Convert, convert_markdown
from guidebook.pages.peers import of_region, of_size, render_comparison, shown_of_peer
from guidebook.pages.referral_picture import referral_picture
from guidebook.pages.site_pages import render_about, render_glossary, render_home, render_root
from guidebook.pages.svg_map import svg_outlines
from guidebook.pdf.sheets import bilingual_sheets, sheet_links
from guidebook.project import Project
from guidebook.site_wide import feed_inputs, feeds, site_wide_files
from guidebook.source.document import KeyPath

Headings = Mapping[str, Sequence[Passage]]
"""Of the guides of a municipality, by edition."""


@dataclass
class Generated:
    """What a unit is made of, before its PDFs are compiled and its papers written."""

    pages: list[Page] = field(default_factory=list)
    files: Sequence[TextFile | Spreadsheet] = ()
    pdf_sources: list[PdfSource] = field(default_factory=list)
    sheet_links: list[SheetLink] = field(default_factory=list)
    word_sources: list[WordSource] = field(default_factory=list)
    headings: Headings = field(default_factory=dict)


@dataclass(frozen=True)
class Unit:
    """A part of a build that is made as a whole."""

    name: str
    key: str
    make: Callable[[], Generated]


class Plan:
    """The units of the chosen municipalities and editions; `caches` is the project whose caches are used."""

    def __init__(
        self,
        root: Path,
        project: Project,
        editions: Sequence[LocalizedEdition],
        towns: Sequence[Municipality],
        inputs: Inputs,
        caches: Path,
    ) -> None:
        self.project, self.editions, self.inputs = project, editions, inputs
        self.towns = {town.id: town for town in towns}
        records = project.records
        self.among = records.specimen if SPECIMEN in self.towns else records.towns
        self.document = project.documents[SPECIMEN if SPECIMEN in self.towns else TOWNS]
        self.pairs = project.pairs([edition.key for edition in editions])
        self.root, self.html = root, HtmlCache(caches)
        self.cache = GuideCache(caches, inputs.unchanged)
        everyone = (*records.towns, *records.specimen)
        self.records = {town.id: digest(town.model_dump_json()) for town in everyone}
        self.shown = {town.id: digest(shown_of_peer(town)) for town in everyone}
        names = {town.id: town.names.model_dump_json() for town in everyone}
        self.common = inputs.digest(_is_common, digest(names))
        self.catalogs = inputs.digest(lambda path: path.startswith("locale/"), self.common)
        self.keys = {edition.key: self._edition_key(edition) for edition in editions}

    def guides(self) -> Iterator[Unit]:
        """All that is made of each municipality, with what is in two languages."""
        papers = self.inputs.digest(lambda path: path.startswith("templates/paper/"))
        for town in self.towns:
            keys = [self._guide_key(edition, town) for edition in self.editions]
            yield Unit(f"guides/{town}", digest(keys, self.pairs, papers), partial(self._make_guides, town))

    def site(self, today: date | None) -> Iterator[Unit]:
        """The files of the whole site, and the feeds."""
        yield Unit("site", self.inputs.of_everything(str(today)), partial(self._make_site, today))
        key = digest(self.catalogs, revisions(self.root), feed_inputs(self.project))
        yield Unit("feeds", key, self._make_feeds)

    def beside(self, links: Mapping[str, PdfLink]) -> Iterator[Unit]:
        """The comparisons and corrections pages, and the root; `links` are those of the guides."""
        lines = self._lines()
        for town, record in self.towns.items():
            peers = [*of_region(record, self.among), *of_size(record, self.among)]
            papers = [astuple(links[f"{edition.key}/{town}"]) for edition in self.editions]
            shown = [self.shown[peer.id] for peer in peers]
            key = digest(self.catalogs, self.records[town], shown, list(self.towns), papers)
            yield Unit(f"compare/{town}", key, partial(self._make_comparisons, town))
            key = digest(self.common, self.records[town], lines[town])
            yield Unit(f"correct/{town}", key, partial(self._make_corrections, record))
        yield Unit("root", self.catalogs, self._make_root)

    def shared(self, hashes: Mapping[str, Mapping[str, str]], made: Mapping[str, Headings]) -> Iterator[Unit]:
        """What the guides of each edition share; `hashes` are those of their headings, by municipality and
        edition, `made` the headings of the guides that were just made.
        """
        drawn = [[town, self.towns[town].profile.region.value] for town in self.towns]
        borders = self.inputs.digest(lambda path: path.endswith(".geojson"), digest(drawn))
        for edition in self.editions:
            known = [hashes[town][edition.key] for town in self.towns]
            key = digest(self.keys[edition.key], borders, known)
            yield Unit(f"edition/{edition.key}", key, partial(self._make_edition, edition, made))

    def _edition_key(self, edition: LocalizedEdition) -> str:
        catalog = f"locale/{edition.translator.edition.words}/"
        return self.inputs.digest(lambda path: path.startswith(catalog), self.common, edition.key)

    def _guide_key(self, edition: LocalizedEdition, town: str) -> str:
        return digest(self.keys[edition.key], self.pairs, self.records[town])

    def guide(self, edition: LocalizedEdition, town: str) -> GuideOutput:
        """A guide, kept or made."""
        make = partial(build_guide, edition, town, self.pairs, self.html.convert)
        return self.cache.guide(self._guide_key(edition, town), make)

    def _make_guides(self, town: str) -> Generated:
        return guides_output([self.guide(edition, town) for edition in self.editions], self.pairs)

    def _make_comparisons(self, town: str) -> Generated:
        among, linked = [one.id for one in self.among], list(self.towns)
        return Generated([render_comparison(edition, town, among, linked) for edition in self.editions])

    def _make_corrections(self, town: Municipality) -> Generated:
        return Generated([corrections_page(town, self.document)])

    def _make_root(self) -> Generated:
        return Generated([render_root(self.editions)])

    def _make_site(self, today: date | None) -> Generated:
        return Generated(*site_wide_files(self.project, self.editions, today))

    def _make_feeds(self) -> Generated:
        return Generated(files=feeds(self.root, self.project, self.editions))

    def _make_edition(self, edition: LocalizedEdition, made: Mapping[str, Headings]) -> Generated:
        headings = [
            made[town][edition.key] if town in made else self.guide(edition, town).headings
            for town in self.towns
        ]
        return edition_output(edition, list(self.towns), headings, self.project, self.html.convert)

    def _lines(self) -> dict[str, list[tuple[KeyPath, int]]]:
        """The fields of each municipality and their lines in its file."""
        found = defaultdict[str, list[tuple[KeyPath, int]]](list)
        for path, place in self.document.keys.items():
            found[self.document.value[path[0]]["id"]].append((path[1:], place.line))
        return found


def guides_output(guides: Sequence[GuideOutput], pairs: EditionPairs) -> Generated:
    """The guides of municipalities in their editions, with what is made in two languages of them."""
    sheets = [guide.sheets for guide in guides]
    made = Generated(
        [page for guide in guides for page in guide.pages],
        [file for guide in guides for file in guide.files],
        [source for guide in guides for source in guide.pdf_sources] + bilingual_sheets(sheets, pairs),
        sheet_links(sheets, pairs),
        [source for guide in guides for source in guide.word_sources],
        {guide.edition: guide.headings for guide in guides},
    )
    for word, pdf in bilingual_papers([guide.papers for guide in guides], pairs):
        made.word_sources.append(word)
        made.pdf_sources.append(pdf)
    return made


def edition_output(
    edition: LocalizedEdition,
    towns: Sequence[str],
    headings: Sequence[Sequence[Passage]],
    project: Project,
    convert: Convert = convert_markdown,
) -> Generated:
    """What the guides of an edition share: its home, glossary, handbook, and the page about them."""
    handbook, named = build_handbook(edition, convert), {town: edition.towns[town] for town in towns}
    home = render_home(edition, towns, svg_outlines(project.boundaries))
    index = home_index(f"{edition.key}/", named, headings, edition)
    return Generated(
        [home, render_about(edition), render_glossary(edition), *handbook.pages],
        [index, glossary_index(edition), referral_picture(edition), *handbook.files],
        list(handbook.pdf_sources),
    )


def _is_common(path: str) -> bool:
    """Whether every unit depends on a file of the project or the program."""
    return path.startswith("guidebook/") or path.endswith(".j2") or _is_common_data(path)


def _is_common_data(path: str) -> bool:
    return path.endswith(".yaml") and path not in (f"data/{TOWNS}.yaml", f"data/{SPECIMEN}.yaml")
