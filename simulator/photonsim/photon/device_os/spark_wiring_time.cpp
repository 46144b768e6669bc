// Time, by the board's counters and by its clock.
#include "Particle.h"
#include "scheduler.h"

TimeClass Time;

system_tick_t millis() {
    photon::polled(1000);
    return static_cast<system_tick_t>(host_now_us() / 1000);
}
unsigned long micros() {
    photon::polled(100);
    return static_cast<unsigned long>(host_now_us());
}

time_t TimeClass::now() const { return static_cast<time_t>(static_cast<uint32_t>(host_time_now())); }
bool TimeClass::isValid() const { return host_number(host::NUMBER_TIME_VALID) != 0; }
void TimeClass::setTime(time_t unix_seconds) { host_set_time(static_cast<int32_t>(unix_seconds)); }
struct tm TimeClass::fields(time_t t) const {
    const time_t local = t + offset();
    struct tm result;
    gmtime_r(&local, &result);
    return result;
}
String TimeClass::format(time_t t, const char* spec) const {
    const struct tm parts = fields(t);
    if (!spec) spec = format_;
    char text[64];
    if (strcmp(spec, TIME_FORMAT_DEFAULT) == 0) spec = "%a %b %e %H:%M:%S %Y";
    String zoned;
    if (strstr(spec, "%z")) {
        // The zone is Time.zone()'s, which the C library knows nothing of; Device OS writes +01:00, and Z for none.
        const int minutes = offset() / 60, size = minutes < 0 ? -minutes : minutes;
        zoned = spec;
        zoned.replace("%z", minutes ? String::format("%c%02d:%02d", minutes < 0 ? '-' : '+', size / 60, size % 60) : String("Z"));
        spec = zoned.c_str();
    }
    const size_t length = strftime(text, sizeof text, spec, &parts);
    return String(text, static_cast<unsigned>(length));
}
