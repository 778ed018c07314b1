"""The accompaniment: case, screening, needs and capacities, plan, follow-up."""
