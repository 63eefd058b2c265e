"""All mechanisms of the model that can be switched off, in the order of a week."""

from forecast.assess.influence.mechanisms.bargaining import BARGAINING
from forecast.assess.influence.mechanisms.mechanism import Mechanism
from forecast.assess.influence.mechanisms.peace import BEYOND, CEASEFIRE, COLLAPSE
from forecast.assess.influence.mechanisms.resources import ECONOMY, POLITICS, SUPPLY
from forecast.assess.influence.mechanisms.war import FORCES, FRONT

__all__ = ["MECHANISMS", "Mechanism"]

MECHANISMS = (*ECONOMY, *POLITICS, *SUPPLY, *FORCES, *FRONT, *COLLAPSE, *BARGAINING, *CEASEFIRE, *BEYOND)
