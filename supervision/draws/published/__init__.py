"""What is published for download as it stands."""
