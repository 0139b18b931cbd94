-- The running cycle of each subject: the last verification passed, plus whole cycles elapsed since;
-- one less where the day of the month is not reached. Without a verification: calendar years.
verified AS (
    SELECT v.subject_id, max(v.passed_on) AS passed_on
    FROM $verification v
    WHERE v.passed_on <= %(as_of)s $named_verification
    GROUP BY v.subject_id
),
placed AS (
    SELECT
        s.id AS subject_id,
        p.passed_on,
        $whole - CASE WHEN $whole_ends_on > %(as_of)s THEN 1 ELSE 0 END AS elapsed
    FROM $subject s
    LEFT JOIN verified p ON p.subject_id = s.id
    WHERE $whom
),
cycle AS (
    SELECT
        subject_id,
        CASE WHEN passed_on IS NULL THEN %(start)s ELSE $starts_on END AS cycle_start,
        CASE WHEN passed_on IS NULL THEN %(end)s ELSE $ends_on END AS cycle_end,
        CASE WHEN passed_on IS NULL THEN %(basis)s ELSE %(verification)s END AS cycle_basis
    FROM placed
)
