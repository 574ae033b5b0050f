"""What the core and a supervision's overview show of this app: cards, duties, nightly checks."""
