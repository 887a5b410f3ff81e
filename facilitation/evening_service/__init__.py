"""The evening by telephone on Kubernetes, where the hub itself has no page of ours: a service of the hub.

app       the pages of `facilitation.hub.evening` and `facilitation.hub.tonight`, the page for the wall, and
          the sign-in, which is the hub's
__main__  serves

What is told lies in the exchange's database (`facilitation.exchange_service.evenings`), where a facilitator's
server fetches it; the service itself holds nothing. ::

    python -m facilitation.evening_service    serve, as in hub/kubernetes/evening.yaml
"""
