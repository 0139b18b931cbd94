-- Grades under a wider place's version give way where this place has its own: what they were goes into the history.
INSERT INTO $change (
    subject_id, standard_id, run_id, cause, recorded_at, as_of,
    from_as_of, from_cycle_start, from_points, from_score, from_label, from_veto, from_lines,
    to_cycle_start, to_points, to_score, to_label, to_veto
)
SELECT
    g.subject_id, g.standard_id, %(run)s, %(cause)s, %(now)s, %(as_of)s,
    g.as_of, g.cycle_start, g.points, g.score, g.label, g.veto, g.lines,
    g.cycle_start, 0, 0, '', FALSE
FROM $grade g
JOIN $subject s ON s.id = g.subject_id
WHERE $wider AND $whom
