"""Who sent what to which model with what outcome. Never the content itself."""

import json
import logging

log = logging.getLogger("model-audit")


def record_model_call(request_id: str, actor: str, model: str, outcome: str) -> None:
    log.info(json.dumps({"request_id": request_id, "actor": actor, "model": model, "outcome": outcome}))
