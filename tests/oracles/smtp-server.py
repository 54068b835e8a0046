"""A real SMTP server on a free port of this machine, for tests: aiosmtpd with TLS and login.

Usage: smtp-server.py implicit|starttls CERT KEY USER PASSWORD
Prints the port, then one JSON line for each message as Python's own mail parser reads it. Ends with its standard input.
Recipients that start with "inconnu" are refused for good, "plein" for now; subjects are never looked at.
"""
import asyncio
import email
import email.policy
import json
import ssl
import sys

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult, LoginPassword

mode, cert, key, user, password = sys.argv[1:6]


class Handler:
    async def handle_RCPT(self, server, session, envelope, address, options):
        if address.startswith("inconnu"):
            return "550 5.1.1 no such user"
        if address.startswith("plein"):
            return "452 4.2.2 mailbox full"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope):
        content = envelope.original_content
        parsed = email.message_from_bytes(content, policy=email.policy.default)
        print(json.dumps({
            "tls": server.transport.get_extra_info("sslcontext") is not None,
            "user": session.auth_data.decode() if session.auth_data else None,
            "sender": envelope.mail_from,
            "recipients": envelope.rcpt_tos,
            "from": str(parsed["From"].addresses[0].display_name),
            "to": str(parsed["To"]),
            "subject": str(parsed["Subject"]),
            "id": str(parsed["Message-ID"]),
            "date": parsed["Date"].datetime.isoformat(),
            "auto": str(parsed["Auto-Submitted"]),
            "body": parsed.get_content().replace("\r\n", "\n"),
            "defects": [type(defect).__name__ for defect in parsed.defects],
            "longest": max(len(line) for line in content.split(b"\r\n")),
            "ascii": all(byte < 128 for byte in content),
        }), flush=True)
        return "250 OK"


def authenticate(server, session, envelope, mechanism, data):
    if isinstance(data, LoginPassword) and data.login == user.encode() and data.password == password.encode():
        return AuthResult(success=True, auth_data=data.login)
    return AuthResult(success=False, handled=False)


context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
context.load_cert_chain(cert, key)
options = {"authenticator": authenticate, "auth_required": True}
if mode == "implicit":
    controller = Controller(Handler(), hostname="127.0.0.1", port=0, ssl_context=context, auth_require_tls=False, **options)
else:
    controller = Controller(Handler(), hostname="127.0.0.1", port=0, tls_context=context, require_starttls=True, **options)
# The controller's own start() knocks at the port that was asked for, and 0 is none: the loop is run here.
loop = asyncio.new_event_loop()
asyncio.set_event_loop(loop)
controller.loop = loop
server = loop.run_until_complete(loop.create_server(
    controller.factory,
    host="127.0.0.1", port=0, ssl=context if mode == "implicit" else None))
print(server.sockets[0].getsockname()[1], flush=True)
loop.add_reader(sys.stdin, loop.stop)
loop.run_forever()
