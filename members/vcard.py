"""A member for an address book: vCard 3.0 (RFC 2426).

Apple's, Google's and Outlook's address books all read version 3; Outlook reads no 4. The library
for it (vobject) would bring two more packages along for what is said here in few lines.
"""

import datetime
from collections.abc import Iterable, Iterator

from django.urls import reverse

from members.models import Contact, Organization

MOST = 75  # octets in a line
ESCAPED = str.maketrans({"\\": "\\\\", ";": "\\;", ",": "\\,", "\n": "\\n"})


def of_member(member: Organization, people: Iterable[Contact], site: str) -> str:
    """A card of the organization, then one of each person; who takes only the first has it."""
    lines = [*_organization(member, site)]
    for person in people:
        lines += _person(person, member, site)
    return "".join(f"{folded(line)}\r\n" for line in lines)


def _organization(member: Organization, site: str) -> Iterator[str]:
    yield from ("BEGIN:VCARD", "VERSION:3.0", "N:;;;;")
    yield f"FN:{escaped(member.name)}"
    yield f"ORG:{escaped(member.name)}"
    yield "X-ABShowAs:COMPANY"  # else Apple's book files it under a person without a name
    yield f"CATEGORIES:{escaped(member.get_kind_display())}"
    yield from _where(member, site)
    yield f"UID:{member.public_id}"
    yield "END:VCARD"


def _person(person: Contact, member: Organization, site: str) -> Iterator[str]:
    first, _, last = person.name.rpartition(" ")
    yield from ("BEGIN:VCARD", "VERSION:3.0")
    yield f"N:{escaped(last)};{escaped(first)};;;"
    yield f"FN:{escaped(person.name)}"
    yield f"ORG:{escaped(member.name)}"
    if person.title:
        yield f"TITLE:{escaped(person.title)}"
    if person.email:
        yield f"EMAIL;TYPE=INTERNET,WORK:{escaped(person.email)}"
    if person.phone:
        yield f"TEL;TYPE=WORK,VOICE:{escaped(person.phone)}"
    yield from _where(member, site)
    yield "END:VCARD"


def _where(member: Organization, site: str) -> Iterator[str]:
    """What a card of the organization and one of its people share."""
    if member.website:
        yield f"URL:{_plain(member.website)}"
    if member.state:
        city, state = escaped(member.city), escaped(member.state.usps)
        yield f"ADR;TYPE=WORK:;;;{city};{state};;United States"
    if member.latitude is not None:
        yield f"GEO:{member.latitude:.6f};{member.longitude:.6f}"
    yield f"SOURCE:{site}{reverse('member-vcard', args=[member.slug])}"
    if member.changed_at:
        yield f"REV:{member.changed_at.astimezone(datetime.UTC):%Y-%m-%dT%H:%M:%SZ}"


def escaped(text: str) -> str:
    """A text whose commas, semicolons and line breaks part nothing."""
    return _plain(text.replace("\r\n", "\n").replace("\r", "\n"), keep="\n").translate(ESCAPED)


def folded(line: str) -> str:
    """The line in pieces of at most 75 octets, a blank before each further one.

    A piece never ends within a character, however many octets that has.
    """
    pieces, length = [""], 0
    for sign in line:
        octets = len(sign.encode())
        if length + octets > MOST:
            pieces.append(" ")
            length = 1
        pieces[-1] += sign
        length += octets
    return "\r\n".join(pieces)


def _plain(text: str, keep: str = "") -> str:
    """Without characters that control: a line break in a value would begin a line of its own."""
    return "".join(sign for sign in text if sign in keep or sign.isprintable())
