"""Credit commitments: texts, signing, publication, performance, breach, admission education."""
