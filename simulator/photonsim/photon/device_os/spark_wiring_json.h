// JSONValue reads JSON, JSONWriter writes it.
//
// A value that is not there, and text that is no JSON, give an invalid value: it is 0, false or "".
#pragma once
#include <memory>

#include "spark_wiring_print.h"
#include "spark_wiring_string.h"

namespace spark {

enum JSONType {
    JSON_TYPE_INVALID,
    JSON_TYPE_NULL,
    JSON_TYPE_BOOL,
    JSON_TYPE_NUMBER,
    JSON_TYPE_STRING,
    JSON_TYPE_ARRAY,
    JSON_TYPE_OBJECT
};

namespace detail {
struct JSONToken;
struct JSONData;
typedef std::shared_ptr<JSONData> JSONDataPtr;
}  // namespace detail

class JSONString;

class JSONValue {
public:
    JSONValue() {}
    bool toBool() const;
    int toInt() const;
    double toDouble() const;
    JSONString toString() const;

    JSONType type() const;
    bool isNull() const { return type() == JSON_TYPE_NULL; }
    bool isBool() const { return type() == JSON_TYPE_BOOL; }
    bool isNumber() const { return type() == JSON_TYPE_NUMBER; }
    bool isString() const { return type() == JSON_TYPE_STRING; }
    bool isArray() const { return type() == JSON_TYPE_ARRAY; }
    bool isObject() const { return type() == JSON_TYPE_OBJECT; }
    bool isValid() const { return type() != JSON_TYPE_INVALID; }

    static JSONValue parse(char* json, size_t size) { return parseCopy(json, size); }
    static JSONValue parseCopy(const char* json, size_t size);
    static JSONValue parseCopy(const char* json) { return parseCopy(json, strlen(json)); }

private:
    JSONValue(const detail::JSONToken* token, detail::JSONDataPtr data) : token_(token), data_(data) {}
    const char* text() const;
    const detail::JSONToken* token_ = nullptr;
    detail::JSONDataPtr data_;
    friend class JSONString;
    friend class JSONIterator;
    friend class JSONArrayIterator;
    friend class JSONObjectIterator;
};

// The text of a string, a number, true or false, with an end mark; "" for anything else.
class JSONString {
public:
    JSONString() {}
    explicit JSONString(const JSONValue& value);
    const char* data() const { return text_; }
    size_t size() const { return size_; }
    bool isEmpty() const { return !size_; }
    bool operator==(const char* other) const { return strcmp(text_, other) == 0; }
    bool operator!=(const char* other) const { return !(*this == other); }
    bool operator==(const String& other) const { return *this == other.c_str(); }
    bool operator!=(const String& other) const { return !(*this == other); }
    bool operator==(const JSONString& other) const { return *this == other.text_; }
    bool operator!=(const JSONString& other) const { return !(*this == other); }
    explicit operator const char*() const { return text_; }
    explicit operator String() const { return String(text_, static_cast<unsigned>(size_)); }

private:
    detail::JSONDataPtr data_;
    const char* text_ = "";
    size_t size_ = 0;
};

class JSONIterator {
public:
    JSONValue value() const { return JSONValue(value_, data_); }
    size_t count() const { return left_; }  // how many are still to come

protected:
    JSONIterator() {}
    JSONIterator(const JSONValue& value, JSONType wanted);
    const detail::JSONToken* take();
    detail::JSONDataPtr data_;
    const detail::JSONToken* next_ = nullptr;
    const detail::JSONToken* value_ = nullptr;
    size_t left_ = 0;
};

class JSONArrayIterator : public JSONIterator {
public:
    JSONArrayIterator() {}
    explicit JSONArrayIterator(const JSONValue& value) : JSONIterator(value, JSON_TYPE_ARRAY) {}
    bool next();
};

class JSONObjectIterator : public JSONIterator {
public:
    JSONObjectIterator() {}
    explicit JSONObjectIterator(const JSONValue& value) : JSONIterator(value, JSON_TYPE_OBJECT) {}
    bool next();
    JSONString name() const { return JSONString(JSONValue(name_, data_)); }

private:
    const detail::JSONToken* name_ = nullptr;
};

class JSONWriter {
public:
    virtual ~JSONWriter() {}
    JSONWriter& beginArray() { return begin('['); }
    JSONWriter& endArray() { return end(']'); }
    JSONWriter& beginObject() { return begin('{'); }
    JSONWriter& endObject() { return end('}'); }
    JSONWriter& name(const char* name) { return this->name(name, strlen(name)); }
    JSONWriter& name(const char* name, size_t size);
    JSONWriter& name(const String& name) { return this->name(name.c_str(), name.length()); }
    JSONWriter& value(bool value) { return literal(value ? "true" : "false"); }
    JSONWriter& value(int value) { return literal("%d", value); }
    JSONWriter& value(unsigned value) { return literal("%u", value); }
    JSONWriter& value(long value) { return literal("%ld", value); }
    JSONWriter& value(unsigned long value) { return literal("%lu", value); }
    JSONWriter& value(double value, int precision) { return literal("%.*f", precision, value); }
    JSONWriter& value(double value) { return literal("%g", value); }
    JSONWriter& value(const char* value) { return this->value(value, strlen(value)); }
    JSONWriter& value(const char* value, size_t size);
    JSONWriter& value(const String& value) { return this->value(value.c_str(), value.length()); }
    JSONWriter& nullValue() { return literal("null"); }

protected:
    virtual void write(const char* data, size_t size) = 0;

private:
    enum State { FIRST, NEXT, VALUE };
    JSONWriter& begin(char bracket);
    JSONWriter& end(char bracket);
    JSONWriter& literal(const char* format, ...) __attribute__((format(printf, 2, 3)));
    void separate();
    void writeQuoted(const char* text, size_t size);
    State state_ = FIRST;
};

class JSONStreamWriter : public JSONWriter {
public:
    explicit JSONStreamWriter(Print& stream) : stream_(stream) {}
    Print* stream() const { return &stream_; }

protected:
    void write(const char* data, size_t size) override { stream_.write(reinterpret_cast<const uint8_t*>(data), size); }

private:
    Print& stream_;
};

// Writes no end mark. What does not fit is counted and lost.
class JSONBufferWriter : public JSONWriter {
public:
    JSONBufferWriter(char* buffer, size_t size) : buffer_(buffer), size_(size) {}
    char* buffer() const { return buffer_; }
    size_t bufferSize() const { return size_; }
    size_t dataSize() const { return written_; }

protected:
    void write(const char* data, size_t size) override;

private:
    char* buffer_;
    size_t size_, written_ = 0;
};

inline bool operator==(const char* a, const JSONString& b) { return b == a; }
inline bool operator!=(const char* a, const JSONString& b) { return b != a; }
inline bool operator==(const String& a, const JSONString& b) { return b == a; }
inline bool operator!=(const String& a, const JSONString& b) { return b != a; }

}  // namespace spark

using namespace spark;
