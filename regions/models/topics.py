"""What the partnership works on."""

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from regions.models.scoped import EVERY_ROW
from regions.models.tracked import Record, RecordQuerySet


class FocusAreaQuerySet(RecordQuerySet):
    """Topics by the day."""

    def offered(self):
        """Topics that are not retired today."""
        return self.filter(Q(retired_on=None) | Q(retired_on__gt=timezone.localdate()))


class FocusArea(Record):
    """A shared topic: staff add and retire them, and a retired one keeps its page."""

    slug = models.SlugField(max_length=80, unique=True)
    name = models.CharField(max_length=80, unique=True)
    summary = models.CharField(max_length=300)
    retired_on = models.DateField(
        null=True, blank=True, help_text="From this day on the topic is no longer offered."
    )
    source = models.CharField(max_length=300, blank=True)

    objects = FocusAreaQuerySet.as_manager()
    public = EVERY_ROW

    class Meta:
        ordering = ["name"]

    def __str__(self):
        return self.name

    def get_absolute_url(self):
        return reverse("focus-area-detail", args=[self.slug])

    def search_parts(self):
        return [self.name, self.summary]
