"""The addresses that ask who one is, once more. A view asks when it inherits ``AsksWhoYouAre``; the two must agree."""

EXPORT = "personal data, or figures, leave the system"
BUNDLE = "the papers of cases leave the system"
SWITCH = "changes what the system demands or destroys"
PROTECTED = "an address that is protected (CPR-loven § 28)"
STAFF = "lets somebody in, or gives them more"

ASKS = {
    "subject_access": EXPORT,
    "subject_access_file": EXPORT,
    "citizen_log_file": EXPORT,
    "register_delivery_new": EXPORT,
    "register_delivery_file": EXPORT,
    "wrong_payments_extract": EXPORT,
    "import_rejects": EXPORT,
    "statistics_file": EXPORT,
    "supervision_cases_file": EXPORT,
    "selection_answer": EXPORT,
    "selection_period_file": EXPORT,
    "survey_answer_file": EXPORT,
    "supervision_auditor_pdf": EXPORT,
    "supervision_auditor_csv": EXPORT,
    "held_back_log_pdf": EXPORT,
    "held_back_log_csv": EXPORT,
    "bundle_file": BUNDLE,
    "bundles_index": BUNDLE,
    "bundles_whole": BUNDLE,
    "bundles_print": BUNDLE,
    "bundles_manifest": BUNDLE,
    "dispatch_send": BUNDLE,
    "dispatch_again": BUNDLE,
    "dispatch_index": BUNDLE,
    "dispatch_print": BUNDLE,
    "gate_switch": SWITCH,
    "ladder_new": SWITCH,
    "countersign_switch": SWITCH,
    "proposal_approve": SWITCH,
    "proposal_refuse": SWITCH,
    "proposal_withdraw": SWITCH,
    "retention_rule_new": SWITCH,
    "rate_new": SWITCH,
    "rate_edit": SWITCH,
    "closing_day_new": SWITCH,
    "closing_day_remove": SWITCH,
    "disposal_approve": SWITCH,
    "outcomes_propose": SWITCH,
    "outcomes_approve": SWITCH,
    "citizen_address": PROTECTED,
    "case_address": PROTECTED,
    "separate_who": PROTECTED,
    "stop_who": PROTECTED,
    "staff_new": STAFF,
    "staff_edit": STAFF,
    "staff_password": STAFF,
    "staff_reopen": STAFF,
    "staff_unlock": STAFF,
    "staff_code_reset": STAFF,
}

# These ask when the citizen's address is protected: it stands on the letter.
ASKS_WHEN_PROTECTED = {
    "document",
    "hearing_preview",
    "decision_preview",
    "countersign_letter",
    "print_letters",
    "withdrawal_preview",
}
