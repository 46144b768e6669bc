// Numbers as text, with Device OS's own functions and their peculiarities, which String shows too.
// Source: Device OS v2.3.1 and v3.3.1, wiring/src/string_convert.cpp.
#pragma once

extern "C" {
// `base` from 2 to 36, else 10. Large letters; below 0 in another base than 10 each digit is a character below '0'.
char* ltoa(long value, char* text, int base);
// Small letters, at least `pad` digits; `base` from 2 to 36, else nothing is written and the result is NULL.
char* ultoa(unsigned long value, char* text, int base, char pad = 1);
char* utoa(unsigned value, char* text, int base);
// A minus sign and the digits of the positive number, in every base.
char* itoa(int value, char* text, int base);
}
