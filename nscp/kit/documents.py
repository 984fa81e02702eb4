"""Serializer pieces that public documents share."""

from rest_framework import serializers


class ReferenceSerializer(serializers.Serializer):
    """How a document names another record: its opaque id, which never changes, and its slug."""

    id = serializers.CharField(source="public_id")
    slug = serializers.SlugField()


class EnvelopeSerializer(serializers.Serializer):
    """What closes every document; written by whoever stores it."""

    version = serializers.IntegerField(help_text="Counts the states of the record and all it owns.")
    changed_at = serializers.DateTimeField(help_text="UTC.")
