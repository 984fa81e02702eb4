"""What one list of members gives beside its rows: its map, its files and code, its feed."""
