"""Writing to a member, on an address of its own: so the member's page itself needs no cookie."""

from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from members.forms import ContactForm
from members.models import Membership
from members.services import messages
from members.views.addresses import of_a_member
from nscp.kit.limits import Limit
from nscp.kit.unlisted import unlisted
from regions.models import Coalition

HOURLY = Limit("contact", most=5, seconds=3600)
UNREAD = "Nobody reads messages to this member any more. Below stands whom else to ask."
UNDELIVERED = (
    "The message could not be handed to the mail server, so nobody has got it. Everything that you "
    "typed is still here: please try again in a few minutes."
)


@unlisted
@require_http_methods(["GET", "HEAD", "POST"])
@of_a_member
def contact(request, member):
    """A letter to the member's people; where it would reach nobody, whom else to ask."""
    readers = messages.readers_of(member)
    form = ContactForm(request.POST if request.method == "POST" else None)
    if form.is_bound and not readers:
        form.is_valid()
        form.add_error(None, UNREAD)
    elif form.is_bound and form.may_be_sent(request, HOURLY):
        page = request.build_absolute_uri(member.get_absolute_url())
        try:
            messages.send(member, form.letter, readers, page=page)
        except messages.Undelivered:
            form.add_error(None, UNDELIVERED)
        else:
            return redirect("member-contact-sent", member.slug)
    coalitions = () if readers else _coalitions(request.user, member)
    context = {"member": member, "readers": readers, "coalitions": coalitions}
    return form.page(request, "members/contact.html", context)


@unlisted
@require_safe
@of_a_member
def contact_sent(request, member):
    """Thanks, at an address that can be loaded again without sending again."""
    return render(request, "members/contact_sent.html", {"member": member})


def _coalitions(user, member):
    """Where the member belongs today: those one can ask instead."""
    terms = Membership.objects.visible_to(user).current().filter(organization=member)
    return Coalition.objects.filter(pk__in=terms.values("coalition"))
