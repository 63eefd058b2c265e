"""Dates for people, the same in every locale: '28 September 2025'."""

from datetime import date

MONTHS = ("January", "February", "March", "April", "May", "June", "July", "August", "September", "October",
          "November", "December")  # fmt: skip


def day_text(day: date) -> str:
    """Write a day as '28 September 2025'."""
    return f"{day.day} {month_text(day)}"


def month_text(day: date) -> str:
    """Write the month of a day as 'September 2025'."""
    return f"{MONTHS[day.month - 1]} {day.year}"
