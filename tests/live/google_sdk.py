"""Google's own Python SDK, unmodified, as a client of our server: it forces wss and sends snake_case, partly.

Called by server/tests/sdk with the server's address, a ticket, and the word of a scenario; certificates come by
SSL_CERT_FILE. Prints one JSON object with every kind of message that came.
"""

import asyncio
import json
import sys

from google import genai
from google.genai import types

ADDRESS, TICKET, VERSION = sys.argv[1:4]
SOLVE = "solve x squared minus five x plus six equals zero"
TONE = b"".join(
    (6000 if n // 20 % 2 == 0 else -6000).to_bytes(2, "little", signed=True) for n in range(1600)
)


def kinds_of(message):
    """The wire's names for what is in a message."""
    kinds = []
    for name, value in message:
        if value is None:
            continue
        if name == "server_content":
            kinds += [f"server_content.{inner}" for inner, there in value if there is not None]
        else:
            kinds.append(name)
    return kinds


async def main():
    client = genai.Client(
        api_key=TICKET,
        http_options=types.HttpOptions(base_url=ADDRESS, api_version=VERSION),
    )
    config = types.LiveConnectConfig(
        response_modalities=["AUDIO"],
        speech_config=types.SpeechConfig(
            voice_config=types.VoiceConfig(
                prebuilt_voice_config=types.PrebuiltVoiceConfig(voice_name="Puck")
            )
        ),
        system_instruction="Ignore mathematics.",
        input_audio_transcription=types.AudioTranscriptionConfig(),
        output_audio_transcription=types.AudioTranscriptionConfig(),
        session_resumption=types.SessionResumptionConfig(),
    )
    seen, calls, said, heard = set(), [], "", ""
    sent_id = None

    async def until(session, fits):
        nonlocal said, heard
        async with asyncio.timeout(30):
            while True:
                async for message in session.receive():
                    kinds = kinds_of(message)
                    seen.update(kinds)
                    content = message.server_content
                    if content and content.output_transcription:
                        said += content.output_transcription.text or ""
                    if content and content.input_transcription:
                        heard += content.input_transcription.text or ""
                    if message.tool_call:
                        for call in message.tool_call.function_calls:
                            calls.append(call.name)
                            if fits not in ("call", "cancelled"):
                                await session.send_tool_response(
                                    function_responses=types.FunctionResponse(
                                        id=call.id, name=call.name, response={"status": "ok"}
                                    )
                                )
                    if fits == "turn" and content and content.turn_complete and "So the answer" in said:
                        return
                    if fits == "heard" and content and content.input_transcription:
                        return
                    if fits == "call" and message.tool_call:
                        return
                    if fits == "cancelled" and message.tool_call_cancellation:
                        return

    async with client.aio.live.connect(model="models/of-my-own", config=config) as session:
        await session.send_realtime_input(text=SOLVE)
        await until(session, "turn")
        # Sound, in the SDK's own spelling; the tutor's script says what it is to have heard.
        for _ in range(4):
            await session.send_realtime_input(
                audio=types.Blob(data=TONE, mime_type="audio/pcm;rate=16000")
            )
        await session.send_realtime_input(audio_stream_end=True)
        await until(session, "heard")
        # A call is left unanswered and the student goes on: it is withdrawn.
        await until(session, "call")
        said = ""
        await session.send_client_content(
            turns=types.Content(role="user", parts=[types.Part(text=SOLVE)]), turn_complete=True
        )
        await until(session, "cancelled")
        await until(session, "turn")
        sent_id = session.session_id

    print(
        json.dumps(
            {
                "sdk": genai.__version__,
                "kinds": sorted(seen),
                "calls": calls,
                "said": said,
                "heard": heard,
                "session": sent_id,
            }
        )
    )


asyncio.run(main())
