CHOOSE = [("", "Vælg")]


def told(sentence: str) -> dict[str, str]:
    """One plain sentence for a choice not made and for one that isn't there."""
    return {"required": sentence, "invalid_choice": sentence}
