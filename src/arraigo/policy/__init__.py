"""Goals of the policy, judged on live figures."""
