"""The settings of the suite: the product's own, with what makes tests quick and independent."""

import os
import tempfile

# No secret is needed then; pytest-django turns the debug mode itself off again.
os.environ["DEBUG"] = "1"
# What a developer keeps in .env must not decide how a test ends.
os.environ["ENV_FILE"] = os.devnull

from nscp.settings import *  # noqa: F403
from nscp.settings import DATABASES

# A file, not memory: the server that browser tests talk to then meets the locks of production.
# Each process has its own, so that two runs at once do not meet.
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    DATABASES["default"]["TEST"] = {
        "NAME": f"{tempfile.gettempdir()}/nscp-tests-{os.getpid()}.sqlite3"
    }

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
