    SELECT s.id AS subject_id, o.first_day, %(own_basis)s AS basis
    FROM $subject s
    LEFT JOIN own_day o ON o.subject_id = s.id
    WHERE $whom
