"""The content of each one-page sheet, queried from the element trees of the pages."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from guidebook.pages.html import Element, find, find_all, partition, section_below, text_runs

Pages = Mapping[str, Element]
"""Element trees of the sections, by slug."""
SheetContent = dict[str, Any]
"""Input of a sheet template: text runs, lists and further maps by name."""


def _calls(pages: Pages) -> SheetContent:
    """The numbers for danger, and the offices in the order to call."""
    page = pages["if-something-happens"]
    part, alarm = section_below(page, "call-sheet"), find(page, "div", "alarm")
    return {
        "alarm": text_runs(find(alarm, "strong")),
        "numbers": [
            {"number": text_runs(find(item, "a")), "service": text_runs(item, ("a",))}
            for item in find_all(alarm, "li")
        ],
        "intro": text_runs(find(part, "p")),
        "calls": [_call(item) for item in find_all(part, "li", "contact")],
    }


def _call(item: Element) -> SheetContent:
    """An office; where they are known its telephone and its mail, else the best known way to it."""
    ways = find_all(item, "span", "way")
    return {
        "role": text_runs(find(item, "strong")),
        "way": text_runs(ways[0]) if ways else None,
        "phone": _reached(item, "phone"),
        "email": _reached(item, "email"),
    }


def _reached(item: Element, field: str) -> SheetContent | None:
    """A number or a mail of the office, and the mark of one that is to be confirmed."""
    for part in find_all(item, "span"):
        shown = [
            fact for fact in part.elements() if fact.attributes.get("data-fact", "").endswith(f".{field}")
        ]
        if shown and part not in (*shown, *find_all(item, "span", "way")) and "line" not in shown[0].classes:
            marks = find_all(part, "small", "confirm")
            return {"text": text_runs(shown[0]), "mark": text_runs(marks[0]) if marks else None}
    return None


def _response(pages: Pages) -> SheetContent:
    """The levels, the questions and the clock."""
    page = pages["if-something-happens"]
    levels, questions, clock = (section_below(page, anchor) for anchor in ("levels", "questions", "clock"))
    return {
        "heads": [text_runs(find(page, "h2", id=anchor)) for anchor in ("levels", "questions", "clock")],
        "intro": text_runs(find(levels, "p")),
        "levels": [
            {"letter": letter, "name": name, "examples": text_runs(examples), "leads": text_runs(leads)}
            for row in _rows(levels)
            for letter, name in [partition(text_runs(row[0]), " · ")]
            for examples, leads in [row[1:]]
        ],
        "questions": [_question(item) for item in find_all(questions, "li")],
        "columns": [text_runs(column) for column in find_all(find(clock, "thead"), "th")],
        "clock": [[text_runs(cell, ("small",)) for cell in row] for row in _rows(clock)],
    }


def _question(item: Element) -> SheetContent:
    answers = [
        partition(text_runs(answer), ": ")
        for answer in find_all(item, "span")
        if "lang" not in answer.attributes
    ]
    return {
        "question": text_runs(find(item, "strong")),
        "answers": [{"answer": answer, "then": then} for answer, then in answers],
    }


def _rows(element: Element) -> list[list[Element]]:
    """The cells of a table, row by row, without its head."""
    rows = find_all(find(element, "tbody"), "tr")
    return [[*find_all(row, "th"), *find_all(row, "td")] for row in rows]


def _card(pages: Pages) -> SheetContent:
    """What one may do, because of which law, what it takes, and where it ends."""
    card = section_below(pages["mandate"], "card")
    lists = find_all(card, "ul", "card")
    labels = [text_runs(find(item, "b")) for item in find_all(lists[0], "li")]
    permissions = []
    for title, entry in zip(find_all(card, "h3"), lists, strict=True):
        because, need, not_mine = find_all(entry, "li")
        permissions.append(
            {
                "title": text_runs(title),
                "because": _laws(because),
                "need": text_runs(need, ("b",)),
                "not-mine": text_runs(not_mine, ("b",)),
            }
        )
    return {"labels": labels, "permissions": permissions}


def _laws(item: Element) -> list[SheetContent]:
    """The acts of law, each with what of it is in doubt."""
    laws: list[SheetContent] = []
    for child in item.children:
        if isinstance(child, Element) and child.tag == "a":
            laws.append({"title": text_runs(child), "doubt": None})
        elif isinstance(child, Element) and child.tag == "small":
            laws[-1]["doubt"] = text_runs(child)
    return laws


def _days(pages: Pages) -> SheetContent:
    """The steps by period, each as one sentence; the day of the oath where it is known, and its mark."""
    page = pages["first-100-days"]
    oath = find(page, "td", "oath")
    known = [fact for fact in find_all(oath, "span") if "line" not in fact.classes]
    marks = find_all(oath, "small", "confirm")
    return {
        "oath": text_runs(find(page, "th", id="oath")),
        "oath_day": text_runs(known[0]) if known and "data-fact" in known[0].attributes else None,
        "oath_mark": text_runs(marks[0]) if marks else None,
        "periods": [
            {
                "title": title,
                "due": due,
                "steps": [text_runs(find(step, "label"), ("em",)) for step in find_all(steps, "li")],
            }
            for steps in find_all(page, "ul", "steps")
            for title, due in [partition(text_runs(_heading(page, steps)), " · ")]
        ],
    }


def _heading(page: Element, below: Element) -> Element:
    """The heading of the second rank that stands last before an element of the page."""
    before = page.children[: next(at for at, child in enumerate(page.children) if child is below)]
    return [child for child in before if isinstance(child, Element) and child.tag == "h2"][-1]


def _assessment(pages: Pages) -> SheetContent:
    """The dimensions to choose a sentence in, and what the sum means."""
    page = pages["self-assessment"]
    score = section_below(page, "score")
    return {
        "heading": text_runs(find(page, "h2", id="dimensions")),
        "dimensions": [
            {
                "title": text_runs(find(field, "legend")),
                "levels": [text_runs(find(label, "span")) for label in find_all(field, "label")],
                "proof": text_runs(find_all(field, "p")[0]),
            }
            for field in find_all(section_below(page, "dimensions"), "fieldset")
        ],
        "sum": partition(text_runs(find(score, "p")), ":")[0],
        "bands": [[text_runs(cell) for cell in row] for row in _rows(find(score, "table", "bands"))],
    }


def _handover(pages: Pages) -> SheetContent:
    """What the next mayor needs to know."""
    part = section_below(pages["sources-and-handover"], "handover")
    return {"intro": text_runs(find(part, "p")), "items": [text_runs(item) for item in find_all(part, "li")]}


def _statements(pages: Pages) -> SheetContent:
    """Four texts, when each is said, and the rules for all."""
    part = section_below(pages["if-something-happens"], "statements")
    texts = zip(find_all(part, "h3"), find_all(part, "blockquote"), strict=True)
    return {
        "rules": [text_runs(rule) for rule in find_all(find(part, "ul"), "li")],
        "texts": [
            {"title": text_runs(title), "when": text_runs(_before(part, quote)), "text": text_runs(quote)}
            for title, quote in texts
        ],
    }


def _before(part: Element, below: Element) -> Element:
    children = [child for child in part.children if isinstance(child, Element)]
    return children[children.index(below) - 1]


SINGLE: Mapping[str, Callable[[Pages], SheetContent]] = {
    "call-sheet": _calls,
    "response-sheet": _response,
    "mandate-card": _card,
    "first-100-days": _days,
    "self-assessment": _assessment,
    "handover-sheet": _handover,
}
"""The content of each sheet of a guide; the key names the file and the template."""
DOUBLE: Mapping[str, Callable[[Pages], SheetContent]] = {
    "call-sheet": _calls,
    "response-sheet": _response,
    "statements": _statements,
}
"""The content of each bilingual sheet."""
SECTION: Mapping[str, str] = {
    "call-sheet": "if-something-happens",
    "response-sheet": "if-something-happens",
    "statements": "if-something-happens",
    "mandate-card": "mandate",
    "first-100-days": "first-100-days",
    "self-assessment": "self-assessment",
    "handover-sheet": "sources-and-handover",
}
"""The section each sheet belongs to."""
