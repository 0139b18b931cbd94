-- … and then they go.
DELETE FROM $grade
WHERE id IN (
    SELECT g.id FROM $grade g JOIN $subject s ON s.id = g.subject_id WHERE $wider AND $whom
)
