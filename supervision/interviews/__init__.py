"""Interviews (约谈): notice, minutes, demands, follow-up."""
