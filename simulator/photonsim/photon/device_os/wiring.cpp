// Everything of the wiring API that is a few lines over the board.
#include "Particle.h"
#include "scheduler.h"

EEPROMClass EEPROM;
RGBClass RGB;
PhotonSerial Serial(0);
PhotonSerial Serial1(1);
TimeClass Time;
SystemClass System;
WiFiClass WiFi;
CloudClass Particle;
CloudClass& Spark = Particle;
const Logger Log;

// -- pins
void pinMode(pin_t pin, PinMode mode) { host_pin_mode(pin, mode); }
PinMode getPinMode(pin_t pin) { return static_cast<PinMode>(host_get_pin_mode(pin)); }
void digitalWrite(pin_t pin, uint8_t value) { host_digital_write(pin, value); }
int32_t digitalRead(pin_t pin) {
    photon::polled(1000);
    return host_digital_read(pin);
}
int32_t analogRead(pin_t pin) {
    photon::polled(100);
    return host_analog_read(pin);
}
void analogWrite(pin_t pin, uint32_t value) { analogWrite(pin, value, 500); }
void analogWrite(pin_t pin, uint32_t value, uint32_t frequency) {
    host_analog_write(pin, static_cast<int32_t>(value), static_cast<int32_t>(frequency));
}
uint8_t analogWriteResolution(pin_t pin, uint8_t bits) { return static_cast<uint8_t>(host_analog_resolution(pin, bits)); }
uint8_t analogWriteResolution(pin_t pin) { return static_cast<uint8_t>(host_analog_resolution(pin, 0)); }
uint32_t analogWriteMaxFrequency(pin_t pin) { return static_cast<uint32_t>(host_analog_max_frequency(pin)); }
void interrupts() {}
void noInterrupts() {}

// -- time and arithmetic
system_tick_t millis() {
    photon::polled(1000);
    return static_cast<system_tick_t>(host_now_us() / 1000);
}
unsigned long micros() {
    photon::polled(100);
    return static_cast<unsigned long>(host_now_us());
}

int map(int value, int from_start, int from_end, int to_start, int to_end) {
    if (from_start == from_end) return value;
    // Overflow is the caller's problem on the board; it wraps there, so it wraps here.
    const unsigned product = static_cast<unsigned>(value - from_start) * static_cast<unsigned>(to_end - to_start);
    return static_cast<int>(product) / (from_end - from_start) + to_start;
}
double map(double value, double from_start, double from_end, double to_start, double to_end) {
    if (from_start == from_end) return value;
    return (value - from_start) * (to_end - to_start) / (from_end - from_start) + to_start;
}
int random(int max) { return max == 0 ? 0 : rand() % max; }
int random(int min, int max) { return min >= max ? min : random(max - min) + min; }
void randomSeed(unsigned int seed) {
    if (seed) srand(seed);
}

time_t TimeClass::now() const { return static_cast<time_t>(static_cast<uint32_t>(host_time_now())); }
bool TimeClass::isValid() const { return host_number(host::NUMBER_TIME_VALID) != 0; }
void TimeClass::setTime(time_t unix_seconds) { host_set_time(static_cast<int32_t>(unix_seconds)); }
struct tm TimeClass::fields(time_t t) const {
    const time_t local = t + offset_s_;
    struct tm result;
    gmtime_r(&local, &result);
    return result;
}
String TimeClass::format(time_t t, const char* spec) const {
    const struct tm parts = fields(t);
    if (!spec) spec = format_;
    char text[64];
    if (strcmp(spec, TIME_FORMAT_DEFAULT) == 0) spec = "%a %b %e %H:%M:%S %Y";
    const size_t length = strftime(text, sizeof text, spec, &parts);
    return String(text, static_cast<unsigned>(length));
}

// -- the system
namespace {
String hostText(int what) {
    char text[128];
    const int length = host_text(what, text, sizeof text);
    return String(text, static_cast<unsigned>(length));
}
}  // namespace
String SystemClass::deviceID() const { return hostText(host::TEXT_DEVICE_ID); }
String SystemClass::version() const { return hostText(host::TEXT_SYSTEM_VERSION); }
System_Mode_TypeDef SystemClass::mode() const { return photon::system_mode; }
uint32_t SystemClass::freeMemory() const {
    // The largest block that can be had, found by halving: the heap has no other measure to offer.
    uint32_t low = 0, high = 64 * 1024;
    while (high - low > 64) {
        const uint32_t middle = (low + high) / 2;
        void* block = malloc(middle);
        if (block) {
            free(block);
            low = middle;
        } else {
            high = middle;
        }
    }
    return low;
}
const char* WiFiClass::SSID() const {
    static char ssid[33];
    host_text(host::TEXT_SSID, ssid, sizeof ssid);
    return ssid;
}
uint8_t* WiFiClass::macAddress(uint8_t* mac) const {
    char text[13];
    host_text(host::TEXT_MAC, text, sizeof text);
    for (int i = 0; i < 6; ++i) {
        const char pair[3] = {text[2 * i], text[2 * i + 1], 0};
        mac[i] = static_cast<uint8_t>(strtol(pair, nullptr, 16));
    }
    return mac;
}
IPAddress WiFiClass::localIP() const {
    unsigned a = 0, b = 0, c = 0, d = 0;
    sscanf(hostText(host::TEXT_IP).c_str(), "%u.%u.%u.%u", &a, &b, &c, &d);
    return IPAddress(static_cast<uint8_t>(a), static_cast<uint8_t>(b), static_cast<uint8_t>(c), static_cast<uint8_t>(d));
}

// -- serial
void PhotonSerial::begin(unsigned long, uint32_t) {
    begun_ = true;
    if (port_ == 1) host_claim_pins(host::PERIPHERAL_SERIAL1, 1);
}
void PhotonSerial::end() {
    begun_ = false;
    if (port_ == 1) host_claim_pins(host::PERIPHERAL_SERIAL1, 0);
}

// -- software timers
Timer* Timer::first_ = nullptr;
Timer::Timer(unsigned period_ms, timer_callback_fn callback, bool one_shot)
    : callback_(callback), period_ms_(period_ms), one_shot_(one_shot), next_(first_) {
    if (!period_ms) host_panic(10);  // FreeRTOS asserts on a period of 0
    first_ = this;
}
Timer::~Timer() {
    for (Timer** place = &first_; *place; place = &(*place)->next_) {
        if (*place == this) {
            *place = next_;
            break;
        }
    }
}
bool Timer::start(unsigned) {
    due_us_ = host_now_us() + static_cast<int64_t>(period_ms_) * 1000;
    active_ = true;
    return true;
}
bool Timer::stop(unsigned) {
    active_ = false;
    return true;
}
bool Timer::changePeriod(unsigned period_ms, unsigned) {
    if (!period_ms) host_panic(10);
    period_ms_ = period_ms;
    return start();
}
void Timer::timeout() {
    if (callback_) callback_();
}
int64_t Timer::nextDue() {
    int64_t due = INT64_MAX;
    for (const Timer* timer = first_; timer; timer = timer->next_) {
        if (timer->active_ && timer->due_us_ < due) due = timer->due_us_;
    }
    return due;
}
void Timer::runDue(int64_t now_us) {
    for (;;) {
        Timer* earliest = nullptr;
        for (Timer* timer = first_; timer; timer = timer->next_) {
            if (timer->active_ && timer->due_us_ <= now_us && (!earliest || timer->due_us_ < earliest->due_us_)) earliest = timer;
        }
        if (!earliest) return;
        if (earliest->one_shot_) {
            earliest->active_ = false;
        } else {
            // After a jump of the clock a timer fires once, not once for each period that was skipped.
            const int64_t period_us = static_cast<int64_t>(earliest->period_ms_) * 1000;
            earliest->due_us_ += period_us;
            if (earliest->due_us_ <= now_us) earliest->due_us_ = now_us + period_us;
        }
        earliest->timeout();
    }
}

// -- log
LogHandler* LogHandler::first_ = nullptr;
LogHandler::LogHandler(LogLevel level, LogCategoryFilters filters) : level_(level), next_(first_) {
    for (const LogCategoryFilter& filter : filters) {
        if (filter_count_ == FILTERS) break;
        snprintf(filters_[filter_count_].category, sizeof filters_[0].category, "%s", filter.category_);
        filters_[filter_count_++].level = filter.level_;
    }
    first_ = this;
}
LogHandler::~LogHandler() {
    for (LogHandler** place = &first_; *place; place = &(*place)->next_) {
        if (*place == this) {
            *place = next_;
            break;
        }
    }
}
LogLevel LogHandler::levelFor(const char* category) const {
    // The filter with the longest matching name decides; "app" matches "app" and "app.light".
    size_t longest = 0;
    LogLevel level = level_;
    for (int i = 0; i < filter_count_; ++i) {
        const size_t length = strlen(filters_[i].category);
        const bool matches = strncmp(filters_[i].category, category, length) == 0 &&
                             (category[length] == 0 || category[length] == '.');
        if (matches && length >= longest) {
            longest = length;
            level = filters_[i].level;
        }
    }
    return level;
}
void LogHandler::message(LogLevel level, const char* category, const char* text) {
    const char* name = level >= LOG_LEVEL_PANIC ? "PANIC" : level >= LOG_LEVEL_ERROR ? "ERROR" : level >= LOG_LEVEL_WARN ? "WARN" : level >= LOG_LEVEL_INFO ? "INFO" : "TRACE";
    const String line = String::format("%010u [%s] %s: %s\r\n", static_cast<unsigned>(host_now_us() / 1000), category, name, text);
    for (LogHandler* handler = first_; handler; handler = handler->next_) {
        if (level >= handler->levelFor(category)) handler->write(line.c_str(), line.length());
    }
}
SerialLogHandler::SerialLogHandler(LogLevel level, LogCategoryFilters filters) : LogHandler(level, filters) {}
SerialLogHandler::SerialLogHandler(int, LogLevel level, LogCategoryFilters filters) : LogHandler(level, filters) {}
void SerialLogHandler::write(const char* text, size_t size) { host_serial_write(0, text, static_cast<int32_t>(size)); }
Serial1LogHandler::Serial1LogHandler(int, LogLevel level, LogCategoryFilters filters) : LogHandler(level, filters) {
    host_claim_pins(host::PERIPHERAL_SERIAL1, 1);
}
void Serial1LogHandler::write(const char* text, size_t size) { host_serial_write(1, text, static_cast<int32_t>(size)); }

void Logger::write(LogLevel level, const char* format, va_list arguments) const {
    LogHandler::message(level, category_, String::vformat(format, arguments).c_str());
}
#define PHOTON_LOG_METHOD(name, level)                \
    void Logger::name(const char* format, ...) const { \
        va_list arguments;                             \
        va_start(arguments, format);                   \
        write(level, format, arguments);               \
        va_end(arguments);                             \
    }
PHOTON_LOG_METHOD(trace, LOG_LEVEL_TRACE)
PHOTON_LOG_METHOD(info, LOG_LEVEL_INFO)
PHOTON_LOG_METHOD(warn, LOG_LEVEL_WARN)
PHOTON_LOG_METHOD(error, LOG_LEVEL_ERROR)
PHOTON_LOG_METHOD(operator(), LOG_LEVEL_INFO)
void Logger::log(LogLevel level, const char* format, ...) const {
    va_list arguments;
    va_start(arguments, format);
    write(level, format, arguments);
    va_end(arguments);
}
