// Writes JSON into a buffer of the size that a variable or an event may have.
#pragma once
#include <stdarg.h>
#include <stddef.h>

class Json {
public:
    // Bytes of a variable or an event, the same in Device OS 2.3.1 and 3.3.1 as far as both go.
    // Source: Device OS v2.3.1, communication/inc/protocol_defs.h.
    static constexpr size_t LIMIT = 622;

    // Begins again.
    void clear();
    void add(const char* format, ...) __attribute__((format(printf, 2, 3)));
    // What was added is too much from here on.
    bool isFull() const { return used_ > LIMIT; }
    size_t size() const { return used_; }
    // Takes back what was added behind the first `size` bytes.
    void cutTo(size_t size);
    const char* text() const { return buffer_; }

private:
    char buffer_[LIMIT + 1] = {};
    size_t used_ = 0;
};
