// What went wrong, as Device OS tells it. Source: Device OS v2.3.1 and v3.3.1, services/inc/system_error.h; of its codes
// those that every part of the system uses.
#pragma once
#include <string.h>

#include "spark_wiring_string.h"

#define PHOTON_ERRORS(each)                              \
    each(NONE, "", 0)                                    \
    each(UNKNOWN, "Unknown error", -100)                 \
    each(BUSY, "Resource busy", -110)                    \
    each(NOT_SUPPORTED, "Not supported", -120)           \
    each(NOT_ALLOWED, "Not allowed", -130)               \
    each(CANCELLED, "Operation cancelled", -140)         \
    each(ABORTED, "Operation aborted", -150)             \
    each(TIMEOUT, "Timeout error", -160)                 \
    each(NOT_FOUND, "Not found", -170)                   \
    each(ALREADY_EXISTS, "Already exists", -180)         \
    each(TOO_LARGE, "Too large data", -190)              \
    each(NOT_ENOUGH_DATA, "Not enough data", -191)       \
    each(LIMIT_EXCEEDED, "Limit exceeded", -200)         \
    each(END_OF_STREAM, "End of stream", -201)           \
    each(INVALID_STATE, "Invalid state", -210)           \
    each(IO, "IO error", -220)                           \
    each(NETWORK, "Network error", -230)                 \
    each(PROTOCOL, "Protocol error", -240)               \
    each(INTERNAL, "Internal error", -250)               \
    each(NO_MEMORY, "Memory allocation error", -260)     \
    each(INVALID_ARGUMENT, "Invalid argument", -270)     \
    each(BAD_DATA, "Invalid data format", -280)          \
    each(OUT_OF_RANGE, "Out of range", -290)

#define PHOTON_ERROR_CODE(name, message, code) SYSTEM_ERROR_##name = code,
typedef enum { PHOTON_ERRORS(PHOTON_ERROR_CODE) } system_error_t;
#undef PHOTON_ERROR_CODE

namespace particle {
class Error {
public:
#define PHOTON_ERROR_TYPE(name, message, code) name = code,
    enum Type { PHOTON_ERRORS(PHOTON_ERROR_TYPE) };
#undef PHOTON_ERROR_TYPE
    Error(Type type = UNKNOWN) : type_(type) {}
    Error(Type type, const char* message) : type_(type), message_(message) {}
    explicit Error(const char* message) : Error(UNKNOWN, message) {}
    Type type() const { return type_; }
    const char* message() const { return message_.length() ? message_.c_str() : usual(type_); }
    bool operator==(const Error& other) const { return type_ == other.type_ && strcmp(message(), other.message()) == 0; }
    bool operator!=(const Error& other) const { return !(*this == other); }
    bool operator==(Type type) const { return type_ == type; }
    bool operator!=(Type type) const { return type_ != type; }
    explicit operator bool() const { return type_ != NONE; }

private:
    static const char* usual(Type type) {
        switch (type) {
#define PHOTON_ERROR_MESSAGE(name, message, code) \
    case name:                                    \
        return message;
            PHOTON_ERRORS(PHOTON_ERROR_MESSAGE)
#undef PHOTON_ERROR_MESSAGE
        }
        return "";
    }
    Type type_;
    String message_;
};
}  // namespace particle
#undef PHOTON_ERRORS
