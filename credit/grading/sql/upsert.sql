-- Compute and store. A grade that is the same, or that holds for a later day, is not touched. What a changed
-- grade was before stays beside it in the prior_ columns, from which history.sql takes it over.
INSERT INTO $grade (
    subject_id, standard_id, run_id, as_of,
    cycle_start, cycle_end, cycle_basis, points, bonus, score, label, veto, direct, listed, lines,
    prior_label, prior_lines
)
SELECT
    subject_id, %(standard)s, %(run)s, %(as_of)s,
    cycle_start, cycle_end, cycle_basis, points, bonus, score, label, veto, direct, listed, lines,
    '', ''
FROM ($grades) computed
WHERE 1 = 1
ON CONFLICT (subject_id, standard_id) DO UPDATE SET
    run_id = excluded.run_id,
    as_of = excluded.as_of,
    cycle_start = excluded.cycle_start,
    cycle_end = excluded.cycle_end,
    cycle_basis = excluded.cycle_basis,
    points = excluded.points,
    bonus = excluded.bonus,
    score = excluded.score,
    label = excluded.label,
    veto = excluded.veto,
    direct = excluded.direct,
    listed = excluded.listed,
    lines = excluded.lines,
    prior_as_of = $grade.as_of,
    prior_cycle_start = $grade.cycle_start,
    prior_points = $grade.points,
    prior_score = $grade.score,
    prior_label = $grade.label,
    prior_veto = $grade.veto,
    prior_lines = $grade.lines
WHERE
    $grade.as_of <= excluded.as_of
    AND (
        $grade.cycle_start, $grade.cycle_end, $grade.cycle_basis, $grade.points, $grade.bonus, $grade.score,
        $grade.label, $grade.veto, $grade.direct, $grade.listed, $grade.lines
    ) <> (
        excluded.cycle_start, excluded.cycle_end, excluded.cycle_basis, excluded.points, excluded.bonus,
        excluded.score, excluded.label, excluded.veto, excluded.direct, excluded.listed, excluded.lines
    )
