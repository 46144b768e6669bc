#include "spark_wiring_print.h"

#include <stdlib.h>

#include "spark_wiring.h"

size_t Print::write(const uint8_t* buffer, size_t size) {
    size_t count = 0;
    while (count < size && write(buffer[count])) ++count;
    return count;
}

size_t Print::printf(const char* format, ...) {
    va_list arguments;
    va_start(arguments, format);
    const String text = String::vformat(format, arguments);
    va_end(arguments);
    return print(text);
}

size_t Print::printlnf(const char* format, ...) {
    va_list arguments;
    va_start(arguments, format);
    const String text = String::vformat(format, arguments);
    va_end(arguments);
    return println(text);
}

int Stream::timedRead() {
    const unsigned long began = millis();
    while (!available()) {
        if (millis() - began >= timeout_ms_) return -1;
        delay(1);
    }
    return read();
}

int Stream::timedPeek() {
    const unsigned long began = millis();
    while (!available()) {
        if (millis() - began >= timeout_ms_) return -1;
        delay(1);
    }
    return peek();
}

size_t Stream::readBytes(char* buffer, size_t length) {
    size_t count = 0;
    while (count < length) {
        const int c = timedRead();
        if (c < 0) break;
        buffer[count++] = static_cast<char>(c);
    }
    return count;
}

size_t Stream::readBytesUntil(char terminator, char* buffer, size_t length) {
    size_t count = 0;
    while (count < length) {
        const int c = timedRead();
        if (c < 0 || static_cast<char>(c) == terminator) break;
        buffer[count++] = static_cast<char>(c);
    }
    return count;
}

String Stream::readString() {
    String text;
    for (int c; (c = timedRead()) >= 0;) text += static_cast<char>(c);
    return text;
}

String Stream::readStringUntil(char terminator) {
    String text;
    for (int c; (c = timedRead()) >= 0 && static_cast<char>(c) != terminator;) text += static_cast<char>(c);
    return text;
}

String Stream::readNumber(bool fraction) {
    int c = timedPeek();
    while (c >= 0 && c != '-' && (c < '0' || c > '9')) {
        read();
        c = timedPeek();
    }
    String digits;
    while (c == '-' || (c == '.' && fraction) || (c >= '0' && c <= '9')) {
        digits += static_cast<char>(read());
        c = timedPeek();
    }
    return digits;
}

long Stream::parseInt() { return readNumber(false).toInt(); }
float Stream::parseFloat() { return readNumber(true).toFloat(); }

bool Stream::findUntil(const char* target, const char* terminator) {
    size_t matched = 0, ended = 0;
    while (target[matched]) {
        const int c = timedRead();
        if (c < 0) return false;
        if (static_cast<char>(c) == target[matched]) {
            ++matched;
            if (!target[matched]) return true;
        } else {
            matched = static_cast<char>(c) == target[0] ? 1 : 0;
        }
        if (!terminator || !*terminator) continue;
        ended = static_cast<char>(c) == terminator[ended] ? ended + 1 : static_cast<char>(c) == terminator[0] ? 1 : 0;
        if (!terminator[ended]) return false;
    }
    return true;
}
