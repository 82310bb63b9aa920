"""What every sample CV says of the work."""

SUMMARY = "Nurse with nine years on intensive care wards. Likes teaching."
BULLET = "Led the introduction of a new drug chart on two wards."
