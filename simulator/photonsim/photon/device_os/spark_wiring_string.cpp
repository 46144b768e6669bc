#include "spark_wiring_string.h"

#include <ctype.h>
#include <stdlib.h>

#include <new>

#include "string_convert.h"

namespace {

// Of 64 bits, which Device OS has no constructor for: time_t is that long here.
String number(unsigned long long value, bool negative, unsigned char base) {
    char digits[67];
    char* at = digits + sizeof digits;
    *--at = 0;
    if (base < 2 || base > 36) base = 10;
    do {
        const unsigned digit = value % base;
        *--at = static_cast<char>(digit < 10 ? '0' + digit : 'a' + digit - 10);
        value /= base;
    } while (value);
    if (negative) *--at = '-';
    return String(at);
}

// The board's way: a half is rounded up, and from 2^32 on digits are lost in front, as they are with ten decimals.
String decimal(double value, unsigned char decimals) {
    char text[16 + 255] = "";
    char* at = text;
    if (value < 0) {
        value = -value;
        *at++ = '-';
    }
    int32_t scale = 1;
    for (int i = 0; i < decimals; ++i) scale = static_cast<int32_t>(static_cast<uint32_t>(scale) * 10);
    if (scale == 0) scale = 1;
    value *= scale;
    uint64_t digits = value >= 18446744073709551615.0 ? UINT64_MAX : value > 0 ? static_cast<uint64_t>(value) : 0;
    if (value - static_cast<double>(digits) >= 0.5) ++digits;
    ultoa(static_cast<unsigned long>(digits / static_cast<uint64_t>(scale)), at, 10);
    if (decimals) {
        at += strlen(at);
        *at++ = '.';
        ultoa(static_cast<unsigned long>(digits % static_cast<uint64_t>(scale)), at, 10, static_cast<char>(decimals));
    }
    return String(text);
}

}  // namespace

String::String(const char* text) {
    if (text) assign(text, strlen(text));
}
String::String(const char* text, unsigned int length) {
    if (text) assign(text, length);
}
String::String(const String& other) { assign(other.c_str(), other.length_); }
String::String(String&& other) noexcept { *this = static_cast<String&&>(other); }
String::String(char c) { assign(&c, 1); }
String::String(unsigned char value, unsigned char base) : String(static_cast<unsigned long>(value), base) {}
String::String(int value, unsigned char base) {
    char text[36] = "";
    *this = itoa(value, text, base);
}
String::String(unsigned int value, unsigned char base) : String(static_cast<unsigned long>(value), base) {}
String::String(long value, unsigned char base) {
    char text[36];
    *this = ltoa(value, text, base);
}
String::String(unsigned long value, unsigned char base) {
    char text[36] = "";
    ultoa(value, text, base);
    *this = text;
}
String::String(long long value, unsigned char base)
    : String(number(value < 0 ? 0ull - static_cast<unsigned long long>(value) : static_cast<unsigned long long>(value), value < 0, base)) {}
String::String(unsigned long long value, unsigned char base) : String(number(value, false, base)) {}
String::String(float value, int decimals) : String(decimal(static_cast<double>(value), static_cast<unsigned char>(decimals))) {}
String::String(double value, int decimals) : String(decimal(value, static_cast<unsigned char>(decimals))) {}
String::~String() { free(buffer_); }

String& String::operator=(const String& other) {
    if (this != &other) assign(other.c_str(), other.length_);
    return *this;
}

String& String::operator=(String&& other) noexcept {
    if (this != &other) {
        free(buffer_);
        buffer_ = other.buffer_;
        capacity_ = other.capacity_;
        length_ = other.length_;
        other.buffer_ = nullptr;
        other.capacity_ = other.length_ = 0;
    }
    return *this;
}

String& String::operator=(const char* text) {
    if (text) {
        assign(text, strlen(text));
    } else {
        length_ = 0;
        if (buffer_) buffer_[0] = 0;
    }
    return *this;
}

bool String::reserve(unsigned int size) {
    if (buffer_ && capacity_ >= size) return true;
    char* larger = static_cast<char*>(realloc(buffer_, size + 1));
    if (!larger) return false;
    if (!buffer_) larger[0] = 0;
    buffer_ = larger;
    capacity_ = size;
    return true;
}

void String::assign(const char* text, unsigned int length) {
    if (!reserve(length)) {
        free(buffer_);
        buffer_ = nullptr;
        capacity_ = length_ = 0;
        return;
    }
    memmove(buffer_, text, length);
    buffer_[length] = 0;
    length_ = length;
}

bool String::append(const char* text, unsigned int length) {
    if (!length) return true;
    // `text` may be our own buffer, which reserve() can move.
    const bool own = buffer_ && text >= buffer_ && text <= buffer_ + length_;
    const size_t offset = own ? static_cast<size_t>(text - buffer_) : 0;
    if (!reserve(length_ + length)) return false;
    memmove(buffer_ + length_, own ? buffer_ + offset : text, length);
    length_ += length;
    buffer_[length_] = 0;
    return true;
}

bool String::equalsIgnoreCase(const String& other) const {
    if (length_ != other.length_) return false;
    for (unsigned int i = 0; i < length_; ++i) {
        if (tolower(static_cast<unsigned char>(buffer_[i])) != tolower(static_cast<unsigned char>(other.buffer_[i])))
            return false;
    }
    return true;
}

bool String::startsWith(const String& prefix, unsigned int offset) const {
    return offset <= length_ && prefix.length_ <= length_ - offset &&
           memcmp(c_str() + offset, prefix.c_str(), prefix.length_) == 0;
}

bool String::endsWith(const String& suffix) const {
    return suffix.length_ <= length_ &&
           memcmp(c_str() + length_ - suffix.length_, suffix.c_str(), suffix.length_) == 0;
}

void String::setCharAt(unsigned int index, char c) {
    if (index < length_) buffer_[index] = c;
}

char& String::operator[](unsigned int index) {
    static char nowhere;
    if (index >= length_) {
        nowhere = 0;
        return nowhere;
    }
    return buffer_[index];
}

void String::getBytes(unsigned char* out, unsigned int size, unsigned int index) const {
    toCharArray(reinterpret_cast<char*>(out), size, index);
}

void String::toCharArray(char* out, unsigned int size, unsigned int index) const {
    if (!size || !out) return;
    unsigned int count = index < length_ ? length_ - index : 0;
    if (count > size - 1) count = size - 1;
    if (count) memcpy(out, buffer_ + index, count);
    out[count] = 0;
}

int String::indexOf(char c, unsigned int from) const {
    if (from >= length_) return -1;
    const char* found = strchr(buffer_ + from, c);
    return found ? static_cast<int>(found - buffer_) : -1;
}

int String::indexOf(const String& text, unsigned int from) const {
    if (from >= length_) return -1;
    const char* found = strstr(buffer_ + from, text.c_str());
    return found ? static_cast<int>(found - buffer_) : -1;
}

int String::lastIndexOf(char c, unsigned int from) const {
    if (from >= length_) return -1;
    for (int i = static_cast<int>(from); i >= 0; --i) {
        if (buffer_[i] == c) return i;
    }
    return -1;
}

int String::lastIndexOf(const String& text, unsigned int from) const {
    if (!text.length_ || text.length_ > length_) return -1;
    unsigned int start = length_ - text.length_;
    if (from < start) start = from;
    for (int i = static_cast<int>(start); i >= 0; --i) {
        if (memcmp(buffer_ + i, text.buffer_, text.length_) == 0) return i;
    }
    return -1;
}

String String::substring(unsigned int begin, unsigned int end) const {
    if (begin > end) {
        const unsigned int other = begin;
        begin = end;
        end = other;
    }
    if (begin > length_) return String();
    if (end > length_) end = length_;
    return String(c_str() + begin, end - begin);
}

String& String::replace(char find, char with) {
    for (unsigned int i = 0; i < length_; ++i) {
        if (buffer_[i] == find) buffer_[i] = with;
    }
    return *this;
}

String& String::replace(const String& find, const String& with) {
    if (!find.length_) return *this;
    String result;
    unsigned int at = 0;
    for (int found; (found = indexOf(find, at)) >= 0; at = static_cast<unsigned int>(found) + find.length_) {
        result.append(c_str() + at, static_cast<unsigned int>(found) - at);
        result.append(with.c_str(), with.length_);
    }
    result.append(c_str() + at, length_ - at);
    return *this = static_cast<String&&>(result);
}

String& String::remove(unsigned int index, unsigned int count) {
    if (index >= length_ || !count) return *this;
    if (count > length_ - index) count = length_ - index;
    memmove(buffer_ + index, buffer_ + index + count, length_ - index - count + 1);
    length_ -= count;
    return *this;
}

String& String::toLowerCase() {
    for (unsigned int i = 0; i < length_; ++i) buffer_[i] = static_cast<char>(tolower(buffer_[i]));
    return *this;
}

String& String::toUpperCase() {
    for (unsigned int i = 0; i < length_; ++i) buffer_[i] = static_cast<char>(toupper(buffer_[i]));
    return *this;
}

String& String::trim() {
    unsigned int begin = 0, end = length_;
    while (begin < end && isspace(static_cast<unsigned char>(buffer_[begin]))) ++begin;
    while (end > begin && isspace(static_cast<unsigned char>(buffer_[end - 1]))) --end;
    if (begin || end != length_) *this = String(c_str() + begin, end - begin);
    return *this;
}

long String::toInt() const { return strtol(c_str(), nullptr, 10); }
float String::toFloat() const { return static_cast<float>(strtod(c_str(), nullptr)); }

String String::format(const char* format, ...) {
    va_list arguments;
    va_start(arguments, format);
    String result = vformat(format, arguments);
    va_end(arguments);
    return result;
}

String String::vformat(const char* format, va_list arguments) {
    va_list again;
    va_copy(again, arguments);
    const int length = vsnprintf(nullptr, 0, format, again);
    va_end(again);
    String result;
    if (length > 0 && result.reserve(static_cast<unsigned int>(length))) {
        vsnprintf(result.buffer_, static_cast<size_t>(length) + 1, format, arguments);
        result.length_ = static_cast<unsigned int>(length);
    }
    return result;
}

namespace {
template <typename T>
String joined(const String& a, const T& b) {
    String result(a);
    result.concat(b);
    return result;
}
}  // namespace

String operator+(const String& a, const String& b) { return joined(a, b); }
String operator+(const String& a, const char* b) { return joined(a, b); }
String operator+(const char* a, const String& b) { return joined(String(a), b); }
String operator+(const String& a, char b) { return joined(a, b); }
String operator+(const String& a, unsigned char b) { return joined(a, b); }
String operator+(const String& a, int b) { return joined(a, b); }
String operator+(const String& a, unsigned int b) { return joined(a, b); }
String operator+(const String& a, long b) { return joined(a, b); }
String operator+(const String& a, unsigned long b) { return joined(a, b); }
String operator+(const String& a, long long b) { return joined(a, b); }
String operator+(const String& a, unsigned long long b) { return joined(a, b); }
String operator+(const String& a, float b) { return joined(a, b); }
String operator+(const String& a, double b) { return joined(a, b); }
