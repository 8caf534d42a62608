"""The offices of a municipality as contact cards: vCard 4.0, RFC 6350."""

from __future__ import annotations

from collections.abc import Iterator

from guidebook.artifacts import TextFile
from guidebook.exports.content_lines import serialize, text_value, timestamp, uid
from guidebook.model.municipality import Contact
from guidebook.pages.guide import Guide, own_name


def contact_cards(guide: Guide) -> Iterator[TextFile]:
    """A card, `contacts/<role>.vcf`, for each office whose telephone or e-mail is known."""
    folder = f"{guide.translator.key}/{guide.town.id}/contacts"
    for role, contact in guide.town.contacts:
        if isinstance(contact, Contact) and (contact.phone.value or contact.email.value):
            yield TextFile(f"{folder}/{role}.vcf", serialize(_card(guide, role, contact)))


def _card(guide: Guide, role: str, contact: Contact) -> list[str]:
    """The properties of an office; an unknown fact has none."""
    lang = guide.translator.edition.lang
    office = text_value(guide.content.words.contact[role])
    town = text_value(own_name(guide.town, guide.translator.edition, "_full"))
    address, phones = contact.address.value, contact.phone.value or ()
    email, website = contact.email.value, contact.website.value
    return [
        "BEGIN:VCARD",
        "VERSION:4.0",
        f"UID;VALUE=text:{uid(role, guide.town.id)}",
        "KIND:org",
        f"FN;LANGUAGE={lang}:{office} · {town}",
        f"ORG;LANGUAGE={lang}:{town};{office}",
        *([f"ADR;TYPE=work:;;{text_value(address)};;;;"] if address else []),
        *(f"TEL;TYPE=work:{text_value(phone)}" for phone in phones),
        *([f"EMAIL;TYPE=work:{text_value(email)}"] if email else []),
        *([f"URL:{text_value(website)}"] if website else []),
        f"REV:{timestamp(guide.day)}",
        "END:VCARD",
    ]
