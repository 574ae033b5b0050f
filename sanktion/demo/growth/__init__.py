"""A made-up city of any size, for measuring: `manage.py grow`."""
