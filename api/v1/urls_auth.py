"""The addresses below auth/, and the logins below users/me/."""

from django.urls import URLPattern

from api.deprecation import alias
from api.routes import route
from api.v1.applications import views as applications
from api.v1.auth import views as auth
from api.v1.codes import views as codes
from api.v1.passwords import views as passwords
from api.v1.second_factor import views as second_factor
from api.v1.sessions import views as sessions
from api.v1.social import views as social
from api.v1.verification import views as verification

patterns: list[URLPattern] = [
    route("auth/register/", auth.RegisterView.as_view(), name="register"),
    route(
        "auth/register/retailer/",
        applications.RegisterRetailerView.as_view(),
        name="register-retailer",
    ),
    route("auth/login/", auth.LoginView.as_view(), name="login"),
    route("auth/refresh/", auth.RefreshView.as_view(), name="refresh"),
    route("auth/logout/", auth.LogoutView.as_view(), name="logout"),
    route("auth/request-otp/", codes.RequestOtpView.as_view(), name="request-otp"),
    route("auth/verify-otp/", codes.VerifyOtpView.as_view(), name="verify-otp"),
    route("auth/password/change/", passwords.PasswordChangeView.as_view(), name="password-change"),
    route("auth/password/reset/", passwords.PasswordResetView.as_view(), name="password-reset"),
    route(
        "auth/password/reset/confirm/",
        passwords.PasswordResetConfirmView.as_view(),
        name="password-reset-confirm",
    ),
    route(
        "auth/validate-reset-token/<str:token>/",
        passwords.ResetTokenView.as_view(),
        name="validate-reset-token",
    ),
    route(
        "auth/verify-email/<str:token>/",
        verification.VerifyEmailView.as_view(),
        name="api-verify-email",
    ),
    route(
        "auth/resend-verification/",
        verification.ResendVerificationView.as_view(),
        name="api-resend-verification",
    ),
    route("auth/confirm/", second_factor.ConfirmView.as_view(), name="auth-confirm"),
    route(
        "auth/second-factor/", second_factor.SecondFactorView.as_view(), name="api-second-factor"
    ),
    route(
        "auth/second-factor/confirm/",
        second_factor.SecondFactorConfirmView.as_view(),
        name="api-second-factor-confirm",
    ),
    route(
        "auth/second-factor/off/",
        second_factor.SecondFactorOffView.as_view(),
        name="api-second-factor-off",
    ),
    route(
        "auth/second-factor/recovery-codes/",
        second_factor.RecoveryCodesView.as_view(),
        name="api-second-factor-codes",
    ),
    route("auth/csrf-token/", sessions.CsrfTokenView.as_view(), name="csrf-token"),
    route("auth/sessions/", sessions.SessionsView.as_view(), name="sessions"),
    route("auth/sessions/others/", sessions.OtherSessionsView.as_view(), name="sessions-others"),
    route("auth/sessions/<uuid:id>/", sessions.SessionView.as_view(), name="session"),
    route("auth/social/<slug:provider>/", social.SocialLoginView.as_view(), name="social-login"),
    route("users/me/sessions/", sessions.MySessionsView.as_view(), name="my-sessions"),
    route("users/me/sessions/<uuid:id>/", sessions.MySessionView.as_view(), name="my-session"),
    # older names
    alias("auth/token/", auth.LoginView.as_view(), name="old-token", successor="auth/login/"),
    alias(
        "auth/token/refresh/",
        auth.RefreshView.as_view(),
        name="old-token-refresh",
        successor="auth/refresh/",
    ),
    alias(
        "auth/forgot-password/",
        passwords.PasswordResetView.as_view(),
        name="old-forgot-password",
        successor="auth/password/reset/",
    ),
    alias(
        "auth/reset-password/",
        passwords.PasswordResetConfirmView.as_view(),
        name="old-reset-password",
        successor="auth/password/reset/confirm/",
    ),
]
