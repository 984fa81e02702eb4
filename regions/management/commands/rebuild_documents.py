from django.core.management.base import BaseCommand
from django.db import transaction
from django.db.models import QuerySet

from nscp.kit.progress import progress
from regions.models import documents


class Command(BaseCommand):
    """For the day a document gets a new field: the records themselves do not change."""

    help = "Render every stored document anew. Versions stay; says how many differed."

    def handle(self, **options):
        for model, kind in documents.registered().items():
            keys = list(model._base_manager.order_by("pk").values_list("pk", flat=True))
            differed = 0
            batches = [keys[start : start + 200] for start in range(0, len(keys), 200)]
            for batch in progress(batches, len(batches), kind.name, self.stdout):
                with transaction.atomic():
                    differed += self._renew(model, kind.rows().filter(pk__in=batch))
            self.stdout.write(f"{kind.name}: {len(keys):,} documents, {differed:,} differed.")

    @staticmethod
    def _renew(model, rows):
        stale = []
        for row in rows.select_for_update(of=("self",), no_key=True):
            before = (row.document, row.search_text, row.sort_name)
            documents.refresh(row)
            if before != (row.document, row.search_text, row.sort_name):
                stale.append(row)
        QuerySet(model).bulk_update(stale, ["document", "search_text", "sort_name"])
        return len(stale)
