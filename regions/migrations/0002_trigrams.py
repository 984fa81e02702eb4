from django.db import migrations

from nscp.kit.operations import trigram_index


class Migration(migrations.Migration):
    dependencies = [("regions", "0001_initial")]

    operations = [trigram_index("regions_place", "search_text")]
