from uuid import uuid4

from anthropic import Anthropic
from fastapi import APIRouter
from pydantic import BaseModel

from audit import record_model_call
from screening import screen

MODEL = "claude-3-5-haiku-20241022"

router = APIRouter()
client = Anthropic()


class Ticket(BaseModel):
    ticket: str


@router.post("/triage")
def triage(body: Ticket) -> dict[str, str]:
    request_id = str(uuid4())
    message = client.messages.create(
        model=MODEL,
        max_tokens=20,
        system="Answer with the urgency of this ticket: low, normal or high.",
        messages=[{"role": "user", "content": screen(body.ticket)}],
    )
    record_model_call(request_id, "triage", MODEL, str(message.stop_reason))
    return {"urgency": message.content[0].text}


@router.post("/route")
def route_ticket(body: Ticket) -> dict[str, str]:
    request_id = str(uuid4())
    outcome = "failed"
    try:
        message = client.messages.create(
            model=MODEL,
            max_tokens=20,
            system="Answer with the desk for this ticket: claims, contracts or payments.",
            messages=[{"role": "user", "content": screen(body.ticket)}],
        )
        outcome = str(message.stop_reason)
        return {"desk": message.content[0].text}
    finally:
        record_model_call(request_id, "route", MODEL, outcome)
