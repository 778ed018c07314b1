"""The content that ships: whole in both languages, true to the exchange package, of no one country."""

import importlib
import pkgutil

import pytest

import arraigo
from arraigo.core import content

CONTRACT = {
    "actor_type": "origin_government destination_government transit_government consulate ngo "
    "migrant_association international_organization relatives_association media academia private_business "
    "local_government",
    "yes_no_unknown": "yes no unknown",
    "level": "individual community structural",
    "dimension": "economic social psychosocial",
    "funding": "state local cooperation private mixed",
    "campaign_topic": "stigma services risks_of_migration rights other",
    "sex": "female male other unknown",
    "birth_date_precision": "day month year estimated",
    "identifier_kind": "national_id passport consular_id birth_certificate registration other",
    "route": "air land sea",
    "return_type": "voluntary_independent voluntary_assisted voluntary_obligated involuntary",
    "target_group": "woman child unaccompanied_child youth older_person indigenous afrodescendant lgbtiq "
    "disability poor_health trafficking_survivor smuggled gbv_survivor violence_victim criminal_record",
    "migration_cause": "economic unemployment family_reunification violence_threats gender_based_violence "
    "climate_disaster education health discrimination other",
    "document_type": "birth_certificate national_id temporary_id passport other",
    "closure_reason": "goals_achieved remigrated moved withdrew lost_contact deceased transferred other",
    "application_kind": "reinsertion_support economic_support certification scholarship",
    "application_decision": "approved rejected pending",
    "referral_status": "sent accepted declined completed not_completed withdrawn",
    "school_completion": "yes no pending",
    "followup_channel": "visit office phone message video",
    "age_band": "0-4 5-11 12-17 18-24 25-34 35-44 45-59 60+ unknown",
    "goal_state": "met on_track behind reversed no_baseline no_data",
}
"""The enumerations of the exchange package and of the indicator contract: codes, in the order of forms."""

ROOMS_USE = """
    return_cause reception_service need_of_moment destination_safety relation consent_scope service_type
    case_stage referral_priority decline_reason followup_excuse passenger_state no_show_reason need
    capacity screening_flag role language indicator_family action_status arrival_warning shared_part
    urgency voluntariness_condition
""".split()  # noqa: SIM905


@pytest.fixture
def every_room() -> None:
    """Rooms register the kinds that are theirs when their schema is imported."""
    for module in pkgutil.walk_packages(arraigo.__path__, "arraigo."):
        if module.name.rpartition(".")[2] in {"schema", "schemas"}:
            importlib.import_module(module.name)


class TestContent:
    @pytest.mark.usefixtures("every_room")
    def test_has_no_problem(self) -> None:
        content.library.cache_clear()

        assert [str(problem) for problem in content.check()] == []

    @pytest.mark.parametrize("code", [*CONTRACT, *ROOMS_USE])
    def test_has_every_list_with_a_label_in_both_languages(self, code: str) -> None:
        listed = content.codelist(code)

        assert all(item.label.es and item.label.en for item in listed)
        for language in (0, 1):
            labels = [(item.label.es, item.label.en)[language] for item in listed]
            assert len(labels) == len(set(labels)), "two codes that people cannot tell apart"

    @pytest.mark.parametrize("code", CONTRACT)
    def test_has_exactly_the_codes_of_the_exchange_package(self, code: str) -> None:
        assert content.codelist(code).codes == tuple(CONTRACT[code].split())


class TestPrinciples:
    def test_are_the_sixteen_in_the_order_of_the_guide(self) -> None:
        assert [principle.order for principle in content.principles()] == list(range(1, 17))

    def test_have_each_one_row_of_table_6(self) -> None:
        assert sorted(principle.matrix_order for principle in content.principles()) == list(range(1, 17))
        by_row = {principle.matrix_order: principle.code for principle in content.principles()}
        assert (by_row[1], by_row[3], by_row[16]) == ("no_stigma", "immediate_documents", "local_development")

    def test_say_that_their_spanish_is_our_own(self) -> None:
        assert all(principle.unofficial_translation == ("es",) for principle in content.principles())


class TestGlossary:
    def test_has_the_terms_of_the_guide_and_of_the_workshop(self) -> None:
        guide = {
            "economic_reintegration", "employment_policy", "productive_venture", "psychosocial_reintegration",
            "public_policy", "reintegration", "reintegration_policy", "return", "return_policy",
            "social_reintegration",
        }  # fmt: skip
        workshop = {
            "reception", "voluntary_return", "involuntary_return", "sustainable_reintegration",
            "integrated_approach", "individual_level", "community_level", "structural_level",
        }  # fmt: skip

        assert guide | workshop <= {term.code for term in content.objects("term")}


class TestLists:
    def test_protect_what_is_most_dangerous_if_it_leaks(self) -> None:
        protected = set(content.codelist("target_group").having("protected"))

        assert {"trafficking_survivor", "gbv_survivor", "lgbtiq", "criminal_record"} <= protected
        assert not protected & {"woman", "child", "unaccompanied_child", "youth", "indigenous", "disability"}

    def test_count_as_vulnerable_what_the_matrix_for_children_counts(self) -> None:
        groups = content.codelist("target_group")

        assert set(groups.codes) - set(groups.having("vulnerable")) == {"woman", "child", "youth"}

    def test_give_each_return_type_the_two_conditions_of_voluntariness(self) -> None:
        conditions = content.codelist("voluntariness_condition").codes

        for item in content.codelist("return_type"):
            assert {item.text(condition) for condition in conditions} <= {"full", "limited", "none"}
        assert content.codelist("return_type").item("involuntary").text("freedom_of_choice") == "none"

    def test_answer_each_need_of_the_moment_with_a_reception_service(self) -> None:
        answered = {item.text("need") for item in content.codelist("reception_service")} - {None}

        assert answered == set(content.codelist("need_of_moment").codes)

    def test_order_reception_services_without_gaps(self) -> None:
        services = content.codelist("reception_service")

        assert [item.number("order") for item in services] == list(range(1, len(services) + 1))
        assert all(item.minutes for item in services)


class TestInstruments:
    def test_ask_four_questions_for_each_dimension_with_equal_weights(self) -> None:
        short = content.instrument("sustainability_short")
        scored = [question.dimension for question in short.questions if question.scored]

        assert sorted(map(str, scored)) == sorted([*short.dimensions] * 4)
        assert short.unofficial and not short.profiles["equal_v1"].questions
        assert short.missing is not None and float(short.missing.min_share_answered) == 0.7

    def test_ask_about_migrating_again_without_scoring_it(self) -> None:
        question = content.instrument("sustainability_short").question("intends_to_remigrate")

        assert not question.scored
        special = {option.code for option in content.instrument("sustainability_short").special_answers}
        assert {option.code for option in question.options} | special >= {"yes", "no", "unknown"}

    def test_screen_without_any_score(self) -> None:
        screening = content.instrument("screening_short")

        assert len(screening.questions) == 8
        assert all(option.score is None for question in screening.questions for option in question.options)
        assert {alert.flag for alert in screening.alerts} <= set(content.codelist("screening_flag").codes)


class TestCountries:
    def test_are_two_that_differ(self) -> None:
        guatemala, honduras = content.country("GTM"), content.country("hnd")

        assert (guatemala.locale, honduras.locale) == ("es_GT", "es_HN")
        assert (guatemala.currency, honduras.currency) == ("GTQ", "HNL")
        assert (guatemala.p_code_prefix, honduras.p_code_prefix) == ("GT", "HN")
        assert (str(guatemala.national_id.name), str(honduras.national_id.name)) == ("DPI", "DNI")
        assert guatemala.followup_months == honduras.followup_months == (1, 3, 6, 9, 12)

    def test_check_national_numbers_each_in_its_own_way(self) -> None:
        cui, dni = content.country("GTM").national_id, content.country("HND").national_id

        assert cui.is_well_formed("1234 56789 0101") and not cui.is_well_formed("1234567880101")
        assert dni.is_well_formed("0801-1990-12345") and not dni.is_well_formed("0801-1990-1234")
        assert not dni.is_well_formed("1.23456E+12")

    def test_call_documents_by_their_own_names_and_keep_the_codes(self) -> None:
        for listed in ("document_type", "identifier_kind"):
            guatemala, honduras = content.codelist(listed, "GTM"), content.codelist(listed, "HND")

            assert guatemala.codes == honduras.codes == content.codelist(listed).codes
            assert "DNI" in honduras.item("national_id").label.es
            assert "DPI" in guatemala.item("national_id").label.es
            assert not any(word in str(honduras) for word in ("DPI", "CUI", "RENAP", "Guatemala"))

    def test_without_a_pack_have_the_common_content(self) -> None:
        assert content.codelist("sex", country="USA") is content.codelist("sex")
        with pytest.raises(LookupError, match="No country pack 'USA'"):
            content.country("USA")
