"""The sheet of components: each of them in each of its states, with synthetic content in both languages."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest

from arraigo.core import content

from .. import components as c
from .. import formats
from ..charts import BarCell, BarItem, BarList, GoalPoint, Series, line_chart, sparkline
from ..icons import DRAWINGS
from .forms import ICONS_OF_NEEDS, SheetForm, form_with_complaints
from .words import WORDS, T


@dataclass(frozen=True, slots=True)
class Colour:
    """A token of colour and its value."""

    name: str
    value: str

    @property
    def token(self) -> str:
        return self.name.replace("í", "i").replace("ñ", "n").replace(" ", "-")


COLOURS = [
    Colour(name, value)
    for name, value in (
        ("tinta", "#1B1E27"), ("tinta 2", "#474D5B"), ("tinta 3", "#626775"),
        ("borde", "#85806F"), ("línea", "#E2DED3"), ("papel", "#FBFAF7"),
        ("añil", "#26437F"), ("barro", "#A23A17"), ("maíz", "#FFC83D"),
        ("maíz texto", "#765000"), ("milpa", "#27683F"), ("jacaranda", "#6B3E85"),
        ("añil claro", "#E9EDF6"), ("barro claro", "#FAEAE3"), ("maíz claro", "#FDF3D4"),
        ("milpa claro", "#E3F0E6"), ("jacaranda claro", "#F2EAF6"), ("arena", "#F3F0E8"),
    )
]  # fmt: skip


def _figures() -> c.FigureLine:
    return c.FigureLine(
        [
            c.Figure(T("En lista", "On the list"), "422"),
            c.Figure(T("Esperadas", "Expected"), "156", "#figures", "ring_dashed"),
            c.Figure(T("Por registrar", "To register"), "58", "#figures", "ring"),
            c.Figure(T("En atención", "Being served"), "67", "#figures", "half_disc"),
            c.Figure(T("Atendidas", "Served"), "133", "#figures", "disc_check"),
            c.Figure(T("No llegaron", "Did not arrive"), "8", "#figures", "ring_bar"),
            c.Figure(T("Mediana de hoy", "Median of today"), "1 h 12 min", at_end=True),
        ],
        T("Cifras de hoy", "Figures of today"),
    )


def _matrix() -> c.Matrix:
    course = c.MatrixItem(
        T("Curso de panadería", "Baking course"),
        T("Instituto · terminó el 31 jul", "Institute · ended 31 Jul"),
        "disc_check",
        T("Hecha", "Done"),
        "#matrix",
    )
    credit = c.MatrixItem(
        T("Microcrédito y horno", "Microcredit and oven"),
        T("Oficina municipal · 21 ago", "Municipal office · 21 Aug"),
        "half_disc",
        T("En marcha", "Under way"),
        "#matrix",
    )
    group = c.MatrixItem(
        T("Grupo de mujeres", "Women's group"),
        T("Red Las Raíces · 6 jun", "Las Raíces network · 6 Jun"),
        "disc_check",
        T("Hecha", "Done"),
    )
    therapy = c.MatrixItem(
        T("Terapia, 8 sesiones", "Therapy, 8 sessions"),
        T("Centro de Salud · van 5 de 8", "Health centre · 5 of 8"),
        "half_disc",
        T("En marcha", "Under way"),
    )
    return c.Matrix(
        [T("Económica", "Economic"), T("Social", "Social"), T("Psicosocial", "Psychosocial")],
        [
            c.MatrixRow(
                T("Persona y familia", "Person and family"),
                [[course, credit], [], [therapy]],
                ["#matrix"] * 3,
            ),
            c.MatrixRow(T("Comunidad", "Community"), [[], [group], []], ["#matrix"] * 3),
        ],
        T("Acciones por nivel y dimensión", "Actions by level and dimension"),
    )


def _timeline() -> c.Timeline:
    return c.Timeline(
        [
            c.Event(
                date(2026, 8, 10),
                T("Visita a la panadería, hoy", "Visit to the bakery, today"),
                "Marta Sic",
                "#timeline",
                True,
            ),
            c.Event(
                date(2026, 7, 31),
                T("Terminó el curso de panadería", "Ended the baking course"),
                T("Instituto Técnico", "Technical institute"),
            ),
            c.Event(
                date(2026, 5, 11),
                T("Plan firmado, día 27", "Plan signed, day 27"),
                T("Versión 1", "Version 1"),
            ),
            c.Event(
                date(2026, 4, 14),
                T("Llegó por aire", "Arrived by air"),
                T("Recepción: 5 servicios", "Reception: 5 services"),
            ),
        ],
        protected=1,
        more_url="#timeline",
        more=T("Ver los 46 hechos", "See all 46 facts"),
    )


def _year() -> c.YearLine:
    return c.YearLine(
        date(2026, 4, 14),
        date(2026, 8, 10),
        [
            c.YearMark(1, date(2026, 5, 14), done=True, score="0.44"),
            c.YearMark(3, date(2026, 7, 14)),
            c.YearMark(6, date(2026, 10, 14)),
            c.YearMark(9, date(2027, 1, 14)),
            c.YearMark(12, date(2027, 4, 14)),
        ],
        T("Retorno", "Return"),
    )


def _share_chart() -> Any:
    years = ["2020", "2021", "2022", "2023", "2024", "2025", "2026"]
    values = [0.338, 0.325, 0.309, 0.296, 0.280, 0.249]
    return line_chart(
        title=T(
            "Parte de las personas sin documento, 2020 a 2025",
            "Share of people without a document, 2020 to 2025",
        ),
        how_to_read=T(
            "La banda muestra hasta dónde podría llegar por las personas sin dato.",
            "The band shows how far it could reach with the people of whom nothing is known.",
        ),
        labels=years,
        series=[Series(T("Sin documento", "Without document"), values)],
        upper=[0.44, 0.42, 0.393, 0.379, 0.356, 0.311],
        upper_words=T(
            "hasta 31.1 % si nadie de los sin dato lo tenía", "up to 31.1% if none of the unknown had one"
        ),
        goal=GoalPoint(
            6,
            0.20,
            T("Meta 2026: 20 %", "Goal 2026: 20%"),
            T("hoy se espera 23.2", "expected today 23.2"),
            3,
            0.296,
        ),
        top=0.5,
        csv_url="#charts",
    )


def _score_chart() -> Any:
    return line_chart(
        title=T("Cómo va: 0.59", "How it goes: 0.59"),
        how_to_read=T("Punteada: desde 0.5 se sostiene.", "Dashed: from 0.5 it holds."),
        labels=[T("Llegada", "Arrival"), T("1 mes", "1 month"), T("3 meses", "3 months")],
        series=[
            Series(T("Económica", "Economic"), [0.22, 0.25, 0.44]),
            Series(T("Social", "Social"), [0.55, 0.60, 0.71]),
            Series(T("Psicosocial", "Psychosocial"), [0.40, 0.48, 0.62]),
        ],
        unit="score",
        thresholds=[0.5],
        top=1,
        size="margin",
    )


@dataclass(frozen=True, slots=True)
class Row:
    """A line of the table of indicators on the sheet."""

    name: c.Words
    trend: Any
    value: str
    unit: str
    change: str
    better: bool | None
    goal: str
    unknown: float


def _rows() -> list[Row]:
    falling = [0.33, 0.34, 0.31, 0.32, 0.30, 0.29, 0.30, 0.27, 0.28, 0.26, 0.24, 0.25]
    rising = [0.31, 0.33, 0.36, 0.35, 0.40, 0.42, 0.44, 0.47]
    return [
        Row(
            T("Llegaron sin documento", "Arrived without a document"),
            sparkline(falling, 0.2),
            "24.9",
            "%",
            "−3.1",
            True,
            "behind",
            0.062,
        ),
        Row(
            T("Niñez que vuelve a la escuela", "Children back at school"),
            sparkline(rising, 0.5),
            "46.9",
            "%",
            "+7.4",
            True,
            "on_track",
            0.083,
        ),
        Row(
            T("Días para aprobar un apoyo", "Days to approve a support"),
            sparkline(rising, 0.32),
            "38.0",
            T("días", "days"),
            "+6.5",
            False,
            "reversed",
            0.027,
        ),
        Row(
            T("Instituciones vinculadas", "Institutions linked"),
            sparkline([8, 9, 11, 14], 12),
            "14",
            "",
            "+3",
            True,
            "met",
            0,
        ),
        Row(
            T("Con capital para emprender", "With capital to start"),
            sparkline([0.08, 0.07]),
            "7.1",
            "%",
            "−0.4",
            None,
            "no_baseline",
            0.34,
        ),
        Row(T("Presupuesto municipal", "Municipal budget"), sparkline([]), "", "", "", None, "no_data", 1),
    ]


def _bars() -> list[tuple[c.Words, BarCell, str, str]]:
    rows = [
        (T("0 a 4", "0 to 4"), 0.519, 0.044, "214", "412"),
        (T("25 a 34", "25 to 34"), 0.203, 0.062, "1,196", "5,892"),
        (T("Sin dato", "No data"), 0.318, 0.168, "57", "179"),
    ]
    return [(label, BarCell(value, 0.563, unknown), that, of) for label, value, unknown, that, of in rows]


def sheet(request: HttpRequest) -> dict[str, Any]:
    """Everything that the template of the sheet shows."""
    return {
        "t": WORDS,
        "icons": sorted(DRAWINGS),
        "person_codes": content.codelist("passenger_state").codes,
        "goal_codes": content.codelist("goal_state").codes,
        "warning_codes": content.codelist("arrival_warning").codes,
        "title": T("Componentes y estados", "Components and states"),
        "colours": COLOURS,
        "form": SheetForm(),
        "bad_form": form_with_complaints(),
        "icons_of_needs": ICONS_OF_NEEDS,
        "figures": _figures(),
        "tabs": c.Tabs(
            [
                c.Tab(T("Todas", "All"), "#tabs", 135, True),
                c.Tab(T("Por registrar", "To register"), "#tabs", 58),
                c.Tab(T("En atención", "Being served"), "#tabs", 61),
                c.Tab(T("No llegaron", "Did not arrive"), "#tabs", 4),
            ],
            T("Filtrar por estado", "Filter by state"),
            ruled=True,
        ),
        "steps": c.Stepper(
            [
                (T("Archivo", "File"), "#steps"),
                T("Columnas y correcciones", "Columns and corrections"),
                T("Confirmar", "Confirm"),
            ],
            2,
        ),
        "stages": c.StageLine(
            [
                T("Abierto", "Open"),
                T("Tamizaje", "Screening"),
                T("Plan", "Plan"),
                T("Ejecución", "Implementation"),
                T("Cierre", "Closed"),
            ],
            3,
            T("Ejecución desde el 11 de mayo", "Implementation since 11 May"),
            T("Etapas", "Stages"),
        ),
        "year": _year(),
        "clocks": [
            c.Clock(T("Quedan 3 días", "3 days left"), 0.04),
            c.Clock(T("Quedan 5 h", "5 h left"), 0.79),
            c.Clock(T("2 h tarde", "2 h late"), 1.08),
            c.Clock(T("En pausa, falta un dato", "Paused, a fact is missing"), 0.4, paused=True),
        ],
        "timeline": _timeline(),
        "matrix": _matrix(),
        "tracks": [
            c.GoalTrack(
                "on_track", 0.14, 0.24, 0.273, 0.40, words=T("Subir a 40 % en 2027", "Rise to 40% in 2027")
            ),
            c.GoalTrack(
                "behind", 0.40, 0.16, 0.238, 0.0, words=T("Bajar a cero en 2027", "Fall to zero in 2027")
            ),
            c.GoalTrack(
                "reversed", 0.405, 0.30, 0.418, 0.29, words=T("Bajar 30 % cada año", "Fall 30% each year")
            ),
            c.GoalTrack("no_data", 0.40, 0.5, None, 0.6, words=T("Llegar a 60 %", "Reach 60%")),
        ],
        "stack": c.StackBar(
            [
                c.Part(T("atendidas", "served"), 12, "milpa"),
                c.Part(T("en atención", "being served"), 61, "anil"),
                c.Part(T("por registrar", "to register"), 58, "outline"),
                c.Part(T("no llegaron", "did not arrive"), 4, "quiet"),
            ],
            T("61 en atención · 58 por registrar", "61 being served · 58 to register"),
        ),
        "empty_stack": c.StackBar([], T("118 esperadas", "118 expected")),
        "sum": c.Sum(
            [
                c.Term(
                    "4,812",
                    T("personas sin documento", "people without a document"),
                    "#sum",
                    T("Ver estas personas", "See these people"),
                ),
                c.Term(
                    "19,346",
                    T("personas, cada una una vez", "people, each of them once"),
                    "#sum",
                    T("Ver la lista completa", "See the whole list"),
                ),
                c.Term(
                    formats.percent(0.249),
                    T("1,203 sin dato siguen en el denominador", "1,203 unknown stay in the denominator"),
                ),
            ]
        ),
        "share_chart": _share_chart(),
        "score_chart": _score_chart(),
        "rows": _rows(),
        "bars": _bars(),
        "load": BarList(
            [
                BarItem(T("Tamizaje", "Screening"), 4, "#load"),
                BarItem(T("Plan", "Plan"), 9),
                BarItem(T("Ejecución", "Implementation"), 23),
            ]
        ),
        "page_of_rows": Paginator(range(135), 25).get_page(request.GET.get("page", 2)),
    }
