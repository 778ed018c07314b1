"""Institutions with a protected case have a protected ground: what no match may tell of."""

from django.db import migrations


def protect(apps, schema_editor):
    Case, Ground = apps.get_model("cases", "Case"), apps.get_model("people", "Ground")
    for person, institution in Case.objects.filter(protected=True).values_list("person_id", "institution_id"):
        Ground.objects.filter(person_id=person, institution_id=institution, because="case").update(protected=True)


class Migration(migrations.Migration):
    dependencies = [("cases", "0001_initial"), ("people", "0002_linkage")]

    operations = [migrations.RunPython(protect, migrations.RunPython.noop)]
