SELECT 'credit.subject:' || subject_id AS key, $payload AS payload, id AS place
FROM $change
WHERE run_id = %(run)s AND from_label <> to_label $among
