"""Accounts to try the admin with: one for national staff, one for each coalition's director."""

import secrets

from django.conf import settings
from django.contrib.auth.hashers import check_password, make_password
from django.contrib.auth.models import User
from django.core.management.base import BaseCommand, CommandError

from regions.accounts import DEMO_DOMAIN
from regions.models import Coalition, Directorship, Door, Role, acting, recording


class Command(BaseCommand):
    help = (
        "Create the demo accounts `national` and `director-<coalition>`, and print their logins. "
        "Only while DEBUG is on. Safe to run again: passwords stay as they are, unless "
        "NSCP_DEMO_PASSWORD says another."
    )

    def handle(self, **options):
        if not settings.DEBUG:
            raise CommandError("Demo accounts exist only while DEBUG is on.")
        with acting(door=Door.COMMAND, reason="demo_accounts"), recording():
            people = {self._person("national", "National", "Staff"): None}
            for coalition in Coalition.objects.all():
                name = f"director-{coalition.slug}"
                people[self._person(name, "Director of", coalition.name)] = coalition
            for person, coalition in people.items():
                self._term(person, coalition)
            self._tell(people, *self._set_passwords(people))

    @staticmethod
    def _person(username, first_name, last_name):
        person, _ = User.objects.get_or_create(
            username=username[:150],
            defaults={
                "first_name": first_name,
                "last_name": last_name[:150],
                "email": f"{username[:50]}@{DEMO_DOMAIN}",
                "is_staff": True,
            },
        )
        if not person.email.endswith(f"@{DEMO_DOMAIN}"):
            raise CommandError(f"The account {username} belongs to a person: rename it first.")
        return person

    @staticmethod
    def _term(person, coalition):
        terms = Directorship.objects.current()
        if not terms.filter(user=person, coalition=coalition, role=Role.DIRECTOR).exists():
            Directorship.objects.create(user=person, coalition=coalition, role=Role.DIRECTOR)

    @staticmethod
    def _set_passwords(people):
        """One hash for all, as each takes a while; returns the password, and who got it."""
        wanted = settings.NSCP_DEMO_PASSWORD
        if wanted:
            hashes = [person.password for person in people if person.password]
            known = next(iter(hashes), "")
            fits = known and check_password(wanted, known)
            hashed = known if fits else make_password(wanted)
            changed = [person for person in people if person.password != hashed]
        else:
            changed = [person for person in people if not person.password]
            wanted = secrets.token_urlsafe(9)
            hashed = make_password(wanted) if changed else ""
        for person in changed:
            person.password = hashed
            person.save(update_fields=["password"])
        return wanted, changed

    def _tell(self, people, password, changed):
        self.stdout.write("Demo accounts, to sign in at /admin/:")
        for person, coalition in people.items():
            shown = settings.NSCP_DEMO_PASSWORD or person in changed
            secret = password if shown else "password as it was"
            self.stdout.write(
                f"  {person.username:<55} {secret:<20} {coalition or 'all coalitions'}"
            )
        if len(changed) < len(people) and not settings.NSCP_DEMO_PASSWORD:
            self.stdout.write(
                "Passwords are printed when they are made. To choose one: NSCP_DEMO_PASSWORD=..."
            )
