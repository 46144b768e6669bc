// Strict reading of what the cloud sends: the whole text must fit, or it is malformed.
#pragma once
#include <stddef.h>
#include <stdint.h>

// A stretch of text that is not copied and not terminated.
struct Text {
    const char* begin;
    size_t size;

    bool is(const char* word) const;
    char first() const { return size ? *begin : '\0'; }
    // Without its first character.
    Text rest() const { return {begin + 1, size - 1}; }
    // Cuts this text at the first `separator`: returns what stood before it and keeps what stands behind it.
    // `found` tells whether there was one; without it all of the text is returned.
    Text cut(char separator, bool& found);
    // The same at the last `separator`: returns what stood behind it.
    Text cutLast(char separator, bool& found);
};

// A whole number of at most 6 digits without sign, blank or anything else around it.
bool parseNumber(Text text, int& value);

// Six hex digits behind a '#'.
bool parseHexColor(Text text, uint32_t& rgb);
