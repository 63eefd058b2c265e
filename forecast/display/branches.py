"""Names of branches for people: the title of the config, or the id as words."""

from collections import Counter

from forecast.config import Experiment


def branch_titles(experiment: Experiment) -> dict[str, str]:
    """Name every branch of an experiment; no two have the same name.

    Returns
    -------
    dict of str to str
        Name by id. Where two branches have one title, each is followed by its id in brackets.
    """
    titles = {name: branch.title or id_as_words(name) for name, branch in experiment.branches.items()}
    times = Counter(titles.values())
    return {name: f"{title} ({name})" if times[title] > 1 else title for name, title in titles.items()}


def id_as_words(name: str) -> str:
    """Write an id as words: 'long_surge' becomes 'Long surge'."""
    words = " ".join(name.replace("_", " ").split())
    return words[:1].upper() + words[1:]
