"""How people do it at reception."""
