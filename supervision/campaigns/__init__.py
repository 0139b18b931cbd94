"""Campaigns: phases, problem lists, progress, bulletins."""
