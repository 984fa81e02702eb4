from django.db import migrations

from nscp.kit.operations import OnPostgreSQL, trigram_index


class Migration(migrations.Migration):
    dependencies = [("members", "0001_initial")]

    operations = [
        trigram_index("members_organization", "search_text"),
        OnPostgreSQL(
            "no two terms of one organization and coalition share a day",
            [
                "CREATE EXTENSION IF NOT EXISTS btree_gist",
                # A term that ends before it starts is refused by its check constraint; without the
                # CASE, daterange() would fail first and hide that message.
                """
                ALTER TABLE members_membership ADD CONSTRAINT membership_terms_do_not_overlap
                EXCLUDE USING gist (
                    organization_id WITH =,
                    coalition_id WITH =,
                    daterange(starts, CASE WHEN ends > starts THEN ends END) WITH &&
                )
                """,
            ],
            ["ALTER TABLE members_membership DROP CONSTRAINT membership_terms_do_not_overlap"],
        ),
    ]
