-- Grades of one standard, computed for a scope. Means the same as credit.rules.scoring.evaluate.
WITH $cycle,
-- The records that count, apart from "one act counts once". `held` is the rank at which one such record puts the
-- grade at least (-1: it does not); `worth` is what it is worth at its age, `fullworth` before decay.
eligible AS (
    SELECT
        r.id,
        r.subject_id,
        r.act,
        r.happened_on,
        c.id AS criterion_id,
        c.bonus,
        c.veto,
        c.direct,
        $held AS held,
        $full AS fullworth,
        $worth AS worth
    FROM cycle
    JOIN $record r ON r.subject_id = cycle.subject_id
    JOIN $criterion c ON c.standard_id = %(standard)s AND c.item_code = r.item_code
    WHERE r.happened_on >= %(earliest)s  -- before any running cycle: left out before it is joined
        AND r.happened_on >= cycle.cycle_start
        AND r.happened_on <= %(as_of)s
        AND r.review = 'confirmed'
        AND r.final_on <= %(as_of)s
        AND (r.withdrawn_on IS NULL OR r.withdrawn_on > %(as_of)s)
        AND (r.superseded_on IS NULL OR r.superseded_on > %(as_of)s)
        AND (r.annulled_on IS NULL OR r.annulled_on > %(as_of)s)
        AND (r.repaired_on IS NULL OR r.repaired_on > %(as_of)s)
        AND (r.shielded_from IS NULL OR r.shielded_from > %(as_of)s OR r.shielded_until <= %(as_of)s)
        AND (r.disputed_from IS NULL OR r.disputed_from > %(as_of)s OR r.disputed_until <= %(as_of)s)
        $by_procedure
        $among_records
),
-- Of an act only the highest counts: what leads to the gravest grade, most points, the earliest, the lowest id.
ranked AS (
    SELECT
        eligible.*,
        row_number() OVER (
            PARTITION BY subject_id, act, bonus ORDER BY held DESC, fullworth DESC, happened_on, id
        ) AS place
    FROM eligible
    WHERE act <> ''
),
counted AS (
    SELECT id, subject_id, criterion_id, bonus, veto, direct, held, worth FROM eligible WHERE act = ''
    UNION ALL
    SELECT id, subject_id, criterion_id, bonus, veto, direct, held, worth FROM ranked WHERE place = 1
    $sorted
),
$total,
summed AS (
    SELECT
        cycle.subject_id,
        cycle_start,
        cycle_end,
        cycle_basis,
        $points AS points,
        CASE WHEN earned > %(cap)s THEN %(cap)s ELSE COALESCE(earned, 0) END AS bonus,
        COALESCE(held, -1) AS held,
        COALESCE(vetoed, 0) AS vetoed,
        COALESCE(put, 0) AS put,
        $on_list AS on_list,
        '[' || COALESCE(lines, '') || ']' AS lines
    FROM cycle
    LEFT JOIN total ON total.subject_id = cycle.subject_id
    $listed
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
    put = 1 AS direct,
    on_list = 1 AS listed,
    lines
FROM scored
