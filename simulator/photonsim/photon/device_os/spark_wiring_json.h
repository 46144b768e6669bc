// Reading and writing JSON. Source: Device OS v2.3.1 and v3.3.1, wiring/inc/spark_wiring_json.h; what is read is split
// into tokens by the rules of services/src/jsmn.c, which are lax: a word without quotes is a value, commas may be missing.
#pragma once
#include <stddef.h>
#include <stdint.h>
#include <string.h>

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
// The tokens and the text of one document, which all its values share.
struct JSONData;
typedef std::shared_ptr<JSONData> JSONDataPtr;
}  // namespace detail

class JSONString;

// One value of a document; as long as it lives, the document does.
class JSONValue {
public:
    JSONValue() = default;
    bool toBool() const;  // of a text: false for "", "false", "0" and "0.0"
    int toInt() const;    // of a text or a number: its whole digits at the beginning
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

    // parse() writes into the text that it is given, which must live as long as its values; parseCopy() does not.
    static JSONValue parse(char* json, size_t size);
    static JSONValue parseCopy(const char* json, size_t size);
    static JSONValue parseCopy(const char* json) { return parseCopy(json, strlen(json)); }

private:
    JSONValue(const detail::JSONToken* token, detail::JSONDataPtr data);
    const char* text() const;
    detail::JSONDataPtr data_;
    const detail::JSONToken* token_ = nullptr;
    friend class JSONString;
    friend class JSONArrayIterator;
    friend class JSONObjectIterator;
};

// The text of a value: of a string, a number, true or false; else empty.
class JSONString {
public:
    JSONString() = default;
    explicit JSONString(const JSONValue& value) : JSONString(value.token_, value.data_) {}
    const char* data() const { return text_; }
    size_t size() const { return size_; }
    bool isEmpty() const { return size_ == 0; }
    bool operator==(const char* other) const { return strcmp(text_, other) == 0; }
    bool operator!=(const char* other) const { return !(*this == other); }
    bool operator==(const String& other) const { return size_ == other.length() && strncmp(text_, other.c_str(), size_) == 0; }
    bool operator!=(const String& other) const { return !(*this == other); }
    bool operator==(const JSONString& other) const { return size_ == other.size_ && strncmp(text_, other.text_, size_) == 0; }
    bool operator!=(const JSONString& other) const { return !(*this == other); }
    explicit operator const char*() const { return text_; }
    explicit operator String() const { return String(text_, static_cast<unsigned>(size_)); }

private:
    JSONString(const detail::JSONToken* token, detail::JSONDataPtr data);
    detail::JSONDataPtr data_;
    const char* text_ = "";
    size_t size_ = 0;
    friend class JSONValue;
    friend class JSONObjectIterator;
};
inline bool operator==(const char* a, const JSONString& b) { return b == a; }
inline bool operator!=(const char* a, const JSONString& b) { return b != a; }
inline bool operator==(const String& a, const JSONString& b) { return b == a; }
inline bool operator!=(const String& a, const JSONString& b) { return b != a; }
inline JSONString JSONValue::toString() const { return JSONString(*this); }

// while (iterator.next()) ... iterator.value(). `count()` is how many are left.
class JSONArrayIterator {
public:
    JSONArrayIterator() = default;
    explicit JSONArrayIterator(const JSONValue& value);
    bool next();
    JSONValue value() const { return JSONValue(value_, data_); }
    size_t count() const { return left_; }

private:
    detail::JSONDataPtr data_;
    const detail::JSONToken *next_ = nullptr, *value_ = nullptr;
    size_t left_ = 0;
};

class JSONObjectIterator {
public:
    JSONObjectIterator() = default;
    explicit JSONObjectIterator(const JSONValue& value);
    bool next();
    JSONString name() const { return JSONString(name_, data_); }
    JSONValue value() const { return JSONValue(value_, data_); }
    size_t count() const { return left_; }

private:
    detail::JSONDataPtr data_;
    const detail::JSONToken *next_ = nullptr, *name_ = nullptr, *value_ = nullptr;
    size_t left_ = 0;
};

// Writes a document piece by piece; whether the pieces make one is up to the caller.
class JSONWriter {
public:
    virtual ~JSONWriter() = default;
    JSONWriter& beginArray() { return open('['); }
    JSONWriter& endArray() { return close(']'); }
    JSONWriter& beginObject() { return open('{'); }
    JSONWriter& endObject() { return close('}'); }
    JSONWriter& name(const char* name, size_t size);
    JSONWriter& name(const char* text) { return name(text, strlen(text)); }
    JSONWriter& name(const String& text) { return name(text.c_str(), text.length()); }
    JSONWriter& value(bool value) { return literal(value ? "true" : "false"); }
    JSONWriter& value(int value);
    JSONWriter& value(unsigned value);
    JSONWriter& value(long value);
    JSONWriter& value(unsigned long value);
    JSONWriter& value(double value, int precision);
    JSONWriter& value(double value);  // six digits that count, as %g
    JSONWriter& value(const char* text, size_t size);
    JSONWriter& value(const char* text) { return value(text, strlen(text)); }
    JSONWriter& value(const String& text) { return value(text.c_str(), text.length()); }
    JSONWriter& nullValue() { return literal("null"); }

protected:
    virtual void write(const char* data, size_t size) = 0;
    virtual void printf(const char* format, ...) __attribute__((format(printf, 2, 3)));

private:
    JSONWriter& open(char bracket);
    JSONWriter& close(char bracket);
    JSONWriter& literal(const char* text);
    void separate();
    void quote(const char* text, size_t size);
    enum { BEGIN, NEXT, VALUE } state_ = BEGIN;
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

// Into a buffer, without a NUL at the end. `dataSize()` counts on when the buffer is full.
class JSONBufferWriter : public JSONWriter {
public:
    JSONBufferWriter(char* buffer, size_t size) : buffer_(buffer), capacity_(size) {}
    char* buffer() const { return buffer_; }
    size_t bufferSize() const { return capacity_; }
    size_t dataSize() const { return size_; }

protected:
    void write(const char* data, size_t size) override;
    // A number that does not fit whole loses its last digit to a NUL, as there.
    void printf(const char* format, ...) override __attribute__((format(printf, 2, 3)));

private:
    char* buffer_;
    size_t capacity_, size_ = 0;
};

}  // namespace spark
