"""Numbers of Device OS that several modules of a board share.

Source: Device OS v2.3.1 and v3.3.1, the headers named beside each group; the numbers are the same in both.
"""

from __future__ import annotations

# Modes (wiring/inc/spark_wiring_system.h) and flags of a wait (device_os/photon_host.h).
AUTOMATIC = 1
WAIT_FOR_MESSAGES = 1
WAIT_HINTED = 2
WOKEN_BY_INTERRUPT = 2
WOKEN_BY_MESSAGE = 4

# Kinds of messages for the application thread (device_os/photon_host.h).
CALL, READ, EVENT, INTERRUPT, SYSTEM_EVENT = 1, 2, 3, 4, 5

# Errors (services/inc/system_error.h).
ERROR_INVALID_STATE = -210
ERROR_LIMIT_EXCEEDED = -200
ERROR_BUSY = -110

# Reset reasons (services/inc/system_defs.h).
RESET_PIN, RESET_POWER_DOWN, RESET_BROWNOUT, RESET_UPDATE, RESET_PANIC, RESET_USER = 20, 40, 50, 70, 130, 140
RESET_SAFE_MODE, RESET_DFU = 110, 120
#: What the event spark/device/last_reset calls them.
RESET_NAMES = {
    20: "pin_reset",
    30: "power_management",
    40: "power_down",
    50: "power_brownout",
    60: "watchdog",
    70: "update",
    90: "update_timeout",
    100: "factory_reset",
    110: "safe_mode",
    120: "dfu_mode",
    140: "user",
}

# System events by their bits (system/inc/system_event.h).
EVENT_SETUP_BEGIN, EVENT_SETUP_UPDATE, EVENT_SETUP_END, EVENT_CREDENTIALS = 1, 2, 3, 4
EVENT_NETWORK, EVENT_CLOUD, EVENT_BUTTON, EVENT_UPDATE, EVENT_UPDATE_PENDING = 5, 6, 7, 8, 9
EVENT_RESET_PENDING, EVENT_RESET, EVENT_CLICK, EVENT_FINAL_CLICK, EVENT_TIME_CHANGED = 10, 11, 12, 13, 14

# Flags of System (system/inc/system_update.h).
UPDATE_PENDING, UPDATE_ENABLED, RESET_PENDING, RESET_ENABLED = 0, 1, 2, 3

#: The system looks at its flags about this often, in seconds.
SYSTEM_PASS_S = 0.001
