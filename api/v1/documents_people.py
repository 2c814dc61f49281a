"""The shapes of answers about the person who asks, for the OpenAPI document alone."""

from rest_framework import serializers

from api.v1.documents import Document, PageDocument


class AvatarDocument(Document):
    small = serializers.URLField(help_text="64 x 64")
    medium = serializers.URLField(help_text="256 x 256")
    large = serializers.URLField(help_text="512 x 512")


class PreferencesDocument(Document):
    language = serializers.CharField(allow_null=True, help_text="null: as the client asks")
    currency = serializers.CharField(allow_null=True, help_text="ISO 4217")
    time_zone = serializers.CharField(allow_null=True, help_text="An IANA name")


class PrivacyDocument(Document):
    shows_name = serializers.BooleanField(help_text="Others read it beside a review")
    wants_suggestions = serializers.BooleanField(help_text="Made from what was looked at")


class MeDocument(Document):
    id = serializers.UUIDField()
    email = serializers.EmailField()
    email_verified = serializers.BooleanField()
    phone = serializers.CharField(allow_null=True)
    phone_verified = serializers.BooleanField()
    first_name = serializers.CharField()
    last_name = serializers.CharField()
    birthday = serializers.DateField(allow_null=True)
    avatar = AvatarDocument(allow_null=True)
    preferences = PreferencesDocument()
    privacy = PrivacyDocument()
    joined_at = serializers.DateTimeField()


class BookedAddressDocument(Document):
    id = serializers.UUIDField()
    first_name = serializers.CharField()
    last_name = serializers.CharField()
    line1 = serializers.CharField()
    line2 = serializers.CharField()
    postcode = serializers.CharField()
    city = serializers.CharField()
    state = serializers.CharField()
    country = serializers.CharField(help_text="ISO 3166, two letters")
    phone_number = serializers.CharField()
    is_default = serializers.BooleanField()


class AddressBookDocument(Document):
    results = BookedAddressDocument(many=True)


class NotificationsDocument(Document):
    preferences = serializers.DictField(
        child=serializers.DictField(child=serializers.BooleanField()),
        help_text="By kind and channel: whether it is wanted",
    )
    required = serializers.DictField(  # type: ignore[assignment]
        child=serializers.ListField(child=serializers.CharField()),
        help_text="By kind the channels that cannot be switched off",
    )


class ActivityDocument(Document):
    id = serializers.UUIDField()
    kind = serializers.CharField(help_text="Stable: `logged_in`, `order_placed`, ...")
    at = serializers.DateTimeField()
    place = serializers.CharField(help_text="The shop's name, or the marketplace's")
    device = serializers.CharField(help_text='Such as "Firefox on Linux"; empty where not known')
    details = serializers.DictField()


class ActivityPageDocument(PageDocument):
    results = ActivityDocument(many=True)


class ExportDocument(Document):
    id = serializers.UUIDField()
    status = serializers.ChoiceField(choices=["pending", "ready"])
    requested_at = serializers.DateTimeField()
    ready_at = serializers.DateTimeField(allow_null=True)
    size = serializers.IntegerField(allow_null=True, help_text="Bytes")
    url = serializers.URLField(allow_null=True, help_text="Where the copy is, once it is ready")
    expires_at = serializers.DateTimeField()
