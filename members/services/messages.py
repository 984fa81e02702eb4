"""Messages to an organization: passed on by mail, so that no address is shown to anybody."""

import logging
from collections.abc import Iterable
from dataclasses import dataclass
from smtplib import SMTPException

from django.core.mail import EmailMessage, get_connection
from django.template.loader import render_to_string

from members.models import Contact, Organization
from regions.models import Directorship, Role

log = logging.getLogger(__name__)


class Undelivered(Exception):
    """No reader could be reached: the mail server refused, or did not answer."""


@dataclass(frozen=True)
class Letter:
    """What somebody wrote, and where to answer."""

    name: str
    email: str
    subject: str
    text: str


@dataclass(frozen=True)
class Readers:
    """Whom a message reaches; `own` are people of the organization, the others keep its record."""

    addresses: tuple[str, ...] = ()
    own: bool = False

    def __bool__(self) -> bool:
        return bool(self.addresses)


def readers_of(organization: Organization) -> Readers:
    """The people who agreed to be public, else those who keep the record, else nobody."""
    people = Contact.objects.filter(Contact.public, organization=organization)
    if own := _addresses(people.values_list("email", flat=True)):
        return Readers(own, own=True)
    # Of a record that no coalition keeps, the keepers are national staff: their term has none.
    terms = Directorship.objects.current().filter(
        coalition=organization.steward_id,
        role__in=[Role.DIRECTOR, Role.EDITOR],
        user__is_active=True,
    )
    return Readers(_addresses(terms.values_list("user__email", flat=True)))


def send(organization: Organization, letter: Letter, readers: Readers, *, page: str) -> None:
    """Pass the letter on, a mail for each reader, so that they do not see each other either.

    Nothing is kept. Raises Undelivered where it reached nobody.
    """
    context = {"organization": organization, "letter": letter, "own": readers.own, "page": page}
    text = render_to_string("emails/message.txt", context)
    subject = " ".join(f"To {organization.name}: {letter.subject}".split())
    reached = 0
    try:
        with get_connection() as connection:
            for address in readers.addresses:
                mail = EmailMessage(subject, text, to=[address], reply_to=[letter.email])
                try:
                    reached += connection.send_messages([mail]) or 0
                except SMTPException as error:
                    _regret(organization, error)  # one address that is no more keeps nobody else
    except (SMTPException, OSError) as error:
        _regret(organization, error)
    if not reached:
        raise Undelivered


def _addresses(emails: Iterable[str]) -> tuple[str, ...]:
    """Each address once, however it is written."""
    return tuple({email.casefold(): email for email in emails if email}.values())


def _regret(organization: Organization, error: Exception) -> None:
    # Not the error's own words: they repeat the address.
    log.warning("A message to %s was not sent: %s", organization.slug, type(error).__name__)
