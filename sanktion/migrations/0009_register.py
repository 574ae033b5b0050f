"""V036-V039: the deliveries of the register, and no sanction without a rule that held on the day of the event."""

import django.db.models.deletion
import django.utils.timezone
import sanktion.base.encryption
import uuid
from django.conf import settings
from django.db import migrations, models

RULE_GATE = """
CREATE FUNCTION sanktion_rule_held(basis bigint, event_date date) RETURNS boolean LANGUAGE sql STABLE AS $$
    SELECT EXISTS (
        SELECT 1 FROM sanktion_legalbasis
        WHERE id = basis AND valid_from <= event_date AND (valid_to IS NULL OR valid_to >= event_date)
    )
$$;

CREATE FUNCTION sanktion_decision_rule_gate() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.legal_basis_id IS NOT NULL AND NOT sanktion_rule_held(NEW.legal_basis_id, (
        SELECT e.occurred_on FROM sanktion_case c JOIN sanktion_negativeevent e ON e.id = c.event_id
        WHERE c.id = NEW.case_id
    )) THEN
        RAISE EXCEPTION 'Retsgrundlaget gjaldt ikke på hændelsens dato.' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END $$;

CREATE TRIGGER decision_rule_gate BEFORE INSERT ON sanktion_decision
    FOR EACH ROW EXECUTE FUNCTION sanktion_decision_rule_gate();

CREATE FUNCTION sanktion_rule_in_use() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (
        SELECT 1 FROM sanktion_decision d JOIN sanktion_case c ON c.id = d.case_id
        JOIN sanktion_negativeevent e ON e.id = c.event_id
        WHERE d.legal_basis_id = NEW.id AND (e.occurred_on < NEW.valid_from OR e.occurred_on > NEW.valid_to)
    ) THEN
        RAISE EXCEPTION 'Der er truffet afgørelser efter reglen uden for den nye gyldighed.'
            USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END $$;

CREATE TRIGGER rule_in_use BEFORE UPDATE OF valid_from, valid_to ON sanktion_legalbasis
    FOR EACH ROW EXECUTE FUNCTION sanktion_rule_in_use();
"""

REVERSE = """
DROP TRIGGER rule_in_use ON sanktion_legalbasis;
DROP FUNCTION sanktion_rule_in_use();
DROP TRIGGER decision_rule_gate ON sanktion_decision;
DROP FUNCTION sanktion_decision_rule_gate();
DROP FUNCTION sanktion_rule_held(bigint, date);
"""


def _append_only(table: str) -> migrations.RunSQL:
    return migrations.RunSQL(
        f"CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON {table}"
        " FOR EACH ROW EXECUTE FUNCTION sanktion_append_only()",
        f"DROP TRIGGER append_only ON {table}",
    )


class Migration(migrations.Migration):
    dependencies = [
        ("sanktion", "0008_uploads"),
    ]

    operations = [
        migrations.CreateModel(
            name="RegisterDelivery",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("number", models.PositiveIntegerField(unique=True, verbose_name="nr.")),
                ("key", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ("period_from", models.DateField(verbose_name="fra og med")),
                ("period_to", models.DateField(verbose_name="til og med")),
                (
                    "file_format",
                    models.CharField(
                        choices=[("csv", "CSV (semikolonsepareret)"), ("xlsx", "Excel (XLSX)")],
                        max_length=4,
                        verbose_name="format",
                    ),
                ),
                ("purpose", sanktion.base.encryption.EncryptedTextField(verbose_name="formål")),
                ("rows", models.PositiveIntegerField(verbose_name="rækker")),
                ("sha256", sanktion.base.encryption.EncryptedTextField(verbose_name="kontrolsum")),
                (
                    "delivered_at",
                    models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name="leveret"),
                ),
            ],
            options={
                "verbose_name": "levering",
                "verbose_name_plural": "leveringer",
                "ordering": ["-pk"],
            },
        ),
        migrations.CreateModel(
            name="RegisterDeliveryRow",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("number", models.PositiveIntegerField(verbose_name="nr.")),
                (
                    "change",
                    models.CharField(
                        choices=[("new", "ny"), ("changed", "ændret"), ("gone", "udgået"), ("same", "uændret")],
                        max_length=10,
                        verbose_name="siden sidst",
                    ),
                ),
                ("row_hash", models.BinaryField(max_length=32)),
            ],
            options={
                "verbose_name": "leveret række",
                "verbose_name_plural": "leverede rækker",
                "ordering": ["number"],
            },
        ),
        migrations.AlterModelOptions(
            name="decision",
            options={
                "permissions": [
                    ("decide_case", "Kan træffe afgørelse"),
                    ("view_register", "Kan se sanktionsregistret"),
                    ("deliver_register", "Kan levere til det fælles datagrundlag"),
                ],
                "verbose_name": "afgørelse",
                "verbose_name_plural": "afgørelser",
            },
        ),
        migrations.AddIndex(
            model_name="decision",
            index=models.Index(
                condition=models.Q(("outcome__in", ["deduction", "reduction", "termination", "strict"])),
                fields=["decided_at", "id"],
                name="decision_register",
            ),
        ),
        migrations.AddField(
            model_name="registerdelivery",
            name="delivered_by",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="leveret af",
            ),
        ),
        migrations.AddField(
            model_name="registerdeliveryrow",
            name="decision",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="delivery_rows", to="sanktion.decision"
            ),
        ),
        migrations.AddField(
            model_name="registerdeliveryrow",
            name="delivery",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="delivered_rows",
                to="sanktion.registerdelivery",
            ),
        ),
        migrations.AddConstraint(
            model_name="registerdelivery",
            constraint=models.CheckConstraint(
                condition=models.Q(("file_format__in", ["csv", "xlsx"])), name="register_format_known"
            ),
        ),
        migrations.AddConstraint(
            model_name="registerdelivery",
            constraint=models.CheckConstraint(
                condition=models.Q(("period_to__gte", models.F("period_from"))), name="register_period_runs_forward"
            ),
        ),
        migrations.AddConstraint(
            model_name="registerdeliveryrow",
            constraint=models.UniqueConstraint(fields=("delivery", "number"), name="register_row_number_once"),
        ),
        migrations.AddConstraint(
            model_name="registerdeliveryrow",
            constraint=models.UniqueConstraint(fields=("delivery", "decision"), name="register_row_decision_once"),
        ),
        migrations.AddConstraint(
            model_name="registerdeliveryrow",
            constraint=models.CheckConstraint(
                condition=models.Q(("change__in", ["new", "changed", "gone", "same"])), name="register_row_change_known"
            ),
        ),
        migrations.RunSQL(RULE_GATE, REVERSE),
        *map(_append_only, ["sanktion_registerdelivery", "sanktion_registerdeliveryrow"]),
    ]
