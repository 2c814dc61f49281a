"""What a customer wants to remember, over all shops; shared by a link."""

from typing import Any
from uuid import UUID

from django.urls import reverse
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from api.headers import ShopperEndpoint
from api.inputs import Input
from api.links import market_url
from api.pagination import CURSOR, PAGE_SIZE, PARAMETERS, Page, paginate
from api.permissions import LoggedIn
from api.v1.documents import (
    Document,
    ImageDocument,
    MoneyDocument,
    PageDocument,
    RetailerRefDocument,
)
from api.v1.shapes import Shape, image, optional_money, retailer_ref, timestamp
from api.views import Endpoint
from marketplace.accounts.models import User
from marketplace.discovery.addresses import product_path
from marketplace.discovery.queries import find_on_sale
from marketplace.wishlists import queries, services
from marketplace.wishlists.models import WishlistItem


class WishDocument(Document):
    product = serializers.UUIDField(help_text="For `products/{id}/`")
    title = serializers.CharField()
    retailer = RetailerRefDocument()
    url = serializers.URLField(allow_null=True)
    image = ImageDocument(allow_null=True)
    is_for_sale = serializers.BooleanField()
    is_available = serializers.BooleanField(help_text="In stock")
    price = MoneyDocument(allow_null=True, help_text="Now")
    was = MoneyDocument(allow_null=True, help_text="Without the sale that stands now; null: none")
    saved_price = MoneyDocument(allow_null=True, help_text="When it was saved")
    has_dropped = serializers.BooleanField(help_text="Cheaper than when it was saved")
    saved_at = serializers.DateTimeField()


class WishPageDocument(PageDocument):
    results = WishDocument(many=True)


class SharedWishlistDocument(WishPageDocument):
    owner = serializers.CharField(help_text="A first name, or empty")


class SavedDocument(Document):
    product = serializers.UUIDField()
    is_saved = serializers.BooleanField()


class ShareDocument(Document):
    token = serializers.CharField(help_text="For `customers/wishlist/shared/{token}/`")
    url = serializers.URLField(help_text="The page that shows it")


class WishInput(Input):
    product = serializers.UUIDField(help_text="A product's or a variant's id")


def wish_shape(wish: queries.Wish) -> Shape:
    item, listing = wish.item, wish.listing
    shop = item.retailer
    pictures = listing.images if listing else []
    path = product_path(listing.slug, listing.short_id) if listing else ""
    return {
        "product": str(item.product),
        "title": listing.title if listing else item.title,
        "retailer": retailer_ref(shop),
        "url": market_url(path) if path else None,
        "image": image(next(iter(pictures), None), shop.schema_name, item.title),
        "is_for_sale": listing is not None,
        "is_available": bool(listing and listing.is_available),
        "price": optional_money(wish.price),
        "was": optional_money(wish.was),
        "saved_price": optional_money(item.saved_price),
        "has_dropped": wish.has_dropped,
        "saved_at": timestamp(item.saved_at),
    }


def wish_page(request: Request, found: Any) -> Shape:
    page: Page[WishlistItem]
    page = paginate(request, found, field="id", descending=True)
    results = [wish_shape(wish) for wish in queries.wishes(page.rows)]
    return page.body(results)


class WishlistEndpoint(ShopperEndpoint):
    permission_classes = (LoggedIn,)

    @property
    def owner(self) -> User:
        user = self.request.user
        assert isinstance(user, User)  # LoggedIn
        return user

    def save(self, product: UUID) -> Response:
        listing = find_on_sale(product=product, retailer=self.retailer)
        is_new = services.save_listing(user=self.owner, listing=listing)
        saved = {"product": str(listing.uuid), "is_saved": True}
        return Response(saved, status=201 if is_new else 200)


class WishlistView(WishlistEndpoint):
    query = PARAMETERS
    problems = {"post": [404]}

    @extend_schema(
        operation_id="wishlist_read",
        summary="What I saved, newest first",
        tags=["wishlist"],
        parameters=[CURSOR, PAGE_SIZE],
        responses={200: WishPageDocument},
    )
    def get(self, request: Request) -> Response:
        found = queries.items_of(self.owner, retailer=self.retailer)
        return Response(wish_page(request, found))

    @extend_schema(
        operation_id="wishlist_add",
        summary="Save a product; the price of the first time is kept",
        tags=["wishlist"],
        request=WishInput,
        responses={200: SavedDocument, 201: SavedDocument},
    )
    def post(self, request: Request) -> Response:
        form = WishInput(data=request.data)
        form.is_valid(raise_exception=True)
        return self.save(form.validated_data["product"])


class WishlistItemView(WishlistEndpoint):
    @extend_schema(
        operation_id="wishlist_put",
        summary="Save this product",
        tags=["wishlist"],
        request=None,
        responses={200: SavedDocument, 201: SavedDocument},
    )
    def put(self, request: Request, product_id: UUID) -> Response:
        return self.save(product_id)

    @extend_schema(
        operation_id="wishlist_remove",
        summary="Take a product off the list",
        tags=["wishlist"],
        responses={204: None},
    )
    def delete(self, request: Request, product_id: UUID) -> Response:
        services.remove_product(user=self.owner, product=product_id, retailer=self.retailer)
        return Response(status=204)


class WishlistCheckView(WishlistEndpoint):
    @extend_schema(
        operation_id="wishlist_check",
        summary="Whether a product is on the list",
        tags=["wishlist"],
        responses={200: SavedDocument},
    )
    def get(self, request: Request, product_id: UUID) -> Response:
        saved = queries.has_saved(self.owner, product_id)
        return Response({"product": str(product_id), "is_saved": saved})


class WishlistShareView(WishlistEndpoint):
    @extend_schema(
        operation_id="wishlist_share",
        summary="A link by which others can read the list",
        description="The same until it is ended.",
        tags=["wishlist"],
        request=None,
        responses={200: ShareDocument},
    )
    def post(self, request: Request) -> Response:
        token = services.share(user=self.owner)
        url = market_url(reverse("shared-wishlist", args=[token]))
        return Response({"token": token, "url": url})

    @extend_schema(
        operation_id="wishlist_unshare",
        summary="End the link",
        tags=["wishlist"],
        responses={204: None},
    )
    def delete(self, request: Request) -> Response:
        services.end_sharing(user=self.owner)
        return Response(status=204)


class SharedWishlistView(Endpoint):
    """For whoever has the link."""

    query = PARAMETERS
    is_personal = True

    @extend_schema(
        operation_id="wishlist_shared",
        summary="A list that somebody shared",
        tags=["wishlist"],
        parameters=[CURSOR, PAGE_SIZE],
        responses={200: SharedWishlistDocument},
    )
    def get(self, request: Request, token: str) -> Response:
        wishlist = services.find_shared(token=token)
        found = queries.items_in(wishlist, retailer=self.retailer)
        return Response(wish_page(request, found) | {"owner": queries.owner_name(wishlist)})
