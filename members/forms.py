"""The forms that anybody may send; the admin has its own."""

from django import forms
from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.utils import timezone

from members.models import Application, Organization, Proposal
from members.models.proposals import CORRECTABLE, NOTHING, correctable
from members.services.messages import Letter
from nscp.kit.forms import LineField, PublicForm, validate_one_line
from regions.models import Coalition


class WebsiteField(forms.URLField):
    """A site's address. In a field for URLs a browser refuses "plano.gov", which we complete."""

    widget = forms.TextInput(attrs={"inputmode": "url", "autocomplete": "url"})

    def __init__(self, **kwargs):
        super().__init__(assume_scheme="https", **kwargs)


class ApplicationForm(PublicForm, forms.ModelForm):
    """A request to join, as an applicant fills it in."""

    noun = "applications"

    coalition = forms.ModelChoiceField(
        Coalition.objects.all(), to_field_name="slug", empty_label="Choose a coalition"
    )
    website = WebsiteField(label="Website", required=False, help_text="Such as plano.gov.")

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


class ContactForm(PublicForm, forms.Form):
    """A letter to the people of a member."""

    trap = "nickname"
    noun = "messages"

    name = LineField(
        label="Your name", max_length=120, widget=forms.TextInput(attrs={"autocomplete": "name"})
    )
    email = forms.EmailField(
        label="Your e-mail address",
        help_text="The answer goes there.",
        max_length=254,
        validators=[validate_one_line],
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )
    subject = LineField(label="Subject", max_length=120)
    text = forms.CharField(
        label="Message", max_length=5000, widget=forms.Textarea(attrs={"rows": 9})
    )

    @property
    def letter(self):
        """What was written, once it is valid."""
        return Letter(**{name: self.cleaned_data[name] for name in Letter.__annotations__})


class CorrectionForm(PublicForm, forms.ModelForm):
    """A record's public fields as they stand, to be written over."""

    noun = "corrections"

    website = WebsiteField(required=False, help_text="Such as plano.gov.")
    message = forms.CharField(
        label="Something else",
        required=False,
        max_length=4000,
        help_text="What is wrong with its coalitions, dates, sources or people, in your words.",
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    source = forms.CharField(
        label="Where we can see that it is right",
        required=False,
        max_length=500,
        help_text="An address on the web, or a document.",
    )
    proposer_name = LineField(
        label="Your name", max_length=120, widget=forms.TextInput(attrs={"autocomplete": "name"})
    )
    proposer_email = forms.EmailField(
        label="Your e-mail address",
        max_length=254,
        validators=[validate_one_line],
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )

    class Meta:
        model = Organization
        fields = [*CORRECTABLE]
        help_texts = {
            "summary": "In two sentences.",
            "level": "",
            "population": "In persons.",
        }
        widgets = {"summary": forms.Textarea(attrs={"rows": 3})}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        offered = correctable(self.instance)
        for name in set(CORRECTABLE) - set(offered):
            del self.fields[name]
        for name in offered:
            field = self.fields[name]
            field.label = CORRECTABLE[name]
            # What it said when the page was opened goes along: a field that nobody touched is not
            # proposed, though the record may have changed meanwhile.
            field.show_hidden_initial = True
            if name in {"name", "city"}:
                field.validators.append(validate_one_line)
        if "level" in offered:
            self.fields["level"].required = True
            self.fields["level"].choices = Organization.Level.choices
            census = [MinValueValidator(1790), MaxValueValidator(timezone.localdate().year)]
            self.fields["population_year"].validators += census

    def clean(self):
        cleaned = super().clean()
        if not self.errors and not self.wanted and not self.cleaned_data["message"]:
            raise ValidationError(NOTHING, code="nothing")
        return cleaned

    @property
    def record_fields(self):
        return [self[name] for name in correctable(self.instance)]

    @property
    def wanted(self):
        """What was written over, once it is valid."""
        changed = set(self.changed_data) & set(CORRECTABLE)
        return {name: self.cleaned_data[name] for name in changed}

    def proposal(self, member):
        """The proposal to hand in, once it is valid."""
        said = ("message", "source", "proposer_name", "proposer_email")
        return Proposal(organization=member, **{name: self.cleaned_data[name] for name in said})
