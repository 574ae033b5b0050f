from django.core.exceptions import ValidationError
from django.db import transaction

from sanktion.models import SavedView, User


@transaction.atomic
def save_view(name: str, query: str, *, by: User) -> SavedView:
    """Keep the filter under a name of the user's own. Each view costs a count on every queue page, so they are few."""
    # Two windows at once must not make one too many.
    User.objects.select_for_update(of=("self",)).get(pk=by.pk)
    if SavedView.objects.visible_to(by).count() >= SavedView.MOST:
        raise ValidationError(f"Du kan have {SavedView.MOST} egne visninger. Slet en, før du gemmer en ny.")
    view = SavedView(user=by, name=name, query=query)
    view.full_clean()
    view.save()
    return view


@transaction.atomic
def rename_view(view: SavedView, name: str) -> None:
    view.name = name
    view.full_clean()
    view.save(update_fields=["name"])
