"""All processes of Chengyi in one terminal: started together, restarted when one dies, gone together."""
