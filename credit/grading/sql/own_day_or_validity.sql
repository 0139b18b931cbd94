    SELECT
        s.id AS subject_id,
        COALESCE(o.first_day, $day_after) AS first_day,
        CASE WHEN o.first_day IS NULL THEN %(back_basis)s ELSE %(own_basis)s END AS basis
    FROM $subject s
    LEFT JOIN own_day o ON o.subject_id = s.id
    LEFT JOIN $verified_until u ON u.subject_id = s.id AND $believed
    WHERE $whom
