"""What is added to django-oscar-api so that its list shows what ours shows."""
