#include "Parsing.h"

#include <string.h>

namespace {

int hexDigit(char c) {
    if (c >= '0' && c <= '9') return c - '0';
    if (c >= 'a' && c <= 'f') return c - 'a' + 10;
    if (c >= 'A' && c <= 'F') return c - 'A' + 10;
    return -1;
}

}  // namespace

bool Text::is(const char* word) const { return strlen(word) == size && memcmp(begin, word, size) == 0; }

Text Text::cut(char separator, bool& found) {
    const char* at = static_cast<const char*>(memchr(begin, separator, size));
    found = at != nullptr;
    const Text before = {begin, found ? static_cast<size_t>(at - begin) : size};
    const size_t used = before.size + (found ? 1 : 0);
    begin += used;
    size -= used;
    return before;
}

Text Text::cutLast(char separator, bool& found) {
    for (size_t i = size; i-- > 0;) {
        if (begin[i] == separator) {
            const Text behind = {begin + i + 1, size - i - 1};
            size = i;
            found = true;
            return behind;
        }
    }
    found = false;
    return {begin + size, 0};
}

bool parseNumber(Text text, int& value) {
    if (text.size < 1 || text.size > 6) return false;
    int result = 0;
    for (size_t i = 0; i < text.size; ++i) {
        if (text.begin[i] < '0' || text.begin[i] > '9') return false;
        result = result * 10 + (text.begin[i] - '0');
    }
    value = result;
    return true;
}

bool parseHexColor(Text text, uint32_t& rgb) {
    if (text.size != 7 || text.begin[0] != '#') return false;
    uint32_t result = 0;
    for (size_t i = 1; i < 7; ++i) {
        const int digit = hexDigit(text.begin[i]);
        if (digit < 0) return false;
        result = result << 4 | static_cast<uint32_t>(digit);
    }
    rgb = result;
    return true;
}
