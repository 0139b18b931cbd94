"""Complaints and reports (投诉举报), with the informant sealed."""
