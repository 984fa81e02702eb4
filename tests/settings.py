"""The settings of the suite: the product's own, with what makes tests quick and independent."""

import os
import tempfile

os.environ["DEBUG"] = "1"  # pytest-django turns the debug mode itself off again
os.environ["ENV_FILE"] = (
    os.devnull
)  # what a developer keeps in .env must not decide how a test ends

from nscp.settings import *  # noqa: F403
from nscp.settings import DATABASES

# A file, not memory: the server that browser tests talk to then meets the locks of production.
# Each process has a folder of its own, so that two runs at once do not meet.
FOLDER = tempfile.TemporaryDirectory(prefix="nscp-tests-")
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    DATABASES["default"]["TEST"] = {"NAME": f"{FOLDER.name}/test.sqlite3"}

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
