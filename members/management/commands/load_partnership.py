from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from members.services.loading import FILES as MEMBER_FILES
from members.services.loading import load_members
from nscp.kit.tabular import DataError
from regions.gazetteer import FILES as REGION_FILES
from regions.gazetteer import load_gazetteer
from regions.loading import Load
from regions.models import Coalition, Door, acting, recording


class Command(BaseCommand):
    """One transaction: a file that cannot be used leaves the database as it was."""

    help = (
        "Load the partnership's geography, coalitions and members from the shipped files. "
        "Safe to run again: what staff has edited since stays as it is."
    )

    def add_arguments(self, parser):
        parser.add_argument(
            "--if-empty", action="store_true", help="Do nothing where a coalition exists."
        )
        parser.add_argument(
            "--regions-data", type=Path, default=REGION_FILES, help="Folder of the files."
        )
        parser.add_argument(
            "--members-data", type=Path, default=MEMBER_FILES, help="Folder of the files."
        )

    def handle(self, *, if_empty, regions_data, members_data, **options):
        if if_empty and Coalition.objects.exists():
            return
        try:
            with acting(door=Door.LOAD, reason="load_partnership"), recording():
                load = Load(out=self.stdout)
                load_members(load, load_gazetteer(load, regions_data), members_data)
                if self.stdout.isatty():
                    self.stdout.write("Writing documents and changes ...")
        except DataError as error:
            raise CommandError(f"{error}. Nothing was changed.") from error
        for what, count in load.counts.items():
            self.stdout.write(f"{what.capitalize()}: {count}.")
