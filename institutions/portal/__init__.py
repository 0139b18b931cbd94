"""The portal: a supervised body sees its own file, its own decisions, its own grade. Read only."""
