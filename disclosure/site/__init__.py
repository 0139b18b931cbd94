"""The public site: anyone, no account, nothing but public entries."""
