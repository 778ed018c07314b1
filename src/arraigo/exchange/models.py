"""
The tables of the exchange package, as rows were loaded from other systems, and the loads that brought them.

A model a table, with exactly the contract's columns (`datapackage.json`, held by a test); what desks record lies in the
rooms' own tables. Keys are those of the sender; that what a row refers to exists is checked on loading.
"""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from arraigo.exchange.columns import amount, day, key, moment, whole, words


class Load(models.Model):
    """One package that was taken in and changed something."""

    number = models.BigAutoField(primary_key=True)
    at = models.DateTimeField(_("loaded"))
    source = models.CharField(_("package"), max_length=160)  # its file name, without the folder
    synthetic = models.BooleanField(_("synthetic"), default=False)
    counts = models.JSONField(_("rows"), default=dict)  # table -> {new, updated, unchanged}

    class Meta:
        ordering = ["-number"]


class LoadedRow(models.Model):
    """What all tables have beside the contract's columns."""

    id = models.BigAutoField(primary_key=True)
    load = models.BigIntegerField(_("number of the load that wrote it last"))

    objects: ClassVar["models.Manager[LoadedRow]"] = models.Manager()

    class Meta:
        abstract = True


class LoadedInstitution(LoadedRow):
    """Every actor of the Guide's Table 5 that takes part."""

    institution_id = words()
    name = words()
    country = words()
    actor_type = words()
    municipality = words()
    child_mandate = words()
    linked_on = day()
    unlinked_on = day()

    class Meta:
        db_table = "exchange_institutions"
        constraints = [key("exchange_institutions", "institution_id")]


class LoadedInstitutionYear(LoadedRow):
    """An institution's resources in one fiscal year."""

    institution_id = words()
    year = whole()
    budget_total = amount()
    budget_reintegration = amount()
    budget_economic_reintegration = amount()
    currency = words()
    staff_total = whole()
    staff_reintegration = whole()

    class Meta:
        db_table = "exchange_institution_years"
        constraints = [key("exchange_institution_years", "institution_id", "year")]


class LoadedMunicipalityYear(LoadedRow):
    """A local government's part in one year."""

    municipality = words()
    country = words()
    year = whole()
    migrant_office = words()
    attends_reintegration = words()
    reintegration_protocol = words()
    budget_reintegration = amount()
    currency = words()

    class Meta:
        db_table = "exchange_municipality_years"
        constraints = [key("exchange_municipality_years", "municipality", "year")]


class LoadedProgramme(LoadedRow):
    """Programmes, projects and services on offer (the mapping)."""

    programme_id = words()
    institution_id = words()
    name = words()
    country = words()
    level = words()
    dimension = words()
    service_type = words()
    target_groups = words()
    municipalities = words()
    capacity_per_year = whole()
    funding = words()
    starts_on = day()
    ends_on = day()
    human_rights_protocol = words()

    class Meta:
        db_table = "exchange_programmes"
        constraints = [key("exchange_programmes", "programme_id")]


class LoadedCampaign(LoadedRow):
    """Awareness and information campaigns."""

    campaign_id = words()
    institution_id = words()
    started_on = day()
    topic = words()
    reach = whole()

    class Meta:
        db_table = "exchange_campaigns"
        constraints = [key("exchange_campaigns", "campaign_id")]


class LoadedPerson(LoadedRow):
    """One row a person, as known to the sender."""

    person_id = words()
    given_names = words()
    paternal_surname = words()
    maternal_surname = words()
    sex = words()
    birth_date = day()
    birth_date_precision = words()
    nationality = words()
    origin_municipality = words()

    class Meta:
        db_table = "exchange_people"
        constraints = [key("exchange_people", "person_id")]


class LoadedIdentifier(LoadedRow):
    """Documents and registration numbers of a person."""

    person_id = words()
    kind = words()
    number = words()
    country = words()

    class Meta:
        db_table = "exchange_identifiers"
        constraints = [key("exchange_identifiers", "person_id", "kind", "number")]


class LoadedReturn(LoadedRow):
    """One row each time a person returned."""

    return_id = words()
    person_id = words()
    arrived_on = day()
    country = words()
    from_country = words()
    route = words()
    port_of_entry = words()
    transport_ref = words()
    return_type = words()
    destination_municipality = words()
    identity_document = words()
    certifiable_skills = words()
    startup_capital = words()
    unaccompanied = words()
    groups = words()
    migration_causes = words()
    months_abroad = whole()
    age = whole()
    registered_at = moment()
    reception_completed_at = moment()
    reception_care = words()

    class Meta:
        db_table = "exchange_returns"
        constraints = [key("exchange_returns", "return_id")]


class LoadedDocumentRequest(LoadedRow):
    """Requests for a personal identity document."""

    request_id = words()
    person_id = words()
    institution_id = words()
    document = words()
    requested_on = day()
    delivered_on = day()

    class Meta:
        db_table = "exchange_document_requests"
        constraints = [key("exchange_document_requests", "request_id")]


class LoadedCase(LoadedRow):
    """Reintegration cases."""

    case_id = words()
    person_id = words()
    return_id = words()
    institution_id = words()
    municipality = words()
    opened_on = day()
    closed_on = day()
    closure_reason = words()

    class Meta:
        db_table = "exchange_cases"
        constraints = [key("exchange_cases", "case_id")]


class LoadedApplication(LoadedRow):
    """Applications for support, certification or scholarship."""

    application_id = words()
    person_id = words()
    institution_id = words()
    kind = words()
    submitted_on = day()
    decided_on = day()
    decision = words()
    amount = amount()
    currency = words()

    class Meta:
        db_table = "exchange_applications"
        constraints = [key("exchange_applications", "application_id")]


class LoadedService(LoadedRow):
    """Services delivered."""

    delivery_id = words()
    person_id = words()
    case_id = words()
    institution_id = words()
    programme_id = words()
    service_type = words()
    level = words()
    dimension = words()
    delivered_on = day()
    value = amount()
    currency = words()

    class Meta:
        db_table = "exchange_services"
        constraints = [key("exchange_services", "delivery_id")]


class LoadedReferral(LoadedRow):
    """Referrals between institutions."""

    referral_id = words()
    case_id = words()
    from_institution = words()
    to_institution = words()
    service_type = words()
    sent_on = day()
    answered_on = day()
    status = words()
    completed_on = day()

    class Meta:
        db_table = "exchange_referrals"
        constraints = [key("exchange_referrals", "referral_id")]


class LoadedInitiative(LoadedRow):
    """Productive initiatives (ventures) of returnees."""

    initiative_id = words()
    person_id = words()
    started_on = day()
    sector = words()
    municipality = words()
    collective = words()

    class Meta:
        db_table = "exchange_initiatives"
        constraints = [key("exchange_initiatives", "initiative_id")]


class LoadedInitiativeYear(LoadedRow):
    """An initiative's state at the end of its Nth year of life."""

    initiative_id = words()
    year_of_life = whole()
    observed_on = day()
    operating = words()
    needs_economic_assistance = words()
    private_sector_support = words()
    consolidated = words()
    jobs_generated = whole()

    class Meta:
        db_table = "exchange_initiative_years"
        constraints = [key("exchange_initiative_years", "initiative_id", "year_of_life")]


class LoadedEnrolment(LoadedRow):
    """Returned children and adolescents in formal education, a row a school year."""

    enrolment_id = words()
    person_id = words()
    school_year = whole()
    enrolled_on = day()
    completed = words()

    class Meta:
        db_table = "exchange_enrolments"
        constraints = [key("exchange_enrolments", "enrolment_id")]


class LoadedSatisfactionAnswer(LoadedRow):
    """Answers to the satisfaction question of people assisted."""

    response_id = words()
    person_id = words()
    institution_id = words()
    answered_on = day()
    satisfied = words()

    class Meta:
        db_table = "exchange_satisfaction"
        constraints = [key("exchange_satisfaction", "response_id")]


class LoadedFamilyNetwork(LoadedRow):
    """Family networks and support groups."""

    network_id = words()
    municipality = words()
    country = words()
    started_on = day()
    ended_on = day()
    psychosocial_support = words()

    class Meta:
        db_table = "exchange_family_networks"
        constraints = [key("exchange_family_networks", "network_id")]


class LoadedFollowUp(LoadedRow):
    """Follow-up contacts, due and done."""

    followup_id = words()
    case_id = words()
    due_on = day()
    done_on = day()
    channel = words()
    intends_to_remigrate = words()
    score_economic = amount()
    score_social = amount()
    score_psychosocial = amount()
    score = amount()

    class Meta:
        db_table = "exchange_followups"
        constraints = [key("exchange_followups", "followup_id")]


MODELS: dict[str, type[LoadedRow]] = {
    model._meta.db_table.removeprefix("exchange_"): model for model in LoadedRow.__subclasses__()
}
"""The model of each table of the contract, those first that others refer to."""
