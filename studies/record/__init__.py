"""How the forecast of the first study did: stored forecasts of its versions, scored with what was observed since."""
