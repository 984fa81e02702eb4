"""The public form; the admin has its own."""

from django import forms
from django.core.exceptions import NON_FIELD_ERRORS

from members.models import Application
from nscp.kit.forms import PublicForm
from regions.models import Coalition


class ApplicationForm(PublicForm, forms.ModelForm):
    """A request to join, as an applicant fills it in."""

    noun = "applications"

    coalition = forms.ModelChoiceField(
        Coalition.objects.all(), to_field_name="slug", empty_label="Choose a coalition"
    )
    # Text, because in a field for URLs a browser refuses "plano.gov", which we complete.
    website = forms.URLField(
        label="Website",
        required=False,
        assume_scheme="https",
        help_text="Such as plano.gov.",
        widget=forms.TextInput(attrs={"inputmode": "url", "autocomplete": "url"}),
    )

    class Meta:
        model = Application
        fields = [
            "coalition",
            "organization_name",
            "kind",
            "level",
            "website",
            "contact_name",
            "contact_title",
            "contact_email",
            "message",
        ]
        labels = {
            "organization_name": "Name of the organization",
            "kind": "What it is",
            "level": "Kind of government",
            "contact_name": "Your name",
            "contact_title": "Your role",
            "contact_email": "Your e-mail address",
            "message": "What you want to work on",
        }
        help_texts = {
            "organization_name": "As it is written in public, such as City of Plano.",
            "level": "Only for a local government.",
        }
        widgets = {
            "organization_name": forms.TextInput(attrs={"autocomplete": "organization"}),
            "contact_name": forms.TextInput(attrs={"autocomplete": "name"}),
            "contact_title": forms.TextInput(attrs={"autocomplete": "organization-title"}),
            "contact_email": forms.EmailInput(attrs={"autocomplete": "email"}),
            "message": forms.Textarea(attrs={"rows": 6}),
        }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["level"].label = "Kind of government"
        for name in ("kind", "level"):
            self.fields[name].choices = [("", "Choose"), *self.fields[name].choices[1:]]

    def point_at(self, names):
        """Say to whoever hears the page that a message stands beside these fields."""
        for name in names:
            attrs = {"aria-invalid": "true", "aria-describedby": f"id_{name}_note"}
            self.fields[name].widget.attrs |= attrs

    def refuse(self, error):
        """Put what the service found wrong beside the fields it concerns."""
        problems = error.error_dict if hasattr(error, "error_dict") else {}
        for name, messages in (problems or {NON_FIELD_ERRORS: error.error_list}).items():
            # What forbids a second application is a rule of the whole row: it is about the name.
            self.add_error(name if name in self.fields else "organization_name", messages)
