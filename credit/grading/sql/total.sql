-- What each subject's records come to.
total AS (
    SELECT
        subject_id,
        SUM(CASE WHEN bonus THEN 0 ELSE worth END) AS points,
        SUM(CASE WHEN bonus THEN worth ELSE 0 END) AS earned,
        MAX(held) AS held,
        $vetoed AS vetoed,
        $put AS put,
        $joined AS lines
    FROM counted
    GROUP BY subject_id
)
