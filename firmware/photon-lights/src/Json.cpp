#include "Json.h"

#include <stdio.h>

constexpr size_t Json::LIMIT;

void Json::clear() { cutTo(0); }

void Json::cutTo(size_t size) {
    used_ = size;
    buffer_[size] = '\0';
}

void Json::add(const char* format, ...) {
    if (isFull()) return;
    va_list arguments;
    va_start(arguments, format);
    const int wrote = vsnprintf(buffer_ + used_, sizeof buffer_ - used_, format, arguments);
    va_end(arguments);
    if (wrote > 0) used_ += static_cast<size_t>(wrote);
}
