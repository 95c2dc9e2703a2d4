from collections.abc import Collection
from typing import Any

from django import forms
from django.contrib.auth import get_user_model
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from approvals.models import SIGNING_ROLES, Channel, Demand, Occasion, SignOffPolicy, StatementKind
from common.text import CleanTextField
from incidents.forms.fields import StrandsField
from incidents.models import Incident, Role, Severity

DESKS = [(role.value, role.label) for role in Role if role in SIGNING_ROLES]
MOST = 8  # different demands in one policy; nobody could read more


class DemandForm(forms.Form):
    """One line of a policy. A line that names nobody asks for nothing, and is left out."""

    role = forms.ChoiceField(label=_("Desk"), choices=[("", _("by name")), *DESKS], required=False)
    people = forms.ModelMultipleChoiceField(
        label=_("or any of these people"), queryset=get_user_model().objects.none(), required=False
    )
    count = forms.IntegerField(label=_("How many sign"), min_value=1, max_value=9, initial=1, required=False)
    step = forms.IntegerField(label=_("Step"), min_value=1, max_value=9, initial=1, required=False)
    minutes = forms.IntegerField(label=_("Minutes allowed"), min_value=1, max_value=99_999, required=False)
    deputy = forms.ModelChoiceField(
        label=_("Deputy after that"), queryset=get_user_model().objects.none(), required=False
    )

    def __init__(self, *args: Any, incident: Incident, named: Collection[int], **kwargs: Any) -> None:
        """Offers who is in this room, and those whom the policy names already, wherever they are."""
        super().__init__(*args, **kwargs)
        here = incident.participants.active().exclude(role=Role.GUEST).values("person")
        for name in ("people", "deputy"):
            self.fields[name].queryset = (  # type: ignore[attr-defined]
                get_user_model().objects.filter(Q(pk__in=here) | Q(pk__in=named))
            )

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        people = list(data.get("people") or ())
        if people and data.get("role"):
            self.add_error("people", _("Choose a desk or people, not both."))
        if people and (data.get("count") or 1) > len(people):
            self.add_error("count", _("More are to sign than are named."))
        if data.get("deputy") in people:
            self.add_error("deputy", _("The deputy is somebody else."))
        if data.get("deputy") and not data.get("minutes"):
            self.add_error(
                "minutes", _("A deputy signs when a time has run out. Say after how many minutes.")
            )
        return data

    @property
    def demand(self) -> Demand | None:
        """What a valid line asks for; None when it names nobody."""
        data = self.cleaned_data
        if not data.get("role") and not data.get("people"):
            return None
        return Demand(
            role=data["role"],
            people=tuple(sorted(person.pk for person in data["people"])),
            count=data["count"] or 1,
            step=data["step"] or 1,
            minutes=data["minutes"],
            deputy=data["deputy"].pk if data["deputy"] else None,
        )


DemandFormSet = forms.formset_factory(DemandForm, extra=2, max_num=MOST, absolute_max=MOST)


class PolicyForm(forms.Form):
    """What a policy applies to, and the lines that say who signs. Nothing ticked means all of them."""

    name = CleanTextField(label=_("What is it called?"), limit=80, multiline=False)
    occasion = forms.ChoiceField(label=_("For"), choices=Occasion.choices, initial=Occasion.ORDINARY)
    severities = forms.TypedMultipleChoiceField(
        label=_("Severities"),
        choices=[(each.value, f"SEV{each.value}") for each in Severity],
        coerce=int,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    kinds = forms.MultipleChoiceField(
        label=_("Kinds"), choices=StatementKind.choices, required=False, widget=forms.CheckboxSelectMultiple
    )
    channels = forms.MultipleChoiceField(
        label=_("Channels"), choices=Channel.choices, required=False, widget=forms.CheckboxSelectMultiple
    )
    based_on = forms.IntegerField(widget=forms.HiddenInput, required=False, max_value=2**63 - 1)

    def __init__(
        self, data: Any = None, *, incident: Incident, policy: SignOffPolicy | None = None, **kwargs: Any
    ) -> None:
        if policy is not None:
            kwargs["initial"] = {
                **{name: getattr(policy, name) for name in ("name", "occasion", "severities", "kinds")},
                **{name: getattr(policy, name) for name in ("channels", "strands")},
                "based_on": policy.pk,
            }
        super().__init__(data, **kwargs)
        if policy is not None:
            self.fields["name"].disabled = True  # another name is another policy
        if (policy is None or policy.incident_id is not None) and incident.strands.exists():
            self.fields["strands"] = StrandsField(incident)
        lines = [vars(demand) for demand in policy.demands] if policy else None
        named = (
            {pk for each in policy.demands for pk in (*each.people, each.deputy) if pk} if policy else set()
        )
        self.lines = DemandFormSet(
            data, initial=lines, prefix="lines", form_kwargs={"incident": incident, "named": named}
        )

    def is_valid(self) -> bool:
        """Whether all of it holds, every line included."""
        lines_hold = self.lines.is_valid()
        return super().is_valid() and lines_hold

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if self.lines.is_valid():
            data["demands"] = [demand for line in self.lines if (demand := line.demand)]
        return data
