"""Accounts, and the terms that give them their rights."""

from django import forms
from django.contrib import admin
from django.contrib.auth.admin import UserAdmin
from django.contrib.auth.models import Group, User

from regions.guards import ScopedAdmin
from regions.lists import MineFilter, RelatedFilter
from regions.models import Directorship, Role
from regions.rights import NATIONAL, may

HOW_TO_INVITE = (
    "Only accounts that exist can be chosen. Ask national staff for a new one: "
    "they see the private data of accounts, and you need not."
)


class PersonField(forms.ModelChoiceField):
    """Staff accounts by username and full name, and nothing else of them."""

    def label_from_instance(self, obj):
        return f"{obj.get_username()} – {obj.get_full_name() or 'no name given'}"


class TermFilter(admin.SimpleListFilter):
    """Terms that give rights today, or do not."""

    title = "term"
    parameter_name = "term"

    def lookups(self, request, model_admin):
        return [("current", "Current"), ("other", "Ended or upcoming")]

    def queryset(self, request, queryset):
        current = queryset.model.objects.current().values("pk")
        if self.value() == "current":
            return queryset.filter(pk__in=current)
        return queryset.exclude(pk__in=current) if self.value() == "other" else queryset


@admin.register(Directorship)
class DirectorshipAdmin(ScopedAdmin):
    """A director invites editors and viewers of the own coalition. Terms end, none is deleted."""

    list_display = ["person", "coalition", "role", "starts", "ends"]
    list_select_related = ["user", "coalition"]
    list_filter = [TermFilter, MineFilter, "role", ("coalition", RelatedFilter)]
    search_fields = ["user__username", "user__first_name", "user__last_name"]
    autocomplete_fields = ["coalition"]
    fieldsets = [
        (None, {"fields": ["user", "coalition", "role"], "description": HOW_TO_INVITE}),
        ("Term", {"fields": ["starts", "ends"]}),
    ]
    section = "People"

    @admin.display(ordering="user__username")
    def person(self, row):
        return PersonField(None).label_from_instance(row.user)

    def get_fieldsets(self, request, obj=None):
        if obj is None:
            return self.fieldsets
        # Another person or coalition is another term: the log of this one stays true. (The person
        # as a column would link to the account, which is national staff's to open.)
        return [(None, {"fields": ["person", "coalition", "role"]}), *self.fieldsets[1:]]

    def get_readonly_fields(self, request, obj=None):
        fixed = ["person", "coalition"] if obj else []
        return [*super().get_readonly_fields(request, obj), *fixed]

    def formfield_for_foreignkey(self, db_field, request, **kwargs):
        if db_field.name == "user":
            kwargs |= {
                "form_class": PersonField,
                "queryset": User.objects.filter(is_staff=True, is_active=True).order_by("username"),
            }
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    def formfield_for_choice_field(self, db_field, request, **kwargs):
        if db_field.name == "role" and not may(request, NATIONAL, Directorship):
            kwargs["choices"] = [(r.value, r.label) for r in (Role.EDITOR, Role.VIEWER)]
        return super().formfield_for_choice_field(db_field, request, **kwargs)


admin.site.unregister(Group)  # rights come from directorships alone
admin.site.unregister(User)


@admin.register(User)
class AccountAdmin(UserAdmin):
    """Accounts of staff, kept by national staff. They are switched off, as the log names them.

    Django's own log stays in use here. An account is no row of the directory, and the Change log
    keeps whole rows for ever, which password hashes and addresses of people must not be.
    """

    list_display = ["username", "first_name", "last_name", "email", "is_active", "last_login"]
    list_filter = ["is_active"]
    search_fields = ["username", "first_name", "last_name", "email"]
    filter_horizontal = []
    fieldsets = [
        (None, {"fields": ["username", "password"]}),
        ("Person", {"fields": ["first_name", "last_name", "email"]}),
        ("Access", {"fields": ["is_active", "is_staff", "is_superuser"]}),
        ("Dates", {"fields": ["last_login", "date_joined"]}),
    ]
    add_fieldsets = [
        (
            None,
            {
                "classes": ["wide"],
                "fields": [
                    "username",
                    "first_name",
                    "last_name",
                    "email",
                    "password1",
                    "password2",
                ],
            },
        ),
    ]
    readonly_fields = ["last_login", "date_joined"]
    section = "People"

    def _may(self, request, obj=None):
        """National staff; a superuser has more rights than they, and is changed by such alone."""
        equal = obj is None or not obj.is_superuser or request.user.is_superuser
        return equal and may(request, NATIONAL, Directorship)

    def has_module_permission(self, request):
        return self._may(request)

    def has_view_permission(self, request, obj=None):
        return may(request, NATIONAL, Directorship)

    def has_add_permission(self, request):
        return self._may(request)

    def has_change_permission(self, request, obj=None):
        return self._may(request, obj)

    def has_delete_permission(self, request, obj=None):
        return False

    def get_readonly_fields(self, request, obj=None):
        extra = [] if request.user.is_superuser else ["is_superuser"]
        return [*super().get_readonly_fields(request, obj), *extra]

    def save_model(self, request, obj, form, change):
        if not change:
            obj.is_staff = True  # only staff has accounts
        super().save_model(request, obj, form, change)
