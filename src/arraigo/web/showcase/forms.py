"""A form with one of everything, as it is and as it comes back."""

from django import forms

from .words import T


class SheetForm(forms.Form):
    """A form with one of everything."""

    names = forms.CharField(label=T("Nombres", "Given names"), initial="Reyna Isabel")
    phone = forms.CharField(
        label=T("Teléfono de contacto", "Contact phone"),
        help_text=T("Ocho cifras, sin guiones", "Eight digits, no dashes"),
    )
    birth_date = forms.DateField(label=T("Fecha de nacimiento", "Birth date"), input_formats=["%d/%m/%Y"])
    sex = forms.ChoiceField(
        label=T("Sexo", "Sex"),
        choices=[("female", T("Mujer", "Woman")), ("male", T("Hombre", "Man"))],
        initial="female",
    )
    notes = forms.CharField(
        label=T("Lo que cuenta, en sus palabras", "What is told, in own words"),
        widget=forms.Textarea,
        required=False,
    )
    how = forms.ChoiceField(
        label=T("¿Cómo fue?", "How was it?"),
        widget=forms.RadioSelect,
        choices=[
            ("voluntary", T("Voluntario", "Voluntary")),
            ("obligated", T("Voluntario obligado", "Voluntary obligated")),
            ("involuntary", T("Involuntario", "Involuntary")),
        ],
        initial="obligated",
    )
    why = forms.MultipleChoiceField(
        label=T("¿Por qué?", "Why?"),
        help_text=T("Puede marcar varias", "You may mark several"),
        widget=forms.CheckboxSelectMultiple,
        choices=[
            ("work", T("Falta de trabajo", "No work")),
            ("income", T("Ingresos bajos", "Low income")),
            ("family", T("Reunirse con familia", "Joining family")),
            ("no_answer", T("Prefiere no decir", "Prefers not to say")),
        ],
        initial=["work"],
    )
    needs = forms.MultipleChoiceField(
        label=T("Qué necesita ahora", "What is needed now"),
        widget=forms.CheckboxSelectMultiple,
        choices=[
            ("food", T("Comida", "Food")),
            ("call", T("Llamar a su familia", "Call family")),
            ("nurse", T("Ver a la enfermera", "See the nurse")),
            ("sleep", T("Dónde dormir", "Where to sleep")),
            ("talk", T("Hablar con alguien", "Talk to someone")),
            ("legal", T("Orientación legal", "Legal guidance")),
        ],
        initial=["food", "call"],
    )
    answer = forms.ChoiceField(
        label=T("Su respuesta", "Your answer"),
        widget=forms.RadioSelect,
        choices=[
            ("accept", T("Aceptar", "Accept")),
            ("ask", T("Pedir un dato", "Ask for a fact")),
            ("decline", T("No podemos", "We cannot")),
        ],
        initial="accept",
    )
    agreed = forms.BooleanField(
        label=T("Le expliqué para qué es", "I explained what it is for"), required=False
    )


ICONS_OF_NEEDS = {
    "food": "food",
    "call": "phone",
    "nurse": "heart",
    "sleep": "house",
    "talk": "bubble",
    "legal": "scales",
}


def form_with_complaints() -> SheetForm:
    form = SheetForm(data={"names": "Reyna Isabel", "phone": "4", "birth_date": "31/02/2001"}, prefix="bad")
    form.full_clean()
    form.errors.clear()
    sentence = T(
        "Febrero no tiene día 31. Revise el día o escriba sólo el año.",
        "February has no day 31. Review the day or write the year alone.",
    )
    form.add_error("birth_date", str(sentence))
    form.add_error(
        "how",
        str(
            T(
                "Diga cómo fue; «no sabe» también es respuesta.",
                "Say how it was; “not known” is an answer too.",
            )
        ),
    )
    form.data = {"bad-names": "Reyna Isabel", "bad-phone": "4", "bad-birth_date": "31/02/2001"}
    return form
