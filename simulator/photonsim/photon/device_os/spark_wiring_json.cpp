// JSONValue and JSONWriter.
#include "spark_wiring_json.h"

#include <ctype.h>
#include <stdarg.h>
#include <stdlib.h>

#include <vector>

namespace spark {

namespace detail {

struct JSONToken {
    JSONType type = JSON_TYPE_INVALID;
    size_t start = 0, length = 0;  // in the text
    size_t count = 0;              // members of an object, elements of an array
    size_t after = 0;              // the index of the token behind this one and all that is in it
};

struct JSONData {
    std::vector<char> text;  // strings without escapes, each literal with an end mark
    std::vector<JSONToken> tokens;
};

}  // namespace detail

namespace {

using detail::JSONData;
using detail::JSONToken;

class Parser {
public:
    explicit Parser(JSONData& data) : data_(data), text_(data.text.data()), end_(data.text.size() - 1) {}
    bool document() {
        if (!value(0)) return false;
        skipSpace();
        return at_ == end_;
    }

private:
    // Each level is a call of this parser; the board's stack has 6144 bytes.
    static constexpr int MAX_DEPTH = 20;

    void skipSpace() {
        while (at_ < end_ && isspace(static_cast<unsigned char>(text_[at_]))) ++at_;
    }
    // The next character that counts, which is taken; 0 at the end.
    char take() {
        skipSpace();
        return at_ < end_ ? text_[at_++] : 0;
    }
    bool value(int depth) {
        const char first = take();
        const size_t own = data_.tokens.size();
        data_.tokens.emplace_back();
        const bool good = first == '"'                 ? string(own)
                          : first == '{' || first == '[' ? depth < MAX_DEPTH && compound(own, depth, first == '{')
                          : first                        ? literal(own)
                                                         : false;
        data_.tokens[own].after = data_.tokens.size();
        return good;
    }
    bool compound(size_t own, int depth, bool object) {
        const char close = object ? '}' : ']';
        data_.tokens[own].type = object ? JSON_TYPE_OBJECT : JSON_TYPE_ARRAY;
        for (char c = take(); c != close; c = take()) {
            if (!c) return false;
            if (data_.tokens[own].count++) {
                if (c != ',') return false;
            } else {
                --at_;
            }
            if (object) {
                const size_t name = data_.tokens.size();
                if (!value(depth + 1) || data_.tokens[name].type != JSON_TYPE_STRING || take() != ':') return false;
            }
            if (!value(depth + 1)) return false;
        }
        return true;
    }
    bool literal(size_t own) {
        JSONToken& token = data_.tokens[own];
        token.start = at_ - 1;
        while (at_ < end_ && !strchr(",]}: \t\r\n", text_[at_])) ++at_;
        token.length = at_ - token.start;
        const char first = text_[token.start];
        token.type = first == 't' || first == 'f'   ? JSON_TYPE_BOOL
                     : first == 'n'                   ? JSON_TYPE_NULL
                     : first == '-' || isdigit(first) ? JSON_TYPE_NUMBER
                                                      : JSON_TYPE_INVALID;
        return token.type != JSON_TYPE_INVALID;
    }
    bool string(size_t own) {
        JSONToken& token = data_.tokens[own];
        token.type = JSON_TYPE_STRING;
        token.start = at_;
        size_t out = at_;
        for (;;) {
            if (at_ >= end_) return false;
            const char c = text_[at_++];
            if (c == '"') break;
            if (c != '\\') {
                text_[out++] = c;
            } else if (!escape(out)) {
                return false;
            }
        }
        token.length = out - token.start;
        text_[out] = 0;
        return true;
    }
    // What stands behind a backslash. Characters beyond ASCII stay as they are written, as on the board.
    bool escape(size_t& out) {
        static const char NAMES[] = "\"\\/btnfr", VALUES[] = "\"\\/\b\t\n\f\r";
        const char c = at_ < end_ ? text_[at_++] : 0;
        if (c == 'u') {
            if (end_ - at_ < 4) return false;
            char digits[5] = {text_[at_], text_[at_ + 1], text_[at_ + 2], text_[at_ + 3], 0};
            char* stopped;
            const unsigned long code = strtoul(digits, &stopped, 16);
            if (stopped != digits + 4) return false;
            at_ += 4;
            if (code < 0x80) {
                text_[out++] = static_cast<char>(code);
            } else {
                memmove(text_ + out, text_ + at_ - 6, 6);
                out += 6;
            }
            return true;
        }
        const char* found = c ? strchr(NAMES, c) : nullptr;
        if (!found) return false;
        text_[out++] = VALUES[found - NAMES];
        return true;
    }

    JSONData& data_;
    char* text_;
    size_t at_ = 0, end_;
};

}  // namespace

JSONValue JSONValue::parseCopy(const char* json, size_t size) {
    detail::JSONDataPtr data(new JSONData);
    data->text.assign(json, json + size);
    data->text.push_back(0);
    if (!Parser(*data).document()) return JSONValue();
    for (const JSONToken& token : data->tokens) {
        if (token.type != JSON_TYPE_ARRAY && token.type != JSON_TYPE_OBJECT) data->text[token.start + token.length] = 0;
    }
    return JSONValue(data->tokens.data(), data);
}
JSONType JSONValue::type() const { return token_ ? token_->type : JSON_TYPE_INVALID; }
const char* JSONValue::text() const {
    const bool plain = isBool() || isNumber() || isString();
    return plain ? data_->text.data() + token_->start : "";
}
bool JSONValue::toBool() const {
    const char* own = text();
    if (isBool()) return *own == 't';
    return *own && strcmp(own, "0") != 0 && strcmp(own, "0.0") != 0 && strcmp(own, "false") != 0;
}
int JSONValue::toInt() const { return isBool() ? toBool() : static_cast<int>(strtol(text(), nullptr, 10)); }
double JSONValue::toDouble() const { return isBool() ? toBool() : strtod(text(), nullptr); }
JSONString JSONValue::toString() const { return JSONString(*this); }

JSONString::JSONString(const JSONValue& value) : data_(value.data_), text_(value.text()) {
    if (*text_) size_ = value.token_->length;
}

JSONIterator::JSONIterator(const JSONValue& value, JSONType wanted) {
    if (value.type() == wanted) {
        data_ = value.data_;
        next_ = value.token_ + 1;
        left_ = value.token_->count;
    }
}
const JSONToken* JSONIterator::take() {
    const JSONToken* taken = next_;
    next_ = data_->tokens.data() + taken->after;
    return taken;
}
bool JSONArrayIterator::next() {
    if (!left_) return false;
    --left_;
    value_ = take();
    return true;
}
bool JSONObjectIterator::next() {
    if (!left_) return false;
    --left_;
    name_ = take();
    value_ = take();
    return true;
}

JSONWriter& JSONWriter::begin(char bracket) {
    separate();
    write(&bracket, 1);
    state_ = FIRST;
    return *this;
}
JSONWriter& JSONWriter::end(char bracket) {
    write(&bracket, 1);
    state_ = NEXT;
    return *this;
}
JSONWriter& JSONWriter::name(const char* name, size_t size) {
    separate();
    writeQuoted(name, size);
    state_ = VALUE;
    return *this;
}
JSONWriter& JSONWriter::value(const char* value, size_t size) {
    separate();
    writeQuoted(value, size);
    state_ = NEXT;
    return *this;
}
JSONWriter& JSONWriter::literal(const char* format, ...) {
    separate();
    va_list arguments;
    va_start(arguments, format);
    const String text = String::vformat(format, arguments);
    va_end(arguments);
    write(text.c_str(), text.length());
    state_ = NEXT;
    return *this;
}
void JSONWriter::separate() {
    if (state_ != FIRST) write(state_ == NEXT ? "," : ":", 1);
}
void JSONWriter::writeQuoted(const char* text, size_t size) {
    static const char NAMES[] = "\"\\btnfr", VALUES[] = "\"\\\b\t\n\f\r";
    write("\"", 1);
    for (const char* c = text; c != text + size; ++c) {
        const char* found = *c ? strchr(VALUES, *c) : nullptr;
        if (found) {
            const char escaped[] = {'\\', NAMES[found - VALUES]};
            write(escaped, 2);
        } else if (static_cast<unsigned char>(*c) < 0x20) {
            char escaped[7];
            snprintf(escaped, sizeof escaped, "\\u%04x", static_cast<unsigned>(static_cast<unsigned char>(*c)));
            write(escaped, 6);
        } else {
            write(c, 1);
        }
    }
    write("\"", 1);
}
void JSONBufferWriter::write(const char* data, size_t size) {
    if (written_ < size_) memcpy(buffer_ + written_, data, size < size_ - written_ ? size : size_ - written_);
    written_ += size;
}

}  // namespace spark
