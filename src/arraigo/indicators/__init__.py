"""
Indicators of the policy: their definitions (content), the engine that computes them, and the goals they are judged by.
"""
