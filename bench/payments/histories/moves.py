"""Every move of a history by its name."""

from collections.abc import Callable

from bench.payments.histories import carrying_out, delivery, front_desk, guest, provider
from bench.payments.histories.history import History

# Takes which of several things, and how; says whether anything came of it.
Move = Callable[[History, int, int], bool]

_MOVES: dict[str, tuple[Move, ...]] = {
    "guest": (
        guest.ask_page,
        guest.pay,
        guest.pay_wrong_amount,
        guest.pay_wrong_currency,
        guest.decline_card,
        guest.start_authentication,
        guest.fail_authentication,
        guest.start_processing,
        guest.finish_processing,
        guest.leave_page,
    ),
    "front_desk": (
        front_desk.pay_at_desk,
        front_desk.approve,
        front_desk.decline,
        front_desk.cancel,
        front_desk.refund,
        front_desk.change_price,
        front_desk.page_time_over,
        front_desk.draft_expires,
    ),
    "provider": (
        provider.dashboard_capture,
        provider.dashboard_cancel,
        provider.dashboard_refund,
        provider.refunds_take_time,
        provider.complete_refund,
        provider.fail_refund,
        provider.open_dispute,
        provider.win_dispute,
        provider.lose_dispute,
        provider.lapse_hold,
        provider.week_passes,
        provider.stripe_notices,
    ),
    "delivery": (
        delivery.deliver,
        delivery.deliver_all,
        delivery.duplicate,
        delivery.delay,
        delivery.drop,
        delivery.drop_all,
        delivery.shuffle,
        delivery.storm,
    ),
    "carrying_out": (
        carrying_out.fault,
        carrying_out.work,
        carrying_out.work_under_fire,
        carrying_out.die_working,
        carrying_out.die_under_fire,
        carrying_out.time_passes,
        carrying_out.try_waiting,
        carrying_out.reconcile_now,
        carrying_out.die_reconciling,
    ),
}
MOVES: dict[str, Move] = {move.__name__: move for moves in _MOVES.values() for move in moves}
