#include "spark_wiring_print.h"

#include <math.h>
#include <stdlib.h>

#include "spark_wiring.h"

namespace {

// What is printed to it becomes a text.
class TextPrint : public Print {
public:
    using Print::write;
    size_t write(uint8_t byte) override { return text.concat(static_cast<char>(byte)) ? 1 : 0; }
    String text;
};

}  // namespace

String::String(const Printable& value) {
    TextPrint print;
    value.printTo(print);
    *this = static_cast<String&&>(print.text);
}

size_t Print::write(const uint8_t* buffer, size_t size) {
    size_t count = 0;
    while (count < size && write(buffer[count])) ++count;
    return count;
}

size_t Print::vprintf(bool newline, const char* format, va_list arguments) {
    const size_t count = print(String::vformat(format, arguments));
    return newline ? count + println() : count;
}

size_t Print::printf(const char* format, ...) {
    va_list arguments;
    va_start(arguments, format);
    const size_t count = vprintf(false, format, arguments);
    va_end(arguments);
    return count;
}

size_t Print::printlnf(const char* format, ...) {
    va_list arguments;
    va_start(arguments, format);
    const size_t count = vprintf(true, format, arguments);
    va_end(arguments);
    return count;
}

size_t Print::number(unsigned long long value, unsigned long long negated, int base) {
    if (base == 0) return write(static_cast<uint8_t>(value));
    unsigned radix = static_cast<uint8_t>(base);
    if (radix < 2) radix = 10;
    if (negated) value = negated;
    char digits[66];
    char* at = digits + sizeof digits;
    *--at = 0;
    do {
        const char digit = static_cast<char>(value % radix);
        *--at = static_cast<char>(digit < 10 ? '0' + digit : 'A' + digit - 10);
        value /= radix;
    } while (value);
    return (negated ? print('-') : 0) + write(at);
}

size_t Print::print(double value, int decimals) {
    if (isnan(value)) return print("nan");
    if (isinf(value)) return print("inf");
    if (value > 4294967040.0 || value < -4294967040.0) return print("ovf");
    size_t count = 0;
    if (value < 0) {
        count += print('-');
        value = -value;
    }
    uint8_t left = static_cast<uint8_t>(decimals);
    double rounding = 0.5;
    for (uint8_t i = 0; i < left; ++i) rounding /= 10;
    value += rounding;
    const unsigned long whole = static_cast<unsigned long>(value);
    double rest = value - static_cast<double>(whole);
    count += print(whole);
    if (left) count += print('.');
    for (; left; --left) {
        rest *= 10;
        const int digit = static_cast<int>(rest);
        count += print(digit);
        rest -= digit;
    }
    return count;
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
