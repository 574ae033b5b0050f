"""What a gate in the database says when it refuses."""

from django.db import IntegrityError

CHECK_VIOLATION = "23514"  # SQLSTATE; a constraint names itself, a trigger's sentence doesn't


def refusal(error: IntegrityError) -> str:
    """The sentence a gate in the database refused with. Any other broken rule is a fault and goes on as one."""
    diagnosis = getattr(error.__cause__, "diag", None)
    if diagnosis is None or diagnosis.sqlstate != CHECK_VIOLATION or diagnosis.constraint_name:
        raise error
    return diagnosis.message_primary.splitlines()[0]
