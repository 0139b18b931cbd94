-- Who would move, those with the lowest score first; nothing is stored.
SELECT computed.subject_id, g.label, g.score, g.points, computed.label, computed.score, computed.points
FROM ($grades) computed
JOIN $subject s ON s.id = computed.subject_id
JOIN $grade g ON g.subject_id = computed.subject_id AND g.standard_id = %(against)s
WHERE $where AND g.label <> computed.label
ORDER BY computed.score, computed.points DESC, computed.subject_id
LIMIT %(limit)s
