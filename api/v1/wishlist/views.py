"""What a customer wants to remember, over all shops; shared by a link."""

from typing import Any
from uuid import UUID

from django.urls import reverse
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from api.headers import ShopperEndpoint
from api.inputs import read
from api.links import market_url
from api.pagination import CURSOR, PAGE_SIZE, PARAMETERS, Page, paginate
from api.permissions import LoggedIn
from api.v1.wishlist.inputs import WishInput
from api.v1.wishlist.outputs import (
    SavedOutput,
    SharedWishlistOutput,
    ShareOutput,
    WishPageOutput,
    show_wish,
)
from api.views import Endpoint
from marketplace.accounts.models import User
from marketplace.discovery.queries import find_on_sale
from marketplace.wishlists import queries, services
from marketplace.wishlists.models import WishlistItem


def wish_page(request: Request, items: Any) -> WishPageOutput:
    page: Page[WishlistItem]
    page = paginate(request, items, field="id", descending=True)
    results = [show_wish(wish) for wish in queries.wishes(page.rows)]
    return {"results": results, "next": page.next, "previous": page.previous}


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
        saved = SavedOutput(product=str(listing.uuid), is_saved=True)
        return Response(saved, status=201 if is_new else 200)


class WishlistView(WishlistEndpoint):
    query = PARAMETERS
    problems = {"post": [404]}

    @extend_schema(
        operation_id="wishlist_read",
        summary="What I saved, newest first",
        tags=["wishlist"],
        parameters=[CURSOR, PAGE_SIZE],
        responses={200: WishPageOutput},
    )
    def get(self, request: Request) -> Response:
        items = queries.items_of(self.owner, retailer=self.retailer)
        return Response(wish_page(request, items))

    @extend_schema(
        operation_id="wishlist_add",
        summary="Save a product; the price of the first time is kept",
        tags=["wishlist"],
        request=WishInput,
        responses={200: SavedOutput, 201: SavedOutput},
    )
    def post(self, request: Request) -> Response:
        values = read(WishInput, request.data)
        return self.save(values["product"])


class WishlistItemView(WishlistEndpoint):
    @extend_schema(
        operation_id="wishlist_put",
        summary="Save this product",
        tags=["wishlist"],
        request=None,
        responses={200: SavedOutput, 201: SavedOutput},
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
        responses={200: SavedOutput},
    )
    def get(self, request: Request, product_id: UUID) -> Response:
        saved = queries.has_saved(self.owner, product_id)
        return Response(SavedOutput(product=str(product_id), is_saved=saved))


class WishlistShareView(WishlistEndpoint):
    @extend_schema(
        operation_id="wishlist_share",
        summary="A link by which others can read the list",
        description="The same until it is ended.",
        tags=["wishlist"],
        request=None,
        responses={200: ShareOutput},
    )
    def post(self, request: Request) -> Response:
        token = services.share(user=self.owner)
        url = market_url(reverse("shared-wishlist", args=[token]))
        return Response(ShareOutput(token=token, url=url))

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
        responses={200: SharedWishlistOutput},
    )
    def get(self, request: Request, token: str) -> Response:
        wishlist = services.find_shared(token=token)
        items = queries.items_in(wishlist, retailer=self.retailer)
        return Response(wish_page(request, items) | {"owner": queries.owner_name(wishlist)})
