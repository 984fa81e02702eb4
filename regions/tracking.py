"""Who writes: each request says it once, so that no view has to."""

from regions.models import Door, acting

DOORS = (("/admin/", Door.ADMIN), ("/api/", Door.API))


class ActorMiddleware:
    """Every change made while answering a request bears its user, its door and its request id."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        door = next((door for prefix, door in DOORS if request.path.startswith(prefix)), Door.PAGE)
        # request.user is lazy: reading pages ask for no session.
        with acting(user=request.user, door=door, request_id=getattr(request, "id", "")):
            return self.get_response(request)
