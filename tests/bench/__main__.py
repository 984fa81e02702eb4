"""How fast the site answers: ``python -m tests.bench [ADDRESS...]`` on the current database.

It only reads. Requests go straight into Django, so that the numbers are those of our code and the
database, without a network or a web server between.
"""

import os
import sys
import time
from statistics import median

import django

ADDRESSES = [
    "/",
    "/regions/",
    "/members/",
    "/members/?q=city&kind=local_government",
    "/focus-areas/",
    "/search/?q=smart",
    "/api/v1/regions/",
    "/api/v1/members/",
    "/api/v1/memberships/",
    "/api/v1/places/?limit=200",
]
ROUNDS = 20


def main(addresses: list[str]) -> int:
    """Print a line for each address; fail if one of them does not answer with 200."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "nscp.settings")
    os.environ.setdefault("DEBUG", "1")  # for settings that need no secret; turned off below
    django.setup()
    # Only now: these look at the settings as they are imported.
    from django.db import connection  # noqa: PLC0415
    from django.test import Client, override_settings  # noqa: PLC0415
    from django.test.utils import CaptureQueriesContext  # noqa: PLC0415

    client = Client(SERVER_NAME="localhost")
    failed = 0
    print(f"{connection.display_name}, {ROUNDS} requests each")
    print(f"{'median':>9} {'slowest':>9} {'queries':>8} {'size':>9}  address")
    with override_settings(DEBUG=False, ALLOWED_HOSTS=["localhost"]):
        for address in addresses:
            with CaptureQueriesContext(connection) as queries:
                first = client.get(address)
            if first.status_code != 200:
                print(f"{first.status_code:>9} {'':28}  {address}")
                failed = 1
                continue
            times = []
            for _ in range(ROUNDS):
                began = time.perf_counter()
                client.get(address)
                times.append((time.perf_counter() - began) * 1000)
            size = len(b"".join(first)) / 1024
            measured = (
                f"{median(times):6.1f} ms {max(times):6.1f} ms {len(queries):8} {size:6.0f} KB"
            )
            print(f"{measured}  {address}")
    return failed


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:] or ADDRESSES))
