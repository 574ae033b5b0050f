"""The SQL that makes a batch of citizens out of the temporary table ``grown``, and all that hangs on them.

Every trigger and constraint sees the rows. They are copied into a temporary table first: COPY straight into a table
with row-level security is refused by PostgreSQL.
"""

GROWN = """
CREATE TEMPORARY TABLE grown (
    id bigint GENERATED ALWAYS AS IDENTITY, citizen_id bigint, address_id uuid DEFAULT gen_random_uuid(), cpr bytea,
    past_cpr bytea, cpr_lookup bytea, key_version smallint, first_name text, last_name text, sort_key text,
    search_key text, team_id bigint, events integer
) ON COMMIT DROP
"""

ADDRESSES = """
INSERT INTO sanktion_address (id, access_address_id, street, house_number, floor, door, locality, postcode,
    post_district, municipality_code, municipality, easting, northing, latitude, longitude, sort_key)
SELECT address_id, gen_random_uuid(), street, house::text, '1', 'th', '', postcode, 'Eksempelby', '0461', 'Eksempel',
    588000 + id % 9000, 6140000 + id % 7000, 55.3 + (id % 9000) / 60000.0, 10.3 + (id % 7000) / 40000.0,
    lower(street) || E'\\t' || lpad(house::text, 5, '0')
FROM grown CROSS JOIN LATERAL (
    SELECT 1 + id % 300 AS house, (5000 + team_id % 900)::text AS postcode,
        (ARRAY['Nygade', 'Skolevej', 'Parkvej', 'Engvej', 'Havnegade', 'Kirkegade'])[1 + id % 6] || ' ' || id % 40
        AS street
) AS place
"""

CITIZENS = """
WITH made AS (
    INSERT INTO sanktion_citizen (cpr, cpr_lookup, key_version, first_name, last_name, sort_key, search_key, phone,
        digital_post, cpr_status, address_id, team_id, protected_until)
    SELECT cpr, cpr_lookup, key_version, first_name, last_name, sort_key, search_key, '', id % 7 <> 0, 1, address_id,
        team_id, CASE WHEN id % 200 = 0 THEN current_date + 300 END
    FROM grown ORDER BY id
    RETURNING id, cpr_lookup
)
UPDATE grown SET citizen_id = made.id FROM made WHERE grown.cpr_lookup = made.cpr_lookup
"""

PAST_CITIZENS = """
INSERT INTO sanktion_historicalcitizen (id, cpr, cpr_lookup, key_version, first_name, last_name, sort_key, search_key,
    phone, digital_post, cpr_status, address_id, team_id, protected_until, history_date, history_type)
SELECT c.id, g.past_cpr, c.cpr_lookup, c.key_version, c.first_name, c.last_name, c.sort_key, c.search_key, c.phone,
    c.digital_post, c.cpr_status, c.address_id, c.team_id, c.protected_until, now(), '+'
FROM grown g JOIN sanktion_citizen c ON c.id = g.citizen_id
"""

# Five years of events, more of them lately; one in twenty of the kind that must be described.
EVENTS = """
INSERT INTO sanktion_negativeevent (citizen_id, kind, occurred_on, origin, reference, description, details,
    details_pending, registered_at)
SELECT citizen_id, kind, day, CASE WHEN random() < 0.3 THEN 'stat' ELSE 'kommune' END,
    'V-' || citizen_id || '-' || nr, CASE WHEN kind = 99 THEN 'Opdigtet hændelse' ELSE '' END, '{}', true, day + 1
FROM grown CROSS JOIN LATERAL generate_series(1, events) AS nr CROSS JOIN LATERAL (
    SELECT current_date - 2 - (power(random(), 2) * 1825)::integer + 0 * nr AS day,
        (ARRAY[1, 2, 2, 2, 2, 3, 3, 3, 4, 4, 5, 6, 6, 7, 8, 8, 9, 9, 10, 99])[1 + (random() * 19.99)::integer % 20]
        AS kind
) AS dealt
"""

PAST_EVENTS = """
INSERT INTO sanktion_historicalnegativeevent (id, kind, occurred_on, origin, reference, description, registered_at,
    citizen_id, details, details_pending, history_date, history_type)
SELECT e.id, e.kind, e.occurred_on, e.origin, e.reference, e.description, e.registered_at, e.citizen_id, e.details,
    e.details_pending, e.registered_at, '+'
FROM sanktion_negativeevent e JOIN grown g USING (citizen_id)
"""

# Every event older than three weeks was taken up. What is old is closed; what is new waits somewhere on its way.
CHOSEN = """
CREATE TEMPORARY TABLE chosen ON COMMIT DROP AS
SELECT event_id, citizen_id, team_id, opened_on, extract(year FROM opened_on)::integer AS year, CASE
        WHEN age > 200 OR (age > 60 AND chance < 0.7) THEN CASE WHEN chance < 0.03 THEN 'decided' ELSE 'closed' END
        ELSE (ARRAY['registered', 'registered', 'hearing', 'hearing', 'hearing', 'hearing', 'seeking_contact',
            'answered', 'ready', 'ready'])[1 + (random() * 9.99)::integer % 10]
    END AS status
FROM (
    SELECT e.id AS event_id, e.citizen_id, g.team_id, e.occurred_on + 1 AS opened_on,
        current_date - e.occurred_on AS age, random() AS chance
    FROM sanktion_negativeevent e JOIN grown g USING (citizen_id)
    WHERE e.occurred_on < current_date - 21 OR random() < 0.4
) AS dealt
"""

SERIES = """
INSERT INTO sanktion_casenumberseries AS s (year, last) SELECT year, count(*) FROM chosen GROUP BY year
ON CONFLICT (year) DO UPDATE SET last = s.last + EXCLUDED.last
"""

CASES = """
INSERT INTO sanktion_case (status_changed_at, number, status, next_due, opened_at, is_restricted, contact_requested,
    owner_id, citizen_id, event_id, team_id)
SELECT opened_on + 5, year || '-' || lpad((s.last + 1 - row_number() OVER (PARTITION BY year))::text, 7, '0'), status,
    CASE WHEN status NOT IN ('decided', 'closed') THEN current_date - 10 + (random() * 50)::integer END,
    opened_on, random() < 0.005, false,
    CASE WHEN random() < 0.9 THEN (%(owners)s::bigint[])[1 + (random() * %(last)s)::integer] END,
    citizen_id, event_id, team_id
FROM chosen JOIN sanktion_casenumberseries s USING (year)
"""

PAST_CASES = """
INSERT INTO sanktion_historicalcase (id, status_changed_at, number, status, next_due, opened_at, is_restricted,
    citizen_id, owner_id, event_id, team_id, history_date, history_type, history_change_reason)
SELECT c.id, c.opened_at, c.number, first.status, CASE first.status WHEN 'registered' THEN c.opened_at::date + 7
    ELSE c.next_due END, c.opened_at, false, c.citizen_id, c.owner_id, c.event_id, c.team_id, c.opened_at + first.later,
    first.kind, first.why
FROM sanktion_case c JOIN chosen USING (event_id) CROSS JOIN LATERAL (VALUES
    ('registered', interval '0', '+', 'Sag åbnet'), (c.status, interval '5 days', '~', 'Opdigtet forløb')
) AS first(status, later, kind, why)
WHERE first.kind = '+' OR c.status <> 'registered'
"""

CASE_IDS = "SELECT c.id FROM sanktion_case c JOIN chosen USING (event_id) ORDER BY c.id"

NOTES = "CREATE TEMPORARY TABLE noted (case_id bigint, number integer, content bytea) ON COMMIT DROP"

JOURNAL = """
INSERT INTO sanktion_journalentry (case_id, number, written_at, concerns_supervision, key, content)
SELECT case_id, number, now(), 'yes', gen_random_uuid(), content FROM noted
"""

STEPS = (ADDRESSES, CITIZENS, PAST_CITIZENS, EVENTS, PAST_EVENTS, CHOSEN, SERIES)
TABLES = (
    "sanktion_address",
    "sanktion_citizen",
    "sanktion_historicalcitizen",
    "sanktion_negativeevent",
    "sanktion_historicalnegativeevent",
    "sanktion_case",
    "sanktion_historicalcase",
    "sanktion_journalentry",
)
