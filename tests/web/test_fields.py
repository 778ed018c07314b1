"""How a form is drawn, and what it says when something is to be reviewed."""

from html.parser import HTMLParser

from django import forms
from django.template import Context, Template
from django.utils import translation

from arraigo.web.codes import CodesField


class Registration(forms.Form):
    names = forms.CharField(label="Names", help_text="As on the document")
    phone = forms.CharField(label="Phone", required=False)
    born_on = forms.DateField(label="Birth date")
    how = forms.ChoiceField(
        label="How?", widget=forms.RadioSelect, choices=[("air", "By air"), ("land", "By land")]
    )
    needs = CodesField("need_of_moment", label="Needs")
    agreed = forms.BooleanField(label="Agreed", required=False)

    def clean(self):
        if "names" not in self.cleaned_data:
            raise forms.ValidationError("Nobody is named.")


class Ids(HTMLParser):
    """Gathers ids, and what refers to them."""

    def __init__(self) -> None:
        super().__init__()
        self.ids: list[str] = []
        self.references: set[str] = set()

    def handle_starttag(self, tag, attrs):
        named = dict(attrs)
        self.ids += [named["id"]] if "id" in named else []
        self.references |= set((named.get("aria-describedby") or "").split()) | {named.get("for") or ""} - {
            ""
        }
        if tag == "a":
            self.references.add((named.get("href") or "#").removeprefix("#"))


def drawn(source: str, form: forms.Form) -> str:
    with translation.override("en"):
        return Template("{% load web %}" + source).render(Context({"form": form}))


WHOLE = (
    "{% error_summary form %}{% field form.names %}{% field form.phone inside='8 digits' note='We call from 9.' %}"
    "{% field form.born_on %}{% choices form.how digits=True %}"
    "{% choices form.needs 'chips' icons='need_of_moment' %}{% checkbox form.agreed %}"
)


class TestField:
    def test_says_what_is_optional_and_not_what_is_required(self):
        html = drawn("{% field form.names %}{% field form.phone %}", Registration())

        assert html.count("(optional)") == 1

    def test_is_explained_by_everything_around_it(self):
        html = drawn(
            "{% field form.phone inside='8 digits' note='We call.' hint='No dashes' %}", Registration()
        )

        assert 'aria-describedby="id_phone_helptext id_phone_inside id_phone_note"' in html

    def test_keeps_what_was_typed_and_is_marked_invalid(self):
        html = drawn("{% field form.born_on %}", Registration({"born_on": "31/02/2001"}))

        assert 'value="31/02/2001"' in html and 'aria-invalid="true"' in html and "has-error" in html

    def test_passes_attributes_on_to_its_control(self):
        html = drawn("{% field form.phone inputmode='numeric' data_live_search='/x' %}", Registration())

        assert 'inputmode="numeric"' in html and 'data-live-search="/x"' in html

    def test_escapes_what_it_is_told(self):
        form = Registration({"phone": "<b>"})
        form.fields["phone"].help_text = "<i>"
        html = drawn("{% field form.phone hint=form.phone.help_text %}", form)

        assert "&lt;i&gt;" in html and 'value="&lt;b&gt;"' in html


class TestChoices:
    def test_of_one_are_radio_buttons_and_show_their_digits(self):
        html = drawn("{% choices form.how digits=True %}", Registration(initial={"how": "land"}))

        assert html.count('type="radio"') == 2 and 'value="land" id="id_how_1" checked' in html
        assert "data-digits" in html and ">2</kbd>" in html

    def test_of_several_keep_all_that_were_ticked(self):
        form = Registration({"needs": ["food", "shelter"]})

        assert drawn("{% choices form.needs 'chips' %}", form).count("checked") == 2

    def test_leave_out_the_empty_choice_of_a_select(self):
        class Choosing(forms.Form):
            sex = forms.ChoiceField(choices=[("", "—"), ("female", "Woman"), ("male", "Man")])

        assert drawn("{% choices form.sex %}", Choosing()).count('type="radio"') == 2

    def test_have_the_icons_of_their_code_list(self):
        html = drawn("{% choices form.needs 'chips' icons='need_of_moment' %}", Registration())

        assert html.count('class="icon"') > html.count('class="when-on"')


class TestErrorSummary:
    def test_is_nothing_where_all_is_well(self):
        assert drawn("{% error_summary form %}", Registration()) == ""

    def test_lists_the_form_first_and_then_each_field_in_order(self):
        html = drawn("{% error_summary form %}", Registration({"needs": ["gold"]}))

        places = [
            html.index(part)
            for part in ("Nobody is named.", "#id_names", "#id_born_on", "#id_how_0", "#id_needs_0")
        ]
        assert places == sorted(places)
        assert "5 answers need your review" in html


class TestWhole:
    def test_has_each_id_once_and_refers_to_none_that_is_missing(self):
        found = Ids()
        found.feed(drawn(WHOLE, Registration({"needs": ["gold"]})))

        assert len(found.ids) == len(set(found.ids))
        assert found.references <= set(found.ids)
