"""B006, V130, art. 15: inquiries and their answers, guidelines in versions, and the citizen's own export."""

from django.db import migrations

# A sealed empty text is 29 bytes long: version, nonce and tag.
GUARDS = """
CREATE FUNCTION sanktion_number_once() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (SELECT 1 FROM sanktion_case WHERE number = NEW.number AND TG_TABLE_NAME <> 'sanktion_case')
        OR EXISTS (SELECT 1 FROM sanktion_inquiry WHERE number = NEW.number AND TG_TABLE_NAME <> 'sanktion_inquiry')
    THEN
        RAISE EXCEPTION 'Sagsnummeret er i brug.' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END $$;

CREATE TRIGGER number_once BEFORE INSERT ON sanktion_case FOR EACH ROW EXECUTE FUNCTION sanktion_number_once();
CREATE TRIGGER number_once BEFORE INSERT ON sanktion_inquiry FOR EACH ROW EXECUTE FUNCTION sanktion_number_once();

ALTER TABLE sanktion_inquiry ADD CONSTRAINT inquiry_has_asker CHECK (octet_length(asker_name) > 29);
ALTER TABLE sanktion_inquiryquestion ADD CONSTRAINT inquiry_question_has_text CHECK (octet_length(text) > 29);
ALTER TABLE sanktion_subjectaccess ADD CONSTRAINT subject_access_has_purpose CHECK (octet_length(purpose) > 29);

CREATE FUNCTION sanktion_inquiry_guard() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'INSERT' THEN
        IF NEW.status <> 'received' THEN
            RAISE EXCEPTION 'En henvendelse begynder som modtaget.' USING ERRCODE = 'check_violation';
        END IF;
        RETURN NEW;
    END IF;
    IF OLD.status = 'answered' THEN
        RAISE EXCEPTION 'Henvendelsen er besvaret og kan ikke ændres.' USING ERRCODE = 'check_violation';
    END IF;
    IF (NEW.number, NEW.key) IS DISTINCT FROM (OLD.number, OLD.key) THEN
        RAISE EXCEPTION 'Henvendelsens nummer kan ikke ændres.' USING ERRCODE = 'check_violation';
    END IF;
    IF NEW.status = 'answered' THEN
        IF NOT EXISTS (SELECT 1 FROM sanktion_inquiryquestion WHERE inquiry_id = NEW.id) THEN
            RAISE EXCEPTION 'Henvendelsen har ingen spørgsmål.' USING ERRCODE = 'check_violation';
        END IF;
        IF EXISTS (
            SELECT 1 FROM sanktion_inquiryquestion WHERE inquiry_id = NEW.id AND octet_length(answer) <= 29
        ) THEN
            RAISE EXCEPTION 'Der mangler svar på mindst ét spørgsmål.' USING ERRCODE = 'check_violation';
        END IF;
        IF NOT EXISTS (SELECT 1 FROM sanktion_inquirydocument WHERE inquiry_id = NEW.id) THEN
            RAISE EXCEPTION 'Svarbrevet er ikke arkiveret.' USING ERRCODE = 'check_violation';
        END IF;
    END IF;
    RETURN NEW;
END $$;

CREATE TRIGGER inquiry_guard BEFORE INSERT OR UPDATE ON sanktion_inquiry
    FOR EACH ROW EXECUTE FUNCTION sanktion_inquiry_guard();
CREATE TRIGGER inquiry_stays BEFORE DELETE ON sanktion_inquiry
    FOR EACH ROW EXECUTE FUNCTION sanktion_append_only();

-- The row is held, so that nothing slips in beside an inquiry that is just being answered.
CREATE FUNCTION sanktion_inquiry_part_guard() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    asked bigint[] := ARRAY[]::bigint[];
    state text;
BEGIN
    IF TG_OP <> 'INSERT' THEN asked := asked || OLD.inquiry_id; END IF;
    IF TG_OP <> 'DELETE' THEN asked := asked || NEW.inquiry_id; END IF;
    FOR state IN SELECT status FROM sanktion_inquiry WHERE id = ANY (asked) FOR SHARE LOOP
        IF state = 'answered' THEN
            RAISE EXCEPTION 'Henvendelsen er besvaret og kan ikke ændres.' USING ERRCODE = 'check_violation';
        END IF;
    END LOOP;
    IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;
    RETURN NEW;
END $$;

CREATE TRIGGER inquiry_guard BEFORE INSERT OR UPDATE OR DELETE ON sanktion_inquiryquestion
    FOR EACH ROW EXECUTE FUNCTION sanktion_inquiry_part_guard();
CREATE TRIGGER inquiry_guard BEFORE INSERT ON sanktion_inquirydocument
    FOR EACH ROW EXECUTE FUNCTION sanktion_inquiry_part_guard();

CREATE FUNCTION sanktion_subject_access_guard() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF (NEW.citizen_id, NEW.purpose, NEW.asked_on, NEW.created_by_id, NEW.created_at, NEW.key)
        IS DISTINCT FROM (OLD.citizen_id, OLD.purpose, OLD.asked_on, OLD.created_by_id, OLD.created_at, OLD.key)
    THEN
        RAISE EXCEPTION 'Det, indsigten blev bestilt med, kan ikke ændres.' USING ERRCODE = 'check_violation';
    END IF;
    IF NEW.status = 'released' AND OLD.status NOT IN ('ready', 'released') THEN
        RAISE EXCEPTION 'Filen skal være læst igennem, før den frigives.' USING ERRCODE = 'check_violation';
    END IF;
    IF NEW.status = 'deleted' AND EXISTS (SELECT 1 FROM sanktion_subjectaccesspiece WHERE access_id = NEW.id) THEN
        RAISE EXCEPTION 'Filen er ikke slettet.' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END $$;

CREATE TRIGGER subject_access_guard BEFORE UPDATE ON sanktion_subjectaccess
    FOR EACH ROW EXECUTE FUNCTION sanktion_subject_access_guard();
CREATE TRIGGER subject_access_stays BEFORE DELETE ON sanktion_subjectaccess
    FOR EACH ROW EXECUTE FUNCTION sanktion_append_only();
CREATE TRIGGER guideline_stays BEFORE DELETE ON sanktion_guideline
    FOR EACH ROW EXECUTE FUNCTION sanktion_append_only();
"""

REVERSE = """
DROP TRIGGER guideline_stays ON sanktion_guideline;
DROP TRIGGER subject_access_stays ON sanktion_subjectaccess;
DROP TRIGGER subject_access_guard ON sanktion_subjectaccess;
DROP FUNCTION sanktion_subject_access_guard();
DROP TRIGGER inquiry_guard ON sanktion_inquirydocument;
DROP TRIGGER inquiry_guard ON sanktion_inquiryquestion;
DROP FUNCTION sanktion_inquiry_part_guard();
DROP TRIGGER inquiry_stays ON sanktion_inquiry;
DROP TRIGGER inquiry_guard ON sanktion_inquiry;
DROP FUNCTION sanktion_inquiry_guard();
ALTER TABLE sanktion_subjectaccess DROP CONSTRAINT subject_access_has_purpose;
ALTER TABLE sanktion_inquiryquestion DROP CONSTRAINT inquiry_question_has_text;
ALTER TABLE sanktion_inquiry DROP CONSTRAINT inquiry_has_asker;
DROP TRIGGER number_once ON sanktion_inquiry;
DROP TRIGGER number_once ON sanktion_case;
DROP FUNCTION sanktion_number_once();
"""


class Migration(migrations.Migration):
    replaces = [("sanktion", "0023_inquiry")]

    dependencies = [("sanktion", "0008_letter_texts")]

    operations = [migrations.RunSQL(GUARDS, REVERSE)]
