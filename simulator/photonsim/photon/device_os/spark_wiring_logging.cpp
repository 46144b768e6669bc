// Log and its handlers.
#include "Particle.h"

const Logger Log;

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
