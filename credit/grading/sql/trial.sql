-- How many subjects would go from the grade they hold to which other. Writes nothing.
SELECT COALESCE(g.label, ''), computed.label, g.id IS NULL, count(*)
FROM ($grades) computed
LEFT JOIN $grade g ON g.subject_id = computed.subject_id AND g.standard_id = %(against)s
GROUP BY COALESCE(g.label, ''), computed.label, g.id IS NULL
