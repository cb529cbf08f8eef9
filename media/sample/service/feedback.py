from uuid import uuid4

from anthropic import Anthropic
from fastapi import APIRouter
from pydantic import BaseModel

from audit import record_model_call
from screening import screen

MODEL = "claude-3-5-haiku-20241022"

router = APIRouter()
client = Anthropic()


class Survey(BaseModel):
    remark: str


class Rating(BaseModel):
    # parapet-classify: internal because ratings name no customer
    statement: str


def ask(actor: str, system: str, user: str) -> str:
    request_id = str(uuid4())
    outcome = "failed"
    try:
        message = client.messages.create(
            model=MODEL, max_tokens=200, system=system, messages=[{"role": "user", "content": user}]
        )
        outcome = str(message.stop_reason)
        return message.content[0].text
    finally:
        record_model_call(request_id, actor, MODEL, outcome)


@router.post("/feedback/themes")
def themes(survey: Survey) -> dict[str, str]:
    return {"themes": ask("themes", "Name the themes of this feedback.", screen(survey.remark))}


@router.post("/feedback/sentiment")
def sentiment(rating: Rating) -> dict[str, str]:
    return {"sentiment": ask("sentiment", "Is this feedback glad, neutral or cross?", screen(rating.statement))}
