"""What a customer prefers: privacy, and which messages."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from marketplace.accounts.people import profiles
from marketplace.notifications import choices
from marketplace.pages.account.preferences_form import PreferencesForm
from marketplace.pages.shared.forms import show_form
from marketplace.pages.shared.shoppers import account_of_form


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def change_preferences(request: HttpRequest) -> HttpResponse:
    with account_of_form(request) as user:
        wishes = choices.read_choices(user=user)
        form = PreferencesForm(request.POST or None, user=user, wishes=wishes)
        if request.method == "POST" and form.is_valid():
            profiles.change_profile(user=user, **form.changes)
            choices.choose(user=user, wishes=form.wishes)
            messages.success(request, gettext("Your preferences are saved."))
            return redirect("account-preferences")
    return show_form(request, "account/preferences.html", form)
