"""Who may sign in: demo accounts only where the software is tried out."""

from django.conf import settings
from django.contrib.auth.backends import ModelBackend

# Their mark is an address that can belong to nobody; a person's account never has one like it.
DEMO_DOMAIN = "demo.invalid"


class AccountBackend(ModelBackend):
    """Django's own; outside of DEBUG a demo account neither signs in nor stays signed in.

    A database that was tried out before it went public holds accounts whose password is known.
    """

    def user_can_authenticate(self, user):
        demo = user.email.endswith(f"@{DEMO_DOMAIN}")
        return super().user_can_authenticate(user) and (settings.DEBUG or not demo)
