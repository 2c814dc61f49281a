"""django-oscar and django-oscar-api as they come, on the measured shop's data: the comparison."""
