"""The settings of the suite."""

import os

os.environ["DEBUG"] = "1"
from nscp.settings import *  # noqa: E402, F403
