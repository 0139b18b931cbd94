LEFT JOIN (
        SELECT DISTINCT subject_id
        FROM $listed_period
        WHERE since <= %(as_of)s AND (until IS NULL OR until > %(as_of)s)
    ) on_list ON on_list.subject_id = cycle.subject_id
