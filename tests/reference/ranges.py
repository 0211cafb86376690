"""The values of a range, one by one: least, least + step, and so on as long as they are at most the most."""

UNSTATED = 10**9


def values(least: int | None, most: int | None, step: int | None) -> list[int]:
    """All values of a range, of which any part may be unstated; for small ones, and any most must be on a step."""
    by = 1 if step is None else step
    found = [by if least is None else least]
    while found[-1] + by <= (UNSTATED if most is None else most):
        found.append(found[-1] + by)
    return found
