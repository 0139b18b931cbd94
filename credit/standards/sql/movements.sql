-- How many subjects would move from which grade or action to which; nothing is stored.
SELECT g.label, computed.label, count(*)
FROM ($grades) computed
JOIN $subject s ON s.id = computed.subject_id
LEFT JOIN $grade g ON g.subject_id = computed.subject_id AND g.standard_id = %(against)s
WHERE $where
GROUP BY g.label, computed.label
