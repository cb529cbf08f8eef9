"""The desk's background service: `uvicorn app:app`."""

from fastapi import FastAPI

import articles
import feedback
import triage

app = FastAPI()
app.include_router(triage.router)
app.include_router(feedback.router)
app.include_router(articles.router)
