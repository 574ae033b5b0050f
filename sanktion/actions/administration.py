from sanktion.models import AdminChange, User


def note_change(subject: str, what: str, *, before: str = "", after: str = "", by: User) -> None:
    """Kept in the caller's transaction: a change that is rolled back has not happened. What was saved as it already
    was is no change. ``before`` and ``after`` are both empty for what has no values, such as a new password."""
    if before != after or not (before or after):
        AdminChange.objects.create(subject=subject, what=what, before=before, after=after, made_by=by)
