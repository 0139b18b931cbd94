-- What one would type into psql for the standard DEMO-INST: the grade of everybody, nothing else.
WITH verified AS (
    SELECT subject_id, max(passed_on) AS passed_on
    FROM credit_verification
    WHERE passed_on <= %(day)s
    GROUP BY subject_id
),
started AS (
    SELECT
        s.id AS subject_id,
        COALESCE(
            (passed_on + date_part('year', age(%(day)s, passed_on)) * interval '1 year')::date,
            date_trunc('year', %(day)s)::date
        ) AS cycle_start
    FROM credit_subject s
    LEFT JOIN verified ON verified.subject_id = s.id
    WHERE s.kind IN ('organisation', 'individual_business')
),
counting AS (
    SELECT
        r.id, r.subject_id, r.act, r.happened_on, c.bonus, c.veto,
        c.points * CASE WHEN c.per = 'occurrence' THEN 1 ELSE r.count END AS worth
    FROM started
    JOIN credit_conductrecord r ON r.subject_id = started.subject_id
    JOIN credit_criterion c ON c.standard_id = %(standard)s AND c.item_code = r.item_code
    WHERE r.happened_on BETWEEN started.cycle_start AND %(day)s
        AND r.review = 'confirmed'
        AND r.final_on <= %(day)s
        AND COALESCE(r.withdrawn_on > %(day)s, true)
        AND COALESCE(r.superseded_on > %(day)s, true)
        AND COALESCE(r.annulled_on > %(day)s, true)
        AND COALESCE(r.repaired_on > %(day)s, true)
        AND (COALESCE(r.shielded_from > %(day)s, true) OR r.shielded_until <= %(day)s)
        AND (COALESCE(r.disputed_from > %(day)s, true) OR r.disputed_until <= %(day)s)
),
once AS (
    SELECT subject_id, bonus, veto, worth FROM counting WHERE act = ''
    UNION ALL
    (
        SELECT DISTINCT ON (subject_id, act, bonus) subject_id, bonus, veto, worth
        FROM counting
        WHERE act <> ''
        ORDER BY subject_id, act, bonus, veto DESC, worth DESC, happened_on, id
    )
),
summed AS (
    SELECT
        subject_id,
        sum(worth) FILTER (WHERE NOT bonus) AS points,
        least(COALESCE(sum(worth) FILTER (WHERE bonus), 0), 500) AS bonus,
        bool_or(veto) AS veto
    FROM once
    GROUP BY subject_id
),
scored AS (
    SELECT
        started.subject_id,
        cycle_start,
        (cycle_start + interval '1 year')::date - 1 AS cycle_end,
        COALESCE(points, 0) AS points,
        COALESCE(bonus, 0) AS bonus,
        greatest(10000 - COALESCE(points, 0) + COALESCE(bonus, 0), 0) AS score,
        COALESCE(veto, false) AS veto,
        started.subject_id IN (
            SELECT subject_id FROM credit_listedperiod
            WHERE since <= %(day)s AND COALESCE(until > %(day)s, true)
        ) AS listed
    FROM started
    LEFT JOIN summed ON summed.subject_id = started.subject_id
)
INSERT INTO bare_grade AS g (subject_id, standard_id, as_of, cycle_start, cycle_end, points, bonus, score, veto, label)
SELECT
    subject_id, %(standard)s, %(day)s, cycle_start, cycle_end, points, bonus, score, veto,
    CASE WHEN veto OR listed THEN 'D' WHEN score >= 9000 THEN 'A' WHEN score >= 7500 THEN 'B' WHEN score >= 6000 THEN 'C' ELSE 'D' END
FROM scored
ON CONFLICT (subject_id, standard_id) DO UPDATE SET
    as_of = excluded.as_of, cycle_start = excluded.cycle_start, cycle_end = excluded.cycle_end,
    points = excluded.points, bonus = excluded.bonus, score = excluded.score, veto = excluded.veto,
    label = excluded.label
WHERE (g.cycle_start, g.cycle_end, g.points, g.bonus, g.score, g.veto, g.label)
    IS DISTINCT FROM (
        excluded.cycle_start, excluded.cycle_end, excluded.points, excluded.bonus, excluded.score, excluded.veto,
        excluded.label
    )
