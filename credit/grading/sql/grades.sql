-- Grades of one standard, computed for a scope. Means the same as credit.rules.scoring.evaluate.
WITH $cycle,
-- The records that count, apart from "one act counts once".
eligible AS (
    SELECT
        r.id,
        r.subject_id,
        r.act,
        r.happened_on,
        c.id AS criterion_id,
        c.bonus,
        c.veto,
        c.points * CASE WHEN c.per = 'occurrence' THEN 1 ELSE r.count END AS worth
    FROM cycle
    JOIN $record r ON r.subject_id = cycle.subject_id
    JOIN $criterion c ON c.standard_id = %(standard)s AND c.item_code = r.item_code
    WHERE r.happened_on >= %(earliest)s  -- before any running cycle: left out before it is joined
        AND r.happened_on >= cycle.cycle_start
        AND r.happened_on <= %(as_of)s
        AND r.final_on <= %(as_of)s
        AND (r.withdrawn_on IS NULL OR r.withdrawn_on > %(as_of)s)
        AND (r.annulled_on IS NULL OR r.annulled_on > %(as_of)s)
        AND (r.repaired_on IS NULL OR r.repaired_on > %(as_of)s)
        AND (r.disputed_from IS NULL OR r.disputed_from > %(as_of)s OR r.disputed_until <= %(as_of)s)
),
-- Of an act only the highest counts: a veto first, most points, the earliest, the lowest id.
ranked AS (
    SELECT
        eligible.*,
        row_number() OVER (
            PARTITION BY subject_id, act, bonus
            ORDER BY CASE WHEN veto THEN 0 ELSE 1 END, worth DESC, happened_on, id
        ) AS place
    FROM eligible
    WHERE act <> ''
),
counted AS (
    SELECT id, subject_id, criterion_id, bonus, veto, worth FROM eligible WHERE act = ''
    UNION ALL
    SELECT id, subject_id, criterion_id, bonus, veto, worth FROM ranked WHERE place = 1
    $sorted
),
total AS (
    SELECT
        subject_id,
        SUM(CASE WHEN bonus THEN 0 ELSE worth END) AS points,
        SUM(CASE WHEN bonus THEN worth ELSE 0 END) AS earned,
        MAX(CASE WHEN veto THEN 1 ELSE 0 END) AS vetoed,
        $joined AS lines
    FROM counted
    GROUP BY subject_id
),
summed AS (
    SELECT
        cycle.subject_id,
        cycle_start,
        cycle_end,
        cycle_basis,
        COALESCE(points, 0) AS points,
        CASE WHEN earned > %(cap)s THEN %(cap)s ELSE COALESCE(earned, 0) END AS bonus,
        COALESCE(vetoed, 0) AS vetoed,
        '[' || COALESCE(lines, '') || ']' AS lines
    FROM cycle
    LEFT JOIN total ON total.subject_id = cycle.subject_id
),
scored AS (
    SELECT
        summed.*,
        CASE
            WHEN %(base)s - points + bonus < %(floor)s THEN %(floor)s
            ELSE %(base)s - points + bonus
        END AS score
    FROM summed
)
SELECT
    subject_id, cycle_start, cycle_end, cycle_basis, points, bonus, score,
    $label AS label,
    vetoed = 1 AS veto,
    lines
FROM scored
