"""Django's admin with our site in it."""

from django.contrib.admin.apps import AdminConfig


class DirectoryAdminConfig(AdminConfig):
    """Stands in INSTALLED_APPS for ``django.contrib.admin``; every ``admin.site`` is then ours."""

    default_site = "nscp.admin.DirectoryAdminSite"
