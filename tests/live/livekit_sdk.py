"""LiveKit's own Python SDK on tokens and webhooks: one JSON document in, one out."""

import asyncio
import base64
import dataclasses
import hashlib
import json
import sys

from livekit.api import AccessToken, TokenVerifier, WebhookReceiver


def claims(verifier, token):
    try:
        read = verifier.verify(token)
    except Exception as refused:
        return {"refused": type(refused).__name__}
    video = {name: value for name, value in dataclasses.asdict(read.video).items() if value is not None}
    return {"identity": read.identity, "name": read.name, "video": video}


def event(receiver, body, token):
    try:
        read = receiver.receive(body, token)
    except Exception as refused:
        return {"refused": type(refused).__name__}
    return {"event": read.event, "id": read.id, "room": read.room.name}


async def main():
    asked = json.load(sys.stdin)
    key, secret, body = asked["key"], asked["secret"], asked["body"]
    verifier, stranger = TokenVerifier(key, secret), TokenVerifier(key, "another secret of thirty-two bytes")
    sha256 = base64.b64encode(hashlib.sha256(body.encode()).digest()).decode()
    token = AccessToken(key, secret).with_sha256(sha256).to_jwt()
    receiver = WebhookReceiver(verifier)
    answer = {
        "tokens": [claims(verifier, one) for one in asked["tokens"]],
        "strangers": [claims(stranger, one) for one in asked["tokens"]],
        "webhook": token,
        "received": [event(receiver, one["body"], one["token"]) for one in asked["webhooks"]],
    }
    json.dump(answer, sys.stdout)


asyncio.run(main())
