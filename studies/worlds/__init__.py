"""How the law of the front does in synthetic worlds that could have followed the series."""
