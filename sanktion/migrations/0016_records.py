"""V007: availability, the reasonable ground and the payment get a record each; rules know their kinds; rates."""

import django.contrib.postgres.constraints
import django.contrib.postgres.fields
import django.db.models.deletion
import django.utils.timezone
import sanktion.base.encryption
import simple_history.models
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("sanktion", "0015_queue"),
    ]

    operations = [
        migrations.CreateModel(
            name="GroundAssessment",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "ground",
                    models.CharField(
                        choices=[
                            ("yes", "Ja, borgeren havde en rimelig grund"),
                            ("no", "Nej, borgeren havde ikke en rimelig grund"),
                            ("not_relevant", "Ikke relevant for hændelsen"),
                        ],
                        max_length=20,
                        verbose_name="rimelig grund",
                    ),
                ),
                (
                    "stated",
                    sanktion.base.encryption.EncryptedTextField(
                        blank=True, verbose_name="det, borgeren har givet som grund"
                    ),
                ),
                ("weighing", sanktion.base.encryption.EncryptedTextField(blank=True, verbose_name="vurdering")),
                (
                    "documents",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.PositiveIntegerField(),
                        blank=True,
                        default=list,
                        size=None,
                        verbose_name="bilag",
                    ),
                ),
                (
                    "made_at",
                    models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name="foretaget"),
                ),
            ],
            options={
                "verbose_name": "vurdering af rimelig grund",
                "verbose_name_plural": "vurderinger af rimelig grund",
                "ordering": ["-made_at", "-pk"],
            },
        ),
        migrations.CreateModel(
            name="HistoricalSanctionRate",
            fields=[
                ("id", models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name="ID")),
                ("valid_from", models.DateField(verbose_name="gælder fra")),
                ("valid_to", models.DateField(blank=True, null=True, verbose_name="gælder til og med")),
                ("source", models.CharField(blank=True, max_length=200, verbose_name="kilde")),
                (
                    "benefit_from",
                    models.DecimalField(
                        decimal_places=2, max_digits=9, verbose_name="hjælp om måneden fra og med (kr.)"
                    ),
                ),
                (
                    "benefit_to",
                    models.DecimalField(
                        blank=True,
                        decimal_places=2,
                        max_digits=9,
                        null=True,
                        verbose_name="hjælp om måneden til og med (kr.)",
                    ),
                ),
                ("per_day", models.DecimalField(decimal_places=2, max_digits=7, verbose_name="sats pr. dag (kr.)")),
                ("history_id", models.AutoField(primary_key=True, serialize=False)),
                ("history_date", models.DateTimeField(db_index=True)),
                ("history_change_reason", models.CharField(max_length=100, null=True)),
                (
                    "history_type",
                    models.CharField(choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")], max_length=1),
                ),
            ],
            options={
                "verbose_name": "historical sanktionssats",
                "verbose_name_plural": "historical sanktionssatser",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="PaymentConsequence",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "effect",
                    models.CharField(
                        choices=[
                            ("none", "Ingen betydning for udbetalingen"),
                            ("continued", "Udbetalingen fortsætter, mens sagen behandles"),
                            ("stopped", "Udbetalingen standses"),
                            ("reduced", "Hjælpen nedsættes"),
                            ("unrecorded", "Ikke vurderet særskilt"),
                        ],
                        max_length=20,
                        verbose_name="konsekvens",
                    ),
                ),
                ("starts_on", models.DateField(blank=True, null=True, verbose_name="fra og med")),
                ("ends_on", models.DateField(blank=True, null=True, verbose_name="til og med")),
                (
                    "amount",
                    models.DecimalField(
                        blank=True, decimal_places=2, max_digits=9, null=True, verbose_name="kr. om måneden"
                    ),
                ),
                ("text", sanktion.base.encryption.EncryptedTextField(blank=True, verbose_name="begrundelse")),
                (
                    "made_at",
                    models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name="foretaget"),
                ),
            ],
            options={
                "verbose_name": "konsekvens for udbetalingen",
                "verbose_name_plural": "konsekvenser for udbetalingen",
                "ordering": ["-made_at", "-pk"],
            },
        ),
        migrations.CreateModel(
            name="SanctionRate",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("valid_from", models.DateField(verbose_name="gælder fra")),
                ("valid_to", models.DateField(blank=True, null=True, verbose_name="gælder til og med")),
                ("source", models.CharField(blank=True, max_length=200, verbose_name="kilde")),
                (
                    "benefit_from",
                    models.DecimalField(
                        decimal_places=2, max_digits=9, verbose_name="hjælp om måneden fra og med (kr.)"
                    ),
                ),
                (
                    "benefit_to",
                    models.DecimalField(
                        blank=True,
                        decimal_places=2,
                        max_digits=9,
                        null=True,
                        verbose_name="hjælp om måneden til og med (kr.)",
                    ),
                ),
                ("per_day", models.DecimalField(decimal_places=2, max_digits=7, verbose_name="sats pr. dag (kr.)")),
            ],
            options={
                "verbose_name": "sanktionssats",
                "verbose_name_plural": "sanktionssatser",
                "ordering": ["-valid_from", "benefit_from"],
                "abstract": False,
            },
        ),
        migrations.AlterModelOptions(
            name="assessment",
            options={
                "ordering": ["-made_at", "-pk"],
                "verbose_name": "rådighedsvurdering",
                "verbose_name_plural": "rådighedsvurderinger",
            },
        ),
        migrations.AddField(
            model_name="decision",
            name="nothing_more",
            field=models.CharField(
                blank=True,
                choices=[
                    ("reasonable_ground", "Borgeren havde en rimelig grund"),
                    ("not_promoting", "En sanktion fremmer ikke rådigheden"),
                    ("not_proven", "Hændelsen kan ikke dokumenteres"),
                    ("other", "Andet"),
                ],
                max_length=20,
                verbose_name="grund til intet videre",
            ),
        ),
        migrations.AddField(
            model_name="historicaldecision",
            name="nothing_more",
            field=models.CharField(
                blank=True,
                choices=[
                    ("reasonable_ground", "Borgeren havde en rimelig grund"),
                    ("not_promoting", "En sanktion fremmer ikke rådigheden"),
                    ("not_proven", "Hændelsen kan ikke dokumenteres"),
                    ("other", "Andet"),
                ],
                max_length=20,
                verbose_name="grund til intet videre",
            ),
        ),
        migrations.AddField(
            model_name="legalbasis",
            name="kinds",
            field=django.contrib.postgres.fields.ArrayField(
                base_field=models.PositiveSmallIntegerField(
                    choices=[
                        (1, "Afslået formidlet arbejde"),
                        (2, "Udeblevet fra samtale hos staten"),
                        (3, "Udeblevet fra jobsamtale i kommunen"),
                        (4, "Udeblevet fra opfølgningssamtale"),
                        (5, "Ikke søgt anviste jobordrer"),
                        (6, "Ophørt med arbejde uden rimelig grund"),
                        (7, "Ikke givet besked om sygdom"),
                        (8, "Afvist arbejde eller tilbud uden rimelig grund"),
                        (9, "Udeblevet fra tilbud"),
                        (10, "Ikke indlagt CV på Jobnet"),
                        (99, "Anden hændelse"),
                    ]
                ),
                blank=True,
                default=list,
                size=None,
                verbose_name="hændelser",
            ),
        ),
        migrations.AddField(
            model_name="groundassessment",
            name="case",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="grounds", to="sanktion.case"
            ),
        ),
        migrations.AddField(
            model_name="groundassessment",
            name="made_by",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="decision",
            name="ground",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="sanktion.groundassessment"
            ),
        ),
        migrations.AddField(
            model_name="historicaldecision",
            name="ground",
            field=models.ForeignKey(
                blank=True,
                db_constraint=False,
                null=True,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                to="sanktion.groundassessment",
            ),
        ),
        migrations.AddField(
            model_name="historicalsanctionrate",
            name="history_user",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.SET_NULL, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="paymentconsequence",
            name="case",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="consequences", to="sanktion.case"
            ),
        ),
        migrations.AddField(
            model_name="paymentconsequence",
            name="made_by",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="decision",
            name="consequence",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="sanktion.paymentconsequence",
            ),
        ),
        migrations.AddField(
            model_name="historicaldecision",
            name="consequence",
            field=models.ForeignKey(
                blank=True,
                db_constraint=False,
                null=True,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                to="sanktion.paymentconsequence",
            ),
        ),
        migrations.AddConstraint(
            model_name="legalbasis",
            constraint=models.CheckConstraint(
                condition=models.Q(("kinds__contained_by", [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 99])),
                name="legal_basis_kinds_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="sanctionrate",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("valid_to__isnull", True), ("valid_to__gte", models.F("valid_from")), _connector="OR"
                ),
                name="sanctionrate_valid_period",
            ),
        ),
        migrations.AddConstraint(
            model_name="sanctionrate",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("benefit_from__gte", 0),
                    models.Q(
                        ("benefit_to__isnull", True), ("benefit_to__gte", models.F("benefit_from")), _connector="OR"
                    ),
                ),
                name="rate_benefit_runs_upward",
            ),
        ),
        migrations.AddConstraint(
            model_name="sanctionrate",
            constraint=models.CheckConstraint(
                condition=models.Q(("per_day__gt", 0)),
                name="rate_is_an_amount",
                violation_error_message="Satsen skal være større end 0 kr.",
            ),
        ),
        migrations.AddConstraint(
            model_name="sanctionrate",
            constraint=models.CheckConstraint(
                condition=models.Q(("source", ""), _negated=True),
                name="rate_has_a_source",
                violation_error_message="Skriv, hvor satsen står.",
            ),
        ),
        migrations.AddConstraint(
            model_name="sanctionrate",
            constraint=django.contrib.postgres.constraints.ExclusionConstraint(
                expressions=[
                    (
                        models.Func(
                            models.F("valid_from"), models.F("valid_to"), models.Value("[]"), function="daterange"
                        ),
                        "&&",
                    ),
                    (
                        models.Func(
                            models.F("benefit_from"), models.F("benefit_to"), models.Value("[]"), function="numrange"
                        ),
                        "&&",
                    ),
                ],
                name="rate_one_a_day",
                violation_error_message="Der er allerede en sats for den hjælp i en del af perioden.",
            ),
        ),
        migrations.AddConstraint(
            model_name="groundassessment",
            constraint=models.CheckConstraint(
                condition=models.Q(("ground__in", ["yes", "no", "not_relevant"])), name="ground_known"
            ),
        ),
        migrations.AddConstraint(
            model_name="paymentconsequence",
            constraint=models.CheckConstraint(
                condition=models.Q(("effect__in", ["none", "continued", "stopped", "reduced", "unrecorded"])),
                name="payment_effect_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="paymentconsequence",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("effect__in", ["stopped", "reduced"]), ("starts_on__isnull", False)),
                    models.Q(
                        models.Q(("effect__in", ["stopped", "reduced"]), _negated=True),
                        ("ends_on__isnull", True),
                        ("starts_on__isnull", True),
                    ),
                    _connector="OR",
                ),
                name="payment_effect_has_period",
            ),
        ),
        migrations.AddConstraint(
            model_name="paymentconsequence",
            constraint=models.CheckConstraint(
                condition=models.Q(("ends_on__isnull", True), ("ends_on__gte", models.F("starts_on")), _connector="OR"),
                name="payment_period_runs_forward",
            ),
        ),
        migrations.AddConstraint(
            model_name="paymentconsequence",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("amount__isnull", True), models.Q(("amount__gt", 0), ("effect", "reduced")), _connector="OR"
                ),
                name="payment_amount_of_reduction",
            ),
        ),
    ]
