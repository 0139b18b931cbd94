"""Credit reports: what the file says on a day, on paper that anybody can check."""
