"""Citations on a page: the publishers of sources as links, the language of a name."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from markupsafe import Markup

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


def lang_attribute(lang: str | None, page_lang: str) -> Markup:
    """` lang="…"` for text in another language than its page; empty in the page's own, or for None."""
    return Markup("") if lang in (None, page_lang) else Markup(' lang="{}"').format(lang)
