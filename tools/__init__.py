"""Commands for those who work on Chengyi; nothing of the product imports them."""
