"""Refuses text that tries to give the model orders."""

import re

ORDERS = re.compile(r"\b(ignore|disregard|forget)\b.{0,40}\b(instructions|prompt|rules)\b", re.IGNORECASE)


class Refused(ValueError):
    pass


def screen(text: str) -> str:
    if ORDERS.search(text):
        raise Refused("This text cannot be processed.")
    return text[:4000]
