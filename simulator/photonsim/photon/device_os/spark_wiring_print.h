// Print and Stream: what everything that text can be written to, or read from, has in common.
#pragma once
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include "spark_wiring_string.h"

// Of this type, so that String(255, HEX) is not ambiguous.
constexpr unsigned char DEC = 10, HEX = 16, OCT = 8, BIN = 2;

class Print;

class Printable {
public:
    virtual size_t printTo(Print& print) const = 0;
};

class Print {
public:
    virtual ~Print() = default;
    virtual size_t write(uint8_t byte) = 0;
    virtual size_t write(const uint8_t* buffer, size_t size);
    size_t write(const char* text) { return text ? write(reinterpret_cast<const uint8_t*>(text), strlen(text)) : 0; }
    size_t write(const char* text, size_t size) { return write(reinterpret_cast<const uint8_t*>(text), size); }

    size_t print(const char* text) { return write(text); }
    size_t print(const String& text) { return write(text.c_str(), text.length()); }
    size_t print(const __FlashStringHelper* text) { return print(reinterpret_cast<const char*>(text)); }
    size_t print(char c) { return write(static_cast<uint8_t>(c)); }
    size_t print(bool value) { return print(static_cast<int>(value)); }
    // A minus sign in base 10 only; in others a negative number is what its bits say. Base 0 writes a byte.
    size_t print(unsigned char value, int base = DEC) { return print(static_cast<unsigned long>(value), base); }
    size_t print(signed char value, int base = DEC) { return print(static_cast<long>(value), base); }
    size_t print(short value, int base = DEC) { return print(static_cast<long>(value), base); }
    size_t print(unsigned short value, int base = DEC) { return print(static_cast<unsigned long>(value), base); }
    size_t print(int value, int base = DEC) { return print(static_cast<long>(value), base); }
    size_t print(unsigned int value, int base = DEC) { return print(static_cast<unsigned long>(value), base); }
    size_t print(long value, int base = DEC) { return number(static_cast<unsigned long>(value), value < 0 && base == DEC ? 0ul - static_cast<unsigned long>(value) : 0, base); }
    size_t print(unsigned long value, int base = DEC) { return number(value, 0, base); }
    size_t print(long long value, int base = DEC) { return number(static_cast<unsigned long long>(value), value < 0 && base == DEC ? 0ull - static_cast<unsigned long long>(value) : 0, base); }
    size_t print(unsigned long long value, int base = DEC) { return number(value, 0, base); }
    // "ovf" from 4294967040 on.
    size_t print(float value, int decimals = 2) { return print(static_cast<double>(value), decimals); }
    size_t print(double value, int decimals = 2);
    size_t print(const Printable& value) { return value.printTo(*this); }

    int getWriteError() const { return write_error_; }
    void clearWriteError() { write_error_ = 0; }
    size_t println() { return write("\r\n"); }
    template <typename T>
    size_t println(const T& value) {
        const size_t count = print(value);
        return count + println();
    }
    template <typename T>
    size_t println(const T& value, int format) {
        const size_t count = print(value, format);
        return count + println();
    }
    size_t printf(const char* format, ...) __attribute__((format(printf, 2, 3)));
    size_t printlnf(const char* format, ...) __attribute__((format(printf, 2, 3)));
    size_t vprintf(bool newline, const char* format, va_list arguments);

protected:
    void setWriteError(int error = 1) { write_error_ = error; }

private:
    // `negated` is what to print behind a minus sign, 0 where there is none.
    size_t number(unsigned long long value, unsigned long long negated, int base);
    int write_error_ = 0;
};

class Stream : public Print {
public:
    virtual int available() = 0;
    virtual int read() = 0;
    virtual int peek() = 0;
    virtual void flush() {}
    unsigned long getTimeout() const { return timeout_ms_; }
    void setTimeout(unsigned long timeout_ms) { timeout_ms_ = timeout_ms; }
    size_t readBytes(char* buffer, size_t length);
    size_t readBytesUntil(char terminator, char* buffer, size_t length);
    String readString();
    String readStringUntil(char terminator);
    long parseInt();
    float parseFloat();
    bool find(const char* target) { return findUntil(target, nullptr); }
    bool find(const char* target, size_t length) { return find(String(target, static_cast<unsigned>(length)).c_str()); }
    // Reads up to `target` (true), or up to `terminator` or a time-out (false).
    bool findUntil(const char* target, const char* terminator);

private:
    int timedRead();
    int timedPeek();
    String readNumber(bool fraction);
    unsigned long timeout_ms_ = 1000;
};
