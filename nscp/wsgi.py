"""The entry point for a WSGI server, as in ``gunicorn nscp.wsgi``."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "nscp.settings")

application = get_wsgi_application()
