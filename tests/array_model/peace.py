"""Hazard of a return to war in a ceasefire, a year; troops and membership."""

from typing import Any, NamedTuple

MONTH = 52.0 / 12.0


class Peace(NamedTuple):
    """`member`, `troops_gone`: whether membership is in force and foreign troops have left at the start of the step."""

    hazard: Any
    member: Any
    troops_gone: Any


def band(xp, p, age):
    """Base hazard of the week that starts at `age`; the first month ends inside its week."""
    first = xp.clip(MONTH - age, 0.0, 1.0)
    later = xp.where(
        age < 26.0,
        p.hazard_1_6m,
        xp.where(
            age < 52.0,
            p.hazard_6_12m,
            xp.where(age < 260.0, p.hazard_1_5y, xp.where(age < 520.0, p.hazard_5_10y, p.hazard_10y)),
        ),
    )
    return first * p.hazard_0_1m + (1.0 - first) * later


def baseline(xp, p, age):
    """(base hazard of the week that starts at `age`, whether it is that of the bands), by the baseline of the draw."""
    long = p.baseline_pick < p.baseline_long
    bands = ~long & (p.baseline_pick >= p.baseline_long + p.baseline_post)
    first_year = xp.where(long, p.weibull_long_1y, p.weibull_post_1y)
    shape = xp.where(long, p.weibull_long_shape, p.weibull_post_shape)
    weibull = 52.0 * first_year * (((age + 1.0) / 52.0) ** shape - (age / 52.0) ** shape)
    return xp.where(bands, band(xp, p, age), weibull), bands


def is_member(s):
    return s.age >= s.member_delay


def troops_stand(inputs, s):
    """Whether foreign troops are in place at the age of the agreement in `s`."""
    lv = inputs.l
    since = s.age - lv.troops_arrival
    stay = (lv.troops_stay > 0.5) & ~is_member(s) | (lv.troops_stay <= 0.5) & (since < lv.troops_duration)
    return s.signed_package & (lv.troops > 0.0) & (since >= 0.0) & stay


def troops_left(inputs, s):
    """Whether foreign troops have been there and gone for good by the age of the agreement in `s`."""
    lv = inputs.l
    over = s.age >= lv.troops_arrival + lv.troops_duration
    return s.signed_package & (lv.troops > 0.0) & (lv.troops_stay <= 0.5) & over


class Terms(NamedTuple):
    """What a signature of this week would fix: how far it is pressed, 0 to 1, and a log hazard ratio."""

    pressed: Any
    coercion: Any


def at_signature(xp, inputs, pol, on_table, package) -> Terms:
    p, lv = inputs.p, inputs.l
    pressed = xp.maximum(on_table * lv.pressure, pol.belief)
    zone = package * lv.dmz
    return Terms(pressed, p.coerced_effect * pol.belief + p.reputation_effect * pol.reputation + p.dmz_effect * zone)


def peace(xp, inputs, once, s, lead, ratio) -> Peace:
    """`lead`: flow that the lead donor commits this week."""
    p, lv, age = inputs.p, inputs.l, s.age
    size = lv.troops * s.signed_package
    standing = troops_stand(inputs, s)
    member = is_member(s)
    base, by_bands = baseline(xp, p, age)
    press = p.press_early + (p.press_late - p.press_early) * xp.clip((age - 26.0) / 78.0, 0.0, 1.0)
    theta = xp.where(p.keepers_school < p.keepers_weight, p.keepers_hopeful, p.keepers_sceptic)
    scaled = (1.0 - xp.exp(-size / p.keepers_scale)) / (1.0 - xp.exp(-27.0 / p.keepers_scale))
    bilateral = xp.where(s.signed_package, lv.bilateral, p.standing_bilateral)
    promise = xp.where(bilateral > 0.5, p.bilateral_effect, p.assurance_effect)
    window = (s.member_delay - age <= 78.0) & ~member & ~standing
    log_ratio = (
        by_bands * (p.stakes_effect * p.stakes_excess + p.deaths_effect * p.deaths_excess)
        + p.frailty_sd * once.frailty
        - p.frailty_sd**2 / 2.0
        + s.mismatch
        + s.pressed * press
        + p.type_effect * inputs.start.type
        + s.coercion
        + p.backing_effect * (xp.minimum(lead / 0.4, 1.0) - 0.5)
        + p.verification_effect * s.verified
        + p.keepers_tripwire * theta * scaled * standing
        + xp.where(member, p.alliance_effect, promise)
        + p.window_effect * window
        + p.shift_effect * (ratio - s.signed_ratio) / 0.1
    )
    return Peace(hazard=base * xp.exp(log_ratio), member=member, troops_gone=troops_left(inputs, s))


def membership_delay(xp, inputs, once, package):
    """Weeks from signature to membership, 1e9 if it does not come; `package`: the branch's terms were signed."""
    p, lv = inputs.p, inputs.l
    by_path = 52.0 * p.accession_median * xp.exp(p.accession_sdlog * once.accession_n)
    ever = p.accession_ever * xp.where(lv.west_german > 0.5, 1.0, p.clause_accession)
    path = (lv.accession_path > 0.5) & (once.accession_u < ever)
    delay = xp.where(lv.alliance > 0.5, 0.0, xp.where(path, by_path, 1e9))
    return xp.where(package, delay, 1e9)
