"""Text messages, and Twilio as its carrier: a server of its shape on this machine."""

import base64
import json
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from urllib.parse import parse_qs

import pytest

from marketplace.notifications.channels import Message, send, sms
from tenants.registry.context import use_retailer

pytestmark = pytest.mark.django_db
CODE = Message("+4930123456", "code", {"code": "123456"})


class Twilio(BaseHTTPRequestHandler):
    def do_POST(self):
        body = self.rfile.read(int(self.headers["Content-Length"])).decode()
        self.server.seen.append((self.path, self.headers["Authorization"], parse_qs(body)))
        status, answer = self.server.answer
        self.send_response(status)
        self.end_headers()
        self.wfile.write(json.dumps(answer).encode())

    def log_message(self, *args):
        pass


@pytest.fixture
def twilio(settings):
    server = ThreadingHTTPServer(("127.0.0.1", 0), Twilio)
    server.seen, server.answer = [], (201, {"sid": "SM1"})
    Thread(target=server.serve_forever, daemon=True).start()
    settings.SMS_CARRIER = "twilio"
    settings.TWILIO_URL = f"http://127.0.0.1:{server.server_port}"
    settings.TWILIO_ACCOUNT_SID, settings.TWILIO_AUTH_TOKEN = "AC1", "hidden-token"
    settings.TWILIO_FROM = "+15005550006"
    yield server
    server.shutdown()
    server.server_close()


def test_it_is_written_in_the_name_and_language_of_the_shop(books):
    sms.outbox.clear()
    send("sms", CODE)
    with use_retailer(books):
        send("sms", CODE)

    assert [to for to, _ in sms.outbox] == ["+4930123456"] * 2
    assert "123456 is your code for Galleria." in sms.outbox[0][1]
    assert "123456 is your code for Northgate Books." in sms.outbox[1][1]


def test_by_default_it_is_shown_on_the_console(settings, capsys):
    settings.SMS_CARRIER = "console"
    send("sms", CODE)

    assert capsys.readouterr().out.startswith("SMS to +4930123456: 123456 is your code")


def test_twilio_is_asked_as_it_wants_to_be(twilio):
    send("sms", CODE)

    ((path, authorization, form),) = twilio.seen
    assert path == "/2010-04-01/Accounts/AC1/Messages.json"
    assert authorization == "Basic " + base64.b64encode(b"AC1:hidden-token").decode()
    assert form["To"] == ["+4930123456"]
    assert form["From"] == ["+15005550006"]
    assert "123456" in form["Body"][0]


def test_a_messaging_service_sends_in_place_of_a_number(twilio, settings):
    settings.TWILIO_FROM = "MG0123"
    send("sms", CODE)

    ((_, _, form),) = twilio.seen
    assert form["MessagingServiceSid"] == ["MG0123"]
    assert "From" not in form


def test_a_refusal_is_an_error_that_tells_its_number_and_no_secret(twilio):
    twilio.answer = (400, {"code": 21211, "message": "The 'To' number is not valid"})

    with pytest.raises(
        sms.CarrierRefused, match="Twilio answered 400 \\(error 21211\\)"
    ) as refused:
        send("sms", CODE)
    assert "hidden-token" not in str(refused.value)
