"""A migration operation that makes an app's tables in one go."""

from django.db.migrations.operations.base import Operation, OperationCategory


class CreateTogether(Operation):
    """``CreateModel`` operations whose models are put together once, and not again for each table.

    Django renders every related model anew after each operation that changes the state, and nearly every model here
    is related to every other through the user: with some 180 tables that was nine tenths of the time a fresh database
    took. Each model's foreign keys must point to models of the same operation or of an earlier migration.
    """

    category = OperationCategory.ADDITION
    serialization_expand_args = ["operations"]

    def __init__(self, operations):
        self.operations = operations

    def deconstruct(self):
        return (self.__class__.__name__, [self.operations], {})

    def state_forwards(self, app_label, state):
        # Without its rendered models the state only takes notes; they are rendered when they are asked for.
        state.__dict__.pop("apps", None)
        for operation in self.operations:
            operation.state_forwards(app_label, state)

    def database_forwards(self, app_label, schema_editor, from_state, to_state):
        for operation in self.operations:
            operation.database_forwards(app_label, schema_editor, from_state, to_state)

    def database_backwards(self, app_label, schema_editor, from_state, to_state):
        for operation in reversed(self.operations):
            operation.database_backwards(app_label, schema_editor, from_state, to_state)

    def describe(self):
        return f"Create {len(self.operations)} tables together"
