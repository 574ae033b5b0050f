"""Speed, measured as ratios to a peer that runs beside us on the same machine."""
