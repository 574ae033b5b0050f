"""V074: a bundle with something in it that is held back since doesn't leave; one that was never sent is made anew."""

from django.db import migrations, models
from django.db.models import Q

BUNDLE_GATE = """
CREATE OR REPLACE FUNCTION tilsyn_bundle_gate() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    before_it bigint;
BEGIN
    {made}
    IF TG_OP = 'UPDATE' AND (OLD.selected_id, OLD.sequence, OLD.key)
        IS DISTINCT FROM (NEW.selected_id, NEW.sequence, NEW.key) THEN
        RAISE EXCEPTION 'Samlingens sag og nummer kan ikke ændres.' USING ERRCODE = 'check_violation';
    END IF;
    IF (TG_OP = 'INSERT' OR NEW.status = 'ready') AND EXISTS (
        SELECT 1 FROM tilsyn_selectedcase WHERE id = NEW.selected_id AND status <> 'named'
    ) THEN
        RAISE EXCEPTION 'Sagen er udgået af tilsynet.' USING ERRCODE = 'check_violation';
    END IF;
    IF TG_OP = 'INSERT' AND NEW.status <> 'waiting' THEN
        RAISE EXCEPTION 'En samling begynder med at vente.' USING ERRCODE = 'check_violation';
    END IF;
    IF TG_OP = 'INSERT' AND EXISTS (
        SELECT 1 FROM tilsyn_bundle WHERE selected_id = NEW.selected_id AND status NOT IN ({over})
    ) THEN
        RAISE EXCEPTION 'Sagen har en samling, der ikke er dannet endnu.' USING ERRCODE = 'check_violation';
    END IF;
    IF NEW.status = 'ready' THEN
        IF NOT EXISTS (SELECT 1 FROM tilsyn_bundlecontent WHERE bundle_id = NEW.id)
            OR NOT EXISTS (SELECT 1 FROM tilsyn_bundleentry WHERE bundle_id = NEW.id) THEN
            RAISE EXCEPTION 'Samlingen har intet indhold.' USING ERRCODE = 'check_violation';
        END IF;
        SELECT coalesce(sum(pages), 0) INTO before_it FROM tilsyn_bundle
        WHERE selected_id = NEW.selected_id AND sequence < NEW.sequence{kept};
        IF NEW.first_page <> before_it + 1 THEN
            RAISE EXCEPTION 'Samlingens sider fortsætter ikke dem, der kom før.' USING ERRCODE = 'check_violation';
        END IF;
    END IF;
    RETURN NEW;
END $$;
"""
NUMBER_GATE = """
CREATE OR REPLACE FUNCTION tilsyn_bundle_number_gate() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (
        SELECT 1 FROM tilsyn_bundleentry e JOIN tilsyn_bundle b ON b.id = e.bundle_id
        WHERE e.section = NEW.section AND e.number = NEW.number{kept}
          AND b.selected_id = (SELECT selected_id FROM tilsyn_bundle WHERE id = NEW.bundle_id)
    ) THEN
        RAISE EXCEPTION 'Bilagets nummer er brugt i sagen.' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END $$;
"""
MAY_LEAVE = """
CREATE OR REPLACE FUNCTION tilsyn_may_leave(of_dispatch bigint) RETURNS void LANGUAGE plpgsql STABLE AS $$
BEGIN
    IF tilsyn_unticked(of_dispatch, 'before') > 0 THEN
        RAISE EXCEPTION 'Der mangler trin, som skal være udført før afsendelsen.' USING ERRCODE = 'check_violation';
    END IF;
    IF NOT EXISTS (SELECT 1 FROM tilsyn_dispatchbundle WHERE dispatch_id = of_dispatch)
       AND NOT EXISTS (SELECT 1 FROM tilsyn_dispatchpaper WHERE dispatch_id = of_dispatch) THEN
        RAISE EXCEPTION 'Forsendelsen er tom.' USING ERRCODE = 'check_violation';
    END IF;
    IF EXISTS (
        SELECT 1 FROM tilsyn_dispatchbundle i JOIN tilsyn_bundle b ON b.id = i.bundle_id
        JOIN tilsyn_selectedcase s ON s.id = b.selected_id
        WHERE i.dispatch_id = of_dispatch AND s.status <> 'named'
    ) THEN
        RAISE EXCEPTION 'En af sagerne er udgået af tilsynet. Kassér forsendelsen, og lav en ny.'
            USING ERRCODE = 'check_violation';
    END IF;{held_back}
END $$;
"""
HELD_BACK = """
    IF EXISTS (
        SELECT 1 FROM tilsyn_dispatchbundle i WHERE i.dispatch_id = of_dispatch AND tilsyn_held_back_since(i.bundle_id)
    ) THEN
        RAISE EXCEPTION '%', 'Der er holdt noget tilbage, siden en af samlingerne blev dannet. '
            'Kassér forsendelsen, dan samlingen igen, og lav en ny.' USING ERRCODE = 'check_violation';
    END IF;"""
# The same rule as models.holdback_parts.held_back_since.
SINCE = """
CREATE FUNCTION tilsyn_held_back_since(of_bundle bigint) RETURNS boolean LANGUAGE sql STABLE AS $$
    SELECT EXISTS (
        SELECT 1 FROM tilsyn_bundle b JOIN tilsyn_bundleentry e ON e.bundle_id = b.id
        JOIN tilsyn_holdback h ON h.selected_id = b.selected_id AND h.paper_key = e.paper_key
        LEFT JOIN tilsyn_holdbackresult r ON r.holdback_id = h.id
        WHERE b.id = of_bundle AND (
            h.status IN ('draft', 'waiting', 'returned')
            OR h.status = 'approved'
               AND (h.scope = 'whole' OR h.scope = 'parts' AND r.sha256 IS DISTINCT FROM e.sha256)
               AND NOT EXISTS (
                   SELECT 1 FROM tilsyn_holdback l WHERE l.selected_id = h.selected_id AND l.paper_key = h.paper_key
                     AND l.status = 'approved' AND l.sequence > h.sequence
               )
        )
    )
$$;
"""
MADE_BEFORE = """IF TG_OP = 'UPDATE' AND OLD.status = 'ready' THEN
        RAISE EXCEPTION 'Samlingen er dannet og kan ikke ændres.' USING ERRCODE = 'check_violation';
    END IF;"""
MADE = """IF TG_OP = 'UPDATE' AND OLD.status IN ('ready', 'scrapped') THEN
        IF OLD.status = 'scrapped' OR NEW.status <> 'scrapped'
           OR to_jsonb(OLD) - '{status,status_changed_at}'::text[]
              <> to_jsonb(NEW) - '{status,status_changed_at}'::text[] THEN
            RAISE EXCEPTION 'Samlingen er dannet og kan ikke ændres.' USING ERRCODE = 'check_violation';
        END IF;
        IF EXISTS (
            SELECT 1 FROM tilsyn_dispatchbundle i JOIN tilsyn_dispatch d ON d.id = i.dispatch_id
            WHERE i.bundle_id = NEW.id AND d.status <> 'discarded'
        ) THEN
            RAISE EXCEPTION 'Samlingen er i en forsendelse og kan ikke kasseres.' USING ERRCODE = 'check_violation';
        END IF;
        RETURN NEW;
    END IF;"""
FORWARD = (
    SINCE
    + BUNDLE_GATE.format(made=MADE, over="'ready', 'scrapped'", kept=" AND status <> 'scrapped'")
    + NUMBER_GATE.format(kept=" AND b.status <> 'scrapped'")
    + MAY_LEAVE.format(held_back=HELD_BACK)
)
BACKWARD = (
    BUNDLE_GATE.format(made=MADE_BEFORE, over="'ready'", kept="")
    + NUMBER_GATE.format(kept="")
    + MAY_LEAVE.format(held_back="")
    + "DROP FUNCTION tilsyn_held_back_since(bigint);"
)


class Migration(migrations.Migration):
    dependencies = [("tilsyn", "0010_stricter_gates")]

    operations = [
        migrations.AlterField(
            "bundle",
            "status",
            models.CharField(
                choices=[
                    ("waiting", "Venter"),
                    ("ready", "Klar"),
                    ("failed", "Kunne ikke dannes"),
                    ("scrapped", "Kasseret"),
                ],
                default="waiting",
                editable=False,
                max_length=10,
                verbose_name="status",
            ),
        ),
        migrations.RemoveConstraint("bundle", "bundle_status_known"),
        migrations.AddConstraint(
            "bundle",
            models.CheckConstraint(
                name="bundle_status_known", condition=Q(status__in=["waiting", "ready", "failed", "scrapped"])
            ),
        ),
        migrations.RemoveConstraint("bundle", "bundle_sequence_once"),
        migrations.AddConstraint(
            "bundle",
            models.UniqueConstraint(
                fields=["selected", "sequence"], condition=~Q(status="scrapped"), name="bundle_sequence_once"
            ),
        ),
        migrations.RemoveConstraint("bundle", "bundle_ready_is_made"),
        migrations.AddConstraint(
            "bundle",
            models.CheckConstraint(
                name="bundle_ready_is_made",
                condition=Q(
                    status__in=["ready", "scrapped"],
                    first_page__gt=0,
                    pages__gt=0,
                    size__gt=0,
                    sha256__regex=r"^[0-9a-f]{64}$",
                )
                | (~Q(status__in=["ready", "scrapped"]) & Q(sha256="")),
            ),
        ),
        migrations.RunSQL(FORWARD, BACKWARD),
    ]
