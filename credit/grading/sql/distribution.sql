-- How many subjects would hold each grade or action.
SELECT label, count(*) FROM ($grades) computed GROUP BY label
