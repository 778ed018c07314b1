"""What the sheet of components says, in both languages: the catalogues carry only what the product itself says."""

from django.utils.functional import lazy

from arraigo.core import content


def _in_active_language(es: str, en: str) -> str:
    return en if content.active_language() == "en" else es


T = lazy(_in_active_language, str)
"""A text of the sheet: Spanish, English."""


WORDS = {
    name: T(es, en)
    for name, es, en in (
        (
            "context",
            "Lo que se repite en todas las pantallas. El color nunca habla solo: siempre lleva forma y palabra.",
            "What all screens repeat. Colour never speaks alone: it has a shape and a word.",
        ),
        ("colours", "Colores", "Colours"),
        ("type", "Letra", "Type"),
        ("title31", "Título 31, serif", "Title 31, serif"),
        ("section21", "Sección 21, serif", "Section 21, serif"),
        ("lead20", "Frase que resume, 20", "Lead sentence, 20"),
        ("label15", "Rótulo 15, seminegra", "Label 15, semibold"),
        ("text15", "Texto de trabajo 15 / 1.45", "Work text 15 / 1.45"),
        ("table14", "Tabla 14", "Table 14"),
        ("support13", "Apoyo 13, lo más pequeño", "Support 13, the smallest"),
        ("field", "Campo: normal, ayuda, foco, por revisar", "Field: normal, hint, focus, to review"),
        ("from_list", "de la lista", "from the list"),
        ("eight", "8 cifras", "8 digits"),
        (
            "what_for",
            "Se ofrecerá la ventanilla, hoy hasta las 16:00.",
            "The window will be offered, today until 16:00.",
        ),
        ("choose", "Elegir", "Choose"),
        ("buttons", "Botones y enlaces", "Buttons and links"),
        ("register", "Registrar", "Register"),
        ("import_", "Importar lista", "Import list"),
        ("follow", "Seguir", "Follow"),
        ("withdraw", "Retirar permiso", "Withdraw permission"),
        ("focused", "Con foco", "With focus"),
        ("unavailable", "No disponible", "Not available"),
        ("see9", "Ver las 9", "See the 9"),
        (
            "one_filled",
            "Uno solo lleno por pantalla. Un botón apagado dice por qué al lado.",
            "One filled on a screen. A button that is off says why beside it.",
        ),
        ("person", "Estado de la persona", "State of the person"),
        ("goal", "Estado de la meta", "State of the goal"),
        ("warnings", "Avisos", "Tags"),
        ("clock", "Reloj de plazo", "Clock of a term"),
        ("unknown", "Cifra con su parte sin dato", "Figure with its unknown share"),
        ("dialog", "Diálogo", "Dialog"),
        ("join_q", "¿Unir a estas dos personas?", "Join these two people?"),
        (
            "join_what",
            "Su historia de 2023 y la de hoy quedarán en un solo registro. Puede separarlas después.",
            "Their history of 2023 and today's become one record. You can part them later.",
        ),
        ("join", "Unir", "Join"),
        ("not_join", "No unir", "Do not join"),
        ("messages", "Aviso breve y mensaje fijo", "Toast and standing message"),
        ("saved", "Registro guardado, 11:09.", "Record saved, 11:09."),
        ("undo", "Deshacer", "Undo"),
        ("no_signal", "Sin señal.", "No signal."),
        (
            "no_signal_more",
            "12 registros están en este equipo y se enviarán solos.",
            "12 records are on this device and will be sent by themselves.",
        ),
        ("care", "Contacto con cuidado.", "Contact with care."),
        (
            "care_more",
            "Llamar sólo de 9 a 12 h y decir «de la oficina municipal».",
            "Call only from 9 to 12 and say “from the municipal office”.",
        ),
        ("empty", "Vacío y en espera", "Empty and waiting"),
        ("none_today", "Hoy no hay llegadas anunciadas", "No arrivals announced today"),
        (
            "none_more",
            "Cuando un consulado envíe una lista, aparecerá aquí.",
            "When a consulate sends a list it appears here.",
        ),
        ("figures", "Línea de cifras y pestañas", "Figure line and tabs"),
        ("ways", "Pasos, etapas, doce meses", "Steps, stages, twelve months"),
        ("table", "Tabla", "Table"),
        ("indicator", "Indicador", "Indicator"),
        ("trend", "Tendencia", "Trend"),
        ("change", "Frente a 2024", "Against 2024"),
        ("aim", "Meta", "Goal"),
        ("no_data", "Sin dato", "No data"),
        ("better", "mejor", "better"),
        ("worse", "peor", "worse"),
        ("points", "puntos", "points"),
        ("charts", "Gráficas", "Charts"),
        ("by_age", "Por edad, 2025", "By age, 2025"),
        ("age", "Edad", "Age"),
        ("without", "Sin documento", "Without document"),
        ("returned", "Personas", "People"),
        ("sum", "De dónde sale 24.9 %", "Where 24.9% comes from"),
        ("matrix", "Matriz del plan", "Matrix of the plan"),
        ("timeline", "Línea de tiempo", "Timeline"),
        ("tracks", "Avance de la meta", "Way to the goal"),
        ("rows", "Filas de trabajo", "Rows of work"),
        ("first", "Primero, estas dos personas", "First, these two people"),
        ("nursing", "En enfermería", "With the nurse"),
        (
            "own",
            "«Quiero tener mi panadería y que mis hijos terminen la escuela aquí.»",
            "“I want my bakery, and my children to finish school here.”",
        ),
        ("own_by", "Su proyecto de vida, en sus palabras · 5 de mayo", "Life project, in own words · 5 May"),
        ("compare", "Comparar", "Compare"),
        ("today_", "Hoy", "Today"),
        ("record", "Registro", "Record"),
        ("crossed", "día y mes cruzados", "day and month crossed"),
        (
            "lead",
            "De 16 metas, 4 están cumplidas y 4 en camino. Preocupan dos que retroceden.",
            "Of 16 goals 4 are met and 4 on track. Two that go back are a worry.",
        ),
        ("scale", "Rampa de matriz y mapa", "Ramp of matrix and map"),
        ("icons", "Iconos", "Icons"),
        ("keys", "moverse", "move"),
        ("whole_page", "Componentes", "Components"),
    )
}
"""What the sheet itself says, by name."""
