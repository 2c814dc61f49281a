"""The shapes of reviews."""

from rest_framework import serializers

from api.v1.documents import Document, PageDocument, RetailerRefDocument


class ReviewDocument(Document):
    id = serializers.UUIDField()
    product = serializers.UUIDField(help_text="For `products/{id}/`")
    retailer = RetailerRefDocument()
    author = serializers.CharField(help_text="Such as `Ada L.`; empty for who has no name")
    rating = serializers.IntegerField(help_text="1 to 5")
    title = serializers.CharField()
    comment = serializers.CharField()
    is_verified_purchase = serializers.BooleanField()
    helpful_count = serializers.IntegerField()
    is_shown = serializers.BooleanField(help_text="false: the shop's staff have hidden it")
    created_at = serializers.DateTimeField()
    changed_at = serializers.DateTimeField()


class ReviewPageDocument(PageDocument):
    results = ReviewDocument(many=True)


class SummaryDocument(Document):
    average = serializers.CharField(allow_null=True, help_text="Such as 4.25; null: no reviews")
    count = serializers.IntegerField()
    histogram = serializers.DictField(
        child=serializers.IntegerField(), help_text="How many of each: `5` to `1`"
    )


class SummarisedPageDocument(ReviewPageDocument):
    summary = SummaryDocument()


class ModeratedReviewDocument(ReviewDocument):
    report_count = serializers.IntegerField(help_text="Since somebody looked last")
    reasons = serializers.ListField(child=serializers.CharField())


class ModeratedPageDocument(PageDocument):
    results = ModeratedReviewDocument(many=True)
