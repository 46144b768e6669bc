#include "string_convert.h"

#include <string.h>

namespace {

// Moves what stands at the end of a buffer to the front of `text`.
char* moved(const char* at, char* text) {
    memmove(text, at, strlen(at) + 1);
    return text;
}

}  // namespace

char* ltoa(long value, char* text, int base) {
    if (base < 2 || base > 36) base = 10;
    char digits[36];
    char* at = digits + sizeof digits;
    *--at = 0;
    const bool negative = value < 0 && base == 10;
    unsigned long rest = negative ? 0ul - static_cast<unsigned long>(value) : 0;
    do {
        long digit;
        if (negative) {
            digit = static_cast<long>(rest % 10);
            rest /= 10;
        } else {
            digit = value % base;  // below 0 as the value is
            value /= base;
        }
        *--at = static_cast<char>(digit > 9 ? 'A' + digit - 10 : '0' + digit);
    } while (negative ? rest != 0 : value != 0);
    if (negative) *--at = '-';
    return moved(at, text);
}

char* ultoa(unsigned long value, char* text, int base, char pad) {
    if (base < 2 || base > 36) return nullptr;
    char digits[34];
    char* at = digits + sizeof digits;
    *--at = 0;
    for (; value; value /= static_cast<unsigned>(base)) {
        const unsigned long digit = value % static_cast<unsigned>(base);
        *--at = static_cast<char>(digit < 10 ? '0' + digit : 'a' + digit - 10);
    }
    const int length = static_cast<int>(digits + sizeof digits - 1 - at);
    const int zeros = pad > length ? pad - length : 0;
    memset(text, '0', static_cast<size_t>(zeros));
    moved(at, text + zeros);
    return text;
}

char* utoa(unsigned value, char* text, int base) { return ultoa(value, text, base); }

char* itoa(int value, char* text, int base) {
    if (value >= 0) {
        ultoa(static_cast<unsigned>(value), text, base);
    } else {
        text[0] = '-';
        ultoa(0u - static_cast<unsigned>(value), text + 1, base);
    }
    return text;
}
