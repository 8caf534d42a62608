"""Citations on a page: the publishers of sources as links, the day they were read, the language of a name."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date

from markupsafe import Markup

from guidebook.i18n.translator import Translator
from guidebook.model.content import Content
from guidebook.model.reference import Source


def publisher_links(sources: Mapping[str, Source], lang: str, url: Callable[[str], str]) -> Markup:
    """The publishers of these sources, each once, on a page in a language; `url` is called for each shown."""
    by_publisher = {source.publisher: key for key, source in reversed(list(sources.items()))}
    links = [
        Markup('<a{} href="{}">{}</a>').format(
            lang_attribute(sources[key].publisher_lang, lang), url(key), publisher
        )
        for publisher, key in reversed(list(by_publisher.items()))
    ]
    return Markup(", ").join(links)


def read_on(content: Content, translator: Translator, checked: date) -> Markup:
    """The day a source was read, said so that nobody takes it for the day of the figure."""
    return Markup("{} {}").format(content.words.answer["read_on"], translator.day(checked))


def lang_attribute(lang: str | None, page_lang: str) -> Markup:
    """` lang="…"` for text in another language than its page; empty in the page's own, or for None."""
    return Markup("") if lang in (None, page_lang) else Markup(' lang="{}"').format(lang)
