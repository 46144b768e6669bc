// Log and its handlers.
#include "Particle.h"

const Logger Log;

LogHandler::LogHandler(LogLevel level, LogCategoryFilters filters) : level_(level) {
    for (const LogCategoryFilter& filter : filters) {
        if (filter_count_ == FILTERS) break;
        snprintf(filters_[filter_count_].category, sizeof filters_[0].category, "%s", filter.category());
        filters_[filter_count_++].level = filter.level();
    }
}
LogHandler::~LogHandler() { LogManager::instance()->removeHandler(this); }
LogLevel LogHandler::level(const char* category) const {
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
const char* LogHandler::levelName(LogLevel level) {
    return level >= LOG_LEVEL_PANIC ? "PANIC" : level >= LOG_LEVEL_ERROR ? "ERROR" : level >= LOG_LEVEL_WARN ? "WARN" : level >= LOG_LEVEL_INFO ? "INFO" : "TRACE";
}
void LogHandler::message(const char* text, LogLevel message_level, const char* category, const LogAttributes& attributes) {
    if (message_level >= level(category)) logMessage(text, message_level, category, attributes);
}

LogManager* LogManager::instance() {
    static LogManager manager;
    return &manager;
}
bool LogManager::addHandler(LogHandler* handler) {
    removeHandler(handler);
    handler->next_ = first_;
    first_ = handler;
    return true;
}
void LogManager::removeHandler(LogHandler* handler) {
    for (LogHandler** place = &first_; *place; place = &(*place)->next_) {
        if (*place == handler) {
            *place = handler->next_;
            break;
        }
    }
}
void LogManager::message(LogLevel level, const char* category, const char* text) {
    LogAttributes attributes = {};
    attributes.size = sizeof attributes;
    attributes.has_time = 1;
    attributes.time = static_cast<uint32_t>(host_now_us() / 1000);
    for (LogHandler* handler = first_; handler; handler = handler->next_) {
        handler->message(text, level, category, attributes);
    }
}

void LogManager::write(LogLevel level, const char* category, const char* text, size_t size) {
    for (LogHandler* handler = first_; handler; handler = handler->next_) {
        if (level >= handler->level(category)) handler->write(text, size);
    }
}
bool LogManager::wants(LogLevel level, const char* category) const {
    for (const LogHandler* handler = first_; handler; handler = handler->next_) {
        if (level >= handler->level(category)) return true;
    }
    return false;
}

void StreamLogHandler::logMessage(const char* text, LogLevel level, const char* category, const LogAttributes& attributes) {
    const String line = String::format(
        "%010u [%s] %s: %s\r\n", static_cast<unsigned>(attributes.time), category, levelName(level), text);
    write(line.c_str(), line.length());
}
SerialLogHandler::SerialLogHandler(LogLevel level, LogCategoryFilters filters) : StreamLogHandler(Serial, level, filters) {
    LogManager::instance()->addHandler(this);
}
SerialLogHandler::SerialLogHandler(int, LogLevel level, LogCategoryFilters filters) : SerialLogHandler(level, filters) {}
Serial1LogHandler::Serial1LogHandler(LogLevel level, LogCategoryFilters filters) : StreamLogHandler(Serial1, level, filters) {
    host_claim_pins(host::PERIPHERAL_SERIAL1, 1);
    LogManager::instance()->addHandler(this);
}
Serial1LogHandler::Serial1LogHandler(int, LogLevel level, LogCategoryFilters filters) : Serial1LogHandler(level, filters) {}

void Logger::message(LogLevel level, const char* format, va_list arguments) const {
    LogManager::instance()->message(level, category_, String::vformat(format, arguments).c_str());
}
#define PHOTON_LOG_METHOD(name, level)                \
    void Logger::name(const char* format, ...) const { \
        va_list arguments;                             \
        va_start(arguments, format);                   \
        message(level, format, arguments);             \
        va_end(arguments);                             \
    }
PHOTON_LOG_METHOD(trace, LOG_LEVEL_TRACE)
PHOTON_LOG_METHOD(info, LOG_LEVEL_INFO)
PHOTON_LOG_METHOD(warn, LOG_LEVEL_WARN)
PHOTON_LOG_METHOD(error, LOG_LEVEL_ERROR)
PHOTON_LOG_METHOD(operator(), LOG_LEVEL_INFO)
PHOTON_LOG_METHOD(log, LOG_LEVEL_INFO)
#define PHOTON_LOG_AT_LEVEL(name)                                      \
    void Logger::name(LogLevel level, const char* format, ...) const { \
        va_list arguments;                                             \
        va_start(arguments, format);                                   \
        message(level, format, arguments);                             \
        va_end(arguments);                                             \
    }
PHOTON_LOG_AT_LEVEL(log)
PHOTON_LOG_AT_LEVEL(operator())
void Logger::printf(const char* format, ...) const {
    va_list arguments;
    va_start(arguments, format);
    print(String::vformat(format, arguments).c_str());
    va_end(arguments);
}
void Logger::printf(LogLevel level, const char* format, ...) const {
    va_list arguments;
    va_start(arguments, format);
    print(level, String::vformat(format, arguments).c_str());
    va_end(arguments);
}
void Logger::dump(LogLevel level, const void* data, size_t size) const {
    char hex[2];
    for (size_t i = 0; i < size; ++i) write(level, bytes2hexbuf(static_cast<const uint8_t*>(data) + i, 1, hex), sizeof hex);
}
