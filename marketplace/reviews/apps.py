from django.apps import AppConfig


class ReviewsConfig(AppConfig):
    name = "marketplace.reviews"
    label = "public_reviews"  # Oscar's own app is called `reviews`

    def ready(self) -> None:
        from marketplace.reviews import receivers

        receivers.connect()
