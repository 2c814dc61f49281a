"""One-time codes as an app asks for them and answers them."""


def ask(api, purpose, identifier=None, **more):
    body = {"purpose": purpose} | more | ({"identifier": identifier} if identifier else {})
    return api.post("auth/request-otp/", body)


def challenge(api, purpose, identifier=None, **more):
    answer = ask(api, purpose, identifier, **more)
    assert answer.status_code == 202, answer.content
    return answer.json()["challenge"]


def answer(api, asked, code, **more):
    return api.post("auth/verify-otp/", {"challenge": asked, "code": code} | more)


def wrong(code):
    return f"{(int(code) + 1) % 10**6:06}"
