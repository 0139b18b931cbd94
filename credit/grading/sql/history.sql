-- What the act changed goes into the history: superseded grades; after a change of records also first grades,
-- where they are unlike a clean subject's.
INSERT INTO $change (
    subject_id, standard_id, run_id, cause, recorded_at, as_of,
    from_as_of, from_cycle_start, from_points, from_score, from_label, from_veto, from_lines,
    to_cycle_start, to_points, to_score, to_label, to_veto
)
SELECT
    g.subject_id, g.standard_id, g.run_id, %(cause)s, %(now)s, g.as_of,
    g.prior_as_of, g.prior_cycle_start, g.prior_points, g.prior_score,
    CASE WHEN g.prior_as_of IS NULL THEN %(clean)s ELSE g.prior_label END, g.prior_veto, g.prior_lines,
    g.cycle_start, g.points, g.score, g.label, g.veto
FROM $grade g
WHERE g.standard_id = %(standard)s AND g.run_id = %(run)s $among
    AND (g.prior_as_of IS NOT NULL OR (%(firsts)s AND g.label <> %(clean)s))
