// String, as Device OS offers it: a buffer on the heap; a failed allocation leaves it invalid and empty.
#pragma once
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

class __FlashStringHelper;
class Printable;
#define F(text) text
#define PSTR(text) text

class String {
public:
    String(const char* text = "");
    String(const char* text, unsigned int length);
    String(const __FlashStringHelper* text) : String(reinterpret_cast<const char*>(text)) {}
    String(const String& other);
    String(String&& other) noexcept;
    String(const Printable& value);
    explicit String(char c);
    explicit String(unsigned char value, unsigned char base = 10);
    explicit String(int value, unsigned char base = 10);
    explicit String(unsigned int value, unsigned char base = 10);
    explicit String(long value, unsigned char base = 10);
    explicit String(unsigned long value, unsigned char base = 10);
    explicit String(long long value, unsigned char base = 10);  // time_t is one here
    explicit String(unsigned long long value, unsigned char base = 10);
    explicit String(float value, int decimals = 6);
    explicit String(double value, int decimals = 6);
    ~String();

    String& operator=(const String& other);
    String& operator=(String&& other) noexcept;
    String& operator=(const char* text);

    bool reserve(unsigned int size);
    unsigned int length() const { return length_; }
    const char* c_str() const { return buffer_ ? buffer_ : ""; }
    operator const char*() const { return c_str(); }

    bool concat(const String& other) { return append(other.c_str(), other.length_); }
    bool concat(const char* text) { return text && append(text, strlen(text)); }
    bool concat(char c) { return append(&c, 1); }
    bool concat(unsigned char value) { return concat(String(value)); }
    bool concat(int value) { return concat(String(value)); }
    bool concat(unsigned int value) { return concat(String(value)); }
    bool concat(long value) { return concat(String(value)); }
    bool concat(unsigned long value) { return concat(String(value)); }
    bool concat(long long value) { return concat(String(value)); }
    bool concat(unsigned long long value) { return concat(String(value)); }
    bool concat(float value) { return concat(String(value)); }
    bool concat(double value) { return concat(String(value)); }
    template <typename T>
    String& operator+=(const T& value) {
        concat(value);
        return *this;
    }

    int compareTo(const String& other) const { return strcmp(c_str(), other.c_str()); }
    bool equals(const String& other) const { return length_ == other.length_ && compareTo(other) == 0; }
    bool equals(const char* text) const { return strcmp(c_str(), text ? text : "") == 0; }
    bool equalsIgnoreCase(const String& other) const;
    bool startsWith(const String& prefix) const { return startsWith(prefix, 0); }
    bool startsWith(const String& prefix, unsigned int offset) const;
    bool endsWith(const String& suffix) const;

    char charAt(unsigned int index) const { return index < length_ ? buffer_[index] : 0; }
    void setCharAt(unsigned int index, char c);
    char operator[](unsigned int index) const { return charAt(index); }
    char operator[](int index) const { return charAt(static_cast<unsigned int>(index)); }
    char& operator[](unsigned int index);
    char& operator[](int index) { return (*this)[static_cast<unsigned int>(index)]; }
    void getBytes(unsigned char* out, unsigned int size, unsigned int index = 0) const;
    void toCharArray(char* out, unsigned int size, unsigned int index = 0) const;

    int indexOf(char c) const { return indexOf(c, 0); }
    int indexOf(char c, unsigned int from) const;
    int indexOf(const String& text) const { return indexOf(text, 0); }
    int indexOf(const String& text, unsigned int from) const;
    int lastIndexOf(char c) const { return lastIndexOf(c, length_ ? length_ - 1 : 0); }
    int lastIndexOf(char c, unsigned int from) const;
    int lastIndexOf(const String& text) const { return lastIndexOf(text, length_); }
    int lastIndexOf(const String& text, unsigned int from) const;
    String substring(unsigned int begin) const { return substring(begin, length_); }
    String substring(unsigned int begin, unsigned int end) const;

    String& replace(char find, char with);
    String& replace(const String& find, const String& with);
    String& remove(unsigned int index) { return remove(index, length_); }
    String& remove(unsigned int index, unsigned int count);
    String& toLowerCase();
    String& toUpperCase();
    String& trim();

    long toInt() const;
    float toFloat() const;

    static String format(const char* format, ...) __attribute__((format(printf, 1, 2)));
    static String vformat(const char* format, va_list arguments);

private:
    bool append(const char* text, unsigned int length);
    void assign(const char* text, unsigned int length);

    char* buffer_ = nullptr;
    unsigned int capacity_ = 0;
    unsigned int length_ = 0;
};

inline bool operator==(const String& a, const String& b) { return a.equals(b); }
inline bool operator==(const String& a, const char* b) { return a.equals(b); }
inline bool operator==(const char* a, const String& b) { return b.equals(a); }
inline bool operator!=(const String& a, const String& b) { return !a.equals(b); }
inline bool operator!=(const String& a, const char* b) { return !a.equals(b); }
inline bool operator!=(const char* a, const String& b) { return !b.equals(a); }
inline bool operator<(const String& a, const String& b) { return a.compareTo(b) < 0; }
inline bool operator>(const String& a, const String& b) { return a.compareTo(b) > 0; }
inline bool operator<=(const String& a, const String& b) { return a.compareTo(b) <= 0; }
inline bool operator>=(const String& a, const String& b) { return a.compareTo(b) >= 0; }

// Not templates on the right: so `"a" + string` and `string + 5` both find one candidate.
String operator+(const String& a, const String& b);
String operator+(const String& a, const char* b);
String operator+(const char* a, const String& b);
String operator+(const String& a, char b);
String operator+(const String& a, unsigned char b);
String operator+(const String& a, int b);
String operator+(const String& a, unsigned int b);
String operator+(const String& a, long b);
String operator+(const String& a, unsigned long b);
String operator+(const String& a, long long b);
String operator+(const String& a, unsigned long long b);
String operator+(const String& a, float b);
String operator+(const String& a, double b);
