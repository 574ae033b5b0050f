from parthoering.actions.answer import SPOKEN, record_answer, waive
from parthoering.actions.batch import (
    Prospect,
    events_to_hear,
    prospects,
    resume_batches,
    run_batch,
    start_batch,
    stop_batch,
)
from parthoering.actions.contact import ATTEMPT_CHANNELS, MAY_SEEK_CONTACT, add_attempt, conclude, why_not_concluded
from parthoering.actions.extension import (
    extend,
    extension_made_with,
    last_day_of,
    why_not_extended,
    why_not_to,
)
from parthoering.actions.hearing import (
    MAY_SEND_HEARING,
    channels_for,
    choose_channel,
    draft_hearing,
    expire,
    may_send_hearing,
    send_hearing,
)
from parthoering.actions.locking import NotAllowed
from parthoering.actions.printing import MOST_AT_ONCE, mark_posted, print_letters
from parthoering.actions.reminder import hearings_to_remind, remind
from parthoering.actions.representative import save_representative
from parthoering.actions.sending import (
    mark_undeliverable,
    note_returned,
    other_channel,
    post_filed,
    send_again,
    send_decision,
    why_not_undeliverable,
)

__all__ = [
    "ATTEMPT_CHANNELS",
    "MAY_SEEK_CONTACT",
    "MAY_SEND_HEARING",
    "MOST_AT_ONCE",
    "SPOKEN",
    "NotAllowed",
    "Prospect",
    "add_attempt",
    "channels_for",
    "choose_channel",
    "conclude",
    "draft_hearing",
    "events_to_hear",
    "expire",
    "extend",
    "extension_made_with",
    "hearings_to_remind",
    "last_day_of",
    "mark_posted",
    "mark_undeliverable",
    "may_send_hearing",
    "note_returned",
    "other_channel",
    "post_filed",
    "print_letters",
    "prospects",
    "record_answer",
    "remind",
    "resume_batches",
    "run_batch",
    "save_representative",
    "send_again",
    "send_decision",
    "send_hearing",
    "start_batch",
    "stop_batch",
    "waive",
    "why_not_concluded",
    "why_not_extended",
    "why_not_to",
    "why_not_undeliverable",
]
