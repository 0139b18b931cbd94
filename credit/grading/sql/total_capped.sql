-- What each subject's records come to, each item up to its cap.
item_total AS (
    SELECT subject_id, criterion_id, SUM(worth) AS worth FROM counted GROUP BY subject_id, criterion_id
),
item_allowed AS (
    SELECT
        item_total.subject_id,
        c.bonus,
        CASE WHEN item_total.worth > c.cap THEN c.cap ELSE item_total.worth END AS allowed
    FROM item_total
    JOIN $criterion c ON c.id = item_total.criterion_id
),
allowed_total AS (
    SELECT
        subject_id,
        SUM(CASE WHEN bonus THEN 0 ELSE allowed END) AS points,
        SUM(CASE WHEN bonus THEN allowed ELSE 0 END) AS earned
    FROM item_allowed
    GROUP BY subject_id
),
reason AS (
    SELECT
        subject_id,
        MAX(held) AS held,
        $vetoed AS vetoed,
        $put AS put,
        $joined AS lines
    FROM counted
    GROUP BY subject_id
),
total AS (
    SELECT reason.subject_id, points, earned, held, vetoed, put, lines
    FROM reason
    JOIN allowed_total ON allowed_total.subject_id = reason.subject_id
)
