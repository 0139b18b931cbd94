"""Government integrity (政务诚信): the yearly assessment and breaches."""
