// Log and SerialLogHandler. The line's form is Device OS's: ten digits of milliseconds, [category], level, text.
#pragma once
#include <initializer_list>
#include <stdarg.h>

#include "spark_wiring_print.h"

typedef enum LogLevel {
    LOG_LEVEL_ALL = 1,
    LOG_LEVEL_TRACE = 1,
    LOG_LEVEL_INFO = 30,
    LOG_LEVEL_WARN = 40,
    LOG_LEVEL_ERROR = 50,
    LOG_LEVEL_PANIC = 60,
    LOG_LEVEL_NONE = 70,
    // As sketches had them before Device OS 0.6.
    ALL_LEVEL = LOG_LEVEL_ALL,
    TRACE_LEVEL = LOG_LEVEL_TRACE,
    DEBUG_LEVEL = LOG_LEVEL_TRACE,
    INFO_LEVEL = LOG_LEVEL_INFO,
    WARN_LEVEL = LOG_LEVEL_WARN,
    ERROR_LEVEL = LOG_LEVEL_ERROR,
    PANIC_LEVEL = LOG_LEVEL_PANIC,
    NO_LOG_LEVEL = LOG_LEVEL_NONE
} LogLevel;

class LogCategoryFilter {
public:
    LogCategoryFilter(const char* category, LogLevel level) : category_(category), level_(level) {}
    const char* category() const { return category_; }
    LogLevel level() const { return level_; }

private:
    const char* category_;
    LogLevel level_;
};
typedef std::initializer_list<LogCategoryFilter> LogCategoryFilters;

// What a message carries beside its text: here the time only, in milliseconds.
struct LogAttributes {
    size_t size;
    union {
        uint32_t flags;
        struct {
            unsigned has_file : 1;
            unsigned has_line : 1;
            unsigned has_function : 1;
            unsigned has_time : 1;
            unsigned has_code : 1;
            unsigned has_details : 1;
            unsigned has_end : 1;
        };
    };
    const char* file;
    int line;
    const char* function;
    uint32_t time;
    intptr_t code;
    const char* details;
};

// Gets messages once LogManager knows it, which the handlers below see to themselves.
class LogHandler {
public:
    explicit LogHandler(LogLevel level = LOG_LEVEL_INFO, LogCategoryFilters filters = {});
    virtual ~LogHandler();
    LogHandler(const LogHandler&) = delete;
    LogHandler& operator=(const LogHandler&) = delete;
    LogLevel level() const { return level_; }
    LogLevel level(const char* category) const;
    static const char* levelName(LogLevel level);
    void message(const char* text, LogLevel level, const char* category, const LogAttributes& attributes);

protected:
    virtual void logMessage(const char* text, LogLevel level, const char* category, const LogAttributes& attributes) = 0;
    virtual void write(const char*, size_t) {}

private:
    static constexpr int FILTERS = 8;
    LogLevel level_;
    struct {
        char category[24];
        LogLevel level;
    } filters_[FILTERS];
    int filter_count_ = 0;
    LogHandler* next_ = nullptr;
    friend class LogManager;
};

class LogManager {
public:
    static LogManager* instance();
    bool addHandler(LogHandler* handler);
    void removeHandler(LogHandler* handler);
    void message(LogLevel level, const char* category, const char* text);
    void write(LogLevel level, const char* category, const char* text, size_t size);
    bool wants(LogLevel level, const char* category) const;

private:
    LogHandler* first_ = nullptr;
};

class StreamLogHandler : public LogHandler {
public:
    explicit StreamLogHandler(Print& stream, LogLevel level = LOG_LEVEL_INFO, LogCategoryFilters filters = {})
        : LogHandler(level, filters), stream_(&stream) {}
    Print* stream() const { return stream_; }

protected:
    void logMessage(const char* text, LogLevel level, const char* category, const LogAttributes& attributes) override;
    void write(const char* text, size_t size) override { stream_->write(reinterpret_cast<const uint8_t*>(text), size); }
    void write(const char* text) { write(text, strlen(text)); }
    void write(char c) { write(&c, 1); }

private:
    Print* stream_;
};

class SerialLogHandler : public StreamLogHandler {
public:
    explicit SerialLogHandler(LogLevel level = LOG_LEVEL_INFO, LogCategoryFilters filters = {});
    explicit SerialLogHandler(int baud, LogLevel level = LOG_LEVEL_INFO, LogCategoryFilters filters = {});
};

class Serial1LogHandler : public StreamLogHandler {
public:
    explicit Serial1LogHandler(LogLevel level = LOG_LEVEL_INFO, LogCategoryFilters filters = {});
    explicit Serial1LogHandler(int baud, LogLevel level = LOG_LEVEL_INFO, LogCategoryFilters filters = {});
};

class SerialDebugOutput : public SerialLogHandler {
public:
    explicit SerialDebugOutput(int = 9600, LogLevel level = ALL_LEVEL) : SerialLogHandler(level) {}
};

class Serial1DebugOutput : public Serial1LogHandler {
public:
    explicit Serial1DebugOutput(int = 9600, LogLevel level = ALL_LEVEL) : Serial1LogHandler(level) {}
};

class Logger {
public:
    explicit Logger(const char* category = "app") : category_(category) {}
    void trace(const char* format, ...) const __attribute__((format(printf, 2, 3)));
    void info(const char* format, ...) const __attribute__((format(printf, 2, 3)));
    void warn(const char* format, ...) const __attribute__((format(printf, 2, 3)));
    void error(const char* format, ...) const __attribute__((format(printf, 2, 3)));
    void operator()(const char* format, ...) const __attribute__((format(printf, 2, 3)));
    void operator()(LogLevel level, const char* format, ...) const __attribute__((format(printf, 3, 4)));
    void log(const char* format, ...) const __attribute__((format(printf, 2, 3)));
    void log(LogLevel level, const char* format, ...) const __attribute__((format(printf, 3, 4)));
    // Parts of a line, as they are: without a time before and an end behind.
    void print(const char* text) const { print(DEFAULT_LEVEL, text); }
    void print(LogLevel level, const char* text) const { write(level, text, strlen(text)); }
    void printf(const char* format, ...) const __attribute__((format(printf, 2, 3)));
    void printf(LogLevel level, const char* format, ...) const __attribute__((format(printf, 3, 4)));
    void write(const char* text, size_t size) const { write(DEFAULT_LEVEL, text, size); }
    void write(LogLevel level, const char* text, size_t size) const {
        LogManager::instance()->write(level, category_, text, size);
    }
    // Bytes in hexadecimal.
    void dump(const void* data, size_t size) const { dump(DEFAULT_LEVEL, data, size); }
    void dump(LogLevel level, const void* data, size_t size) const;
    bool isTraceEnabled() const { return isLevelEnabled(LOG_LEVEL_TRACE); }
    bool isInfoEnabled() const { return isLevelEnabled(LOG_LEVEL_INFO); }
    bool isWarnEnabled() const { return isLevelEnabled(LOG_LEVEL_WARN); }
    bool isErrorEnabled() const { return isLevelEnabled(LOG_LEVEL_ERROR); }
    bool isLevelEnabled(LogLevel level) const { return LogManager::instance()->wants(level, category_); }
    const char* name() const { return category_; }
    static constexpr LogLevel DEFAULT_LEVEL = LOG_LEVEL_INFO;

private:
    void message(LogLevel level, const char* format, va_list arguments) const;
    const char* category_;
};
extern const Logger Log;

// As in Device OS before 0.6, and still there.
#define LOG(level, format, ...) Log.log(LOG_LEVEL_##level, format, ##__VA_ARGS__)
#define DEBUG(format, ...) ((void)0)
#define INFO(format, ...) LOG(INFO, format, ##__VA_ARGS__)
#define WARN(format, ...) LOG(WARN, format, ##__VA_ARGS__)
#define ERROR(format, ...) LOG(ERROR, format, ##__VA_ARGS__)

// A sketch can end itself with a code of its own choice (services/inc/panic.h).
typedef enum {
    HardFault = 1,
    NMIFault,
    MemManage,
    BusFault,
    UsageFault,
    InvalidLenth,
    Exit,
    OutOfHeap,
    SPIOverRun,
    AssertionFailure,
    InvalidCase,
    PureVirtualCall,
    StackOverflow,
    HeapError
} ePanicCode;
#define PANIC(code, format, ...) host_panic(code)
#define SPARK_ASSERT(condition) \
    do {                        \
        if (!(condition)) PANIC(AssertionFailure, "AssertionFailure " #condition); \
    } while (0);
