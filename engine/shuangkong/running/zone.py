"""The one time zone of everything that is printed."""

import datetime

#: China has one time and no daylight saving, so a time means the same on every machine.
BEIJING = datetime.timezone(datetime.timedelta(hours=8))
