"""The demo's people and notices: files as others deliver them, read by the same import as everybody's."""

from collections.abc import Callable
from pathlib import Path

from sanktion.actions.imports import read_import, start, upload
from sanktion.demo.acts import playing
from sanktion.models import ImportBatch, Team, User

DATA = Path(__file__).parent / "data"
FILES = ("adresser.csv", "borgere.csv", "haendelser.csv")


def import_files(tell: Callable[[str], None]) -> None:
    importer = User.objects.get(username="adam")
    team = Team.objects.order_by("name").first()
    for name in FILES:
        data = (DATA / name).read_bytes()
        with playing(importer):
            batch = upload(data, read_import(data), file_name=name, team=team, by=importer)
            start(batch, by=importer)
        batch = ImportBatch.objects.get(pk=batch.pk)
        tell(f"  {name}: {batch.get_status_display().lower()}, {batch.rows} rækker")
