"""What stands on each sheet, taken from the trees of the pages."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from guidebook.pages.html import Element, every, one, parted, said, under

Pages = Mapping[str, Element]
"""The trees of the sections by their slugs."""
Part = dict[str, Any]
"""The texts of a sheet by what they are."""


def _calls(pages: Pages) -> Part:
    """The numbers for danger, and the offices in the order to call."""
    page = pages["if-something-happens"]
    part, alarm = under(page, "call-sheet"), one(page, "div", "alarm")
    return {
        "alarm": said(one(alarm, "strong")),
        "numbers": [
            {"number": said(one(item, "a")), "service": said(item, ("a",))} for item in every(alarm, "li")
        ],
        "intro": said(one(part, "p")),
        "calls": [_call(item) for item in every(part, "li", "contact")],
    }


def _call(item: Element) -> Part:
    """An office, and where it is known its telephone and its mail."""
    known = {
        fact.attributes["data-fact"].rpartition(".")[2]: said(fact)
        for fact in every(item, "span")
        if "data-fact" in fact.attributes and "line" not in fact.classes
    }
    return {"role": said(one(item, "strong")), "phone": known.get("phone"), "email": known.get("email")}


def _response(pages: Pages) -> Part:
    """The levels, the questions and the clock."""
    page = pages["if-something-happens"]
    levels, questions, clock = (under(page, anchor) for anchor in ("levels", "questions", "clock"))
    return {
        "heads": [said(one(page, "h2", id=anchor)) for anchor in ("levels", "questions", "clock")],
        "intro": said(one(levels, "p")),
        "levels": [
            {"letter": letter, "name": name, "examples": said(examples), "leads": said(leads)}
            for row in _rows(levels)
            for letter, name in [parted(said(row[0]), " · ")]
            for examples, leads in [row[1:]]
        ],
        "questions": [_question(item) for item in every(questions, "li")],
        "columns": [said(column) for column in every(one(clock, "thead"), "th")],
        "clock": [[said(cell) for cell in row] for row in _rows(clock)],
    }


def _question(item: Element) -> Part:
    answers = [
        parted(said(answer), ": ") for answer in every(item, "span") if "lang" not in answer.attributes
    ]
    return {
        "question": said(one(item, "strong")),
        "answers": [{"answer": answer, "then": then} for answer, then in answers],
    }


def _rows(element: Element) -> list[list[Element]]:
    """The cells of a table, row by row, without its head."""
    rows = every(one(element, "tbody"), "tr")
    return [[*every(row, "th"), *every(row, "td")] for row in rows]


def _card(pages: Pages) -> Part:
    """What one may do, because of which law, what it takes, and where it ends."""
    card = under(pages["mandate"], "card")
    lists = every(card, "ul", "card")
    labels = [said(one(item, "b")) for item in every(lists[0], "li")]
    wishes = []
    for wish, entry in zip(every(card, "h3"), lists, strict=True):
        because, need, not_mine = every(entry, "li")
        wishes.append(
            {
                "wish": said(wish),
                "because": _laws(because),
                "need": said(need, ("b",)),
                "not-mine": said(not_mine, ("b",)),
            }
        )
    return {"labels": labels, "wishes": wishes}


def _laws(item: Element) -> list[Part]:
    """The acts of law, and how sure they are where that is said."""
    laws: list[Part] = []
    for child in item.children:
        if isinstance(child, Element) and child.tag == "a":
            laws.append({"title": said(child), "sure": None})
        elif isinstance(child, Element) and child.tag == "small":
            laws[-1]["sure"] = said(child)
    return laws


def _days(pages: Pages) -> Part:
    """The steps by period, each as one sentence, and the day of the oath where it is known."""
    page = pages["first-100-days"]
    oath = one(page, "th", id="oath")
    known = [fact for fact in every(one(page, "td", "oath"), "span") if "line" not in fact.classes]
    return {
        "oath": said(oath),
        "oath_day": said(known[0]) if known and "data-fact" in known[0].attributes else None,
        "periods": [
            {
                "title": title,
                "due": due,
                "steps": [said(one(step, "label"), ("em",)) for step in every(steps, "li")],
            }
            for steps in every(page, "ul", "steps")
            for title, due in [parted(said(_heading(page, steps)), " · ")]
        ],
    }


def _heading(page: Element, below: Element) -> Element:
    """The heading of the second rank that stands last before an element of the page."""
    before = page.children[: next(at for at, child in enumerate(page.children) if child is below)]
    return [child for child in before if isinstance(child, Element) and child.tag == "h2"][-1]


def _assessment(pages: Pages) -> Part:
    """The dimensions to choose a sentence in, and what the sum means."""
    page = pages["self-assessment"]
    score = under(page, "score")
    return {
        "heading": said(one(page, "h2", id="dimensions")),
        "dimensions": [
            {
                "title": said(one(field, "legend")),
                "levels": [said(one(label, "span")) for label in every(field, "label")],
                "proof": said(every(field, "p")[0]),
            }
            for field in every(under(page, "dimensions"), "fieldset")
        ],
        "sum": parted(said(one(score, "p")), ":")[0],
        "bands": [[said(cell) for cell in row] for row in _rows(one(score, "table", "bands"))],
    }


def _handover(pages: Pages) -> Part:
    """What the next mayor needs to know."""
    part = under(pages["sources-and-handover"], "handover")
    return {"intro": said(one(part, "p")), "items": [said(item) for item in every(part, "li")]}


def _statements(pages: Pages) -> Part:
    """Four texts, when each is said, and the rules for all."""
    part = under(pages["if-something-happens"], "statements")
    texts = zip(every(part, "h3"), every(part, "blockquote"), strict=True)
    return {
        "rules": [said(rule) for rule in every(one(part, "ul"), "li")],
        "texts": [
            {"title": said(title), "when": said(_before(part, quote)), "text": said(quote)}
            for title, quote in texts
        ],
    }


def _before(part: Element, below: Element) -> Element:
    children = [child for child in part.children if isinstance(child, Element)]
    return children[children.index(below) - 1]


SINGLE: Mapping[str, Callable[[Pages], Part]] = {
    "call-sheet": _calls,
    "response-sheet": _response,
    "mandate-card": _card,
    "first-100-days": _days,
    "self-assessment": _assessment,
    "handover-sheet": _handover,
}
"""What stands on each sheet of a guide; the name is the file's and the template's."""
DOUBLE: Mapping[str, Callable[[Pages], Part]] = {
    "call-sheet": _calls,
    "response-sheet": _response,
    "statements": _statements,
}
"""What stands on each sheet in two languages."""
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
