"""All mechanisms of the model that can be switched off, in the order of a week."""

from studies.influence.mechanisms.bargaining import BARGAINING
from studies.influence.mechanisms.mechanism import Mechanism
from studies.influence.mechanisms.peace import BEYOND, CEASEFIRE, COLLAPSE
from studies.influence.mechanisms.resources import ECONOMY, POLITICS, SUPPLY
from studies.influence.mechanisms.war import FORCES, FRONT

__all__ = ["MECHANISMS", "Mechanism"]

MECHANISMS = (*ECONOMY, *POLITICS, *SUPPLY, *FORCES, *FRONT, *COLLAPSE, *BARGAINING, *CEASEFIRE, *BEYOND)
