#include "Particle.h"

namespace spark {
namespace detail {

// A piece of the text, from `start` until before `end`. A container's parts follow it; `size` says how many: an object
// counts its names, and a name its value.
struct JSONToken {
    enum Kind : uint8_t { PRIMITIVE, OBJECT, ARRAY, STRING } kind;
    int start, end;
    int size;
};

struct JSONData {
    ~JSONData() {
        delete[] tokens;
        if (owns_text) delete[] text;
    }
    JSONToken* tokens = nullptr;
    char* text = nullptr;
    bool owns_text = false;
};

}  // namespace detail

namespace {

using detail::JSONData;
using detail::JSONToken;

// Splits a text into tokens; without room for them it only counts.
class Tokenizer {
public:
    Tokenizer(const char* text, size_t size, JSONToken* tokens) : text_(text), size_(static_cast<int>(size)), tokens_(tokens) {}

    // How many there are, or less than 0 for what is no JSON.
    int run() {
        for (; at_ < size_ && text_[at_]; ++at_) {
            if (!step(text_[at_])) return -1;
        }
        for (int i = 0; tokens_ && i < count_; ++i) {
            if (tokens_[i].end < 0) return -1;  // never closed
        }
        return count_;
    }

private:
    bool step(char c) {
        switch (c) {
            case '{':
            case '[':
                add(c == '{' ? JSONToken::OBJECT : JSONToken::ARRAY, at_, -1);
                parent_ = count_ - 1;
                return true;
            case '}':
            case ']':
                return !tokens_ || close(c == '}' ? JSONToken::OBJECT : JSONToken::ARRAY);
            case '"':
                return string();
            case ':':
                parent_ = count_ - 1;
                return true;
            case ',':
                if (tokens_ && (parent_ < 0 || !isContainer(tokens_[parent_]))) parent_ = innermost();
                return true;
            case ' ':
            case '\t':
            case '\r':
            case '\n':
                return true;
            default:
                return primitive();
        }
    }

    static bool isContainer(const JSONToken& token) { return token.kind == JSONToken::OBJECT || token.kind == JSONToken::ARRAY; }

    void add(JSONToken::Kind kind, int start, int end) {
        if (tokens_) {
            tokens_[count_] = {kind, start, end, 0};
            if (parent_ >= 0) ++tokens_[parent_].size;
        }
        ++count_;
    }

    int innermost() const {
        for (int i = count_ - 1; i >= 0; --i) {
            if (tokens_[i].end < 0) return i;
        }
        return -1;
    }

    bool close(JSONToken::Kind kind) {
        const int open = innermost();
        if (open < 0 || tokens_[open].kind != kind) return false;
        tokens_[open].end = at_ + 1;
        parent_ = innermost();
        return true;
    }

    bool string() {
        const int start = ++at_;
        for (; at_ < size_ && text_[at_]; ++at_) {
            if (text_[at_] == '"') {
                add(JSONToken::STRING, start, at_);
                return true;
            }
            if (text_[at_] == '\\' && at_ + 1 < size_ && !escape()) return false;
        }
        return false;
    }

    bool escape() {
        ++at_;
        if (text_[at_] != 'u') return text_[at_] && strchr("\"/\\bfrnt", text_[at_]);
        for (int i = 0; i < 4 && at_ + 1 < size_ && text_[at_ + 1]; ++i) {
            if (!isxdigit(static_cast<unsigned char>(text_[++at_]))) return false;
        }
        return true;
    }

    // A number or a word, until something that cannot belong to it.
    bool primitive() {
        const int start = at_;
        for (; at_ < size_ && text_[at_] && !strchr("\t\r\n ,]}:", text_[at_]); ++at_) {
            if (text_[at_] < 32 || text_[at_] >= 127) return false;
        }
        add(JSONToken::PRIMITIVE, start, at_);
        --at_;
        return true;
    }

    const char* text_;
    int size_;
    JSONToken* tokens_;
    int at_ = 0, count_ = 0, parent_ = -1;
};

int hexDigit(char c) { return c <= '9' ? c - '0' : (c | 0x20) - 'a' + 10; }

// Replaces escapes in a string where it stands; a \u that is not ASCII stays as it is written.
bool unescape(JSONToken& token, char* text) {
    char* to = text + token.start;
    const char* from = to;
    const char* const end = text + token.end;
    while (from != end) {
        if (*from != '\\') {
            *to++ = *from++;
            continue;
        }
        if (++from == end) return false;
        const char kind = *from++;
        if (kind == 'u') {
            if (end - from < 4) return false;
            int code = 0;
            for (int i = 0; i < 4; ++i) code = code << 4 | hexDigit(from[i]);
            if (code <= 0x7F) {
                *to++ = static_cast<char>(code);
            } else {
                memmove(to, from - 2, 6);
                to += 6;
            }
            from += 4;
        } else {
            static const char NAMES[] = "btnfr", MEANT[] = "\b\t\n\f\r";
            const char* known = strchr(NAMES, kind);
            *to++ = known ? MEANT[known - NAMES] : kind;
        }
    }
    token.end = static_cast<int>(to - text);
    return true;
}

// Unescapes strings and ends every text with a NUL, where the next separator was.
bool finish(JSONToken* tokens, int count, char* text) {
    for (int i = 0; i < count; ++i) {
        if (tokens[i].kind == JSONToken::STRING && !unescape(tokens[i], text)) return false;
        if (tokens[i].kind == JSONToken::STRING || tokens[i].kind == JSONToken::PRIMITIVE) text[tokens[i].end] = 0;
    }
    return true;
}

JSONToken* tokensOf(const char* json, size_t size, int& count) {
    count = Tokenizer(json, size, nullptr).run();
    if (count <= 0) return nullptr;
    JSONToken* tokens = new JSONToken[static_cast<size_t>(count)];
    if (tokens && Tokenizer(json, size, tokens).run() <= 0) {
        delete[] tokens;
        return nullptr;
    }
    return tokens;
}

char* copyOf(const char* json, size_t size) {
    char* copy = new char[size + 1];
    if (copy) memcpy(copy, json, size);
    return copy;
}

// The token behind this one and all that belongs to it.
const JSONToken* behind(const JSONToken* token) {
    for (int left = 1; left; ++token, --left) {
        if (token->kind == JSONToken::OBJECT) left += 2 * token->size;
        if (token->kind == JSONToken::ARRAY) left += token->size;
    }
    return token;
}

}  // namespace

JSONValue::JSONValue(const JSONToken* token, detail::JSONDataPtr data) {
    if (token) {
        token_ = token;
        data_ = data;
    }
}

JSONValue JSONValue::parse(char* json, size_t size) {
    detail::JSONDataPtr data(new JSONData);
    int count;
    if (!data || !(data->tokens = tokensOf(json, size, count))) return JSONValue();
    // A document of one bare value has no room for the NUL behind it.
    data->owns_text = data->tokens[0].kind == JSONToken::PRIMITIVE;
    data->text = data->owns_text ? copyOf(json, size) : json;
    return data->text && finish(data->tokens, count, data->text) ? JSONValue(data->tokens, data) : JSONValue();
}

JSONValue JSONValue::parseCopy(const char* json, size_t size) {
    detail::JSONDataPtr data(new JSONData);
    int count;
    if (!data || !(data->tokens = tokensOf(json, size, count))) return JSONValue();
    data->owns_text = true;
    data->text = copyOf(json, size);
    return data->text && finish(data->tokens, count, data->text) ? JSONValue(data->tokens, data) : JSONValue();
}

const char* JSONValue::text() const { return data_->text + token_->start; }

JSONType JSONValue::type() const {
    if (!token_) return JSON_TYPE_INVALID;
    switch (token_->kind) {
        case JSONToken::STRING:
            return JSON_TYPE_STRING;
        case JSONToken::ARRAY:
            return JSON_TYPE_ARRAY;
        case JSONToken::OBJECT:
            return JSON_TYPE_OBJECT;
        default:
            break;
    }
    const char c = *text();
    if (c == '-' || (c >= '0' && c <= '9')) return JSON_TYPE_NUMBER;
    if (c == 't' || c == 'f') return JSON_TYPE_BOOL;
    return c == 'n' ? JSON_TYPE_NULL : JSON_TYPE_INVALID;
}

bool JSONValue::toBool() const {
    switch (type()) {
        case JSON_TYPE_BOOL:
            return *text() == 't';
        case JSON_TYPE_NUMBER:
            return strcmp(text(), "0") != 0 && strcmp(text(), "0.0") != 0;
        case JSON_TYPE_STRING:
            return *text() && strcmp(text(), "false") != 0 && strcmp(text(), "0") != 0 && strcmp(text(), "0.0") != 0;
        default:
            return false;
    }
}

int JSONValue::toInt() const {
    if (isBool()) return *text() == 't';
    return isNumber() || isString() ? static_cast<int>(strtol(text(), nullptr, 10)) : 0;
}

double JSONValue::toDouble() const {
    if (isBool()) return *text() == 't';
    return isNumber() || isString() ? strtod(text(), nullptr) : 0.0;
}

JSONString::JSONString(const JSONToken* token, detail::JSONDataPtr data) {
    if (!token || (token->kind != JSONToken::STRING && token->kind != JSONToken::PRIMITIVE)) return;
    data_ = data;
    const char* text = data->text + token->start;
    if (token->kind == JSONToken::PRIMITIVE && *text == 'n') return;  // null is an empty text
    text_ = text;
    size_ = static_cast<size_t>(token->end - token->start);
}

JSONArrayIterator::JSONArrayIterator(const JSONValue& value) {
    if (!value.isArray()) return;
    data_ = value.data_;
    next_ = value.token_ + 1;
    left_ = static_cast<size_t>(value.token_->size);
}
bool JSONArrayIterator::next() {
    if (!left_) return false;
    value_ = next_;
    if (--left_) next_ = behind(next_);
    return true;
}

JSONObjectIterator::JSONObjectIterator(const JSONValue& value) {
    if (!value.isObject()) return;
    data_ = value.data_;
    next_ = value.token_ + 1;
    left_ = static_cast<size_t>(value.token_->size);
}
bool JSONObjectIterator::next() {
    if (!left_) return false;
    name_ = next_;
    // A name without a value: the board reads on behind it, whatever is there.
    value_ = name_->size ? next_ + 1 : nullptr;
    if (--left_) next_ = behind(value_ ? value_ : name_);
    return true;
}

void JSONWriter::separate() {
    if (state_ == NEXT) write(",", 1);
    if (state_ == VALUE) write(":", 1);
    state_ = NEXT;
}
JSONWriter& JSONWriter::open(char bracket) {
    separate();
    write(&bracket, 1);
    state_ = BEGIN;
    return *this;
}
JSONWriter& JSONWriter::close(char bracket) {
    write(&bracket, 1);
    state_ = NEXT;
    return *this;
}
JSONWriter& JSONWriter::literal(const char* text) {
    separate();
    write(text, strlen(text));
    return *this;
}
JSONWriter& JSONWriter::name(const char* text, size_t size) {
    separate();
    quote(text, size);
    state_ = VALUE;
    return *this;
}
JSONWriter& JSONWriter::value(const char* text, size_t size) {
    separate();
    quote(text, size);
    return *this;
}
JSONWriter& JSONWriter::value(int value) { return this->value(static_cast<long>(value)); }
JSONWriter& JSONWriter::value(unsigned value) { return this->value(static_cast<unsigned long>(value)); }
JSONWriter& JSONWriter::value(long value) {
    separate();
    printf("%ld", value);
    return *this;
}
JSONWriter& JSONWriter::value(unsigned long value) {
    separate();
    printf("%lu", value);
    return *this;
}
JSONWriter& JSONWriter::value(double value, int precision) {
    separate();
    printf("%.*f", precision, value);
    return *this;
}
JSONWriter& JSONWriter::value(double value) {
    separate();
    printf("%g", value);
    return *this;
}

void JSONWriter::quote(const char* text, size_t size) {
    static const char NAMES[] = "btnfr", MEANT[] = "\b\t\n\f\r";
    // Device OS 3 escapes all that is not printable ASCII, byte by byte; 2 leaves UTF-8 as it is.
    const bool escapes_all = System.versionNumber() >= 0x03000000;
    write("\"", 1);
    for (const char* const end = text + size; text != end; ++text) {
        const char c = *text;
        const bool plain = escapes_all ? isprint(static_cast<unsigned char>(c)) != 0 : static_cast<unsigned char>(c) >= 0x20;
        const bool escaped = c == '"' || c == '\\' || !plain;
        if (!escaped) {
            write(&c, 1);
            continue;
        }
        write("\\", 1);
        const char* known = c ? strchr(MEANT, c) : nullptr;
        if (c == '"' || c == '\\') {
            write(&c, 1);
        } else if (known) {
            write(&NAMES[known - MEANT], 1);
        } else {
            printf("u%04x", static_cast<unsigned char>(c));
        }
    }
    write("\"", 1);
}

void JSONWriter::printf(const char* format, ...) {
    va_list arguments;
    va_start(arguments, format);
    const String text = String::vformat(format, arguments);
    va_end(arguments);
    write(text.c_str(), text.length());
}

void JSONBufferWriter::write(const char* data, size_t size) {
    if (size_ < capacity_) memcpy(buffer_ + size_, data, size < capacity_ - size_ ? size : capacity_ - size_);
    size_ += size;
}
void JSONBufferWriter::printf(const char* format, ...) {
    va_list arguments;
    va_start(arguments, format);
    const int size = vsnprintf(buffer_ + size_, size_ < capacity_ ? capacity_ - size_ : 0, format, arguments);
    va_end(arguments);
    size_ += static_cast<size_t>(size);
}

}  // namespace spark
