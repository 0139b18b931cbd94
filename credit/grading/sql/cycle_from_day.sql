-- The running cycle of each subject: its last own day (verification passed, licence issued), plus whole cycles
-- elapsed since; one less where the day of the month is not reached. Without such a day: whole cycles before or
-- after the end of verification, where a place allows it; else calendar years.
own_day AS (
    SELECT d.subject_id, max(d.$day) AS first_day
    FROM $days d
    WHERE d.$day <= %(as_of)s $among_days
    GROUP BY d.subject_id
),
anchored AS (
$anchored),
placed AS (
    SELECT
        a.subject_id,
        a.first_day,
        a.basis,
        $whole - CASE WHEN $whole_ends_on > %(as_of)s THEN 1 ELSE 0 END AS elapsed
    FROM anchored a
),
cycle AS (
    SELECT
        subject_id,
        CASE WHEN first_day IS NULL THEN %(start)s ELSE $starts_on END AS cycle_start,
        CASE WHEN first_day IS NULL THEN %(end)s ELSE $ends_on END AS cycle_end,
        CASE WHEN first_day IS NULL THEN %(basis)s ELSE basis END AS cycle_basis
    FROM placed
)
