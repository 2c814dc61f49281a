"""A customer's own picture."""

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from marketplace.accounts.people import avatars
from marketplace.pages.shared.forms import RefusableForm, show_form
from marketplace.pages.shared.shoppers import account_of
from marketplace.requests import throttles
from tenants.kernel.errors import Refusal


class AvatarForm(RefusableForm):
    image = forms.FileField(
        label=_("Picture"),
        widget=forms.FileInput(attrs={"accept": "image/jpeg,image/png,image/webp,image/gif"}),
        help_text=_("JPEG, PNG, WebP or GIF, at most 15 MB. It is cut to a square."),
    )


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def change_picture(request: HttpRequest) -> HttpResponse:
    user = account_of(request)
    form = AvatarForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        try:
            throttles.hit("avatar-account", str(user.uuid))
            avatars.set_avatar(user=user, file=form.cleaned_data["image"])
            messages.success(request, gettext("Your picture is changed."))
            return redirect("account-picture")
        except Refusal as refusal:
            form.show_refusal(refusal)
    address = avatars.avatar_urls(user.profile).get(256)
    return show_form(request, "account/picture.html", form, picture=address)


@login_required
@require_POST
def remove_picture(request: HttpRequest) -> HttpResponse:
    avatars.remove_avatar(user=account_of(request))
    messages.info(request, gettext("Your picture is removed."))
    return redirect("account-picture")
