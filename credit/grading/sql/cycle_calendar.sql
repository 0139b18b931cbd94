-- The running cycle of each subject: the same calendar years for everybody.
cycle AS (
    SELECT s.id AS subject_id, %(start)s AS cycle_start, %(end)s AS cycle_end, %(basis)s AS cycle_basis
    FROM $subject s
    WHERE $whom
)
